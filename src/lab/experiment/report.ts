/**
 * What an experiment comes to: an answer with its figures, and what it takes to see them and to repeat them.
 *
 * A report is data. It knows nothing of files, colours or screens: `tools/lab` writes it as JSON, CSV, Parquet, SVG and
 * PNG, and the terminal shows it. The same command gives the same report, to the last digit, on any number of threads;
 * nothing in it tells the time or the machine.
 */

export interface Report {
  /** The word behind `npm run lab --`: `paper`. */
  readonly experiment: string;
  /** One sentence: what is asked. */
  readonly question: string;
  /** One to three sentences that answer it, with the figures that carry the answer, to the digits that survive. */
  readonly answer: string;
  /** Undefined for an experiment without chance. */
  readonly seed: number | undefined;
  /** The command that gives the same report again. */
  readonly command: string;
  /** What somebody else says, beside what is measured; empty where nobody said anything. */
  readonly claims: readonly Claim[];
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  /** What is assumed, what is ours, what is left out: a sentence each. */
  readonly notes: readonly string[];
}

export type Verdict = 'holds' | 'holds under a stated reading' | 'does not hold';

/** A claim of somebody else, and what became of it. */
export interface Claim {
  /** Who says what, where: `Paper 8.3: the 12-month procurement cost deviates by 1.80`. */
  readonly claim: string;
  readonly said: string;
  readonly measured: string;
  /** The interval around what is measured, with its level in words; undefined where nothing is estimated. */
  readonly interval: string | undefined;
  readonly verdict: Verdict;
  /** A sentence: the reading under which it holds, or why it does not. */
  readonly because: string;
}

/** Numbers with a place for each; null is "there is none". */
export type Cell = string | number | boolean | null;

export interface Table {
  /** The name of its files: small letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** As many cells in each row as there are columns; numbers whole, not rounded. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  /** The head of the column in files: small letters, digits and underscores, with the unit: `cost_usd`. */
  readonly name: string;
  /** The head for people. */
  readonly label: string;
  /** How many decimal places people are shown; undefined for text. */
  readonly places?: number;
}

export interface Chart {
  /** The name of its files: small letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  /** What a reader sees in it, in a sentence or two; what somebody hears who cannot see it. */
  readonly reading: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Drawn in this order, the first at the bottom. */
  readonly layers: readonly Layer[];
}

export interface Axis {
  readonly label: string;
  /** How it is divided; without it linear. `dates` are days since 1970-01-01, `names` are words in the order they come. */
  readonly scale?: 'linear' | 'logarithmic' | 'dates' | 'names';
}

/** A place on an axis; a word only where its axis has names. */
export type Place = number | string;

/** Up to four lines side by side, gains and losses, and what stands in the background. */
export type Tone = 'first' | 'second' | 'third' | 'fourth' | 'gain' | 'loss' | 'quiet';

export type Layer =
  | {
      readonly kind: 'line' | 'dots' | 'bars';
      readonly name: string;
      readonly tone: Tone;
      readonly points: readonly (readonly [x: Place, y: number])[];
    }
  /** Between a low and a high. */
  | {
      readonly kind: 'band';
      readonly name: string;
      readonly tone: Tone;
      readonly points: readonly (readonly [x: Place, low: number, high: number])[];
    }
  /** An estimate with its interval. */
  | {
      readonly kind: 'intervals';
      readonly name: string;
      readonly tone: Tone;
      readonly points: readonly (readonly [x: Place, low: number, estimate: number, high: number])[];
    }
  /** A map: the darker, the more. */
  | {
      readonly kind: 'cells';
      readonly name: string;
      readonly points: readonly (readonly [x: Place, y: Place, value: number])[];
    }
  /** A line across, at a value of one axis. */
  | { readonly kind: 'rule'; readonly name: string; readonly tone: Tone; readonly axis: 'x' | 'y'; readonly at: Place };
