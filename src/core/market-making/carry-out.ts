/**
 * Agreements with makers and what is declared about them, carried out. Each returns a refusal, and then nothing has
 * changed. What an agreement comes to is measured from events, outside of the exchange.
 */
import { type Month, monthOf } from '../calendar.ts';
import type { DeclareException, DeclareStress, EndAgreement, PayRebate, SignAgreement } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { OperatorRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { type AccountId, isWhole, type TradeDate } from '../units.ts';
import { isWholeWithin } from './bounds.ts';
import { refuseAgreement } from './refuse-agreement.ts';

type Refusal = OperatorRejection | undefined;

/** Takes the place of an earlier agreement of the account for the product (rules MMK-1 and MMK-2). */
export function signAgreement(state: VenueState, { agreement }: SignAgreement, emit: Emit): Refusal {
  const { account, product } = agreement;
  const reason = refuseNames(state, account, product) ?? refuseAgreement(agreement);
  if (reason !== undefined) return reason;
  state.agreements.set(keyOf(account, product), agreement);
  emit.happened({ type: 'agreementSigned', agreement });
  return undefined;
}

/** From now on nothing is promised (rule MMK-1). */
export function endAgreement(state: VenueState, { account, product }: EndAgreement, emit: Emit): Refusal {
  const reason = refuseNames(state, account, product);
  if (reason !== undefined) return reason;
  if (!state.agreements.delete(keyOf(account, product))) return 'NO_AGREEMENT';
  emit.happened({ type: 'agreementEnded', account, product });
  return undefined;
}

/** Stress relaxes what makers of a product owe (rule MMK-6). */
export function declareStress(state: VenueState, { product, stressed }: DeclareStress, emit: Emit): Refusal {
  const reason = refuseNames(state, null, product);
  if (reason === undefined) emit.happened({ type: 'stressDeclared', product, stressed });
  return reason;
}

/** Exceptional circumstances lift what makers owe (rule MMK-7). */
export function declareException(state: VenueState, command: DeclareException, emit: Emit): Refusal {
  const { account, product, lifted, reason: why } = command;
  const reason = refuseNames(state, account, product) ?? (why.trim() === '' ? 'SETTING_INVALID' : undefined);
  if (reason === undefined) emit.happened({ type: 'exceptionDeclared', account, product, lifted, reason: why });
  return reason;
}

/** Once for an account, a product and a month that is over, and never more than the venue has earned (rule FEE-3). */
export function payRebate(state: VenueState, command: PayRebate, emit: Emit): Refusal {
  const { account, product, month, amount } = command;
  const reason = refuseNames(state, account, product);
  if (reason !== undefined) return reason;
  const key = rebateKey(account, product, month);
  // What is paid for a month is final, so the month is.
  const isOver = isWhole(month) && month < monthOf(state.tradeDate as TradeDate);
  const isPayable = isOver && isWholeWithin(amount, 1, state.ledger.fees + state.ledger.rebates);
  if (!isPayable || state.rebates.has(key) || !state.ledger.hasRoomFor(account, amount)) return 'REBATE_INVALID';
  state.rebates.add(key);
  state.ledger.transfer('rebates', { cash: account }, amount);
  emit.happened({ type: 'rebatePaid', account, product, month, amount });
  return undefined;
}

/** Under which a paid rebate is remembered. */
export const rebateKey = (account: AccountId, product: string, month: Month): string =>
  `${keyOf(account, product)} ${month}`;

const keyOf = (account: AccountId, product: string): string => `${account} ${product}`;

function refuseNames(state: VenueState, account: AccountId | null, product: string): Refusal {
  if (account !== null && !state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  return state.products.some(({ code }) => code === product) ? undefined : 'PRODUCT_UNKNOWN';
}
