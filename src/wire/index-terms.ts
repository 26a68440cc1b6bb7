/** The terms of the index as an operator announces them: the shape of the core's own, in its whole numbers. */
import { Type } from 'typebox';

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Scores = Type.Tuple([Whole, Whole, Whole]);
const rows = { maxItems: 10_000 };

const Methodology = Type.Object(
  {
    name: Name,
    workload: Type.Object({ input: Whole, cached: Whole, output: Whole }, closed),
    leaveMargin: Whole,
    ratioMax: Nullable(Whole),
    priceOfDay: Type.Enum(['mean', 'noon']),
    sellerPrice: Type.Enum(['median', 'volumeMean']),
    staleness: Nullable(Type.Object({ halfAfterMs: Whole, outAfterMs: Whole }, closed)),
    outliers: Nullable(Type.Object({ band: Whole, returnBand: Whole }, closed)),
    weighting: Type.Enum(['volume', 'rootVolume']),
    cap: Whole,
    average: Type.Enum(['weightedMedian', 'weightedMean']),
    gates: Type.Object(
      {
        sellersMin: Whole,
        ownersMin: Whole,
        sourcesMin: Whole,
        dispersionFlag: Nullable(Whole),
        dispersionMax: Nullable(Whole),
      },
      closed,
    ),
    fallback: Type.Object(
      { reducedSellersMin: Nullable(Whole), matchedSellersMin: Nullable(Whole), carryDaysMax: Whole },
      closed,
    ),
  },
  closed,
);

const Registry = Type.Object(
  {
    version: Name,
    hash: Name,
    bar: Scores,
    sources: Type.Array(Name, rows),
    sellers: Type.Array(
      Type.Object({ seller: Name, owner: Name, region: Type.Enum(['china', 'world']) }, closed),
      rows,
    ),
    models: Type.Array(
      Type.Object(
        { model: Name, scores: Scores, tier: Type.Enum(['frontier', 'standard']), openWeights: Type.Boolean() },
        closed,
      ),
      rows,
    ),
    listings: Type.Array(Type.Object({ seller: Name, listing: Name, model: Name, volume: Whole }, closed), rows),
    gpus: Type.Array(Type.Object({ gpu: Name, units: Whole }, closed), rows),
    gpuSellers: Type.Array(Type.Object({ seller: Name, owner: Name, volume: Whole }, closed), rows),
    unitsPerMillionTokens: Whole,
  },
  closed,
);

/** As `/index/terms/:version` shows them: shares in millionths, scores in hundredths of a point, times in milliseconds. */
export const IndexTerms = Type.Object({ version: Name, methodology: Methodology, registry: Registry }, closed);
