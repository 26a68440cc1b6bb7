/** The tests of effectiveness as rows: before the hedge from past changes, and afterwards from what it would have paid. */
import { formatMonth } from '#core/calendar.ts';
import type { HedgedMonth } from '#lab/planning/back-test.ts';
import type { CoMovement } from '#lab/planning/co-movement.ts';
import {
  dollarOffset,
  lineTest,
  OFFSET_LEAST,
  OFFSET_MOST,
  type Offset,
  SHARE_LEAST,
  SMALL_CHANGE,
} from '#lab/planning/effectiveness.ts';
import { money, perCent, places } from './figures.ts';
import type { Study } from './study.ts';

export interface HedgeTest {
  readonly when: 'prospective' | 'retrospective';
  readonly name: string;
  readonly measured: string;
  readonly wanted: string;
  readonly verdict: 'passed' | 'failed' | 'cannot be made';
  readonly because: string;
}

const QUARTER = 3;

export function hedgeTests({ paid, posted, ratio, backTest }: Study): HedgeTest[] {
  return [
    regressionTest('regression on the bills, month by month', paid, ratio),
    regressionTest('regression on posted prices, week by week', posted, ratio),
    offsetTest('dollar offset over all months', backTest),
    ...Array.from({ length: Math.floor(backTest.length / QUARTER) }, (_, at) => {
      const months = backTest.slice(at * QUARTER, (at + 1) * QUARTER);
      const named = months.map(({ month }) => formatMonth(month));
      return offsetTest(`dollar offset ${named[0]} to ${named.at(-1)}`, months);
    }),
  ];
}

function regressionTest(name: string, { changes, line, because }: CoMovement, ratio: number): HedgeTest {
  const wanted = `R² ≥ ${places(SHARE_LEAST)}, slope ${places(OFFSET_LEAST)} to ${places(OFFSET_MOST)}, p < 0.05`;
  const test = line === undefined ? undefined : lineTest(changes.index, changes.own, ratio);
  if (test === undefined)
    return {
      when: 'prospective',
      name,
      measured: '–',
      wanted,
      verdict: 'cannot be made',
      because: line === undefined ? because : 'nothing is hedged',
    };
  const { rSquared, observations } = test.line;
  return {
    when: 'prospective',
    name,
    measured: `R² ${places(rSquared)}, slope ${places(test.slope)}, p ${test.pValue < 0.001 ? '< 0.001' : places(test.pValue, 3)}`,
    wanted,
    verdict: test.isEffective ? 'passed' : 'failed',
    because: `${observations} changes of your price on those of the hedge as sized`,
  };
}

function offsetTest(name: string, months: readonly HedgedMonth[]): HedgeTest {
  const sum = (of: (month: HedgedMonth) => number) => months.reduce((total, month) => total + of(month), 0);
  const value = sum(({ cost, costRise }) => cost - costRise);
  const found: Offset = dollarOffset(
    sum(({ costRise }) => costRise),
    sum(({ gain }) => gain),
    value,
  );
  const because = `the purchases cost ${money(found.costRise)} more than before the first month, the hedge paid ${money(found.hedgeGain)}`;
  const wanted = `${places(OFFSET_LEAST)} to ${places(OFFSET_MOST)}`;
  if (months.length === 0)
    return {
      when: 'retrospective',
      name,
      measured: '–',
      wanted,
      verdict: 'cannot be made',
      because: 'the index is not known before the first bill',
    };
  if (found.offset === undefined)
    return {
      when: 'retrospective',
      name,
      measured: '–',
      wanted,
      verdict: 'cannot be made',
      because: `${because}: a change below ${perCent(SMALL_CHANGE)} of the value is too small for a quotient`,
    };
  return {
    when: 'retrospective',
    name,
    measured: places(found.offset),
    wanted,
    verdict: found.isEffective ? 'passed' : 'failed',
    because,
  };
}
