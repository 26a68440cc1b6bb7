/**
 * The margin rules of a product: plain data in which one house's way of asking for margin differs from another's.
 *
 * There are three models besides the paper's (`rates.ts`), which a product without these rules has. What they share
 * stands first: how much months may take off each other, what happens while the final price fills in, and what a
 * position that cannot be closed in time costs. Rules are judged once, when a product is defined, so that whoever applies
 * them need not ask again. How the figures are applied is the models' business.
 */
import { isWholeWithin, LOTS_MAX } from '../market-making/bounds.ts';
import { type Lots, type Millionths, ONE_MILLION, type Ticks, type TradeDate } from '../units.ts';

export type MarginRules = RateRules | ScenarioRules | HistoricalRules;

interface SharedRules {
  /** So much of the risk that months take off each other is taken off their margin; 0: nothing (rule MAR-11). */
  readonly offsetShare: Millionths;
  /**
   * In the delivery period margin and price limit shrink with the fixings that are still to come, to this share at
   * least; null: they do not (rule MAR-14).
   */
  readonly averaging: Millionths | null;
  /** What large positions cost on top; null: nothing (rule MAR-15). */
  readonly concentration: ConcentrationRules | null;
}

/** After the manner of the Chinese exchanges: the highest of all rates that apply (rules MAR-16 and MAR-17). */
export interface RateRules extends SharedRules {
  readonly model: 'rate';
  readonly base: Millionths;
  /** Rates of a month whose open interest is above so many lots; the levels rise. */
  readonly openInterest: readonly { readonly above: Lots; readonly rate: Millionths }[];
  /** The rate in the delivery period; 0: none. */
  readonly deliveryPeriod: Millionths;
  /** Rates of the last so many trading days of a month. */
  readonly lastDays: readonly { readonly days: number; readonly rate: Millionths }[];
  /** Rates after a move: the returns of so many days add up to at least so much, up or down. */
  readonly moves: readonly { readonly days: number; readonly move: Millionths; readonly rate: Millionths }[];
  /** Rates of the trading days from one date to another, both included: those around a long holiday. */
  readonly holidays: readonly { readonly from: TradeDate; readonly to: TradeDate; readonly rate: Millionths }[];
}

/** After the manner of SPAN: sixteen scenarios of price and volatility (rules MAR-18 to MAR-20). */
export interface ScenarioRules extends SharedRules {
  readonly model: 'scenario';
  /** The price scan range as a share of the settlement price. */
  readonly scanRange: Millionths;
  /** What the two extreme scenarios, three scan ranges away, count for. */
  readonly extremeWeight: Millionths;
  /**
   * What a spread from one month to the next costs, as a share of the scan risk of a leg, nearest months first; the last
   * holds for all beyond. One that spans several months costs all that it spans.
   */
  readonly interMonth: readonly Millionths[];
  /** Added to the scan range in the delivery period; 0: nothing. */
  readonly deliveryCharge: Millionths;
}

/** Filtered historical simulation (rules MAR-21 to MAR-25). */
export interface HistoricalRules extends SharedRules {
  readonly model: 'historical';
  /** Days of returns that are looked back on, at most. */
  readonly lookBack: number;
  /** How much of yesterday's variance remains in today's, in hundredths. */
  readonly decayHundredths: number;
  /** A day's deviation counts as this at least, however still the price has stood. */
  readonly deviationFloor: Millionths;
  /** Days in which positions are closed out. */
  readonly horizonDays: number;
  /** The weight of the same days at the largest deviation of the look-back, which counts as this at least. */
  readonly stressWeight: Millionths;
  readonly stressDeviation: Millionths;
  /** The rate before the gap add-on is at least this. */
  readonly floor: Millionths;
  /** Moves of a list price overnight, and what part of each is asked for. */
  readonly gaps: readonly { readonly move: Millionths; readonly weight: Millionths }[];
}

export interface ConcentrationRules {
  /** The share of a day's volume that can be closed out without moving the price. */
  readonly participation: Millionths;
  /** Days that the margin of a lot is meant for. */
  readonly horizonDays: number;
  /** So many lots can always be closed out in time. */
  readonly leastLots: Lots;
  /** What a lot costs to close across half the usual spread. */
  readonly halfSpread: Ticks;
}

