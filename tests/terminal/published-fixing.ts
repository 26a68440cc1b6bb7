/**
 * A fixing as a venue publishes it, for tests: five sellers that count, one that is too dear and one that is stale.
 *
 * Prices and weights are those of a known case, (1.42, 10) (1.50, 30) (1.50, 25) (1.61, 20) (4.00, 15): its weighted median is
 * 1.50 and its weighted mean 1.889.
 */
import type {
  AdoptedTerms,
  Calculation,
  CollectedPrice,
  FixingDetail,
  FixingSummary,
  PartIndex,
  SellerRow,
} from '#wire/price-index.ts';

export const decided = { value: '1.500000', status: 'full', flags: [], shortfall: null } as const;
export const withheld = { value: null, status: 'withheld', flags: [], shortfall: 'TOO_FEW_SELLERS' } as const;

export function summary(changes: Partial<FixingSummary> = {}): FixingSummary {
  return {
    date: '2026-11-19',
    ...decided,
    flags: [],
    terms: 'TPI-1',
    revision: 1,
    knownAt: '2026-11-20T00:00:03.000Z',
    sellers: 5,
    dispersion: '0.450000',
    paper: '1.889000',
    subIndices: [
      { name: 'input', value: '0.700000' },
      { name: 'cached', value: '0.150000' },
      { name: 'output', value: '4.200000' },
      { name: 'frontier', value: '3.900000' },
      { name: 'standard', value: '0.800000' },
      { name: 'openWeights', value: '0.600000' },
      { name: 'china', value: null },
      { name: 'world', value: '1.610000' },
    ],
    compute: '2.100000',
    spread: '-0.060000',
    parallel: null,
    ...changes,
  };
}

export function sellerRow(seller: string, price: string, weight: string, changes: Partial<SellerRow> = {}): SellerRow {
  return {
    seller,
    owner: seller,
    listings: 1,
    price,
    volume: 1_000,
    ageHours: '2.500000',
    freshness: '1.000000',
    excluded: null,
    share: weight,
    weight,
    ...changes,
  };
}

const none = { share: '0.000000', weight: '0.000000' };

export const sellers: readonly SellerRow[] = [
  sellerRow('anthropic', '4.000000', '0.150000'),
  sellerRow('deepseek', '1.420000', '0.100000', { freshness: '0.500000', ageHours: '30.250000' }),
  sellerRow('google', '1.500000', '0.300000', { owner: 'alphabet', share: '0.450000' }),
  sellerRow('novita', '0.100000', '0.000000', { excluded: 'STALE', ageHours: '80.500000', ...none }),
  sellerRow('openai', '1.500000', '0.250000', { listings: 2 }),
  sellerRow('together', '1.610000', '0.200000'),
  sellerRow('vertex', '9.000000', '0.000000', { excluded: 'TOO_HIGH', ...none }),
];

function collected(
  seller: string,
  listing: string,
  model: string,
  changes: Partial<CollectedPrice> = {},
): CollectedPrice {
  return {
    seller,
    listing,
    model,
    source: 'genai-prices',
    input: '1.250000',
    cached: '0.125000',
    output: '10.000000',
    observedAt: '2026-11-19T21:30:00.000Z',
    others: [],
    disputed: false,
    ...changes,
  };
}

const listings = [
  collected('anthropic', 'claude-sonnet-4-6', 'Claude Sonnet 4.6'),
  collected('deepseek', 'deepseek-chat', 'DeepSeek V3.2'),
  collected('google', 'gemini-3.6-flash', 'Gemini 3.6 Flash', { others: ['openrouter'], disputed: true }),
  collected('openai', 'gpt-4.1-nano', 'GPT-4.1 nano', { input: '0.100000', cached: '0.025000', output: '0.400000' }),
  collected('openai', 'gpt-5.4-mini', 'GPT-5.4 mini'),
  collected('together', 'openai/gpt-oss-120b', 'gpt-oss-120b'),
];

