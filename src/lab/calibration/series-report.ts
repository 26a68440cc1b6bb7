/** What a series of prices says of the model, and what it cannot say: tables, a chart, sentences. */
import type { Cell, Chart, Table } from '../experiment/report.ts';
import { type Band, knownHowWell } from './bands.ts';
import { type Quantity, quantities, type SeriesFit } from './fit-series.ts';
import { isDiffusion, ratePerYear, type Standing, stillShare } from './standing.ts';

export interface SeriesResult {
  readonly name: string;
  readonly about: string;
  /** Days since 1970-01-01, and USD per million tokens. */
  readonly dates: readonly number[];
  readonly prices: readonly number[];
  readonly standing: Standing;
  /** Absent where the series is no diffusion. */
  readonly model?: Model;
}

type Model = SeriesFit & { readonly bands: Readonly<Record<Quantity, Band>> };

const LABELS: Readonly<Record<Quantity, string>> = {
  reversion: 'reversion κ, a year',
  level: 'level, USD per million tokens',
  volatility: 'volatility σ, a year',
  jumpsPerYear: 'jumps λ, a year',
  jumpMean: 'mean of ln of a jump',
  jumpDeviation: 'deviation of ln of a jump',
};

/** Below this gain a mixture fits no better than it would by chance (three more figures; chi-square, 99 %, halved). */
const GAIN_MIN = 5.67;
const FEW = 10;

export function seriesTables(results: readonly SeriesResult[]): Table[] {
  return [
    {
      name: 'series',
      title: 'How the prices move at all',
      columns: [
        { name: 'series', label: 'series' },
        { name: 'is', label: 'is' },
        { name: 'prices', label: 'prices', places: 0 },
        { name: 'years', label: 'years', places: 2 },
        { name: 'changes', label: 'changes', places: 0 },
        { name: 'unchanged_percent', label: 'unchanged %', places: 1 },
        { name: 'longest_still_days', label: 'longest still', places: 0 },
      ],
      rows: results.map(({ name, standing }) => [
        name,
        kindOf(standing),
        standing.steps + 1,
        standing.years,
        standing.changes.length,
        100 * stillShare(standing),
        standing.longestStill,
      ]),
    },
    {
      name: 'parameters',
      title: 'What is found, with bands of 95 %',
      columns: [
        { name: 'series', label: 'series' },
        { name: 'quantity', label: 'quantity' },
        { name: 'value', label: 'value', places: 2 },
        { name: 'low', label: 'low', places: 2 },
        { name: 'high', label: 'high', places: 2 },
        { name: 'known', label: 'known' },
      ],
      rows: results.flatMap((result) => (result.model === undefined ? rowsOfChanges(result) : rowsOfModel(result))),
    },
  ];
}

function rowsOfModel({ name, model }: SeriesResult): Cell[][] {
  if (model === undefined) return [];
  return quantities.map((quantity) => {
    const value = model.calibrated[quantity];
    const band = model.bands[quantity];
    return [name, LABELS[quantity], value, band.low, band.high, knownHowWell(value, band)];
  });
}

/** Of a price that stands and changes only this can be said: how often, and how far so far. */
function rowsOfChanges({ name, standing }: SeriesResult): Cell[][] {
  const { changes, years } = standing;
  const rate = ratePerYear(changes.length, years);
  const often = [
    name,
    'changes, a year',
    rate.value,
    rate.low,
    rate.high,
    changes.length === 0 ? 'not' : knownHowWell(rate.value, rate),
  ];
  if (changes.length === 0) return [often];
  return [
    often,
    [name, 'ln of a change, least', Math.min(...changes), null, null, 'as seen'],
    [name, 'ln of a change, mean', changes.reduce((sum, one) => sum + one, 0) / changes.length, null, null, 'as seen'],
    [name, 'ln of a change, most', Math.max(...changes), null, null, 'as seen'],
  ];
}

