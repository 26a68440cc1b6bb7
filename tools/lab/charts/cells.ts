/** Maps: cells whose colour goes from the ground to the strongest ink, and which bear their value where there is room. */
import * as Plot from '@observablehq/plot';
import type { Axis, Chart, Layer } from '#lab/experiment/report.ts';
import { boundsOf, placed } from './frame.ts';
import type { Palette } from './palette.ts';

/** Up to so many cells bear their values. */
const CELLS_WITH_FIGURES = 60;

export function cellMark({ points }: Cells, { x, y }: Chart, palette: Palette): Plot.Markish {
  type Cell = (typeof points)[number];
  const [low, high] = rangeOf(points.map(([, , value]) => value));
  const share = ([, , value]: Cell) => (high === low ? 0.5 : (value - low) / (high - low));
  const fill = (cell: Cell) => rampAt(share(cell), palette);
  if (x.scale === 'names' && y.scale === 'names') {
    const place = { x: ([at]: Cell) => String(at), y: ([, at]: Cell) => String(at) };
    const cells = Plot.cell(points, { ...place, fill });
    if (points.length > CELLS_WITH_FIGURES) return cells;
    const places = placesFor(Math.max(Math.abs(low), Math.abs(high)));
    const text = ([, , value]: Cell) => figure(value, places);
    return [cells, Plot.text(points, { ...place, text, fill: (cell: Cell) => inkOn(fill(cell), palette) })];
  }
  const options = { ...cellSide(points, 0, x), ...cellSide(points, 1, y), fill, inset: -0.25 };
  if (x.scale === 'names') return Plot.barY(points, options);
  return y.scale === 'names' ? Plot.barX(points, options) : Plot.rect(points, options);
}

type Cells = Extract<Layer, { readonly kind: 'cells' }>;
type CellPoints = Cells['points'];

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

/** How many places figures need so that the largest of them has three digits. */
function placesFor(largest: number): number {
  return largest === 0 ? 0 : Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

/** A figure with so many places, without them to three digits; with the true minus sign. */
export function figure(value: number, places?: number): string {
  const digits =
    places === undefined
      ? { maximumSignificantDigits: 3 }
      : { minimumFractionDigits: places, maximumFractionDigits: places };
  return value.toLocaleString('en', digits).replace('-', '−');
}

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const hex = (channel: number) => Math.round(channel).toString(16).padStart(2, '0');
