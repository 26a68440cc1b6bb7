/** What the paper says about the price itself, beside what its own Table 3 gives. */
import type { Claim, Verdict } from '../experiment/report.ts';
import { figure, interval, percent } from '../experiment/words.ts';
import { tableThree } from '../jump-diffusion/parameters.ts';
import { momentsAt } from '../jump-diffusion/transition.ts';
import { type Estimate, jackknife, shareOf } from '../statistics/estimate.ts';
import { quantile } from '../statistics/histogram.ts';
import { DEMAND_BOUND, DOUBLED, figureSix, HALF_LIFE_MONTHS, PRICE_NOW, SWUNG, volatilityTerms } from './published.ts';
import type { Part } from './run-part.ts';

/** Parts of the run of Table 3, all of them as one, and the run in which demand grows by 150 % a year. */
export interface PathRuns {
  readonly parts: readonly Part[];
  readonly all: Part;
  readonly demand: Part;
}

export function pathClaims({ parts, all, demand }: PathRuns): Claim[] {
  const { counts } = all;
  const share = (times: number) => shareOf(times, counts.paths);
  const daily = share(counts.doubledDaily);
  const [monthly, weekly] = [share(counts.doubledMonthly), share(counts.doubledWeekly)];
  const [rose, fell] = [share(counts.roseFivefold), share(counts.fellFivefold)];
  const lastQuarter = all.spreads.length - 1;
  const meanAt = (quarter: number) =>
    jackknife(
      parts.map(({ powers }) => powers[quarter] as Float64Array),
      meanOf,
    );
  const means = all.spreads.map((_, quarter) => meanAt(quarter));
  const end = means[lastQuarter] as Estimate;
  const [, endMean, endLow, endHigh] = figureSix.at(-1) as (typeof figureSix)[number];
  const band = (part: Part) => {
    const spread = part.spreads[lastQuarter] as Part['spreads'][number];
    return [Math.exp(quantile(spread, 0.05)), Math.exp(quantile(spread, 0.95))] as const;
  };
  const [bandLow, bandHigh] = band(all);
  const [, demandHigh] = band(demand);
  const skews = all.spreads.slice(1).map((_, at) =>
    jackknife(
      parts.map(({ powers }) => powers[at + 1] as Float64Array),
      skewOf,
    ),
  );
  const leastSkew = skews.reduce((a, b) => (b.value < a.value ? b : a));
  const halfLife = (12 * Math.LN2) / tableThree.reversion;
  const terms = volatilityTerms.map(({ from, to }) => [volatilityOver(from), volatilityOver(to)] as const);
  const dollars = (value: number) => figure(value, 2);
  return [
    {
      claim: '8.1: gaps to the level halve in 2.8 months',
      said: `${HALF_LIFE_MONTHS} months`,
      measured: `${figure(halfLife, 2)} months`,
      interval: undefined,
      verdict: 'does not hold',
      because: 'A reversion of 2.5 a year halves a gap in ln 2 / 2.5 years.',
    },
    {
      claim: '8.3: 15 % of paths rise by more than 100 % within 36 months',
      said: percent(DOUBLED, 0),
      measured: `${percent(monthly.value)} monthly, ${percent(weekly.value)} weekly, ${percent(daily.value)} daily`,
      interval: `daily ${interval(daily, percent)}`,
      verdict: rounded(daily, DOUBLED, 0.01) ? 'holds under a stated reading' : 'does not hold',
      because: `About 15 % is read as 14 to 16, of prices looked at every day and compared with the first; above twice their lowest so far are ${percent(share(counts.doubledFromLow).value, 0)}.`,
    },
    {
      claim: '8.3: 3 % of paths swing by more than five times',
      said: percent(SWUNG, 0),
      measured: `${percent(rose.value)} rise so far from a low, ${percent(fell.value, 0)} fall so far from a high`,
      interval: `${interval(rose, percent)}; ${interval(fell, percent)}`,
      verdict:
        rounded(rose, SWUNG, 0.005) || rounded(fell, SWUNG, 0.005) ? 'holds under a stated reading' : 'does not hold',
      because: 'Neither reading comes near: a downward trend of 30 % a year makes falls common and rises rare.',
    },
    {
      claim: '8.3: the price is skewed to the right',
      said: 'positive',
      measured: `skewness ${figure(leastSkew.value, 1)} or more at every quarter`,
      interval: `least ${interval(leastSkew, (value) => figure(value, 1))}`,
      verdict: leastSkew.low > 0 ? 'holds' : 'does not hold',
      because: 'Jumps go up on average, and a price is the exponential of what is drawn.',
    },
    {
      claim: 'Figure 6: the mean falls to 1.15 and is back at 1.95 after 36 months',
      said: `${dollars(endMean)} after 36 months`,
      measured: `${dollars((means[1] as Estimate).value)} after 3 months, ${dollars(end.value)} after 36`,
      interval: interval(end, dollars),
      verdict: rounded(end, endMean, 0.05) ? 'holds' : 'does not hold',
      because: 'A straight trend cannot make a U; a trend that bends can, and is our scenario of moderate growth.',
    },
    {
      claim: 'Figure 6: nine of ten paths end between 0.30 and 5.60',
      said: `${dollars(endLow)} to ${dollars(endHigh ?? Number.NaN)}`,
      measured: `${dollars(bandLow)} to ${dollars(bandHigh)}`,
      interval: undefined,
      verdict: 'does not hold',
      because: `Its band is ${figure(Math.log((endHigh as number) / endLow) / Math.log(bandHigh / bandLow), 1)} times as wide in logarithms as Table 3 makes it.`,
    },
    {
      claim: '8.3: volatility by maturity has a hump: 35 %, then 50 to 60 %, then 40 %',
      said: '35 / 50–60 / 40 %',
      measured: `${terms.map(([from, to]) => `${percent(from, 0)} to ${percent(to, 0)}`).join(', then ')}`,
      interval: undefined,
      verdict: 'does not hold',
      because: 'A price that is drawn back has a volatility that only falls with maturity (Samuelson 1965).',
    },
    {
      claim: '8.3: with demand growing by 150 % a year the upper 90 % bound is 15 after 36 months',
      said: dollars(DEMAND_BOUND),
      measured: `${figure(demandHigh, 0)} when the trend rises by ln 2.5 a year`,
      interval: undefined,
      verdict: verdictOf(Math.abs(demandHigh / DEMAND_BOUND - 1) < 0.05, 'holds under a stated reading'),
      because: `The level then rises 2.5-fold each year, to ${dollars(PRICE_NOW * 2.5 ** 3)} after three; the paper does not say how demand moves the level.`,
    },
  ];
}

/** The deviation of the logarithm of the price `months` ahead, per root of a year: what an option would imply. */
function volatilityOver(months: number): number {
  const years = months / 12;
  return Math.sqrt(momentsAt(tableThree, Math.log(PRICE_NOW), 0, years).variance / years);
}

/** Whether what is said, meant to `tolerance`, lies within what was measured. */
export function rounded({ low, high }: Estimate, said: number, tolerance: number): boolean {
  return said >= low - tolerance && said <= high + tolerance;
}

export function verdictOf(isSo: boolean, verdict: Verdict): Verdict {
  return isSo ? verdict : 'does not hold';
}

export function meanOf([n = 0, sum = 0]: Float64Array): number {
  return sum / n;
}

/** Of sums of 1, price, its square and its cube. */
function skewOf([n = 0, first = 0, second = 0, third = 0]: Float64Array): number {
  const mean = first / n;
  const variance = second / n - mean * mean;
  return (third / n - 3 * mean * variance - mean * mean * mean) / (variance * Math.sqrt(variance));
}
