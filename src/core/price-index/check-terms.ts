/**
 * Whether terms from outside can be used: a calculation under terms without a fault never fails.
 *
 * The shape has been checked at the door; here it is asked whether the figures can be meant. Whether terms may be
 * adopted now is the exchange's business.
 */
import { isWholeWithin } from '../market-making/bounds.ts';
import { ONE_MILLION } from '../units.ts';
import { isHash, isName, ROWS_MAX, UNITS_MAX, UNITS_MIN, VOLUME_MAX } from './limits.ts';
import type { Methodology } from './methodology.ts';
import type { IndexRegistry, IndexTerms } from './terms.ts';

/** Why these terms cannot be used, in a few words; undefined when they can (rule IDX-27). */
export function termsFault({ version, methodology, registry }: IndexTerms): string | undefined {
  if (!isVersion(version)) return 'the version of the terms is not like TPI-1';
  return methodologyFault(methodology) ?? registryFault(registry) ?? marginFault(methodology, registry);
}

function methodologyFault(methodology: Methodology): string | undefined {
  const { workload, ratioMax, staleness, outliers, cap, gates, fallback } = methodology;
  const legs = [workload.input, workload.cached, workload.output];
  return faultIn([
    [isName(methodology.name), 'the methodology has no proper name'],
    [
      legs.every((leg) => isWholeWithin(leg, 0, ONE_MILLION)) && legs.reduce((a, b) => a + b, 0) === ONE_MILLION,
      'the workload does not sum to one million',
    ],
    [ratioMax === null || isWholeWithin(ratioMax, ONE_MILLION, RATIO_MAX), 'the highest quality ratio is below one'],
    [['mean', 'noon'].includes(methodology.priceOfDay), 'the price of the day is neither the mean nor that of noon'],
    [['median', 'volumeMean'].includes(methodology.sellerPrice), 'the price of a seller is neither median nor mean'],
    [
      staleness === null ||
        (isWholeWithin(staleness.halfAfterMs, 0, AGE_MAX) &&
          isWholeWithin(staleness.outAfterMs, staleness.halfAfterMs, AGE_MAX)),
      'prices are out before they count half',
    ],
    [
      outliers === null ||
        (isWholeWithin(outliers.returnBand, ONE_MILLION, RATIO_MAX) &&
          isWholeWithin(outliers.band, outliers.returnBand, RATIO_MAX)),
      'the band is narrower than the one to return within, or that one is below one',
    ],
    [['volume', 'rootVolume'].includes(methodology.weighting), 'what weighs is neither volume nor its root'],
    [['weightedMedian', 'weightedMean'].includes(methodology.average), 'the average is neither median nor mean'],
    [isWholeWithin(cap, 1, ONE_MILLION), 'the cap is not a share of the whole'],
    [isWholeWithin(gates.sellersMin, 1, ROWS_MAX), 'the fewest sellers are no number'],
    [gates.sellersMin * cap >= ONE_MILLION, 'the fewest sellers cannot share the whole under the cap'],
    [isWholeWithin(gates.ownersMin, 1, gates.sellersMin), 'there are more owners than sellers'],
    [isWholeWithin(gates.sourcesMin, 0, ROWS_MAX), 'the fewest sources are no number'],
    [
      [gates.dispersionFlag, gates.dispersionMax].every((most) => most === null || isWholeWithin(most, 0, RATIO_MAX)),
      'a dispersion is no ratio',
    ],
    [
      isNullOrWithin(fallback.reducedSellersMin, gates.sellersMin),
      'a reduced fixing asks for more sellers than a full one',
    ],
    [isNullOrWithin(fallback.matchedSellersMin, ROWS_MAX), 'the fewest matched sellers are no number'],
    [isWholeWithin(fallback.carryDaysMax, 0, CARRY_DAYS_MAX), 'a value is carried for longer than a month'],
  ]);
}

function registryFault(registry: IndexRegistry): string | undefined {
  const { bar, sources, sellers, models, listings, gpus, gpuSellers } = registry;
  const lists = [sources, sellers, models, listings, gpus, gpuSellers];
  const knownSellers = new Set(sellers.map(({ seller }) => seller));
  const knownModels = new Set(models.map(({ model }) => model));
  return faultIn([
    [isVersion(registry.version), 'the version of the registry is not like SIT-1'],
    [isHash(registry.hash), 'the hash of the registry is not 64 hex digits'],
    [lists.every(({ length }) => length <= ROWS_MAX), 'a list of the registry is too long'],
    [bar.every((score) => isWholeWithin(score, 1, SCORE_MAX)), 'the bar is no row of scores'],
    [areNames(sources), 'a source is named twice or not properly'],
    [areNames(sellers.map(({ seller }) => seller)), 'a seller is named twice or not properly'],
    [sellers.every(({ owner }) => isName(owner)), 'an owner has no proper name'],
    [sellers.every(({ region }) => ['china', 'world'].includes(region)), 'a seller is of no known region'],
    [areNames(models.map(({ model }) => model)), 'a model is named twice or not properly'],
    [
      models.every(({ scores }) => scores.every((score) => isWholeWithin(score, 0, SCORE_MAX))),
      'a model has a score beyond 100',
    ],
    [models.every(({ tier }) => ['frontier', 'standard'].includes(tier)), 'a model is of no known tier'],
    [
      [...Map.groupBy(listings, ({ seller }) => seller).values()].every((ofSeller) =>
        areNames(ofSeller.map(({ listing }) => listing)),
      ),
      'a listing is named twice by one seller or not properly',
    ],
    [listings.every(({ seller }) => knownSellers.has(seller)), 'a listing has a seller that is not registered'],
    [listings.every(({ model }) => knownModels.has(model)), 'a listing has a model that is not registered'],
    [[...listings, ...gpuSellers].every(({ volume }) => isWholeWithin(volume, 0, VOLUME_MAX)), 'a volume is no volume'],
    [areNames(gpus.map(({ gpu }) => gpu)), 'a GPU is named twice or not properly'],
    [gpus.every(({ units }) => isWholeWithin(units, UNITS_MIN, UNITS_MAX)), 'a GPU has no possible number of units'],
    [areNames(gpuSellers.map(({ seller }) => seller)), 'a seller of GPU hours is named twice or not properly'],
    [gpuSellers.every(({ owner }) => isName(owner)), 'an owner of GPUs has no proper name'],
    [isWholeWithin(registry.unitsPerMillionTokens, 0, UNITS_MAX), 'the units behind a million tokens are no number'],
  ]);
}

/** A model that stays below the bar keeps half of its quality at least, so that no price is divided by next to nothing. */
function marginFault({ leaveMargin }: Methodology, { bar }: IndexRegistry): string | undefined {
  const most = Math.floor(Math.min(...bar) / 2);
  return isWholeWithin(leaveMargin, 0, most) ? undefined : 'models stay although they fall below half of the bar';
}

const RATIO_MAX = 1_000 * ONE_MILLION;
const SCORE_MAX = 10_000;
const CARRY_DAYS_MAX = 31;
const AGE_MAX = 366 * 86_400_000;

/** The first sentence whose condition does not hold. */
function faultIn(conditions: readonly (readonly [holds: boolean, sentence: string])[]): string | undefined {
  return conditions.find(([holds]) => !holds)?.[1];
}

const isVersion = (text: string): boolean => /^[A-Z]{2,8}-[0-9]{1,6}$/.test(text);
const isNullOrWithin = (value: number | null, most: number): boolean => value === null || isWholeWithin(value, 1, most);
const areNames = (names: readonly string[]): boolean => names.every(isName) && new Set(names).size === names.length;
