/**
 * A chart as the text of an SVG that stands by itself: title, legend, axes, layers, and what it shows in words for those
 * who do not see it. It runs nothing and loads nothing.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Chart } from '#lab/experiment/report.ts';
import { type Frame, frameOf, type ScaleOptions } from './frame.ts';
import { legendOf } from './legend.ts';
import { hatchDefinitions } from './look.ts';
import { marksOf, NAME_HEIGHT } from './marks.ts';
import { type Palette, paletteOf, type Theme } from './palette.ts';
import { escaped, FONT_SIZE, linesWithin, widthOf } from './text.ts';

const WIDTH = 560;
const PLOT_HEIGHT = 290;
const MARGIN = 16;
/** Around the axes: above for what the values are, below for the ticks and for what the places are. */
const MARGIN_TOP = 28;
const MARGIN_BOTTOM = 44;
const MARGIN_RIGHT = 16;
const TICKS = 5;
/** How steep names stand that do not fit beside each other, in degrees. */
const SLANT = 35;
const TITLE_SIZE = 16;
const TITLE_LINE = 21;
/** How much wider bold letters are. */
const BOLD = 1.15;
/** Names down the side are broken into lines beyond this. */
const NAME_WIDTH_MAX = 180;

export function chartSvg(chart: Chart, theme: Theme): string {
  const palette = paletteOf(theme);
  const width = WIDTH - 2 * MARGIN;
  const title = linesWithin(chart.title, width, TITLE_SIZE * BOLD);
  const legend = legendOf(chart, width, palette);
  const plot = plotOf(chart, palette, width);
  const legendTop = MARGIN + title.length * TITLE_LINE + 6;
  const plotTop = legendTop + legend.height;
  const height = Math.ceil(plotTop + plot.height + MARGIN / 2);
  const tones = chart.layers.flatMap((layer) => (layer.kind === 'bars' ? [layer.tone] : []));
  const titleLines = title.map(
    (line, at) => `<text x="${MARGIN}" y="${MARGIN + TITLE_SIZE + at * TITLE_LINE - 2}">${escaped(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(`${chart.title}. ${chart.reading}`)}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="${FONT_SIZE}">
<title>${escaped(chart.title)}</title>
<desc>${escaped(chart.reading)}</desc>
<defs>${hatchDefinitions(tones, palette)}</defs>
<rect width="${WIDTH}" height="${height}" fill="${palette.ground}"/>
<g font-size="${TITLE_SIZE}" font-weight="600" fill="${palette.ink}">${titleLines.join('')}</g>
<g transform="translate(${MARGIN},${legendTop})">${legend.svg}</g>
<g transform="translate(${MARGIN},${plotTop})" fill="${palette.inkSoft}" text-anchor="middle">${plot.svg}</g>
</svg>
`;
}

/** The axes and the layers. It is drawn twice: only then it is known how wide the figures beside the axis are. */
function plotOf(chart: Chart, palette: Palette, width: number): { svg: string; height: number } {
  const frame = frameOf(chart);
  const up = frame.isFlipped ? frame.x : frame.y;
  const labels =
    up.type === 'band' ? up.domain.map(String) : tickLabels(draw(chart, frame, palette, { width, marginLeft: 60 }));
  const marginLeft = Math.min(NAME_WIDTH_MAX, Math.max(0, ...labels.map((label) => widthOf(label)))) + 12;
  const drawn = draw(chart, frame, palette, { width, marginLeft });
  for (const style of drawn.querySelectorAll('style')) style.remove();
  const height = Number(drawn.getAttribute('height'));
  const [across, above] = frame.isFlipped ? [chart.y, chart.x] : [chart.x, chart.y];
  const axes = [
    `<text x="0" y="${FONT_SIZE}" text-anchor="start">${escaped(above.label)}</text>`,
    `<text x="${width - MARGIN_RIGHT}" y="${height - 6}" text-anchor="end">${escaped(across.label)}</text>`,
  ];
  return { svg: axes.join('') + shortened(drawn.innerHTML), height };
}

/** What is used of the picture that Plot makes in a document that is none of a browser's. */
interface Drawn {
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string; remove(): void }>;
}

