/**
 * Five kinds of market, made up: each is one thing that a margin model gets wrong more easily than the others.
 *
 * A regime is drawn from the dice it is given and nothing else, so the same seed gives the same prices. What is added up
 * is kept in floating point and rounded once per day to whole micro-dollars. All begin at USD 2.00.
 */
import type { Ticks } from '#core/units.ts';
import type { Dice } from '../chance/dice.ts';
import { SERIES_PRICE_MAX } from '../series/price-series.ts';

/** How many days have a price before the first one that is tested, how many are tested, and how many follow. */
export interface Span {
  readonly before: number;
  readonly tested: number;
  readonly after: number;
}

export interface Regime {
  readonly name: string;
  readonly about: string;
  /** The logarithmic return from each day to the next: one fewer than there are days. */
  readonly returns: (dice: Dice, span: Span) => number[];
}

const START = 2_000_000;
/** Trading days of a year, after which the trend turns. */
const YEAR = 250;

export const regimes: readonly Regime[] = [
  {
    name: 'flat-cut',
    about: 'A list price: it moves 4 % a day at first, stands still for three fifths of the test, and is cut by 80 %.',
    returns: (dice, span) => {
      const still = span.before + Math.floor(span.tested / 5);
      const cut = span.before + Math.floor((4 * span.tested) / 5);
      return days(span, (day) => (day === cut ? Math.log(0.2) : day < still ? 0.04 * dice.normal() : 0));
    },
  },
  {
    name: 'trend',
    about: 'A price that falls 0.25 % a day for a year and rises as long, with 1.5 % of noise a day.',
    returns: (dice, span) =>
      days(span, (day) => 0.015 * dice.normal() + (Math.floor(day / YEAR) % 2 === 0 ? -0.0025 : 0.0025)),
  },
  {
    name: 'jumps',
    about: 'Quiet days of 1 %, and on one day in fifty a leap of 10 to 40 %, up or down.',
    returns: (dice, span) =>
      drawnBack(span, () => {
        const quiet = 0.01 * dice.normal();
        if (dice.next() >= 1 / 50) return quiet;
        const size = 0.1 + 0.3 * dice.next();
        return quiet + (dice.next() < 0.5 ? Math.log1p(-size) : Math.log1p(size));
      }),
  },
  {
    name: 'clusters',
    about: 'Calm and wild weeks take turns: GARCH(1,1) with 20 % reaction, 78 % memory and 4 % a day on average.',
    returns: (dice, span) => {
      const average = 0.04 ** 2;
      let variance = average;
      return drawnBack(span, () => {
        const drawn = Math.sqrt(variance) * dice.normal();
        variance = 0.02 * average + 0.2 * drawn ** 2 + 0.78 * variance;
        return drawn;
      });
    },
  },
  {
    name: 'fat-tails',
    about: "Days owe nothing to each other, but large ones are common: Student's t with three degrees, 4 % a day.",
    returns: (dice, span) =>
      drawnBack(span, () => {
        const chiSquare = dice.normal() ** 2 + dice.normal() ** 2 + dice.normal() ** 2;
        // A t of three degrees is a normal over √(chi-square / 3); its variance is 3.
        return (0.04 / Math.sqrt(3)) * (dice.normal() / Math.sqrt(chiSquare / 3));
      }),
  },
];

/** The prices of a regime, one for every day of `span`. */
export function pricesOf(regime: Regime, dice: Dice, span: Span): Ticks[] {
  let logarithm = Math.log(START);
  const prices = [START as Ticks];
  for (const step of regime.returns(dice, span)) {
    logarithm += step;
    prices.push(Math.min(Math.max(Math.round(Math.exp(logarithm)), 1), SERIES_PRICE_MAX) as Ticks);
  }
  return prices;
}

/** The returns that follow on each day but the last. */
export function days({ before, tested, after }: Span, returnOf: (day: number) => number): number[] {
  return Array.from({ length: before + tested + after - 1 }, (_, day) => returnOf(day));
}

/** Each day gives back a two-hundredth of what lies between the price and its start, so that long runs stay in sight. */
function drawnBack(span: Span, draw: () => number): number[] {
  let away = 0;
  return days(span, () => {
    const step = draw() - away / 200;
    away += step;
    return step;
  });
}
