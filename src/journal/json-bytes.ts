/**
 * JSON as bytes and back. Everything beyond ASCII is written as an escape, so that one byte is one character and a
 * payload can hold no zero byte: no text of a client can look like a frame.
 */

export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Writes ASCII `text` at `offset`. */
export function writeAscii(bytes: Uint8Array, offset: number, text: string): void {
  for (let at = 0; at < text.length; at += 1) bytes[offset + at] = text.charCodeAt(at);
}

export function readAscii(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  // In pieces, because an argument list has a length limit.
  for (let at = start; at < end; at += 8192)
    text += String.fromCharCode.apply(null, bytes.subarray(at, Math.min(at + 8192, end)) as unknown as number[]);
  return text;
}
