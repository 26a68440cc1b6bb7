/**
 * What tells one layer from another beside its colour: the dash of a line, the shape of a dot, the hatch of a bar.
 * `Look` is all that a mark and its entry in the legend have to agree on.
 */
import type { Layer, Tone } from '#lab/experiment/report.ts';
import type { Palette } from './palette.ts';

export interface Look {
  readonly colour: string;
  readonly dash: string | undefined;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'times' | 'plus';
  /** What a bar is filled with: the colour, or a hatch of it. */
  readonly fill: string;
}

const dashes: Partial<Record<Tone, string>> = { second: '7 3', third: '2 3', fourth: '9 3 2 3', loss: '5 3' };

const symbols: Readonly<Record<Tone, Look['symbol']>> = {
  first: 'circle',
  second: 'triangle',
  third: 'square',
  fourth: 'diamond',
  gain: 'plus',
  loss: 'times',
  quiet: 'circle',
};

/** The angle of the hatch, in degrees. */
const hatches: Partial<Record<Tone, number>> = { second: 45, third: -45, fourth: 90, loss: 45 };

export function lookOf(tone: Tone, palette: Palette): Look {
  const colour = palette.tones[tone];
  const fill = hatches[tone] === undefined ? colour : `url(#hatch-${tone})`;
  return { colour, dash: dashes[tone], symbol: symbols[tone], fill };
}

/**
 * Whether a layer has to bear its name itself: one that looks like another of another name could not be told from it in
 * a legend. Rules always do.
 */
export function bearsName(layer: Layer, layers: readonly Layer[]): boolean {
  if (layer.kind === 'rule') return true;
  if (layer.kind !== 'line' && layer.kind !== 'band') return false;
  return layers.some((other) => other.kind === layer.kind && other.tone === layer.tone && other.name !== layer.name);
}

/** The definitions of the hatches that `lookOf` refers to. */
export function hatchDefinitions(used: readonly Tone[], palette: Palette): string {
  return [...new Set(used)]
    .filter((tone) => hatches[tone] !== undefined)
    .map((tone) => {
      const colour = palette.tones[tone];
      return `<pattern id="hatch-${tone}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(${hatches[tone]})"><rect width="5" height="5" fill="${colour}" fill-opacity="0.25"/><rect width="2.4" height="5" fill="${colour}"/></pattern>`;
    })
    .join('');
}