export function seriesCharts(results: readonly SeriesResult[]): Chart[] {
  return results.map(({ name, about, dates, prices, model }, at) => ({
    name: results.length === 1 ? 'prices' : `prices-${at + 1}`,
    title: `Prices of ${name}`,
    reading:
      model === undefined
        ? `${about} It stands still and jumps, so it has no volatility to draw.`
        : `${about} Dots are days that had a jump more likely than not.`,
    x: { label: 'day', scale: 'dates' },
    y: { label: 'USD per million tokens', scale: 'logarithmic' },
    layers: [
      { kind: 'line', name: 'price', tone: 'first', points: prices.map((price, i) => [dates[i] as number, price]) },
      ...(model === undefined
        ? []
        : [
            {
              kind: 'dots' as const,
              name: 'jump',
              tone: 'loss' as const,
              points: jumpDays(model).map((i): [number, number] => [dates[i] as number, prices[i] as number]),
            },
          ]),
    ],
  }));
}

/** A sentence for each diffusion, and one for all that are none. */
export function seriesAnswers(results: readonly SeriesResult[]): string[] {
  const listed = results.filter(({ model }) => model === undefined);
  const most = listed.reduce((a, b) => Math.max(a, b.standing.changes.length), 0);
  const steps = Math.max(...listed.map(({ standing }) => standing.steps));
  return [
    ...results.flatMap((result) => (result.model === undefined ? [] : [modelAnswer(result, result.model)])),
    ...(listed.length === 0
      ? []
      : [
          `${namesOf(listed)} changed on ${listed.length === 1 ? most : `at most ${most}`} of ${steps} days: ${listed.length === 1 ? 'a list price' : 'list prices'}, no diffusion, so neither volatility nor reversion is given.`,
        ]),
  ];
}

function modelAnswer({ name, standing }: SeriesResult, { calibrated, bands }: Model): string {
  const part = (quantity: Quantity, word: string) =>
    `${word} ${said(calibrated[quantity])} (${said(bands[quantity].low)} to ${said(bands[quantity].high)})`;
  const known = { well: 'well known', roughly: 'roughly known', not: 'not known' };
  return `${name} over ${said(standing.years)} years: ${part('volatility', 'σ')}, ${part('jumpsPerYear', 'λ')}, ${part('reversion', 'κ')}; reversion is ${known[knownHowWell(calibrated.reversion, bands.reversion)]} from so long a series.`;
}

/** What must not be read into series, with the figures. */
export function seriesWarnings(results: readonly SeriesResult[]): string[] {
  const listed = results.filter(({ model }) => model === undefined);
  const longest = Math.max(...listed.map(({ standing }) => standing.longestStill));
  return [
    ...results.flatMap((result) => (result.model === undefined ? [] : modelWarnings(result, result.model))),
    ...(listed.length === 0
      ? []
      : [
          `${namesOf(listed)}: as many as ${longest} days in a row left the price as it was. Such changes are decided, not traded: how often is all that can be counted, a size seen once says nothing of the next one, and margin has to count with a jump (npm run lab -- backtest).`,
        ]),
  ];
}

function modelWarnings({ name, standing }: SeriesResult, model: Model): string[] {
  const jumps = jumpDays(model).length;
  const still = stillShare(standing);
  return [
    `${name}: reversion is found too high by about 4 / years, here ${said(4 / standing.years)} a year; its band has that taken off. Fit it to a futures curve (--curve).`,
    model.gainOfJumps < GAIN_MIN
      ? `${name}: jumps are not shown: with them the likelihood gains ${said(model.gainOfJumps)}, which chance gives too.`
      : jumps < FEW
        ? `${name}: all that is said of jumps rests on ${jumps} days; with so few, bands hold the truth less often than 95 % (npm run lab -- calibrate --recover 1).`
        : `${name}: jumps rest on ${jumps} days that more likely than not had one.`,
    `${name}: the level is taken as constant. A trend and a slow reversion look alike in one series, so a price that falls all the time is found as a low level that is far away.`,
    ...(still > 0.02
      ? [
          `${name}: ${said(100 * still)} % of the days left the price as it was, which a diffusion never does; σ is too low for the days that moved.`,
        ]
      : []),
  ];
}

function namesOf(results: readonly SeriesResult[]): string {
  return results.map(({ name }) => name).join(', ');
}

function kindOf(standing: Standing): string {
  if (standing.changes.length === 0) return 'standing still';
  return isDiffusion(standing) ? 'a diffusion' : 'a list price';
}

/** The places of the prices that a likely jump led to. */
function jumpDays({ jumpChance }: SeriesFit): number[] {
  return [...jumpChance].flatMap((chance, i) => (chance > 0.5 ? [i + 1] : []));
}

/** Two figures that survive. */
function said(value: number): string {
  return String(Number(value.toPrecision(2)));
}
