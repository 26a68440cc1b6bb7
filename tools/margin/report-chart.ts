/**
 * Charts as text: an SVG that stretches to any width, with its scale and its days beside it as plain text, so that
 * letters stay readable on a phone.
 */
export interface ChartLine {
  /** The class that colours it. */
  readonly tone: string;
  readonly values: readonly number[];
}

export interface ChartMark {
  readonly at: number;
  readonly value: number;
  /** Shown when the pointer rests on it. */
  readonly said: string;
}

export interface Chart {
  /** What the chart shows, for those who listen. */
  readonly label: string;
  /** Each has a value for every day. */
  readonly lines: readonly ChartLine[];
  /** Drawn from zero; undefined where a day has none. */
  readonly bars?: readonly (number | undefined)[];
  readonly marks?: readonly ChartMark[];
  readonly format: (value: number) => string;
  /** What the first and the last day are called. */
  readonly days: readonly [string, string];
}

const WIDTH = 1000;
const HEIGHT = 100;
const STEPS = 4;

export function chartOf({ label, lines, bars = [], marks = [], format, days }: Chart): string {
  const scale = scaleOf([...lines.flatMap(({ values }) => values), ...bars.filter((bar) => bar !== undefined)]);
  const count = Math.max(bars.length, ...lines.map(({ values }) => values.length));
  const x = (at: number): string => ((WIDTH * at) / Math.max(1, count - 1)).toFixed(1);
  const y = (value: number): string => (HEIGHT * share(scale, value)).toFixed(2);
  const names = scale.ticks.map((tick) => `<span style="top:${y(tick)}%">${format(tick)}</span>`);
  const drawn = [
    ...scale.ticks.map((tick) => `<path class="grid" d="M0 ${y(tick)}H${WIDTH}"/>`),
    `<path class="bars" d="${bars.map((bar, at) => (bar === undefined ? '' : `M${x(at)} ${y(0)}V${y(bar)}`)).join('')}"/>`,
    ...lines.map(({ tone, values }) => `<path class="line ${tone}" d="${linePath(values, x, y)}"/>`),
    // A line without length and with round ends stays a round dot, however the picture is stretched.
    ...marks.map(
      ({ at, value, said }) => `<path class="mark" d="M${x(at)} ${y(value)}h0"><title>${escaped(said)}</title></path>`,
    ),
  ];
  return `<div class="chart">
<div class="scale" aria-hidden="true">${names.join('')}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escaped(label)}">${drawn.join('')}</svg>
<div class="days" aria-hidden="true">${days.map((day) => `<span>${escaped(day)}</span>`).join('')}</div>
</div>`;
}

export const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

/** Text that stands as text wherever it is put. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Points in the middle of a level stretch are left out: they change nothing. */
function linePath(values: readonly number[], x: (at: number) => string, y: (value: number) => string): string {
  const points = values.flatMap((value, at) => {
    const isLevel = value === values[at - 1] && value === values[at + 1];
    return isLevel ? [] : [`${x(at)} ${y(value)}`];
  });
  return `M${points.join('L')}`;
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Round numbers around zero and all values: steps of 1, 2 or 5 times a power of ten. */
function scaleOf(values: readonly number[]): Scale {
  const least = values.reduce((a, b) => Math.min(a, b), 0);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const span = most - least || 1;
  const power = 10 ** Math.floor(Math.log10(span / STEPS));
  const step = ([1, 2, 5].find((times) => times * power * STEPS >= span) ?? 10) * power;
  const [from, to] = [Math.floor(least / step + 1e-9), Math.ceil(most / step - 1e-9)];
  const ticks = Array.from({ length: Math.max(1, to - from) + 1 }, (_, i) => (from + i) * step);
  return { low: from * step, high: ticks.at(-1) as number, ticks };
}

/** How far down from the top a value lies, from 0 to 1. */
function share({ low, high }: Scale, value: number): number {
  return (high - value) / (high - low);
}
