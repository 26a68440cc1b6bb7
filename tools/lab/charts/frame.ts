/**
 * The two axes of a chart as Plot takes them: kind of scale, domain, ticks.
 *
 * Names that would not fit beside each other go down the side instead (`isFlipped`), so that they are read without
 * turning one's head.
 */
import type { Axis, Chart, Layer, Place } from '#lab/experiment/report.ts';
import { FONT_SIZE, widthOf } from './text.ts';

export interface Frame {
  /** Whether what the chart calls x goes down the side. */
  readonly isFlipped: boolean;
  /** How long the longest name is that has to stand aslant, because both sides have names; 0 where none has. */
  readonly slantWidth: number;
  readonly x: ScaleOptions;
  readonly y: ScaleOptions;
}

export interface ScaleOptions {
  readonly type: 'linear' | 'log' | 'utc' | 'band';
  readonly domain: readonly (number | string | Date)[];
  readonly nice: boolean;
  /** Where ticks are, where that is not left to Plot. */
  readonly ticks?: readonly number[];
  readonly tickFormat: ((value: number) => string) | undefined;
  readonly padding?: number;
}

const DAY_MS = 86_400_000;
/** On an axis of whole numbers up to so long, ticks stand at whole numbers only. */
const WHOLE_TICKS = 8;
/** What the horizontal axis is long, about. */
export const AXIS_WIDTH = 460;

export function frameOf({ x, y, layers }: Chart): Frame {
  const xs = layers.flatMap((layer) => placesOf(layer, 'x', x));
  const ys = layers.flatMap((layer) => placesOf(layer, 'y', y));
  const hasBars = layers.some(({ kind }) => kind === 'bars');
  const hasCells = layers.some(({ kind }) => kind === 'cells');
  const names = x.scale === 'names' ? [...new Set(xs.map(String))] : [];
  const longest = Math.max(0, ...names.map((name) => widthOf(name)));
  const isTight = names.length * (longest + FONT_SIZE) > AXIS_WIDTH;
  return {
    isFlipped: isTight && y.scale !== 'names',
    slantWidth: isTight && y.scale === 'names' ? longest : 0,
    x: scaleOptions(x, xs, { isNice: false, padding: hasCells ? 0.02 : 0.25 }),
    y: scaleOptions(y, hasBars && y.scale !== 'logarithmic' ? [...ys, 0] : ys, {
      isNice: !hasCells,
      padding: hasCells ? 0.02 : 0.25,
    }),
  };
}

/** A place as Plot takes it. */
export function placed(place: Place, { scale }: Axis): number | string | Date {
  if (scale === 'names') return String(place);
  return scale === 'dates' ? new Date(Number(place) * DAY_MS) : Number(place);
}

/** The bounds of a bar or a cell at each of these values: half-way to its neighbours. */
export function boundsOf(values: readonly number[], { scale }: Axis): Map<number, readonly [number, number]> {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const isLogarithmic = scale === 'logarithmic';
  const ruler = sorted.map((value) => (isLogarithmic ? Math.log(value) : value));
  const back = (value: number) => (isLogarithmic ? Math.exp(value) : value);
  const gap = (at: number) => (ruler[at + 1] as number) - (ruler[at] as number);
  return new Map(
    sorted.map((value, at) => {
      const here = ruler[at] as number;
      const before = at > 0 ? gap(at - 1) : sorted.length > 1 ? gap(0) : 1;
      const after = at < sorted.length - 1 ? gap(at) : before;
      return [value, [back(here - before / 2), back(here + after / 2)]];
    }),
  );
}

