/**
 * The price sources of a rehearsed venue: none, because whoever rehearses says what is posted.
 */
import { noEvidence } from '#core/price-index/evidence.ts';
import { Refused } from '#session/refused.ts';
import type { Prices } from '#session/venue-port.ts';

/** Nobody posts anything. */
export const noPrices: Prices = {
  evidenceOf: () => noEvidence,
  contribute: async () => {
    throw Refused.atTheDoor('SUBMITTER_UNKNOWN');
  },
  sources: [],
};
