/**
 * The layers of a chart as marks of Plot. A layer knows its place among those of its kind, so that bars and intervals
 * over the same name stand side by side.
 */
import * as Plot from '@observablehq/plot';
import type { Axis, Chart, Layer } from '#lab/experiment/report.ts';
import { AXIS_WIDTH, boundsOf, type Frame, placed } from './frame.ts';
import { lookOf } from './look.ts';
import type { Palette } from './palette.ts';
import { FONT_SIZE } from './text.ts';

/** Above so many bars they are drawn without gaps. */
const BARS_WITH_GAPS = 80;
/** Above so many points lines and dots are finer. */
const MANY_POINTS = 300;
const SIDE_BY_SIDE_MAX = 14;
/** Up to so many cells bear their values. */
const CELLS_WITH_FIGURES = 60;

export function marksOf(chart: Chart, frame: Frame, palette: Palette): Plot.Markish[] {
  return chart.layers.map((layer) => markOf(layer, chart, frame, palette));
}

function markOf(layer: Layer, chart: Chart, frame: Frame, palette: Palette): Plot.Markish {
  switch (layer.kind) {
    case 'line':
      return lineMark(layer, chart, palette);
    case 'dots':
      return dotMark(layer, chart, frame, palette);
    case 'bars':
      return chart.x.scale === 'names' ? namedBars(layer, chart, frame, palette) : steps(layer, chart, palette);
    case 'band':
      return bandMark(layer, chart, palette);
    case 'intervals':
      return intervalMarks(layer, chart, frame, palette);
    case 'cells':
      return cellMark(layer, chart, palette);
    case 'rule':
      return ruleMarks(layer, chart, palette);
  }
}

type LayerOf<Kind extends Layer['kind']> = Extract<Layer, { readonly kind: Kind }>;
type Series = Extract<Layer, { readonly kind: 'line' | 'dots' | 'bars' }>;

function lineMark({ points, tone }: Series, { x }: Chart, palette: Palette): Plot.Markish {
  const { colour, dash } = lookOf(tone, palette);
  return Plot.line(points, {
    x: ([at]) => placed(at, x),
    y: ([, value]) => value,
    stroke: colour,
    strokeWidth: tone === 'quiet' || points.length > MANY_POINTS ? 1.25 : 2,
    ...(dash === undefined ? {} : { strokeDasharray: dash }),
  });
}

function dotMark(layer: Series, chart: Chart, frame: Frame, palette: Palette): Plot.Markish {
  const { colour, symbol } = lookOf(layer.tone, palette);
  const isStroked = symbol === 'times' || symbol === 'plus';
  return Plot.dot(layer.points, {
    ...along(
      frame,
      ([at]: Series['points'][number]) => placed(at, chart.x),
      ([, value]: Series['points'][number]) => value,
    ),
    ...shifted(frame, chart, layer),
    symbol,
    r: layer.points.length > MANY_POINTS ? 2 : 4,
    ...(isStroked
      ? { stroke: colour, strokeWidth: 2 }
      : { fill: colour, stroke: palette.ground, strokeWidth: layer.points.length > MANY_POINTS ? 0 : 1 }),
  });
}

/** Bars over names; several layers share the width of a name. */
function namedBars(layer: Series, chart: Chart, { isFlipped, x }: Frame, palette: Palette): Plot.Markish {
  const { fill } = lookOf(layer.tone, palette);
  const bars = chart.layers.filter(({ kind }) => kind === 'bars');
  const width = (isFlipped ? NAME_HEIGHT : AXIS_WIDTH / x.domain.length) * (1 - (x.padding ?? 0));
  const place = bars.indexOf(layer);
  const before = (place * width) / bars.length;
  const after = ((bars.length - 1 - place) * width) / bars.length;
  const name = ([at]: Series['points'][number]) => placed(at, chart.x);
  const value = ([, y]: Series['points'][number]) => y;
  return isFlipped
    ? Plot.barX(layer.points, { y: name, x: value, fill, insetTop: before, insetBottom: after })
    : Plot.barY(layer.points, { x: name, y: value, fill, insetLeft: before, insetRight: after });
}

/** How high a name and what belongs to it is, in a chart whose names go down the side. */
export const NAME_HEIGHT = 30;

function steps({ points, tone }: Series, { x, y }: Chart, palette: Palette): Plot.Markish {
  const bounds = boundsOf(
    points.map(([at]) => Number(at)),
    x,
  );
  const bound = (at: number | string, end: 0 | 1) => placed(bounds.get(Number(at))?.[end] ?? 0, x);
  const lowest = points.reduce((low, [, value]) => Math.min(low, value), Number.POSITIVE_INFINITY);
  return Plot.rect(points, {
    x1: ([at]) => bound(at, 0),
    x2: ([at]) => bound(at, 1),
    y1: y.scale === 'logarithmic' ? lowest : 0,
    y2: ([, value]) => value,
    fill: lookOf(tone, palette).fill,
    inset: points.length > BARS_WITH_GAPS ? 0 : 0.5,
  });
}

function bandMark({ points, tone }: LayerOf<'band'>, { x }: Chart, palette: Palette): Plot.Markish {
  return Plot.areaY(points, {
    x: ([at]) => placed(at, x),
    y1: ([, low]) => low,
    y2: ([, , high]) => high,
    fill: palette.tones[tone],
    fillOpacity: 0.16,
  });
}

