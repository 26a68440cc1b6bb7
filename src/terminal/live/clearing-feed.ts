/** What everyone may see of the clearing house. Nothing of it moves within a day, so it is asked for and not followed. */
import type { TokenpitClient } from '#client/tokenpit-client.ts';
import type { DefaultFund } from '#wire/clearing.ts';
import { failed, here, type Loadable, loading } from '../models/loadable.ts';
import { Painted } from './painted.ts';
import { sentenceOf } from './refusal.ts';

const DAYS_MAX = 400;

export class ClearingFeed {
  readonly fund = new Painted<Loadable<DefaultFund>>(loading);
  readonly #client: TokenpitClient;

  constructor(client: TokenpitClient) {
    this.#client = client;
  }

  readonly ask = async (): Promise<void> => {
    this.fund.set(await this.#client.defaultFund(DAYS_MAX).then(here, (error: unknown) => failed(sentenceOf(error))));
  };
}
