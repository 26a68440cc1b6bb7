/** The nine steps of one calculation as tables. Prices are USD per million tokens, from step 3 on per million SIT. */

import type { Calculation, JudgedModel, LeftOut, SellerRow } from '#core/price-index/calculation.ts';
import type { Methodology } from '#core/price-index/methodology.ts';
import { paper } from '#core/price-index/methodology.ts';
import type { IndexInputs } from '#core/price-index/publication.ts';
import { benchmarks } from '#core/price-index/terms.ts';
import { writeDecimal } from '#session/decimals.ts';
import { tableOf } from '../table.ts';
import {
  excludedInWords,
  flagInWords,
  leftOutInWords,
  methodInWords,
  moment,
  perCent,
  ratio,
  shortfallInWords,
  usd,
} from './words.ts';

/** The steps of `calculation`, which came of `inputs`; of one seller alone when it is named. */
export function steps(calculation: Calculation, inputs: IndexInputs, seller: string | undefined): readonly string[] {
  const methodology = calculation.methodology === paper.name ? paper : inputs.terms.methodology;
  const isMeant = (row: { readonly seller: string }) => seller === undefined || row.seller === seller;
  const sellers = calculation.sellers.filter(isMeant);
  return [
    ...collect(calculation, methodology, isMeant),
    ...qualify(calculation, inputs, isMeant, seller === undefined),
    ...adjust(calculation, methodology, isMeant),
    ...sellerPrices(sellers, methodology),
    ...staleness(sellers, methodology),
    ...outliers(sellers, methodology, methodology === paper ? [] : inputs.memory.excluded),
    ...weights(sellers, methodology),
    ...(seller === undefined ? [...aggregate(calculation, methodology), ...gates(calculation)] : []),
  ];
}

type Meant = (row: { readonly seller: string }) => boolean;

/** A heading, a sentence, and the table with its head; `names` columns stand to the left. */
export function section(
  heading: string,
  sentence: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  names: number,
): readonly string[] {
  const table = rows.length === 0 ? ['(none)'] : [tableOf([head, ...rows], names)];
  return ['', heading, ...(sentence === '' ? [] : [sentence]), ...table];
}

function collect(calculation: Calculation, { priceOfDay }: Methodology, isMeant: Meant): readonly string[] {
  const rows = calculation.collected
    .filter(isMeant)
    .map(({ seller, listing, model, source, others, disputed, observedAt, input, cached, output }) => [
      seller,
      listing,
      model,
      [source, ...others].join(', ') + (disputed ? ' (they differ)' : ''),
      moment(observedAt),
      usd(input),
      usd(cached),
      usd(output),
    ]);
  const how = priceOfDay === 'mean' ? 'the mean of the day' : 'what was posted at 12:00 UTC';
  return [
    ...section(
      '1 collect',
      `One price for each listing: ${how}, from the first source that has one.`,
      ['seller', 'listing', 'model', 'source', 'last seen', 'input', 'cached', 'output'],
      rows,
      5,
    ),
    ...leftOut(calculation, isMeant, ['NOT_POSTED', 'NOT_REGISTERED']),
  ];
}

function leftOut(calculation: Calculation, isMeant: Meant, reasons: readonly LeftOut['reason'][]): readonly string[] {
  const rows = calculation.leftOut
    .filter(isMeant)
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ seller, listing, reason }) => ['left out:', seller, listing, leftOutInWords[reason]]);
  return rows.length === 0 ? [] : [tableOf(rows, 4)];
}

function qualify(calculation: Calculation, inputs: IndexInputs, isMeant: Meant, isAll: boolean): readonly string[] {
  const meant = new Set(inputs.terms.registry.listings.filter(isMeant).map(({ model }) => model));
  const { bar } = inputs.terms.registry;
  const points = (score: number) => writeDecimal(score, 2);
  const verdict = ({ qualifies, kept, scores }: JudgedModel): string => {
    if (kept) return 'in: it was in, and has not fallen further than the margin';
    if (qualifies) return 'in';
    return `out: below the bar in ${benchmarks.filter((_, i) => (scores[i] as number) < (bar[i] as number)).join(', ')}`;
  };
  return section(
    '2 qualify',
    `Every score against the bar: ${benchmarks.map((name, i) => `${name} ${points(bar[i] as number)}`).join(', ')}.`,
    ['model', 'verdict', ...benchmarks],
    calculation.models
      .filter(({ model }) => isAll || meant.has(model))
      .map((judged) => [judged.model, verdict(judged), ...judged.scores.map(points)]),
    2,
  );
}

