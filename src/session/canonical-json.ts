/**
 * JSON in one form only, so that whoever has the same data has the same text: no blanks, and the keys of every object in
 * the order of their UTF-16 letters, as in RFC 8785. Numbers are whole here, so that they are written as digits.
 */

/** The one text of `value`, which is plain data; what is undefined is left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.entries(value).filter(([, item]) => item !== undefined);
  keys.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${keys.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join()}}`;
}
