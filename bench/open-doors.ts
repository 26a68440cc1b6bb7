/** A whole venue with its doors open, on a journal, with members whose keys are known. */

import { credentialOf } from '#gateway/keys.ts';
import { openGateway } from '#gateway/server.ts';
import { noPrices } from '#simulation/no-prices.ts';
import { openingCommands, TIME } from './engines/opening.ts';
import { carryOutAll, inFolder, type Journalled, openJournalled } from './journalled.ts';

export interface OpenDoors extends Journalled {
  readonly port: number;
}

/** Calls `work` with an open venue and closes it. */
export function withDoors<T>(
  { contracts, accounts }: { readonly contracts: number; readonly accounts: number },
  work: (doors: OpenDoors) => Promise<T>,
): Promise<T> {
  return inFolder(async (folder) => {
    const venue = await openJournalled(folder, { folds: true });
    const credentials = Array.from({ length: accounts }, (_, account) => credentialOf(keyOf(account)));
    await carryOutAll(
      venue.sequencer,
      openingCommands({ contracts, accounts, credentialOf: (account) => credentials[account] ?? '' }),
    );
    const gateway = await openGateway({
      venue: { ...venue, clock: { now: () => TIME }, info, prices: noPrices },
      host: '127.0.0.1',
      port: 0,
    });
    const result = await work({ ...venue, port: Number(new URL(gateway.address).port) });
    await gateway.close();
    await venue.close();
    return result;
  });
}

const info = {
  name: 'Tokenpit',
  version: '0.0.0',
  venueId: 'bench',
  speed: 1,
  simulated: false,
  registryVersion: '0',
  priceSource: 'none',
};

/** The API key of a member. */
export function keyOf(account: number): string {
  return `tp_${String(account).padStart(64, '0')}`;
}

/** The code of a contract that the opening has listed; contract 0 is December 2026. */
export function codeOf(contract: number): string {
  const month = 11 + contract;
  return `BA${26 + Math.floor(month / 12)}${String((month % 12) + 1).padStart(2, '0')}`;
}
