/** What bears its name on the chart itself: lines across, and layers that a legend could not tell apart. */
import * as Plot from '@observablehq/plot';
import type { Chart, Layer, Tone } from '#lab/experiment/report.ts';
import { type Frame, placed } from './frame.ts';
import { bearsName, lookOf } from './look.ts';
import type { Palette } from './palette.ts';
import { FONT_SIZE } from './text.ts';

type Rule = Extract<Layer, { readonly kind: 'rule' }>;
type NamedSpan = Extract<Layer, { readonly kind: 'line' | 'band' | 'dots' | 'bars' }>;

/** The names of lines and bands; those of rules come with them. */
export function nameMarks(chart: Chart, frame: Frame, palette: Palette): Plot.Markish[] {
  return chart.layers
    .filter((layer): layer is NamedSpan => layer.kind !== 'rule' && bearsName(layer, chart.layers))
    .map((layer) => nameMark(layer, chart, frame, palette));
}

/** A thin line across, with its name on it. */
export function ruleMarks(
  { axis, at, name, tone }: Rule,
  { x, y }: Chart,
  { isFlipped }: Frame,
  palette: Palette,
): Plot.Markish {
  const { colour, dash } = lookOf(tone, palette);
  const stroke = { stroke: colour, strokeWidth: 1.25, strokeDasharray: dash ?? '3 3' };
  const label = { text: [name], ...labelInk(tone, palette) };
  const place = placed(at, axis === 'x' ? x : y);
  const isLevel = (axis === 'y') !== isFlipped;
  return isLevel
    ? [
        Plot.ruleY([place], stroke),
        Plot.text([0], { ...label, y: [place], frameAnchor: 'right', textAnchor: 'end', dy: -8 }),
      ]
    : [
        Plot.ruleX([place], stroke),
        Plot.text([0], { ...label, x: [place], frameAnchor: 'top', textAnchor: 'start', dx: 5, dy: 6 }),
      ];
}

/** The name of a line or a band above the end of it that is nearer to the edge, so that it reaches into the chart. */
function nameMark({ kind, name, tone, points }: NamedSpan, { x }: Chart, frame: Frame, palette: Palette): Plot.Markish {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [frame.x.domain[0], frame.x.domain.at(-1)].map(Number) as [number, number];
  const isAtStart = kind === 'band' && Number(placed(first[0], x)) + Number(placed(last[0], x)) < from + to;
  const [at, ...values] = isAtStart ? first : last;
  const [place, value] = [placed(at, x), Math.max(...values)];
  return Plot.text([name], {
    x: [frame.isFlipped ? value : place],
    y: [frame.isFlipped ? place : value],
    text: [name],
    textAnchor: isAtStart ? 'start' : 'end',
    dy: -9,
    ...labelInk(tone, palette),
  });
}

/** Small words on a chart, with the ground around them. */
function labelInk(tone: Tone, palette: Palette) {
  const fill = tone === 'quiet' ? palette.inkSoft : palette.tones[tone];
  return { fill, stroke: palette.ground, strokeWidth: 4, fontSize: FONT_SIZE - 1 };
}
