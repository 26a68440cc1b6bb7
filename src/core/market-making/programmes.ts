/**
 * Two sets of terms for market makers: the paper's, and the venue's own.
 *
 * Both are public, and the same for everyone who signs. The table in chapter MMK gives a reason for each figure.
 */
import { lots, millionths, money, ONE_MILLION } from '../units.ts';
import type { AgreementTerms } from './agreement.ts';

const EVERYTHING = millionths(ONE_MILLION);
const NOTHING = millionths(0);

/** The paper's terms to the letter (arXiv 2603.21690, 5.4), which asks for nothing else and gives nothing back. */
export const PAPER_TERMS: AgreementTerms = {
  front: { spreadMax: millionths(20_000), lotsMin: lots(50), comparableMin: NOTHING },
  others: { spreadMax: millionths(50_000), lotsMin: lots(50), comparableMin: NOTHING },
  shareMin: millionths(800_000),
  netCapitalMin: money(50_000_000_000_000),
  stress: { spreadTimes: 1, lotsShare: EVERYTHING, timeTimes: 1 },
  rebates: [],
};

/** The venue's own programme, open to everyone on the same terms. */
export const DEFAULT_PROGRAMME: AgreementTerms = {
  front: { spreadMax: millionths(15_000), lotsMin: lots(20), comparableMin: millionths(500_000) },
  others: { spreadMax: millionths(25_000), lotsMin: lots(20), comparableMin: millionths(500_000) },
  shareMin: millionths(700_000),
  netCapitalMin: money(0),
  stress: { spreadTimes: 2, lotsShare: millionths(500_000), timeTimes: 2 },
  rebates: [
    { shareMin: millionths(600_000), rebate: millionths(500_000) },
    { shareMin: millionths(700_000), rebate: millionths(800_000) },
    { shareMin: millionths(850_000), rebate: EVERYTHING },
  ],
};