/** The most returns that a contract keeps, and the most trading days that are counted ahead. */
const DAYS_MAX = 20;

/** Why a product with so many listed months cannot have these rules, or undefined (rule MAR-10). */
export function refuseMarginRules(rules: MarginRules, months: number): 'MARGIN_RULES_INVALID' | undefined {
  const { offsetShare, averaging, concentration } = rules;
  const shared =
    isPart(offsetShare) &&
    (averaging === null || isRate(averaging)) &&
    (concentration === null || isConcentration(concentration));
  return shared && isModel(rules, months) ? undefined : 'MARGIN_RULES_INVALID';
}

function isModel(rules: MarginRules, months: number): boolean {
  switch (rules.model) {
    case 'rate':
      return isRateModel(rules);
    case 'scenario':
      return isScenarioModel(rules, months);
    case 'historical':
      return isHistoricalModel(rules);
    default:
      return false;
  }
}

function isRateModel({ base, openInterest, deliveryPeriod, lastDays, moves, holidays }: RateRules): boolean {
  return (
    isRate(base) &&
    openInterest.every(({ above, rate }) => isWholeWithin(above, 0, LOTS_MAX) && isRate(rate)) &&
    openInterest.every(({ above }, i) => i === 0 || above > (openInterest[i - 1]?.above ?? 0)) &&
    isPart(deliveryPeriod) &&
    lastDays.every(({ days, rate }) => isWholeWithin(days, 1, DAYS_MAX) && isRate(rate)) &&
    moves.every(({ days, move, rate }) => isWholeWithin(days, 1, DAYS_MAX) && isRate(move) && isRate(rate)) &&
    holidays.every(({ from, to, rate }) => Number.isSafeInteger(from) && isWholeWithin(to, from, 1e6) && isRate(rate))
  );
}

function isScenarioModel(rules: ScenarioRules, months: number): boolean {
  const { scanRange, extremeWeight, interMonth, deliveryCharge } = rules;
  let acrossAll = 0;
  for (let month = 0; month < months - 1; month += 1) acrossAll += interMonthShare(rules, month);
  // Three ranges at more than a third would be the worst scenario of every single position, and more than its margin.
  const isExtreme = isPart(extremeWeight) && extremeWeight * 3 <= ONE_MILLION;
  // A spread that cost more than both its legs would make a hedge dearer than two bets.
  const isSpread = interMonth.length > 0 && interMonth.every(isPart) && acrossAll <= 2 * ONE_MILLION;
  return isRate(scanRange) && isExtreme && isSpread && isPart(deliveryCharge);
}

function isHistoricalModel(rules: HistoricalRules): boolean {
  const { lookBack, decayHundredths, deviationFloor, horizonDays, stressWeight, stressDeviation, floor, gaps } = rules;
  return (
    isWholeWithin(lookBack, 250, 500) &&
    isWholeWithin(decayHundredths, 90, 99) &&
    [deviationFloor, stressDeviation, floor].every(isRate) &&
    isWholeWithin(horizonDays, 1, 10) &&
    isPart(stressWeight) &&
    gaps.every(({ move, weight }) => isWholeWithin(move, -ONE_MILLION, 10 * ONE_MILLION) && isPart(weight))
  );
}

function isConcentration({ participation, horizonDays, leastLots, halfSpread }: ConcentrationRules): boolean {
  return (
    isRate(participation) &&
    isWholeWithin(horizonDays, 1, 10) &&
    isWholeWithin(leastLots, 1, LOTS_MAX) &&
    isWholeWithin(halfSpread, 0, 1_000)
  );
}

/** What a spread from the month of that rank to the next costs, as a share of the scan risk of a leg. */
export function interMonthShare({ interMonth }: Pick<ScenarioRules, 'interMonth'>, rank: number): Millionths {
  return interMonth[Math.min(rank, interMonth.length - 1)] ?? (0 as Millionths);
}

const isPart = (share: number) => isWholeWithin(share, 0, ONE_MILLION);
const isRate = (share: number) => isWholeWithin(share, 1, ONE_MILLION);
