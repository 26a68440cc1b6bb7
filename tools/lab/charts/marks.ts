/**
 * The layers of a chart as marks of Plot. A layer knows its place among those of its kind, so that bars and intervals
 * over the same name stand side by side.
 */
import * as Plot from '@observablehq/plot';
import type { Chart, Layer } from '#lab/experiment/report.ts';
import { cellMark } from './cells.ts';
import { AXIS_WIDTH, boundsOf, type Frame, placed } from './frame.ts';
import { nameMarks, ruleMarks } from './labelled.ts';
import { lookOf } from './look.ts';
import type { Palette } from './palette.ts';

/** Above so many bars they are drawn without gaps. */
const BARS_WITH_GAPS = 80;
/** Above so many points lines and dots are finer. */
const MANY_POINTS = 300;
const SIDE_BY_SIDE_MAX = 14;

export function marksOf(chart: Chart, frame: Frame, palette: Palette): Plot.Markish[] {
  return [...chart.layers.map((layer) => markOf(layer, chart, frame, palette)), ...nameMarks(chart, frame, palette)];
}

function markOf(layer: Layer, chart: Chart, frame: Frame, palette: Palette): Plot.Markish {
  switch (layer.kind) {
    case 'line':
      return lineMark(layer, chart, frame, palette);
    case 'dots':
      return dotMark(layer, chart, frame, palette);
    case 'bars':
      return chart.x.scale === 'names' ? namedBars(layer, chart, frame, palette) : steps(layer, chart, palette);
    case 'band':
      return bandMark(layer, chart, frame, palette);
    case 'intervals':
      return intervalMarks(layer, chart, frame, palette);
    case 'cells':
      return cellMark(layer, chart, palette);
    case 'rule':
      return ruleMarks(layer, chart, frame, palette);
  }
}

type LayerOf<Kind extends Layer['kind']> = Extract<Layer, { readonly kind: Kind }>;
type Series = Extract<Layer, { readonly kind: 'line' | 'dots' | 'bars' }>;

function lineMark({ points, tone }: Series, { x }: Chart, frame: Frame, palette: Palette): Plot.Markish {
  const { colour, dash } = lookOf(tone, palette);
  return Plot.line(points, {
    ...along(
      frame,
      ([at]: Series['points'][number]) => placed(at, x),
      ([, value]: Series['points'][number]) => value,
    ),
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

function bandMark(layer: LayerOf<'band'>, { x }: Chart, { isFlipped }: Frame, palette: Palette): Plot.Markish {
  type Point = (typeof layer.points)[number];
  const place = ([at]: Point) => placed(at, x);
  const [low, high] = [([, value]: Point) => value, ([, , value]: Point) => value];
  const fill = { fill: palette.tones[layer.tone], fillOpacity: 0.16 };
  return isFlipped
    ? Plot.areaX(layer.points, { y: place, x1: low, x2: high, ...fill })
    : Plot.areaY(layer.points, { x: place, y1: low, y2: high, ...fill });
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