export const calculation: Calculation = {
  methodology: 'robust-1',
  ...decided,
  flags: [],
  collected: listings,
  leftOut: [
    { seller: 'openai', listing: 'gpt-4.1-nano', reason: 'NOT_QUALIFIED' },
    { seller: 'mistral', listing: 'mistral-large-3', reason: 'NOT_QUALIFIED' },
    { seller: 'chutes', listing: 'qwen2.5-72b-free', reason: 'PRICE_ZERO' },
    { seller: 'azure', listing: 'gpt-5.4', reason: 'NOT_POSTED' },
  ],
  models: [
    { model: 'Claude Sonnet 4.6', mmlu: '91.50', humanEval: '93.70', gsm8k: '96.90', qualifies: true, kept: false },
    {
      model: 'GPT-4 Turbo, January 2024',
      mmlu: '85.40',
      humanEval: '86.60',
      gsm8k: '92.00',
      qualifies: false,
      kept: false,
    },
    { model: 'Mistral Large 3', mmlu: '85.50', humanEval: '92.00', gsm8k: '93.00', qualifies: true, kept: true },
    { model: 'GPT-4.1 nano', mmlu: '80.10', humanEval: '87.00', gsm8k: '92.00', qualifies: false, kept: false },
    { model: 'gpt-oss-120b', mmlu: '90.00', humanEval: '87.30', gsm8k: '95.00', qualifies: true, kept: false },
  ],
  adjusted: listings
    .filter(({ listing }) => listing !== 'gpt-4.1-nano')
    .map(({ seller, listing, model }) => ({
      seller,
      listing,
      model,
      blended: '2.550000',
      qualityRatio: '1.020000',
      adjusted: '2.500000',
      volume: 1_350_000,
    })),
  sellers: [...sellers],
  aggregate: {
    weightedMedian: '1.500000',
    weightedMean: '1.889000',
    trimmedMean: '1.540000',
    dispersion: '0.450000',
    modalShare: '0.400000',
  },
};

const part = (changes: Partial<PartIndex> = {}): PartIndex => ({
  ...decided,
  flags: [],
  sellers: [...sellers],
  ...changes,
});

export function published(changes: Partial<FixingDetail> = {}): FixingDetail {
  const fixing = changes.fixing ?? summary();
  return {
    fixing,
    reason: null,
    by: null,
    documents: [
      { source: 'genai-prices', fetchedAt: '2026-11-19T22:00:00.000Z', hash: 'a1'.repeat(32) },
      { source: 'openrouter', fetchedAt: '2026-11-19T23:00:00.000Z', hash: 'b2'.repeat(32) },
    ],
    index: calculation,
    paper: { ...calculation, methodology: 'paper-1', value: '1.889000' },
    differences: [
      { step: 'workload', value: '1.700000' },
      { step: 'leaveMargin', value: '1.700000' },
      { step: 'ratioMax', value: '1.650000' },
      { step: 'priceOfDay', value: '1.650000' },
      { step: 'sellerPrice', value: null },
      { step: 'staleness', value: '1.600000' },
      { step: 'outliers', value: '1.550000' },
      { step: 'weighting', value: '1.580000' },
      { step: 'average', value: '1.500000' },
      { step: 'gates', value: '1.500000' },
    ],
    subIndices: fixing.subIndices.map(({ name, value }) => ({
      name,
      ...(value === null ? part({ ...withheld, flags: [], sellers: [] }) : part({ value })),
    })),
    compute: part({ value: '2.100000', flags: ['FEW_SOURCES'] }),
    standIn: null,
    computeStandIn: null,
    ...changes,
  };
}

export const adopted: AdoptedTerms = {
  version: 'TPI-1',
  effective: '2026-08-17',
  announcedAt: '2026-08-10T09:00:00.000Z',
  reason: 'The first terms.',
  by: 'the operator',
  methodology: 'robust-1',
  registry: 'SIT-1',
  registryHash: 'c3'.repeat(32),
  bar: { mmlu: '86.00', humanEval: '67.00', gsm8k: '92.00' },
  models: 30,
  sellers: 18,
  listings: 60,
};
