/**
 * A manipulator with a budget: a few sellers post other prices day after day, and the index is made of them as it is.
 *
 * Which sellers collude, and which way they push, is settled on the first day; what they post, anew on each. Every day,
 * attacked or not, is a whole publication with what the index remembers of the attacked days before. The same market
 * and the same request give the same attack.
 */
import type { Evidence } from '#core/price-index/evidence.ts';
import { setsOf } from '#core/price-index/influence.ts';
import { type IndexMemory, noMemory, type Publication } from '#core/price-index/publication.ts';
import { publish, remember } from '#core/price-index/publish.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import type { Money, TradeDate } from '#core/units.ts';
import {
  type Aim,
  aims,
  type Choice,
  choicesOf,
  type Direction,
  type HonestDay,
  isBetter,
  type Means,
} from './choice.ts';
import { type Loss, noLoss, sumOf } from './market.ts';
import { posted } from './post.ts';

export interface MarketDay {
  readonly date: TradeDate;
  readonly evidence: Evidence;
}

/** A day without an attack, and what was remembered before it. */
export interface UntouchedDay extends MarketDay {
  readonly publication: Publication;
  readonly memory: IndexMemory;
}

export interface Attack extends Means {
  /** How many sellers collude at most. */
  readonly colluders: number;
  /** What the attack may cost, if buyers leave; null: whatever it takes. It ends on the day that would go beyond it. */
  readonly budget: Money | null;
}

export interface AttackedDay {
  readonly date: TradeDate;
  /** The fixing without and with the attack; null: withheld. */
  readonly honest: Money | null;
  readonly value: Money | null;
  /** What every colluder's price was brought to; null on a day that was left alone. */
  readonly price: Money | null;
  readonly loss: Loss;
}

export interface AttackOutcome {
  readonly sellers: readonly string[];
  readonly direction: Direction;
  readonly days: readonly AttackedDay[];
}

/** The days as they are without an attack, the first of them remembering nothing. */
export function untouched(terms: IndexTerms, days: readonly MarketDay[]): UntouchedDay[] {
  let memory = noMemory;
  return days.map((day) => {
    const inputs = { ...day, terms, memory, announced: null };
    const publication = publish(inputs);
    const before = memory;
    memory = remember(inputs, publication).memory;
    return { ...day, publication, memory: before };
  });
}

/** The attacks on `days`, which are at least one, by what the colluders are after; none for an aim that none serves. */
export function attacks(
  terms: IndexTerms,
  days: readonly UntouchedDay[],
  request: Attack,
): ReadonlyMap<Aim, AttackOutcome> {
  const plans = plansFor(terms, days[0] as UntouchedDay, request);
  return new Map(
    [...plans].map(([aim, { sellers, direction }]) => {
      const plan = { aim, sellers, direction };
      return [aim, { sellers, direction, days: carryOut(terms, days, plan, request) }];
    }),
  );
}

interface Plan {
  readonly aim: Aim;
  readonly sellers: readonly string[];
  readonly direction: Direction;
}

/** For each aim the sellers and the direction with the best first day; among equals the cheapest, then the smallest set. */
function plansFor(terms: IndexTerms, first: UntouchedDay, request: Attack): ReadonlyMap<Aim, Found> {
  const day = honestDay(first);
  const best = new Map<Aim, Found>();
  if (day === undefined) return best;
  const names = first.publication.index.sellers.map(({ seller }) => seller);
  for (const sellers of upTo(request.colluders, names)) {
    for (const choice of choicesOf(day, sellers, terms.methodology, first.memory, request)) {
      for (const aim of aims)
        if (isWorthIt(aim, choice) && isBetter(aim, choice, best.get(aim))) best.set(aim, { ...choice, sellers });
    }
  }
  return best;
}

/** Who is after profit leaves alone what leaves none. */
function isWorthIt(aim: Aim, { scores }: Choice): boolean {
  return aim !== 'profit' || scores.profit > 0;
}

type Found = Choice & Pick<Plan, 'sellers'>;

/** Every set of at most `colluders` of the names, smaller sets first: nobody is in it who adds nothing. */
function* upTo(colluders: number, names: readonly string[]): Generator<readonly string[]> {
  for (let size = 1; size <= colluders; size += 1) yield* setsOf(names, size);
}

function carryOut(terms: IndexTerms, days: readonly UntouchedDay[], plan: Plan, request: Attack): AttackedDay[] {
  let { memory } = days[0] as UntouchedDay;
  let spent = noLoss;
  return days.map((untouchedDay) => {
    const { date, evidence, publication } = untouchedDay;
    const day = honestDay(untouchedDay);
    const wanted = day && bestOf(plan, choicesOf(day, plan.sellers, terms.methodology, memory, request));
    const isPaidFor = wanted !== undefined && isWithin(request.budget, sumOf([spent, wanted.loss]));
    const choice = isPaidFor ? wanted : undefined;

    const seen = choice === undefined ? evidence : posted(evidence, choice.moves);
    const inputs = { date, evidence: seen, terms, memory, announced: null };
    const attacked = publish(inputs);
    memory = remember(inputs, attacked).memory;
    const loss = choice?.loss ?? noLoss;
    spent = sumOf([spent, loss]);
    return {
      date,
      honest: publication.index.decision.value,
      value: attacked.index.decision.value,
      price: choice?.price ?? null,
      loss,
    };
  });
}

/** The best choice in the direction of the plan. */
function bestOf({ aim, direction }: Plan, choices: readonly Choice[]): Choice | undefined {
  let best: Choice | undefined;
  for (const choice of choices) if (choice.direction === direction && isBetter(aim, choice, best)) best = choice;
  return best;
}

function isWithin(budget: Money | null, cost: Loss): boolean {
  return budget === null || cost.ifLeaving <= budget;
}

/** Undefined when the fixing is withheld without an attack: there is nothing to move. */
function honestDay({ publication: { index } }: UntouchedDay): HonestDay | undefined {
  const { value } = index.decision;
  return value === null ? undefined : { calculation: index, value };
}
