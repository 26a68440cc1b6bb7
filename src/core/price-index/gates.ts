/**
 * Step 9, gates: whether a value is published, and what is tried when it cannot be had in full.
 *
 * A value that cannot be vouched for is moved by what can, then carried, then withheld: never guessed. Each step of that
 * chain shows in the method and the flags, and what set it off in the shortfall.
 */
import { type Millionths, type Money, money } from '../units.ts';
import type { Aggregate, Decision, Flag, SellerRow, Shortfall } from './calculation.ts';
import { divideHalfEven } from './half-even.ts';
import { PRICE_MAX } from './limits.ts';
import type { Gates, Methodology } from './methodology.ts';
import type { IndexMemory } from './publication.ts';

/** What is decided on. */
export interface Findings {
  /** The sellers that count, by name. */
  readonly sellers: readonly SellerRow[];
  /** Null when none counts. */
  readonly aggregate: Aggregate | null;
  /** How many sources have a price that counts. */
  readonly sources: number;
  /** Whether two of them differ. */
  readonly disputed: boolean;
}

const WITHHELD = { value: null, method: null, flags: [] } as const;

/** The decision (rules IDX-8, IDX-19 to IDX-21): the first step of the chain that can be taken. */
export function decide(
  findings: Findings,
  { average, gates, fallback }: Pick<Methodology, 'average' | 'gates' | 'fallback'>,
  { last, carriedDays }: Pick<IndexMemory, 'last' | 'carriedDays'>,
): Decision {
  const { sellers, aggregate } = findings;
  const shortfall = shortfallOf(findings, gates);
  const flags = flagsOf(findings, gates);

  if (aggregate !== null && !isAbove(aggregate.dispersion, gates.dispersionMax)) {
    const value = aggregate[average];
    if (shortfall === null) return { value, method: 'full', flags, shortfall };
    // Fewer sellers can be made up for, owners not: several sellers of one owner are one opinion.
    if (ownersOf(sellers) >= gates.ownersMin && isReached(sellers.length, fallback.reducedSellersMin))
      return { value, method: 'reduced', flags: sorted([...flags, 'FEW_SELLERS']), shortfall };
  }
  const matched = last === null ? null : matchedValue(sellers, last, fallback.matchedSellersMin);
  if (matched !== null)
    return { value: matched, method: 'matched', flags: sorted([...flags, 'MATCHED_SELLERS']), shortfall };
  if (last !== null && carriedDays < fallback.carryDaysMax)
    return { value: last.value, method: 'carried', flags: ['CARRIED_FORWARD'], shortfall };
  return { ...WITHHELD, shortfall };
}

/** The first gate that is shut. */
function shortfallOf({ sellers, aggregate }: Findings, gates: Gates): Shortfall | null {
  if (aggregate === null) return 'NO_PRICES';
  if (sellers.length < gates.sellersMin) return 'TOO_FEW_SELLERS';
  if (ownersOf(sellers) < gates.ownersMin) return 'TOO_FEW_OWNERS';
  return isAbove(aggregate.dispersion, gates.dispersionMax) ? 'TOO_DISPERSED' : null;
}

const ownersOf = (sellers: readonly SellerRow[]): number => new Set(sellers.map(({ owner }) => owner)).size;

/** What a reader should know about prices of today that are in the value. */
function flagsOf({ aggregate, sources, disputed }: Findings, gates: Gates): Flag[] {
  const flags: Flag[] = [];
  if (aggregate !== null && isAbove(aggregate.dispersion, gates.dispersionFlag)) flags.push('DISPERSED');
  if (sources < gates.sourcesMin) flags.push('FEW_SOURCES');
  if (disputed) flags.push('SOURCES_DISAGREE');
  return flags;
}

/**
 * The last value moved by the median change of the prices of sellers in both (rule IDX-20). Null when there are too few
 * of them, or when the outcome is no price.
 */
function matchedValue(
  sellers: readonly SellerRow[],
  last: NonNullable<IndexMemory['last']>,
  sellersMin: number | null,
): Money | null {
  const before = new Map(last.prices);
  const changes = sellers
    .flatMap(({ seller, price }) => {
      const old = before.get(seller);
      return old === undefined ? [] : [{ over: BigInt(price), under: BigInt(old) }];
    })
    .sort((a, b) => Number(a.over * b.under - b.over * a.under));
  if (!isReached(changes.length, sellersMin) || changes.length === 0) return null;

  const lower = changes[(changes.length - 1) >> 1] as Change;
  const upper = changes[changes.length >> 1] as Change;
  const value = divideHalfEven(
    BigInt(last.value) * (lower.over * upper.under + upper.over * lower.under),
    2n * lower.under * upper.under,
  );
  return value > 0n && value <= BigInt(PRICE_MAX) ? money(Number(value)) : null;
}

interface Change {
  readonly over: bigint;
  readonly under: bigint;
}

const isAbove = (value: Millionths, limit: Millionths | null): boolean => limit !== null && value > limit;
const isReached = (count: number, least: number | null): boolean => least !== null && count >= least;
const sorted = (flags: readonly Flag[]): Flag[] => [...flags].sort();
