/** The legend: each name once, beside what its layer looks like, but for those that bear their name themselves. */
import type { Chart, Layer } from '#lab/experiment/report.ts';
import { figure, rampAt, rangeOf } from './cells.ts';
import { bearsName, lookOf } from './look.ts';
import type { Palette } from './palette.ts';
import { escaped, FONT_SIZE, widthOf } from './text.ts';

export interface Legend {
  readonly svg: string;
  readonly height: number;
}

const KEY_WIDTH = 26;
const GAP = 18;
const LINE_HEIGHT = 20;
const RAMP_STEPS = 24;
const RAMP_WIDTH = 120;

/** What one layer alone shows is said by the axis and the title. */
export function legendOf({ layers }: Chart, width: number, palette: Palette): Legend {
  const named = layers.filter(
    (layer, at) => !bearsName(layer, layers) && layers.findIndex(({ name }) => name === layer.name) === at,
  );
  if (layers.length < 2 && layers[0]?.kind !== 'cells') return { svg: '', height: 0 };
  if (named.length === 0) return { svg: '', height: 0 };
  let [x, y] = [0, LINE_HEIGHT / 2];
  const entries = named.map((layer) => {
    const { svg, keyWidth, label } = entryOf(layer, palette);
    const length = keyWidth + widthOf(label) + GAP;
    if (x > 0 && x + length - GAP > width) [x, y] = [0, y + LINE_HEIGHT];
    const entry = `<g transform="translate(${x},${y})">${svg}<text x="${keyWidth}" dy="0.32em" fill="${palette.ink}">${escaped(label)}</text></g>`;
    x += length;
    return entry;
  });
  return { svg: entries.join(''), height: y + LINE_HEIGHT / 2 + 6 };
}

function entryOf(layer: Layer, palette: Palette) {
  if (layer.kind === 'cells') return rampEntry(layer, palette);
  const label = layer.name;
  const { colour, dash, symbol, fill } = lookOf(layer.tone, palette);
  const line = (attributes: string) => `<line x2="20" stroke="${colour}" ${attributes}/>`;
  switch (layer.kind) {
    case 'line':
    case 'rule': {
      const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
      return { label, keyWidth: KEY_WIDTH, svg: line(`stroke-width="${layer.tone === 'quiet' ? 1.25 : 2}"${dashes}`) };
    }
    case 'band':
      return {
        label,
        keyWidth: KEY_WIDTH,
        svg: `<rect y="-6" width="20" height="12" fill="${colour}" fill-opacity="0.16"/>`,
      };
    case 'bars':
      return { label, keyWidth: KEY_WIDTH - 6, svg: `<rect y="-6" width="14" height="12" fill="${fill}"/>` };
    case 'intervals':
      return { label, keyWidth: KEY_WIDTH, svg: `${line('stroke-width="2"')}${dot(symbol, colour, 10)}` };
    case 'dots':
      return { label, keyWidth: KEY_WIDTH - 10, svg: dot(symbol, colour, 5) };
  }
}

function rampEntry({ name, points }: Extract<Layer, { readonly kind: 'cells' }>, palette: Palette) {
  const [low, high] = rangeOf(points.map(([, , value]) => value));
  const step = RAMP_WIDTH / RAMP_STEPS;
  const ramp = Array.from(
    { length: RAMP_STEPS },
    (_, at) =>
      `<rect x="${(at * step).toFixed(2)}" y="-6" width="${(step + 0.3).toFixed(2)}" height="12" fill="${rampAt(at / (RAMP_STEPS - 1), palette)}"/>`,
  );
  const from = figure(low);
  const start = widthOf(from) + 6;
  return {
    label: `${figure(high)}   ${name}`,
    keyWidth: start + RAMP_WIDTH + 6,
    svg: `<text dy="0.32em" fill="${palette.ink}">${from}</text><g transform="translate(${start.toFixed(1)},0)">${ramp.join('')}</g>`,
  };
}

const HALF = FONT_SIZE / 3;

function dot(symbol: ReturnType<typeof lookOf>['symbol'], colour: string, x: number): string {
  const paths = {
    circle: `M${-HALF},0a${HALF},${HALF} 0 1,0 ${2 * HALF},0a${HALF},${HALF} 0 1,0 ${-2 * HALF},0`,
    square: 'M-3.6,-3.6h7.2v7.2h-7.2z',
    triangle: 'M0,-5L4.4,3.2H-4.4z',
    diamond: 'M0,-5.4L3.6,0L0,5.4L-3.6,0z',
    times: 'M-3.6,-3.6L3.6,3.6M-3.6,3.6L3.6,-3.6',
    plus: 'M-4.6,0H4.6M0,-4.6V4.6',
  };
  const ink =
    symbol === 'times' || symbol === 'plus' ? `fill="none" stroke="${colour}" stroke-width="2"` : `fill="${colour}"`;
  return `<path transform="translate(${x},0)" d="${paths[symbol]}" ${ink}/>`;
}
