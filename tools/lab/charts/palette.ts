/** The colours of the terminal for charts: read from its palette, so that a colour is named in one place. */
import { readFileSync } from 'node:fs';
import type { Tone } from '#lab/experiment/report.ts';

export type Theme = 'light' | 'dark';

export interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly line: string;
  readonly edge: string;
  readonly tones: Readonly<Record<Tone, string>>;
}

const css = readFileSync(new URL('../../../src/terminal/design/palette.css', import.meta.url), 'utf8');

export function paletteOf(theme: Theme): Palette {
  const colour = (name: string): string => {
    const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
    const found = theme === 'light' ? light : dark;
    if (found === undefined) throw new Error(`The palette has no --${name}.`);
    return found;
  };
  return {
    ground: colour('panel'),
    ink: colour('ink'),
    inkSoft: colour('ink-faint'),
    line: colour('line'),
    edge: colour('edge'),
    // Blue and amber first, which everybody can tell apart; then teal and purple, which dashes and shapes tell apart too.
    tones: {
      first: colour('accent'),
      second: colour('part-third'),
      third: colour('part-second'),
      fourth: colour('part-first'),
      gain: colour('buy'),
      loss: colour('sell'),
      quiet: colour('edge'),
    },
  };
}