function adjust(calculation: Calculation, { workload }: Methodology, isMeant: Meant): readonly string[] {
  const { input, cached, output } = workload;
  return [
    ...section(
      '3 adjust',
      `The workload is ${perCent(input, 0)} input, ${perCent(cached, 0)} cached, ${perCent(output, 0)} output; divided by the quality ratio it is the price of SIT.`,
      ['seller', 'listing', 'model', 'workload', 'quality', 'adjusted', 'M tokens a week'],
      calculation.adjusted
        .filter(isMeant)
        .map(({ seller, listing, model, blended, qualityRatio, adjusted, volume }) => [
          seller,
          listing,
          model,
          usd(blended),
          ratio(qualityRatio),
          usd(adjusted),
          volume.toLocaleString('en'),
        ]),
      3,
    ),
    ...leftOut(calculation, isMeant, ['PRICE_ZERO', 'NO_VOLUME', 'NOT_QUALIFIED']),
  ];
}

function sellerPrices(sellers: readonly SellerRow[], { sellerPrice }: Methodology): readonly string[] {
  return section(
    '4 sellers',
    `One price for each seller: ${sellerPrice === 'median' ? 'the median of its listings' : 'the mean of its listings by volume'}.`,
    ['seller', 'owner', 'listings', 'price', 'M tokens a week'],
    sellers.map(({ seller, owner, listings, price, volume }) => [
      seller,
      owner,
      String(listings),
      usd(price),
      volume.toLocaleString('en'),
    ]),
    2,
  );
}

function staleness(sellers: readonly SellerRow[], { staleness: ages }: Methodology): readonly string[] {
  const hours = (ms: number) => `${Number((ms / 3_600_000).toFixed(1))} h`;
  return section(
    '5 staleness',
    ages === null
      ? 'Every price counts, however old.'
      : `Up to ${hours(ages.halfAfterMs)} a seller counts in full, up to ${hours(ages.outAfterMs)} half, then not at all.`,
    ['seller', 'age', 'counts'],
    sellers.map(({ seller, ageMs, freshness }) => [seller, hours(ageMs), perCent(freshness, 0)]),
    1,
  );
}

function outliers(
  sellers: readonly SellerRow[],
  { outliers: bands }: Methodology,
  before: readonly string[],
): readonly string[] {
  return section(
    '6 outliers',
    bands === null
      ? 'Nobody is out for its price.'
      : `In is who is within ${ratio(bands.band)} times the weighted median, both ways; who was out returns within ${ratio(bands.returnBand)} times.`,
    ['seller', 'verdict', 'was out', 'price'],
    sellers.map(({ seller, excluded, price }) => [
      seller,
      excluded === null ? 'in' : `out: ${excludedInWords[excluded]}`,
      before.includes(seller) ? 'yes' : '',
      usd(price),
    ]),
    3,
  );
}

function weights(sellers: readonly SellerRow[], { weighting, cap }: Methodology): readonly string[] {
  return section(
    '7 weights',
    `By ${weighting === 'volume' ? 'volume' : 'the square root of volume'}; nobody weighs more than ${perCent(cap, 0)}.`,
    ['seller', 'price', 'share', 'weight'],
    sellers
      .filter(({ excluded }) => excluded === null)
      .map(({ seller, price, share, weight }) => [seller, usd(price), perCent(share, 4), perCent(weight, 4)]),
    1,
  );
}

function aggregate({ aggregate: found }: Calculation, { average }: Methodology): readonly string[] {
  if (found === null) return ['', '8 aggregate', 'Nobody counts, so there is nothing to average.'];
  const taken = (name: string, value: string, isTaken: boolean) => [name, isTaken ? 'taken' : '', value];
  return section(
    '8 aggregate',
    '',
    ['average', '', 'value'],
    [
      taken('weighted median', usd(found.weightedMedian), average === 'weightedMedian'),
      taken('weighted mean', usd(found.weightedMean), average === 'weightedMean'),
      taken('trimmed mean', usd(found.trimmedMean), false),
      taken('dispersion', ratio(found.dispersion), false),
      taken('sellers at one price', perCent(found.modalShare), false),
    ],
    2,
  );
}

function gates({ decision: { value, method, flags, shortfall } }: Calculation): readonly string[] {
  return [
    '',
    '9 gates',
    ...(shortfall === null ? [] : [`Not in full, because ${shortfallInWords[shortfall]}.`]),
    value === null || method === null ? 'withheld' : `${usd(value)} USD per million SIT, ${methodInWords[method]}`,
    ...flags.map((flag) => `flagged ${flag}: ${flagInWords[flag]}`),
  ];
}
