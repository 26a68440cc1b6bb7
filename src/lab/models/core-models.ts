/**
 * The margin models of the exchange: filtered history as SIT has it, the others as the rulebook's examples set them.
 *
 * A back-test knows a price and nothing else of a month, so each is asked about one far from delivery, without open
 * interest and around no holiday: what remains is what the model makes of prices. Price rules may ask for more (PRC-10)
 * and have no part here.
 */
import { SIT } from '#core/contract.ts';
import { liveThrough, rateByHistory } from '#core/margin/historical-model.ts';
import type { RateRules, ScenarioRules } from '#core/margin/margin-rules.ts';
import type { Month } from '#core/margin/month.ts';
import { rateByLadder } from '#core/margin/rate-model.ts';
import { dailyReturn, initialRate, RETURNS_IN_SIGMA } from '#core/margin/rates.ts';
import { rateByScan } from '#core/margin/scenario-model.ts';
import { MARGIN_OF_SIT } from '#core/products.ts';
import { type Millionths, NO_LOTS, ONE_MILLION, type Ticks, type TradeDate } from '#core/units.ts';
import type { MarginModel } from './margin-model.ts';

const perCent = (share: number) => (share * 10_000) as Millionths;
/** What concerns several months, the delivery period or large positions has no part in one lot far from delivery. */
const alone = { offsetShare: perCent(0), averaging: null, concentration: null };

export const rateRules: RateRules = {
  ...alone,
  model: 'rate',
  base: perCent(12),
  openInterest: [],
  deliveryPeriod: perCent(0),
  lastDays: [],
  moves: [{ days: 3, move: perCent(12), rate: perCent(17) }],
  holidays: [],
};

export const scenarioRules: ScenarioRules = {
  ...alone,
  model: 'scenario',
  scanRange: perCent(12),
  extremeWeight: perCent(33),
  interMonth: [perCent(30)],
  deliveryCharge: perCent(0),
};

/** What SIT has. */
export const historicalRules = MARGIN_OF_SIT;

/** All of them, in the order in which they are shown. */
export const coreModels: readonly MarginModel[] = [
  {
    name: 'paper',
    about: 'Three deviations of the last twenty daily returns, at least 8 % and at most 12 % (MAR-1).',
    horizon: 1,
    memory: RETURNS_IN_SIGMA + 1,
    rateAfter: (prices) => initialRate(SIT, returnsOf(prices)),
  },
  {
    name: 'rate',
    about: '12 %, and 17 % after three days that add up to 12 % (MAR-16).',
    horizon: 1,
    memory: RETURNS_IN_SIGMA + 1,
    rateAfter: (prices) => rateByLadder(rateRules, farMonth(prices)).rate,
  },
  {
    name: 'scenario',
    about: 'A scan range of 12 %, whatever the price did (MAR-18).',
    horizon: 1,
    memory: 2,
    rateAfter: (prices) => rateByScan(scenarioRules, farMonth(prices)).rate,
  },
  {
    name: 'historical',
    about:
      '250 days lived through again at a volatility of at least 2.5 % a day, at least 12 %, and 2 % for gaps (MAR-21).',
    horizon: historicalRules.horizonDays,
    memory: historicalRules.lookBack + 1,
    rateAfter: (prices) => rateByHistory(historicalRules, liveThrough(historicalRules, returnsOf(prices))).rate,
  },
];

function farMonth(prices: readonly Ticks[]): Month {
  const returns = returnsOf(prices).slice(-RETURNS_IN_SIGMA);
  const unfixed = ONE_MILLION as Millionths;
  return { rank: 0, openInterest: NO_LOTS, daysLeft: 21, unfixed, date: 0 as TradeDate, inDelivery: false, returns };
}

/** From each price to the next, as the exchange computes it. */
function returnsOf(prices: readonly Ticks[]): Millionths[] {
  return prices.slice(1).map((price, before) => dailyReturn(prices[before] as Ticks, price));
}
