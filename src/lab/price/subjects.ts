/**
 * Which simulations the experiment compares: two questions, each asked by a plain simulation, by every technique alone, and
 * by more and more of them together.
 */
import { futuresPrice } from '../jump-diffusion/futures-price.ts';
import { tableThree } from '../jump-diffusion/parameters.ts';
import { type Estimated, efficiencyOf, meanOf } from '../monte-carlo/estimates.ts';
import type { Purchases } from '../monte-carlo/hedge-study.ts';
import { type Plan, pilot, type Question } from '../monte-carlo/run-part.ts';
import type { Draw } from '../monte-carlo/samplers.ts';
import type { Tally } from '../monte-carlo/tally.ts';
import { purchaseTimes, worthBy } from '../paper/hedge-worth.ts';
import { PRICE_NOW, RATIO } from '../paper/published.ts';
import { BASIS_REVERSION } from '../procurement/basis.ts';

/** Under this basis the hedge has the efficiency that the paper names for its baseline. */
const BASIS_VOLATILITY = 0.31;
export const START = Math.log(PRICE_NOW);
const DAYS_A_YEAR = 252;

/** A way to ask a question. */
export interface Technique {
  readonly name: string;
  /** `alone` is compared with exact steps and nothing else; `together` adds to what stands above it. */
  readonly group: 'plain' | 'alone' | 'together';
  readonly draw: Draw;
  readonly controls: boolean;
  /** Over the basis; only where there is one. */
  readonly averaged: boolean;
}

const technique = (
  group: Technique['group'],
  name: string,
  draw: Draw,
  { controls = false, averaged = false } = {},
): Technique => ({ name, group, draw, controls, averaged });

const futuresTechniques: readonly Technique[] = [
  technique('plain', 'plain, daily steps', 'daily'),
  technique('plain', 'plain, one exact step', 'independent'),
  technique('alone', 'antithetic', 'antithetic'),
  technique('alone', 'stratified jump counts', 'stratified'),
  technique('alone', 'Sobol and bridge', 'even'),
  technique('alone', 'controls', 'independent', { controls: true }),
  technique('together', 'controls, antithetic', 'antithetic', { controls: true }),
  technique('together', 'controls, antithetic, stratified', 'both', { controls: true }),
  technique('together', 'controls, Sobol and bridge', 'even', { controls: true }),
];

const averaged = true;
const hedgeTechniques: readonly Technique[] = [
  technique('plain', 'plain, daily steps', 'daily'),
  technique('plain', 'plain, exact monthly steps', 'independent'),
  technique('alone', 'antithetic', 'antithetic'),
  technique('alone', 'stratified jump counts', 'stratified'),
  technique('alone', 'Sobol and bridge', 'even'),
  technique('alone', 'controls', 'independent', { controls: true }),
  technique('alone', 'basis averaged', 'independent', { averaged }),
  technique('together', 'averaged, controls', 'independent', { averaged, controls: true }),
  technique('together', 'averaged, controls, antithetic', 'antithetic', { averaged, controls: true }),
  technique('together', 'averaged, controls, antithetic, stratified', 'both', { averaged, controls: true }),
  technique('together', 'averaged, controls, Sobol and bridge', 'even', { averaged, controls: true }),
];

/** The paper's twelve purchases with a hedge of 0.85. */
export const hedgePurchases: Purchases = {
  dates: purchaseTimes,
  ratio: RATIO,
  basis: { volatility: BASIS_VOLATILITY, reversion: BASIS_REVERSION },
};

/** What is asked: the future of twelve months under Table 3, or the efficiency of that hedge. */
export interface Subject {
  /** The first is plain daily steps, the second plain exact ones. */
  readonly techniques: readonly Technique[];
  readonly planOf: (technique: Technique, seed: number) => Plan;
  readonly estimate: (parts: readonly Tally[]) => Estimated;
  /** What simulation should come to. */
  readonly exact: number;
}

export type SubjectName = 'futures' | 'hedge';

export const subjects: Readonly<Record<SubjectName, Subject>> = {
  futures: {
    techniques: futuresTechniques,
    planOf: ({ draw }, seed) => planOf({ kind: 'futures', dates: [1] }, draw, seed),
    estimate: (parts) => meanOf(parts, 0),
    exact: futuresPrice(tableThree, START, 0, 1),
  },
  hedge: {
    techniques: hedgeTechniques,
    planOf: ({ draw, averaged }, seed) => planOf({ kind: 'hedge', purchases: hedgePurchases, averaged }, draw, seed),
    estimate: efficiencyOf,
    exact: worthBy(tableThree, RATIO)(BASIS_VOLATILITY).efficiency,
  },
};

function planOf(question: Question, draw: Draw, seed: number): Plan {
  return { parameters: tableThree, start: START, question, draw, seed };
}

/** How many steps of price and basis a path takes: work that does not depend on the machine. */
export function stepsOf({ question, draw }: Plan): number {
  const dates = question.kind === 'futures' ? question.dates : question.purchases.dates;
  const basis = question.kind === 'hedge' && !question.averaged ? dates.length : 0;
  return basis + (draw === 'daily' ? Math.round((dates.at(-1) as number) * DAYS_A_YEAR) : dates.length);
}

/** The coefficients that a plan needs for `controls`. */
export function coefficientsOf(plan: Plan, controls: boolean): number[][] | undefined {
  return controls ? pilot(plan) : undefined;
}
