/** The token price index as it is written on the wire. Everything here is read from the market data, which is durable. */
import { formatDate } from '#core/calendar.ts';
import type { SettlementIndex } from '#core/contract.ts';
import type * as Core from '#core/price-index/calculation.ts';
import type { Influence } from '#core/price-index/influence.ts';
import type { Publication } from '#core/price-index/publication.ts';
import type { Scores } from '#core/price-index/terms.ts';
import type { Millionths, Money } from '#core/units.ts';
import type { AnnouncedTerms, FixingRevision } from '#market-data/index-history.ts';
import type { StandIn } from '#market-data/market-data.ts';
import type * as Wire from '#wire/price-index.ts';
import { writeDecimal, writeMoney, writeShare } from './decimals.ts';
import { isoTime } from './market-views.ts';

const SCORE_PLACES = 2;
const MS_PER_HOUR = 3_600_000;

export function fixingSummary({ fixing, revision, knownAt }: FixingRevision): Wire.FixingSummary {
  const { date, decision, terms, sellers, dispersion, paper, subIndices, compute, spread, parallel } = fixing;
  return {
    date: formatDate(date),
    ...decisionView(decision),
    terms,
    revision,
    knownAt: isoTime(knownAt),
    sellers,
    dispersion: orNull(dispersion, writeShare),
    paper: orNull(paper, writeMoney),
    subIndices: subIndices.map(([name, value]) => ({ name, value: orNull(value, writeMoney) })),
    compute: orNull(compute, writeMoney),
    spread: orNull(spread as Money | null, writeMoney),
    parallel: parallel && { terms: parallel.terms, value: orNull(parallel.value, writeMoney) },
  };
}

export function fixingRevision(revision: FixingRevision): Wire.FixingRevision {
  return { ...fixingSummary(revision), reason: revision.reason, by: revision.by };
}

/** `publication` is that of the revision. */
export function fixingDetail(
  revision: FixingRevision,
  publication: Publication,
  standIns: Readonly<Record<SettlementIndex, StandIn | undefined>>,
): Wire.FixingDetail {
  const { index, paper, differences, subIndices, compute } = publication;
  const { documents } = revision.inputs.evidence;
  return {
    fixing: fixingSummary(revision),
    reason: revision.reason,
    by: revision.by,
    documents: documents.map(({ source, fetchedAt, hash }) => ({ source, fetchedAt: isoTime(fetchedAt), hash })),
    index: calculationView(index),
    paper: calculationView(paper),
    differences: differences.map(({ step, value }) => ({ step, value: orNull(value, writeMoney) })),
    subIndices: subIndices.map(({ name, ...part }) => ({ name, ...partView(part) })),
    compute: partView(compute),
    standIn: standInView(standIns.tokens),
    computeStandIn: standInView(standIns.compute),
  };
}

function standInView(standIn: StandIn | undefined): Wire.FixingDetail['standIn'] {
  return standIn === undefined ? null : { value: writeMoney(standIn.value), reason: standIn.reason, by: standIn.by };
}

function calculationView(calculation: Core.Calculation): Wire.Calculation {
  const { methodology, decision, collected, leftOut, models, adjusted, sellers, aggregate } = calculation;
  return {
    methodology,
    ...decisionView(decision),
    collected: collected.map((row) => ({
      ...row,
      input: writeMoney(row.input),
      cached: writeMoney(row.cached),
      output: writeMoney(row.output),
      observedAt: isoTime(row.observedAt),
      others: [...row.others],
    })),
    leftOut: [...leftOut],
    models: models.map(({ model, scores, qualifies, kept }) => ({ model, ...scoresView(scores), qualifies, kept })),
    adjusted: adjusted.map(({ seller, listing, model, blended, qualityRatio, adjusted: price, volume }) => ({
      seller,
      listing,
      model,
      blended: writeMoney(blended),
      qualityRatio: writeShare(qualityRatio),
      adjusted: writeMoney(price),
      volume,
    })),
    sellers: sellers.map(sellerView),
    aggregate: aggregate && {
      weightedMedian: writeMoney(aggregate.weightedMedian),
      weightedMean: writeMoney(aggregate.weightedMean),
      trimmedMean: writeMoney(aggregate.trimmedMean),
      dispersion: writeShare(aggregate.dispersion),
      modalShare: writeShare(aggregate.modalShare),
    },
  };
}

function partView({
  decision,
  sellers,
}: {
  readonly decision: Core.Decision;
  readonly sellers: readonly Core.SellerRow[];
}): Wire.PartIndex {
  return { ...decisionView(decision), sellers: sellers.map(sellerView) };
}

function decisionView({ value, method, flags, shortfall }: Core.Decision) {
  return { value: orNull(value, writeMoney), status: method ?? ('withheld' as const), flags: [...flags], shortfall };
}

function sellerView(row: Core.SellerRow): Wire.SellerRow {
  const { seller, owner, listings, price, volume, ageMs, freshness, excluded, share, weight } = row;
  return {
    seller,
    owner,
    listings,
    price: writeMoney(price),
    volume,
    ageHours: (ageMs / MS_PER_HOUR).toFixed(1),
    freshness: writeShare(freshness),
    excluded,
    share: writeShare(share),
    weight: writeShare(weight),
  };
}

export function influencePoint({ colluders, lowest, highest }: Influence): Wire.InfluencePoint {
  const extreme = (one: Influence['lowest']) =>
    one && { value: orNull(one.value, writeMoney), sellers: [...one.sellers] };
  return { colluders, lowest: extreme(lowest), highest: extreme(highest) };
}

export function adoptedTerms({ terms, effective, announcedAt, reason, by }: AnnouncedTerms): Wire.AdoptedTerms {
  const { version, methodology, registry } = terms;
  return {
    version,
    effective: formatDate(effective),
    announcedAt: isoTime(announcedAt),
    reason,
    by,
    methodology: methodology.name,
    registry: registry.version,
    registryHash: registry.hash,
    bar: scoresView(registry.bar),
    models: registry.models.length,
    sellers: registry.sellers.length,
    listings: registry.listings.length,
  };
}

function scoresView([mmlu, humanEval, gsm8k]: Scores): Wire.AdoptedTerms['bar'] {
  return {
    mmlu: writeDecimal(mmlu, SCORE_PLACES),
    humanEval: writeDecimal(humanEval, SCORE_PLACES),
    gsm8k: writeDecimal(gsm8k, SCORE_PLACES),
  };
}

function orNull<T extends Money | Millionths>(value: T | null, write: (value: T) => string): string | null {
  return value === null ? null : write(value);
}
