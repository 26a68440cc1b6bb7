/**
 * Everything that can be refused, in the order in which it is looked for, each with the rule that says so.
 *
 * The order is part of the contract with the participant: the first reason that holds is the one that is given.
 * Codes are never renamed or reused. The doors have refusals of their own, for what cannot be read at all; see
 * `src/wire/errors.ts`.
 */

/** Why an order is refused. */
export const orderRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  CONTRACT_UNKNOWN: 'ORD-1',
  CONTRACT_EXPIRED: 'ORD-2',
  MARKET_CLOSED: 'ORD-3',
  QUANTITY_NOT_POSITIVE: 'ORD-4',
  QUANTITY_TOO_LARGE: 'ORD-5',
  PRICE_OUTSIDE_LIMIT: 'PRC-1',
  POSITION_LIMIT_EXCEEDED: 'POS-1',
  MARGIN_INSUFFICIENT: 'MAR-4',
} as const;
export type OrderRejection = keyof typeof orderRejections;

/** Why a cancellation is refused. Somebody else's order is as unknown as none at all (rule ORD-8). */
export const cancelRejections = {
  ORDER_UNKNOWN: 'ORD-8',
} as const;
export type CancelRejection = keyof typeof cancelRejections;

/** Why a product cannot be listed. */
export const specificationRejections = {
  PRODUCT_CODE_INVALID: 'CON-1',
  SPECIFICATION_INVALID: 'CON-1',
  TICK_VALUE_NOT_WHOLE: 'CON-2',
  POSITION_VALUE_TOO_LARGE: 'CON-2',
  PRODUCT_EXISTS: 'CON-1',
} as const;
export type SpecificationRejection = keyof typeof specificationRejections;

/** Why money cannot be moved, or an account not opened. */
export const accountRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  ACCOUNT_NAME_INVALID: 'MEM-2',
  ACCOUNT_NAME_TAKEN: 'MEM-2',
  AMOUNT_NOT_POSITIVE: 'CLR-2',
  AMOUNT_TOO_LARGE: 'CLR-2',
  MARGIN_INSUFFICIENT: 'MAR-5',
} as const;
export type AccountRejection = keyof typeof accountRejections;

/** Why the end of a day, or a fixing, is refused. */
export const dayRejections = {
  DATE_NOT_NEXT: 'SET-6',
  FIXING_DATE_NOT_NEXT: 'IDX-9',
  FIXING_MISSING: 'SET-6',
} as const;
export type DayRejection = keyof typeof dayRejections;

export type Rejection = OrderRejection | CancelRejection | SpecificationRejection | AccountRejection | DayRejection;

/** The rule behind every code. Where two lists share a code, the rule is that of the first. */
export const ruleOfRejection: Readonly<Record<Rejection, string>> = {
  ...dayRejections,
  ...accountRejections,
  ...specificationRejections,
  ...cancelRejections,
  ...orderRejections,
};