function scaleOptions(
  axis: Axis,
  places: readonly Place[],
  { isNice, padding }: { readonly isNice: boolean; readonly padding: number },
): ScaleOptions {
  if (axis.scale === 'names')
    return { type: 'band', domain: [...new Set(places.map(String))], nice: false, tickFormat: undefined, padding };
  const numbers = places.map(Number);
  const [low, high] = [numbers.reduce(least, Number.POSITIVE_INFINITY), numbers.reduce(most, Number.NEGATIVE_INFINITY)];
  // Nothing to show, or the same value everywhere: an axis still needs a length.
  const [from, to] = low > high ? [0, 1] : low === high ? around(low, axis) : [low, high];
  if (axis.scale === 'dates')
    return {
      type: 'utc',
      domain: [new Date(from * DAY_MS), new Date(to * DAY_MS)],
      nice: false,
      tickFormat: undefined,
    };
  if (axis.scale === 'logarithmic') {
    const [bottom, top] = isNice ? roundedPowers(from, to) : [from, to];
    return {
      type: 'log',
      domain: [bottom, top],
      nice: false,
      ticks: logarithmicTicks(bottom, top),
      tickFormat: shortNumber,
    };
  }
  const linear = { type: 'linear', domain: [from, to], nice: isNice, tickFormat: linearTick(from, to) } as const;
  const isCounted = numbers.every(Number.isInteger) && to - from <= WHOLE_TICKS;
  return isCounted
    ? { ...linear, tickFormat: shortNumber, ticks: Array.from({ length: to - from + 1 }, (_, at) => from + at) }
    : linear;
}

const least = (a: number, b: number) => Math.min(a, b);
const most = (a: number, b: number) => Math.max(a, b);

function around(value: number, { scale }: Axis): [number, number] {
  if (scale === 'logarithmic') return [value / 2, value * 2];
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}

/** Every place that has to be within the axis. */
function placesOf(layer: Layer, name: 'x' | 'y', axis: Axis): readonly Place[] {
  switch (layer.kind) {
    case 'rule':
      return layer.axis === name ? [layer.at] : [];
    case 'cells':
      return outerBounds(
        layer.points.map((point) => point[name === 'x' ? 0 : 1]),
        axis,
      );
    case 'bars':
      return name === 'y'
        ? layer.points.map(([, y]) => y)
        : outerBounds(
            layer.points.map(([x]) => x),
            axis,
          );
    case 'band':
    case 'intervals':
      return layer.points.flatMap(([x, ...values]) => (name === 'x' ? [x] : values));
    default:
      return layer.points.map(([x, y]) => (name === 'x' ? x : y));
  }
}

function outerBounds(places: readonly Place[], axis: Axis): readonly Place[] {
  return axis.scale === 'names' ? places : [...boundsOf(places.map(Number), axis).values()].flat();
}

/** Millions and more in short; undefined leaves it to Plot. */
function linearTick(from: number, to: number): ScaleOptions['tickFormat'] {
  return Math.max(Math.abs(from), Math.abs(to)) < 1e6 ? undefined : shortNumber;
}

/** A range a little wider, which begins and ends with a digit at which there is a tick. */
function roundedPowers(from: number, to: number): [number, number] {
  const steps = powersAround(from, to).flatMap((power) =>
    digitsFor(from, to).map((digit) => Number(`${digit}e${power}`)),
  );
  const below = steps.filter((step) => step <= from * (1 + 1e-9)).at(-1);
  return [below ?? from, steps.find((step) => step >= to * (1 - 1e-9)) ?? to];
}

/** The powers of ten, and 2 and 5 between them where there are few. */
function logarithmicTicks(from: number, to: number): number[] {
  const powers = powersAround(from, to);
  const step = Math.ceil(powers.length / POWERS_MAX);
  return powers
    .filter((_, at) => at % step === 0)
    .flatMap((power) => digitsFor(from, to).map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
}

function powersAround(from: number, to: number): number[] {
  const [first, last] = [Math.floor(Math.log10(from) + 1e-9), Math.ceil(Math.log10(to) - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function digitsFor(from: number, to: number): readonly number[] {
  return to / from >= 1e3 ? [1] : [1, 2, 5];
}

const POWERS_MAX = 8;

function shortNumber(value: number): string {
  const options = { maximumSignificantDigits: 4, ...(Math.abs(value) >= 1e6 ? { notation: 'compact' as const } : {}) };
  return value.toLocaleString('en', options).replace('-', '−');
}
