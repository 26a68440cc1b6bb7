/** What is said about a fixing: how it came about, who does not count and why, and what its parts are called. */
import type {
  FixingFlag,
  FixingShortfall,
  FixingSummary,
  InfluencePoint,
  LeftOut,
  SellerRow,
  SubIndexName,
} from '#wire/price-index.ts';
import { indexValue } from './figures.ts';

/** A value and how it was decided: of a fixing, of one of its revisions, or of a part of it. */
export type Decided = Pick<FixingSummary, 'value' | 'status' | 'flags' | 'shortfall'>;

/** Whether a value can be relied on as it is, with a caution, or is not there at all. */
export type Verdict = 'full' | 'flagged' | 'withheld';

export function verdictOf({ status, flags }: Pick<Decided, 'status' | 'flags'>): Verdict {
  if (status === 'withheld') return 'withheld';
  return status === 'full' && flags.length === 0 ? 'full' : 'flagged';
}

/** The verdict in a word or two, for a badge or a cell. */
export const verdictNames: Readonly<Record<Verdict, string>> = {
  full: 'In full',
  flagged: 'Flagged',
  withheld: 'Withheld',
};

const flagWords: Readonly<Record<FixingFlag, string>> = {
  FEW_SELLERS: 'made of few sellers',
  FEW_SOURCES: 'read from few sources',
  DISPERSED: 'sellers are far apart',
  SOURCES_DISAGREE: 'sources disagree about a price',
  MATCHED_SELLERS: 'the last value, moved as its sellers moved',
  CARRIED_FORWARD: 'the last value, carried forward',
};

const shortfallWords: Readonly<Record<FixingShortfall, string>> = {
  NO_PRICES: 'no prices',
  TOO_FEW_SELLERS: 'too few sellers',
  TOO_FEW_OWNERS: 'too few owners',
  TOO_DISPERSED: 'sellers too far apart',
};

/** `Published, flagged: made of few sellers. Too few owners for a full fixing.` */
export function verdictSentence(decided: Omit<Decided, 'value'>): string {
  const { flags, shortfall } = decided;
  const verdict = verdictOf(decided);
  if (verdict === 'full') return 'Published in full.';
  if (verdict === 'withheld') return `Withheld: ${shortfall === null ? 'no value' : shortfallWords[shortfall]}.`;
  const reasons = flags.map((flag) => flagWords[flag]).join('; ');
  const published = reasons === '' ? 'Published, flagged.' : `Published, flagged: ${reasons}.`;
  return shortfall === null ? published : `${published} ${capital(shortfallWords[shortfall])} for a full fixing.`;
}

/** Why a seller does not count; null when it does. */
export function exclusionWords({ excluded, ageHours }: Pick<SellerRow, 'excluded' | 'ageHours'>): string | null {
  if (excluded === null) return null;
  if (excluded === 'STALE') return `stale, ${hoursOld(ageHours)} old`;
  return excluded === 'TOO_HIGH' ? 'too high, outside the band' : 'too low, outside the band';
}

/** An age in whole hours, rounded down: `30 h`. */
export function hoursOld(ageHours: string): string {
  return `${Math.floor(Number(ageHours))} h`;
}

/** Why listings go no further, in the order in which they are looked at. */
export const leftOutWords: Readonly<Record<LeftOut['reason'], string>> = {
  NOT_QUALIFIED: 'The model is below the bar',
  NOT_POSTED: 'No price was posted',
  PRICE_ZERO: 'A price of zero',
  NO_VOLUME: 'No volume',
  NOT_REGISTERED: 'Not in the registry',
};

export const subIndexNames: Readonly<Record<SubIndexName, string>> = {
  input: 'Input',
  cached: 'Cached input',
  output: 'Output',
  frontier: 'Frontier models',
  standard: 'Standard models',
  openWeights: 'Open weights',
  china: 'Sellers in China',
  world: 'Rest of the world',
};

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A bound of the influence curve as it stands in a table. */
export function extremeWords(extreme: InfluencePoint['lowest']): string {
  if (extreme === null) return 'no fixing';
  return extreme.value === null ? 'no bound' : indexValue(extreme.value);
}

/** What one seller could have done, for the head of a fold. */
export function reachOf(curve: readonly InfluencePoint[]): string {
  const [one] = curve;
  return one === undefined ? '' : `one of them: ${extremeWords(one.lowest)} to ${extremeWords(one.highest)}`;
}
