/**
 * The token price index as everyone may see it: fixings and their revisions, how each was built step by step, the
 * paper's value beside ours, the sub-indices, and the terms under which all of it is made.
 *
 * Prices are USD per million tokens, per million SIT once they are adjusted, or per Standard Compute Unit; shares and
 * ratios are decimal fractions of one with six places.
 */
import { type Static, Type } from 'typebox';
import { CalendarDate, DecimalString, Timestamp } from './primitives.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
/** How a value came about (rule IDX-8); `withheld` has none. */
export const FixingStatus = Type.Enum(['full', 'reduced', 'matched', 'carried', 'withheld']);
export type FixingStatus = Static<typeof FixingStatus>;

export const FixingFlag = Type.Enum([
  'FEW_SELLERS',
  'FEW_SOURCES',
  'DISPERSED',
  'SOURCES_DISAGREE',
  'MATCHED_SELLERS',
  'CARRIED_FORWARD',
]);
export type FixingFlag = Static<typeof FixingFlag>;

export const FixingShortfall = Type.Enum(['NO_PRICES', 'TOO_FEW_SELLERS', 'TOO_FEW_OWNERS', 'TOO_DISPERSED']);
export type FixingShortfall = Static<typeof FixingShortfall>;

export const SubIndexName = Type.Enum([
  'input',
  'cached',
  'output',
  'frontier',
  'standard',
  'openWeights',
  'china',
  'world',
]);
export type SubIndexName = Static<typeof SubIndexName>;

/** A value and how it was decided. */
const decision = {
  /** Null when withheld. */
  value: Nullable(DecimalString),
  status: FixingStatus,
  flags: Type.Array(FixingFlag),
  /** What stood in the way of a full fixing. */
  shortfall: Nullable(FixingShortfall),
};

export const FixingSummary = Type.Object({
  date: CalendarDate,
  ...decision,
  /** The version of the terms in force. */
  terms: Type.String(),
  /** From 1; each correction is one more. */
  revision: Type.Integer(),
  /** Since when this revision is known, venue time. */
  knownAt: Timestamp,
  /** How many sellers count. */
  sellers: Type.Integer(),
  /** The 90th percentile of the sellers' distance from the value, as a fraction of it. */
  dispersion: Nullable(DecimalString),
  /** The same day by the paper's definitions. */
  paper: Nullable(DecimalString),
  subIndices: Type.Array(Type.Object({ name: SubIndexName, value: Nullable(DecimalString) })),
  /** USD for a Standard Compute Unit, one hour of H100-80GB-SXM. */
  compute: Nullable(DecimalString),
  /** USD per million SIT: what tokens cost beyond the compute they take; may be negative. */
  spread: Nullable(DecimalString),
  /** The day under announced terms. */
  parallel: Nullable(Type.Object({ terms: Type.String(), value: Nullable(DecimalString) })),
});
export type FixingSummary = Static<typeof FixingSummary>;

/** Step 1: a listing's price of the day from the best source that had one. */
export const CollectedPrice = Type.Object({
  seller: Type.String(),
  listing: Type.String(),
  model: Type.String(),
  source: Type.String(),
  input: DecimalString,
  cached: DecimalString,
  output: DecimalString,
  observedAt: Timestamp,
  /** Other sources that had a price of it. */
  others: Type.Array(Type.String()),
  /** One of them had another price. */
  disputed: Type.Boolean(),
});
export type CollectedPrice = Static<typeof CollectedPrice>;

export const LeftOut = Type.Object({
  seller: Type.String(),
  listing: Type.String(),
  reason: Type.Enum(['NOT_POSTED', 'PRICE_ZERO', 'NO_VOLUME', 'NOT_QUALIFIED', 'NOT_REGISTERED']),
});
export type LeftOut = Static<typeof LeftOut>;

/** Step 2: a model against the bar, scores in points. */
export const JudgedModel = Type.Object({
  model: Type.String(),
  mmlu: DecimalString,
  humanEval: DecimalString,
  gsm8k: DecimalString,
  qualifies: Type.Boolean(),
  kept: Type.Boolean(),
});
export type JudgedModel = Static<typeof JudgedModel>;

/** Step 3: the price of the workload at the quality of one SIT. */
export const AdjustedPrice = Type.Object({
  seller: Type.String(),
  listing: Type.String(),
  model: Type.String(),
  blended: DecimalString,
  qualityRatio: DecimalString,
  adjusted: DecimalString,
  volume: Type.Number({ description: 'Million tokens a week.' }),
});
export type AdjustedPrice = Static<typeof AdjustedPrice>;

/** Steps 4 to 7: a seller. */
export const SellerRow = Type.Object({
  seller: Type.String(),
  owner: Type.String(),
  listings: Type.Integer(),
  price: DecimalString,
  volume: Type.Number({ description: 'Million tokens, or GPU hours, a week.' }),
  ageHours: DecimalString,
  freshness: DecimalString,
  /** Null when it counts. */
  excluded: Nullable(Type.Enum(['STALE', 'TOO_HIGH', 'TOO_LOW'])),
  share: DecimalString,
  weight: DecimalString,
});
export type SellerRow = Static<typeof SellerRow>;

