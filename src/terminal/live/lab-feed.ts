/** The lab: its experiments, and the one looked at. Reports change when somebody runs one, so they are asked for, not followed. */
import type { TokenpitClient } from '#client/tokenpit-client.ts';
import type { LabExperiment, LabFinding } from '#wire/lab.ts';
import { failed, here, type Loadable, loading } from '../models/loadable.ts';
import { Painted } from './painted.ts';
import { sentenceOf } from './refusal.ts';

export class LabFeed {
  readonly experiments = new Painted<Loadable<readonly LabExperiment[]>>(loading);
  /** Undefined while none is chosen. */
  readonly seen = new Painted<Loadable<LabFinding> | undefined>(undefined);
  readonly #client: TokenpitClient;
  #chosen: string | undefined;

  constructor(client: TokenpitClient) {
    this.#client = client;
  }

  /** Asks for the list, and for the report that is looked at, as they are now. */
  readonly ask = async (): Promise<void> => {
    if (this.#chosen !== undefined) this.#askFinding(this.#chosen);
    this.experiments.set(await this.#client.labExperiments().then(here, trouble));
  };

  /** Looks at an experiment; at undefined, goes back to the list. */
  readonly choose = (experiment: string | undefined): void => {
    this.#chosen = experiment;
    this.seen.set(experiment === undefined ? undefined : loading);
    this.ask();
  };

  async #askFinding(experiment: string): Promise<void> {
    const finding = await this.#client.labFinding(experiment).then(here, trouble);
    if (experiment === this.#chosen) this.seen.set(finding);
  }
}

function trouble(error: unknown): Loadable<never> {
  return failed(sentenceOf(error));
}
