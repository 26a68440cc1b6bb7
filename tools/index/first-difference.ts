/** Where two pieces of plain data part, and where a text is not in the one form. */
import { canonicalJson } from '#session/canonical-json.ts';

export interface PathDifference {
  /** `publication.index.collected[3].input`. */
  readonly path: string;
  /** As canonical JSON, shortened; `nothing` where there is none. */
  readonly left: string;
  readonly right: string;
}

/**
 * The first place at which `left` and `right` differ, in the order in which `right` was made: of a publication that is
 * the order of its steps, so that the cause comes before what follows from it.
 */
export function firstDifference(left: unknown, right: unknown, path: string): PathDifference | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    return firstOf(
      Array.from({ length }, (_, i) => i),
      (i) => firstDifference(left[i], right[i], `${path}[${i}]`),
    );
  }
  if (isRecord(left) && isRecord(right)) {
    const keys = [...new Set([...Object.keys(right), ...Object.keys(left)])];
    return firstOf(keys, (key) => firstDifference(left[key], right[key], `${path}.${key}`));
  }
  const [a, b] = [written(left), written(right)];
  return a === b ? undefined : { path, left: shortened(a), right: shortened(b) };
}

/** The first object whose keys are not in order. */
export function firstUnordered(value: unknown, path: string): string | undefined {
  if (Array.isArray(value)) return firstOf([...value.keys()], (i) => firstUnordered(value[i], `${path}[${i}]`));
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  if (keys.some((key, i) => i > 0 && key < (keys[i - 1] as string))) return path;
  return firstOf(keys, (key) => firstUnordered(value[key], `${path}.${key}`));
}

/** The place of the first character at which two texts differ; the length of the shorter when one begins the other. */
export function firstDifferentCharacter(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function firstOf<T, R>(all: readonly T[], look: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const written = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value));

const SHOWN_MAX = 100;
const shortened = (text: string): string => (text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)} …`);