/** Step 8: the value, and what other averages would have said. */
export const Aggregate = Type.Object({
  weightedMedian: DecimalString,
  weightedMean: DecimalString,
  trimmedMean: DecimalString,
  dispersion: DecimalString,
  modalShare: DecimalString,
});

/** One methodology's way through all steps. */
export const Calculation = Type.Object({
  methodology: Type.String(),
  ...decision,
  collected: Type.Array(CollectedPrice),
  leftOut: Type.Array(LeftOut),
  models: Type.Array(JudgedModel),
  adjusted: Type.Array(AdjustedPrice),
  sellers: Type.Array(SellerRow),
  aggregate: Nullable(Aggregate),
});
export type Calculation = Static<typeof Calculation>;

export const MethodStep = Type.Enum([
  'workload',
  'leaveMargin',
  'ratioMax',
  'priceOfDay',
  'sellerPrice',
  'staleness',
  'outliers',
  'weighting',
  'average',
  'gates',
]);

export const PartIndex = Type.Object({ ...decision, sellers: Type.Array(SellerRow) });
export type PartIndex = Static<typeof PartIndex>;

const StandIn = Type.Object({ value: DecimalString, reason: Type.String(), by: Type.String() });

/** Everything that was published for one day. */
export const FixingDetail = Type.Object({
  fixing: FixingSummary,
  /** Of a correction: why, and who says so. */
  reason: Nullable(Type.String()),
  by: Nullable(Type.String()),
  /** What was read, and its hash. */
  documents: Type.Array(
    Type.Object({ source: Type.String(), fetchedAt: Timestamp, hash: Type.String({ description: 'SHA-256, hex.' }) }),
  ),
  index: Calculation,
  paper: Calculation,
  /** From the paper's value to ours, one step taken over after the other. */
  differences: Type.Array(Type.Object({ step: MethodStep, value: Nullable(DecimalString) })),
  subIndices: Type.Array(Type.Intersect([Type.Object({ name: SubIndexName }), PartIndex])),
  compute: PartIndex,
  /** What a person has set for a day whose fixing was withheld, for the end of contracts alone (rule SET-20). */
  standIn: Nullable(StandIn),
  /** The same for the compute index. */
  computeStandIn: Nullable(StandIn),
});
export type FixingDetail = Static<typeof FixingDetail>;

export const FixingRevision = Type.Object({
  ...FixingSummary.properties,
  reason: Nullable(Type.String()),
  by: Nullable(Type.String()),
});
export type FixingRevision = Static<typeof FixingRevision>;

/** The furthest value on one side, and the sellers that can bring it about; null: there is no bound. */
const Extreme = Type.Object({ value: Nullable(DecimalString), sellers: Type.Array(Type.String()) });

/** How far so many sellers could have moved a fixing by what they post, all else as it was (rule IDX-28). */
export const InfluencePoint = Type.Object({
  colluders: Type.Integer(),
  /** Null: no fixing comes about, whatever they post. */
  lowest: Nullable(Extreme),
  highest: Nullable(Extreme),
});
export type InfluencePoint = Static<typeof InfluencePoint>;

/** Terms that were adopted, oldest first: the registry of changes. */
export const AdoptedTerms = Type.Object({
  version: Type.String(),
  /** The first day that is fixed under them, and when they were announced. */
  effective: CalendarDate,
  announcedAt: Timestamp,
  reason: Type.String(),
  by: Type.String(),
  methodology: Type.String(),
  registry: Type.String(),
  /** SHA-256 of the registry's file, hex. */
  registryHash: Type.String(),
  /** The scores that a model must reach, in points. */
  bar: Type.Object({ mmlu: DecimalString, humanEval: DecimalString, gsm8k: DecimalString }),
  models: Type.Integer(),
  sellers: Type.Integer(),
  listings: Type.Integer(),
});
export type AdoptedTerms = Static<typeof AdoptedTerms>;

/** Where prices come from, and how that goes. */
export const PriceSource = Type.Object({
  name: Type.String(),
  kind: Type.Enum(['embedded', 'live', 'contributor']),
  about: Type.String(),
  /** When it was last read; of an embedded list, when that was published. */
  lastSuccess: Nullable(Timestamp),
  /** Of the last reading; null where there is none to speak of. */
  prices: Nullable(Type.Integer()),
  problems: Type.Integer(),
  /** A sentence while it fails. */
  failure: Nullable(Type.String()),
});
export type PriceSource = Static<typeof PriceSource>;

/** A file of comma-separated values that a registered submitter has signed. */
export const ContributionRequest = Type.Object(
  {
    submitter: Type.String({ minLength: 1, maxLength: 40 }),
    csv: Type.String({ minLength: 1, maxLength: 1_048_576 }),
    signature: Type.String({ maxLength: 100, description: 'Ed25519, base64.' }),
  },
  { additionalProperties: false },
);
export type ContributionRequest = Static<typeof ContributionRequest>;

/** A contribution that was taken: how many prices it brought, and whether it had been taken before. */
export const ContributionTaken = Type.Object({
  source: Type.String(),
  hash: Type.String(),
  prices: Type.Integer(),
  repeated: Type.Boolean(),
});
export type ContributionTaken = Static<typeof ContributionTaken>;
