/**
 * Everything that can be refused, in the order in which it is looked for, each with the rule that says so.
 *
 * The order is part of the contract with the participant: the first reason that holds is the one that is given.
 * Codes are never renamed or reused. The doors have refusals of their own, for what cannot be read at all; see
 * `src/wire/errors.ts`.
 */

/** Why an order, a pair or a quote is refused. */
export const orderRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  CONTRACT_UNKNOWN: 'ORD-1',
  CONTRACT_EXPIRED: 'ORD-2',
  IN_DEFAULT: 'DEF-25',
  SWITCHED_OFF: 'PRO-8',
  NOT_PERMITTED: 'PRO-2',
  MARKET_CLOSED: 'ORD-3',
  CONTRACT_HALTED: 'AUC-12',
  QUANTITY_NOT_POSITIVE: 'ORD-4',
  QUANTITY_TOO_LARGE: 'ORD-5',
  SPREAD_TERMS_UNKNOWN: 'SPR-3',
  TIME_IN_FORCE_UNKNOWN: 'ORD-13',
  IMMEDIATE_IN_AUCTION: 'ORD-14',
  NO_AUCTION: 'ORD-14',
  GOOD_TILL_DATE_MISSING: 'ORD-16',
  GOOD_TILL_DATE_PAST: 'ORD-16',
  MINIMUM_NOT_IMMEDIATE: 'ORD-17',
  MINIMUM_QUANTITY_INVALID: 'ORD-17',
  MARKET_ORDER_RESTING: 'ORD-18',
  NO_OPPOSITE_PRICE: 'ORD-19',
  TRIGGER_INVALID: 'ORD-20',
  TRIGGER_ON_WRONG_SIDE: 'ORD-20',
  ICEBERG_NOT_RESTING: 'ORD-22',
  DISPLAY_QUANTITY_INVALID: 'ORD-22',
  POST_ONLY_NOT_RESTING: 'ORD-23',
  POST_ONLY_WOULD_TRADE: 'ORD-23',
  PAIR_INVALID: 'ORD-24',
  REDUCE_ONLY_WITHOUT_POSITION: 'ORD-25',
  QUOTE_CROSSED: 'ORD-26',
  QUOTE_EMPTY: 'ORD-26',
  QUOTE_REPEATED: 'ORD-26',
  PROTECTION_FROZEN: 'MMK-15',
  CLOSE_ONLY: 'PRO-2',
  QUANTITY_ABOVE_CAP: 'PRO-3',
  ORDER_VALUE_TOO_LARGE: 'PRO-4',
  PRICE_OUTSIDE_LIMIT: 'PRC-1',
  PRICE_OUTSIDE_BAND: 'PRC-15',
  REPEATED_TOO_OFTEN: 'PRO-5',
  POSITION_LIMIT_EXCEEDED: 'POS-1',
  SPOT_MONTH_LIMIT_EXCEEDED: 'POS-3',
  OPEN_INTEREST_LIMIT_EXCEEDED: 'POS-6',
  ALL_MONTHS_LIMIT_EXCEEDED: 'POS-4',
  MARGIN_INSUFFICIENT: 'MAR-4',
} as const;
export type OrderRejection = keyof typeof orderRejections;

/** Why a cancellation or a change is refused. Somebody else's order is as unknown as none at all (rule ORD-8). */
export const cancelRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  CONTRACT_UNKNOWN: 'ORD-1',
  ORDER_UNKNOWN: 'ORD-8',
  NO_CANCEL_IN_FREEZE: 'AUC-9',
  NOTHING_TO_AMEND: 'ORD-12',
  AMENDED_BELOW_FILLED: 'ORD-12',
} as const;
export type CancelRejection = keyof typeof cancelRejections;

/** Why a phase is not changed. */
export const phaseRejections = {
  DAY_IS_ENDING: 'SET-6',
  PRODUCT_UNKNOWN: 'AUC-6',
  CONTRACT_UNKNOWN: 'ORD-1',
  CONTRACT_EXPIRED: 'ORD-2',
  PHASE_NOT_NEXT: 'AUC-6',
  NOT_INTERRUPTED: 'AUC-13',
} as const;
export type PhaseRejection = keyof typeof phaseRejections;

/** Why a group is not joined. */
export const groupRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  GROUP_INVALID: 'MAT-7',
  ACCOUNT_HAS_ORDERS: 'MAT-7',
  SWITCHED_OFF: 'PRO-8',
} as const;
export type GroupRejection = keyof typeof groupRejections;