interface Measures {
  readonly width: number;
  readonly marginLeft: number;
}

function draw(chart: Chart, frame: Frame, palette: Palette, { width, marginLeft }: Measures): Drawn {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { isFlipped, slantWidth } = frame;
  const slantHeight = slantWidth * Math.sin((SLANT / 180) * Math.PI);
  const [across, up] = isFlipped ? [frame.y, frame.x] : [frame.x, frame.y];
  const hasCells = chart.layers.some(({ kind }) => kind === 'cells');
  const grid = { stroke: palette.line, strokeOpacity: 1 };
  const [gridX, gridY] = [Plot.gridX({ ...grid, ...ticksOf(across) }), Plot.gridY({ ...grid, ...ticksOf(up) })];
  const axis = { fontSize: FONT_SIZE, tickSize: 0, label: null };
  return Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width,
    height: isFlipped ? up.domain.length * NAME_HEIGHT + MARGIN_TOP + MARGIN_BOTTOM : PLOT_HEIGHT + slantHeight,
    marginLeft,
    marginRight: MARGIN_RIGHT,
    marginTop: MARGIN_TOP,
    marginBottom: MARGIN_BOTTOM + (across.type === 'utc' ? FONT_SIZE : 0) + slantHeight,
    style: { fontSize: `${FONT_SIZE}px` },
    x: { ...scaleOf(across), ...(across.type === 'band' || hasCells ? {} : { insetLeft: 4, insetRight: 4 }) },
    y: scaleOf(up),
    marks: [
      hasCells ? null : isFlipped ? gridX : gridY,
      ...marksOf(chart, frame, palette),
      baseline(chart, frame, palette),
      Plot.axisX({ ...axis, ...ticksOf(across), ...(slantWidth > 0 ? { tickRotate: -SLANT } : {}) }),
      Plot.axisY({
        ...axis,
        ...ticksOf(up),
        ...(marginLeft >= NAME_WIDTH_MAX ? { lineWidth: (marginLeft - 24) / FONT_SIZE } : {}),
      }),
    ],
  }) as unknown as Drawn;
}

function scaleOf({ type, domain, nice, padding }: ScaleOptions): Plot.ScaleOptions {
  return { type, domain: [...domain], nice, ...(padding === undefined ? {} : { padding }) };
}

function ticksOf({ type, ticks, tickFormat }: ScaleOptions) {
  return {
    ...(type === 'band' ? {} : { ticks: ticks === undefined ? TICKS : [...ticks] }),
    ...(tickFormat === undefined ? {} : { tickFormat }),
  };
}

/** The line at zero, where there is a zero among values on both sides; else the foot of the chart. */
function baseline(chart: Chart, { isFlipped, y }: Frame, palette: Palette): Plot.Markish {
  const stroke = { stroke: palette.edge, strokeWidth: 1 };
  const isAboutZero = y.type === 'linear' && Number(y.domain[0]) <= 0 && Number(y.domain[1]) >= 0;
  if (isAboutZero) return isFlipped ? Plot.ruleX([0], stroke) : Plot.ruleY([0], stroke);
  return chart.layers.some(({ kind }) => kind === 'cells') || isFlipped
    ? null
    : Plot.frame({ anchor: 'bottom', ...stroke });
}

function tickLabels(svg: Drawn): string[] {
  return ['', ...[...svg.querySelectorAll('[aria-label="y-axis tick label"] text')].map((text) => text.textContent)];
}

/** Places to a hundredth of a point, which nobody sees, in a fifth of the bytes. */
function shortened(svg: string): string {
  return svg.replaceAll(/ (?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
}