function intervalMarks(layer: LayerOf<'intervals'>, chart: Chart, frame: Frame, palette: Palette): Plot.Markish {
  type Point = (typeof layer.points)[number];
  const { colour, symbol } = lookOf(layer.tone, palette);
  const shift = shifted(frame, chart, layer);
  const name = ([at]: Point) => placed(at, chart.x);
  const [low, high] = [([, value]: Point) => value, ([, , , value]: Point) => value];
  const stroke = { stroke: colour, strokeWidth: 2, ...shift };
  const span = frame.isFlipped
    ? Plot.ruleY(layer.points, { y: name, x1: low, x2: high, ...stroke })
    : Plot.ruleX(layer.points, { x: name, y1: low, y2: high, ...stroke });
  const estimate = Plot.dot(layer.points, {
    ...along(frame, name, ([, , value]: Point) => value),
    ...shift,
    symbol,
    r: 3.5,
    ...(symbol === 'times' || symbol === 'plus'
      ? { stroke: colour, strokeWidth: 2 }
      : { fill: colour, stroke: palette.ground, strokeWidth: 1 }),
  });
  return [span, estimate];
}

function cellMark({ points }: LayerOf<'cells'>, { x, y }: Chart, palette: Palette): Plot.Markish {
  type Cell = (typeof points)[number];
  const [low, high] = rangeOf(points.map(([, , value]) => value));
  const share = ([, , value]: Cell) => (high === low ? 0.5 : (value - low) / (high - low));
  const fill = (cell: Cell) => rampAt(share(cell), palette);
  if (x.scale === 'names' && y.scale === 'names') {
    const place = { x: ([at]: Cell) => String(at), y: ([, at]: Cell) => String(at) };
    const cells = Plot.cell(points, { ...place, fill });
    if (points.length > CELLS_WITH_FIGURES) return cells;
    const text = ([, , value]: Cell) => figure(value);
    return [cells, Plot.text(points, { ...place, text, fill: (cell: Cell) => inkOn(fill(cell), palette) })];
  }
  const options = { ...cellSide(points, 0, x), ...cellSide(points, 1, y), fill, inset: -0.25 };
  if (x.scale === 'names') return Plot.barY(points, options);
  return y.scale === 'names' ? Plot.barX(points, options) : Plot.rect(points, options);
}

type CellPoints = LayerOf<'cells'>['points'];

/** The sides of cells along one axis: the name, or the bounds half-way to the neighbours. */
function cellSide(points: CellPoints, place: 0 | 1, axis: Axis) {
  const name = place === 0 ? 'x' : 'y';
  if (axis.scale === 'names') return { [name]: (cell: CellPoints[number]) => String(cell[place]) };
  const bounds = boundsOf(
    points.map((point) => Number(point[place])),
    axis,
  );
  const bound = (end: 0 | 1) => (cell: CellPoints[number]) => placed(bounds.get(Number(cell[place]))?.[end] ?? 0, axis);
  return { [`${name}1`]: bound(0), [`${name}2`]: bound(1) };
}

/** The lowest and the highest; 0 and 0 of nothing. */
export function rangeOf(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 0];
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** The colour of a share from 0 to 1: from the ground to the strongest ink of the first tone. */
export function rampAt(share: number, { ground, tones }: Palette): string {
  const [from, to] = [channels(ground), channels(tones.first)];
  // Never quite the ground, so that a cell with little in it differs from no cell.
  const at = 0.06 + 0.94 * share;
  return `#${from.map((channel, i) => hex(channel + at * ((to[i] as number) - channel))).join('')}`;
}

/** The one of ink and ground that stands out more from a colour. */
function inkOn(colour: string, { ground, ink }: Palette): string {
  const distance = (other: string) => Math.abs(Math.log(luminance(other) + 0.05) - Math.log(luminance(colour) + 0.05));
  return distance(ink) >= distance(ground) ? ink : ground;
}

/** Relative luminance by WCAG 2, from 0 to 1. */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A figure to three digits, with the true minus sign. */
export function figure(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 }).replace('-', '−');
}

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const hex = (channel: number) => Math.round(channel).toString(16).padStart(2, '0');

/** A thin line across, with its name on it. */
function ruleMarks({ axis, at, name, tone }: LayerOf<'rule'>, { x, y }: Chart, palette: Palette): Plot.Markish {
  const { colour, dash } = lookOf(tone, palette);
  const stroke = { stroke: colour, strokeWidth: 1.25, strokeDasharray: dash ?? '3 3' };
  const label = { text: [name], fill: colour, stroke: palette.ground, strokeWidth: 4, fontSize: FONT_SIZE - 1 };
  return axis === 'y'
    ? [
        Plot.ruleY([placed(at, y)], stroke),
        Plot.text([0], { ...label, y: [placed(at, y)], frameAnchor: 'right', textAnchor: 'end', dy: -8 }),
      ]
    : [
        Plot.ruleX([placed(at, x)], stroke),
        Plot.text([0], { ...label, x: [placed(at, x)], frameAnchor: 'top', textAnchor: 'start', dx: 5, dy: 6 }),
      ];
}

/** Puts a place and a value on the axes that they have in this frame. */
function along<Point>({ isFlipped }: Frame, place: (point: Point) => unknown, value: (point: Point) => number) {
  return isFlipped ? { x: value, y: place } : { x: place, y: value };
}

/** Moves a layer aside where others stand over the same names. */
function shifted({ isFlipped, x }: Frame, chart: Chart, layer: Layer): { dx?: number; dy?: number } {
  const beside = chart.layers.filter(({ kind }) => kind === 'intervals' || kind === 'dots');
  if (chart.x.scale !== 'names' || beside.length < 2) return {};
  const room = (isFlipped ? NAME_HEIGHT : AXIS_WIDTH / x.domain.length) / (beside.length + 1);
  const by = (beside.indexOf(layer) - (beside.length - 1) / 2) * Math.min(room, SIDE_BY_SIDE_MAX);
  return isFlipped ? { dy: by } : { dx: by };
}
