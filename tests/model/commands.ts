/**
 * Commands, times and amounts, as tests write them down.
 */
import { dateOf, dateOfCivil, startOf } from '#core/calendar.ts';
import type { AdoptIndexTerms, Command, EndDay, FixIndex } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import { daySteps } from '#core/settlement/day-steps.ts';
import { type Millionths, type Millis, type Money, money, ONE_MILLION, type TradeDate } from '#core/units.ts';
import { plainEvidence, plainTerms, withoutFallback } from '#makers/plain-index.ts';

const GPU = 'H100-80GB-SXM';
const GPU_SELLERS = ['ash', 'elm', 'fir', 'oak', 'yew'];

/** `2026-12-05`, `2026-12-05 09:30` or `2026-12-05 09:30:00.500`, UTC. */
export function timeOf(text: string): Millis {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[-: ]/).map(Number);
  const ofDay = Math.round(((hour * 60 + minute) * 60 + second) * 1_000);
  return (startOf(dateOfCivil(year, month - 1, day)) + ofDay) as Millis;
}

export const dayOf = (text: string): TradeDate => dateOf(timeOf(text));

export const dollars = (amount: number): Money => money(Math.round(amount * 1e6));
export const inDollars = (amount: number): number => amount / 1e6;

/** The plain terms of the index, in force since ever. */
export const indexTerms: AdoptIndexTerms = {
  type: 'adoptIndexTerms',
  terms: plainTerms(),
  effective: 0 as TradeDate,
  reason: 'The index begins.',
  by: 'olga',
};

/** The index of `date` under the plain terms. Undefined withholds it. */
export function fixing(date: TradeDate, value: Money | undefined): FixIndex {
  return { type: 'fixIndex', date, evidence: plainEvidence(date, value) };
}

/** Every step of the end of a day. */
export function endOfDay(date: TradeDate): EndDay[] {
  return daySteps.map((step) => ({ type: 'endDay', date, step }));
}

/** Terms of the index with a compute index: five sellers of one GPU, an hour of which is one unit. */
export function computeTerms(methodology = withoutFallback): AdoptIndexTerms {
  const { registry } = plainTerms();
  const gpuSellers = GPU_SELLERS.map((seller) => ({ seller, owner: seller, volume: 1 }));
  const gpus = [{ gpu: GPU, units: ONE_MILLION as Millionths }];
  return {
    ...indexTerms,
    terms: { version: 'PLAIN-1', methodology, registry: { ...registry, gpus, gpuSellers } },
  };
}

/** The compute index of `date` at `hour`, and the Token Price Index at USD 1.00. Undefined withholds the first. */
export function computeFixing(date: TradeDate, hour: Money | undefined): FixIndex {
  const posted = { document: 0, gpu: GPU, observedAt: startOf(date) } as const;
  const gpuHours = hour === undefined ? [] : GPU_SELLERS.map((seller) => ({ ...posted, seller, hour }));
  return { type: 'fixIndex', date, evidence: { ...plainEvidence(date, dollars(1)), gpuHours } };
}

export function product(specification: ProductSpecification): Command {
  return { type: 'defineProduct', specification };
}

/** A specification with some of its figures changed, whatever their units. */
export function changed(
  specification: ProductSpecification,
  figures: Partial<Record<keyof ProductSpecification, unknown>>,
): ProductSpecification {
  return { ...specification, ...(figures as Partial<ProductSpecification>) };
}
