/** Text in an SVG: escaping, and how wide it will be, which nobody can measure before it is drawn. */

export const FONT_SIZE = 13;

/** By kinds of letters, after a wide typeface, so that what is laid out has room in any. */
export function widthOf(text: string, size = FONT_SIZE): number {
  return size * [...text].reduce((width, letter) => width + letterWidth(letter), 0);
}

function letterWidth(letter: string): number {
  if (/[ijl.,:;'|!]/.test(letter)) return 0.31;
  if (/[ frt()\-/]/.test(letter)) return 0.38;
  if (/[mwMW%@−–+=<>]/.test(letter)) return 0.88;
  return /[A-Z0-9]/.test(letter) ? 0.67 : 0.6;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Lines that fit `width`; at least one. */
export function linesWithin(text: string, width: number, size = FONT_SIZE): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer, size) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