/** Why something that those who run the venue set or switch is refused. */
export const operatorRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  PRODUCT_UNKNOWN: 'AUC-6',
  CONTRACT_UNKNOWN: 'ORD-1',
  PERSON_UNNAMED: 'PRO-9',
  REASON_MISSING: 'SET-20',
  SWITCH_ALREADY_THROWN: 'PRO-8',
  SWITCH_NOT_THROWN: 'PRO-9',
  SECOND_PERSON_NEEDED: 'PRO-9',
  SETTING_INVALID: 'PRO-6',
  SETTLEMENT_NOT_OPEN: 'SET-18',
  PRICE_OUTSIDE_LIMIT: 'PRC-1',
  FIXING_NOT_WITHHELD: 'SET-20',
  PROTECTION_INVALID: 'MMK-13',
  NOT_PROTECTED: 'MMK-14',
  AGREEMENT_INVALID: 'MMK-1',
  NET_CAPITAL_INSUFFICIENT: 'MMK-2',
  NO_AGREEMENT: 'MMK-1',
  REBATE_INVALID: 'FEE-3',
} as const;
export type OperatorRejection = keyof typeof operatorRejections;

/** Why a product cannot be listed. */
export const specificationRejections = {
  DAY_IS_ENDING: 'SET-6',
  PRODUCT_CODE_INVALID: 'CON-1',
  SPECIFICATION_INVALID: 'CON-1',
  TICK_VALUE_NOT_WHOLE: 'CON-2',
  POSITION_VALUE_TOO_LARGE: 'CON-2',
  SCHEDULE_INVALID: 'CON-14',
  PRICE_RULES_INVALID: 'PRC-4',
  MARGIN_RULES_INVALID: 'MAR-10',
  SETTLEMENT_RULES_INVALID: 'SET-8',
  PRODUCT_EXISTS: 'CON-1',
} as const;
export type SpecificationRejection = keyof typeof specificationRejections;

/** Why money cannot be moved, or an account not opened. */
export const accountRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  ACCOUNT_NAME_INVALID: 'MEM-2',
  ACCOUNT_NAME_TAKEN: 'MEM-2',
  MEMBER_UNKNOWN: 'MEM-5',
  AMOUNT_NOT_POSITIVE: 'CLR-2',
  AMOUNT_TOO_LARGE: 'CLR-2',
  DAY_IS_ENDING: 'SET-6',
  DEFAULT_OPEN: 'DEF-25',
  MARGIN_INSUFFICIENT: 'MAR-5',
  CALL_OPEN: 'DEF-21',
} as const;
export type AccountRejection = keyof typeof accountRejections;

/** Why margin is not checked, an account not closed out, or positions not moved or reduced. */
export const riskRejections = {
  ACCOUNT_UNKNOWN: 'MEM-1',
  CONTRACT_UNKNOWN: 'ORD-1',
  MEMBER_UNKNOWN: 'MEM-5',
  MEMBER_IN_DEFAULT: 'DEF-28',
  CLIENT_IN_DEFICIT: 'DEF-28',
  NOT_CLOSED_OUT: 'DEF-24',
  MARKET_CLOSED: 'ORD-3',
  CLOSE_OUT_WAITS: 'DEF-24',
  NOT_BEFORE_VARIATION: 'DEF-27',
  NOT_LOCKED: 'DEF-27',
} as const;
export type RiskRejection = keyof typeof riskRejections;

/** Why the end of a day or a calendar is refused. */
export const dayRejections = {
  CALENDAR_INVALID: 'CON-9',
  DAY_IS_ENDING: 'SET-6',
  CALENDAR_MOVES_TODAY: 'CON-9',
  DATE_NOT_NEXT: 'SET-6',
  FIXING_MISSING: 'SET-6',
  STEP_NOT_NEXT: 'SET-6',
} as const;
export type DayRejection = keyof typeof dayRejections;

/** Why terms of the index, a fixing or its correction are refused. */
export const indexRejections = {
  PERSON_UNNAMED: 'PRO-9',
  REASON_MISSING: 'SET-20',
  INDEX_TERMS_INVALID: 'IDX-30',
  INDEX_TERMS_KNOWN: 'IDX-30',
  INDEX_TERMS_WAITING: 'IDX-31',
  NOT_A_REBALANCE_DAY: 'IDX-31',
  NOTICE_TOO_SHORT: 'IDX-31',
  FIXING_DATE_NOT_NEXT: 'IDX-9',
  INDEX_TERMS_MISSING: 'IDX-30',
  FIXING_UNKNOWN: 'IDX-33',
  EVIDENCE_INVALID: 'IDX-30',
  FIXING_TOO_OLD: 'IDX-33',
} as const;
export type IndexRejection = keyof typeof indexRejections;

export type Rejection =
  | IndexRejection
  | OrderRejection
  | CancelRejection
  | PhaseRejection
  | GroupRejection
  | OperatorRejection
  | SpecificationRejection
  | AccountRejection
  | RiskRejection
  | DayRejection;

/** The rule behind every code. Where two lists share a code, the rule is that of the first. */
export const ruleOfRejection: Readonly<Record<Rejection, string>> = {
  ...dayRejections,
  ...indexRejections,
  ...riskRejections,
  ...accountRejections,
  ...specificationRejections,
  ...operatorRejections,
  ...groupRejections,
  ...phaseRejections,
  ...cancelRejections,
  ...orderRejections,
};
