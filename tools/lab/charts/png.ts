/** An SVG as a PNG, at twice its size, with the fonts that the machine has. */
import { Resvg } from '@resvg/resvg-js';

const ZOOM = 2;
const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' };

export function pngOf(svg: string): Uint8Array {
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}

/** Whether this machine can draw letters: without a font a picture would have none. */
export function hasFonts(): boolean {
  const word = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30"><text y="20">abc</text></svg>';
  return new Resvg(word, { font }).getBBox() !== undefined;
}
