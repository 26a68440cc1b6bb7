/**
 * The tree behind an account's initial margin: the account, its products, and in each what its margin consists of.
 *
 * Every amount is the sum of the amounts below it; an offset is below zero. Figures say what an amount was worked out
 * from, each as the text that its unit asks for: a price with the product's places, a share as a decimal, lots whole.
 */
import { type Static, Type } from 'typebox';
import { DecimalString, SequenceNumber } from './primitives.ts';

export const MarginFigure = Type.Object({
  /** `lotsAtRisk`, `rate`, `together`, …; a rate that was looked at has the name of its rule. */
  label: Type.String(),
  unit: Type.Union([
    Type.Literal('lots'),
    Type.Literal('price'),
    Type.Literal('share'),
    Type.Literal('money'),
    Type.Literal('count'),
  ]),
  value: DecimalString,
});
export type MarginFigure = Static<typeof MarginFigure>;

export const MarginPart = Type.Object({
  label: Type.Union([Type.Literal('contract'), Type.Literal('concentration'), Type.Literal('offset')]),
  /** A contract's code; of an offset the product's. */
  name: Type.String(),
  amount: DecimalString,
  /** The rule that gave a contract its rate; null for the others. */
  rule: Type.Union([Type.String(), Type.Null()]),
  figures: Type.Array(MarginFigure),
});
export type MarginPart = Static<typeof MarginPart>;

export const MarginOfProduct = Type.Object({
  product: Type.String(),
  amount: DecimalString,
  parts: Type.Array(MarginPart),
});
export type MarginOfProduct = Static<typeof MarginOfProduct>;

export const MarginTree = Type.Object({
  account: Type.String(),
  sequence: SequenceNumber,
  /** The account's initial margin. */
  amount: DecimalString,
  products: Type.Array(MarginOfProduct),
});
export type MarginTree = Static<typeof MarginTree>;
