/** Attacks as a table, and each in a sentence that says whether it pays. */
import { formatDate } from '#core/calendar.ts';
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { Calculation } from '#core/price-index/calculation.ts';
import type { Influence } from '#core/price-index/influence.ts';
import { productsSettledTo } from '#core/products.ts';
import { divideDown, type Millionths, type Money, ONE_MILLION, type Ticks } from '#core/units.ts';
import type { AttackOutcome } from '#lab/attack/attack.ts';
import { type Aim, aims as inOrder } from '#lab/attack/choice.ts';
import { costOf, earnedIn, largestInDelivery, means, paysFrom, ticksMoved, tokensIn } from '#lab/attack/stakes.ts';
import { writeDecimal } from '#session/decimals.ts';
import { tableOf } from '../table.ts';
import type { AttackFlags } from './attack-flags.ts';
import { perCent, usd, wholeUsd } from './words.ts';

/** One attack. */
export interface Attempt {
  readonly methodology: string;
  /** What it is best for. */
  readonly aims: readonly Aim[];
  /** The first day without the attack. */
  readonly first: Calculation;
  /** How far any so many sellers could move the first day's fixing. */
  readonly curve: readonly Influence[];
  readonly outcome: AttackOutcome;
}

/** The product in whose lots and ticks the report counts. */
/** A contract on compute gains nothing when the Token Price Index moves. */
const products = productsSettledTo('tokens');
const unit = products.find(({ code }) => code === SIT.code) as ProductSpecification;

const columns = [
  'methodology',
  'best for',
  'sellers',
  'way',
  'weight',
  'fixing',
  'moved',
  'curve',
  'settlement moved',
  '',
  'cost',
  'if none leaves',
  'limits earn',
  'pays from lots',
] as const;
const NAMES = 4;

/** The whole report. */
export function attackReport(attempts: readonly Attempt[], flags: AttackFlags): string {
  return [
    assumptions(flags),
    '',
    attempts.length === 0 ? 'Nobody can move anything.' : tableOf([columns, ...attempts.map(rowOf)], NAMES),
    '',
    ...attempts.map(verdict),
    '',
    ...conclusion(attempts),
  ].join('\n');
}

function assumptions({ days, until, budget, leaving, times }: AttackFlags): string {
  const limits = products.map((product) => `${grouped(largestInDelivery(product))} lots of ${product.code}`);
  return [
    `${days} days up to ${formatDate(until)}, embedded prices, registry volumes; budget ${budget === null ? 'whatever it takes' : `USD ${wholeUsd(budget)}`}.`,
    `Colluders post at most ${writeDecimal(times, 6).replace(/\.?0+$/, '')} times the fixing, at least that part of it; ${perCent(leaving, 0)} of buyers leave a raised price.`,
    `The final settlement is the mean of these days; one account may hold ${limits.join(' and ')} in delivery.`,
  ].join('\n');
}

function rowOf({ methodology, aims, first, curve, outcome }: Attempt): string[] {
  const { sellers, direction, days } = outcome;
  const weight = first.sellers
    .filter(({ seller }) => sellers.includes(seller))
    .reduce((sum, row) => sum + row.weight, 0);
  const [day] = days;
  const { moved, cost, earned } = figuresOf(outcome);
  const { honest } = means(days);
  const bound = curve.find(({ colluders }) => colluders === sellers.length);
  const lots = paysFrom(unit, moved, cost.ifLeaving);
  const edge = direction === 'up' ? bound?.highest : bound?.lowest;
  return [
    methodology,
    inOrder.filter((aim) => aims.includes(aim)).join(', '),
    sellers.join(' '),
    direction,
    perCent(weight, 1),
    usd(day?.honest ?? null),
    share(day?.value ?? null, day?.honest ?? null),
    edge?.value === null ? 'no bound' : share(edge?.value ?? null, day?.honest ?? null),
    price(moved),
    perCent(honest === null ? 0 : (moved * unit.tickSize * ONE_MILLION) / honest, 1),
    wholeUsd(cost.ifLeaving),
    wholeUsd(cost.ifStaying),
    wholeUsd(earned),
    lots === undefined ? 'never' : grouped(lots),
  ];
}

function figuresOf(outcome: AttackOutcome) {
  const moved = ticksMoved(outcome.days, unit);
  return { moved, cost: costOf(outcome), earned: earnedIn(products, outcome.days) };
}

function verdict({ methodology, outcome }: Attempt): string {
  const { moved, cost, earned } = figuresOf(outcome);
  const attacked = outcome.days.filter((day) => day.price !== null).length;
  const did = `${methodology}, ${outcome.sellers.join(' and ')}: ${attacked} days of it move the final settlement by ${price(moved)}`;
  if (moved === 0) return `${did}, so it earns nothing.`;
  const figures = `cost USD ${wholeUsd(cost.ifLeaving)} and let the limits earn USD ${wholeUsd(earned)}`;
  const margin = earned > cost.ifLeaving ? 'it PAYS' : 'it does not pay';
  return `${did}, ${figures}: ${margin}${timesIn(earned, cost.ifLeaving)}.`;
}

function timesIn(earned: Money, cost: Money): string {
  if (cost === 0) return ', and costs nothing';
  return `, ${(earned / cost).toFixed(earned < cost ? 2 : 1)} times what it costs`;
}

/** What follows for the limits. */
function conclusion(attempts: readonly Attempt[]): string[] {
  const from = attempts.flatMap(({ methodology, outcome }) => {
    const { moved, cost } = figuresOf(outcome);
    const lots = paysFrom(unit, moved, cost.ifLeaving);
    return lots === undefined ? [] : [{ methodology, lots }];
  });
  const lines = [...Map.groupBy(from, ({ methodology }) => methodology)].map(([methodology, all]) => {
    const most = Math.max(Math.min(...all.map(({ lots }) => lots)) - 1, 0);
    return `Under ${methodology} none of these pays with ${grouped(most)} lots of ${unit.code}, or as many tokens of any product.`;
  });
  const profitable = new Set(
    attempts.filter(({ aims }) => aims.includes('profit')).map(({ methodology }) => methodology),
  );
  const safe = [...new Set(attempts.map(({ methodology }) => methodology))]
    .filter((methodology) => !profitable.has(methodology))
    .map((methodology) => `Under ${methodology} no attack leaves a profit at these limits.`);
  const held = divideDown(tokensIn(products), unit.lotSize);
  return [
    ...safe,
    ...lines,
    `The limits of all products together allow as much as ${grouped(held)} lots of ${unit.code}.`,
  ];
}

const grouped = (count: number): string => count.toLocaleString('en');

function price(moved: Ticks): string {
  return writeDecimal(divideDown(moved * unit.tickSize, 1_000), 3);
}

/** The change from `honest` to `value`, signed. */
function share(value: Money | null, honest: Money | null): string {
  if (value === null || honest === null) return '–';
  const change = perCent((((value - honest) * ONE_MILLION) / honest) as Millionths, 1);
  return value >= honest ? `+${change}` : change;
}
