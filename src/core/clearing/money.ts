/** Accounts and the money that enters and leaves them (rules MEM-1 to MEM-7, CLR-2, MAR-5). */
import type { AddCapital, DeclareHedger, Deposit, OpenAccount, Withdraw } from '../commands.ts';
import { meetCall } from '../default/margin-calls.ts';
import type { Emit } from '../events.ts';
import type { VenueState } from '../state.ts';
import { MONEY_MAX } from '../units.ts';

/** Opens an account with no cash; its number follows the last one (rule MEM-1). */
export function openAccount(state: VenueState, command: OpenAccount, emit: Emit): void {
  const { name, kind, credential, member } = command;
  if (!/^[a-z][a-z0-9-]{2,31}$/.test(name)) return emit.rejected(NO_ACCOUNT, 'ACCOUNT_NAME_INVALID');
  if (state.accounts.isNameTaken(name)) return emit.rejected(NO_ACCOUNT, 'ACCOUNT_NAME_TAKEN');
  const isClient = member !== undefined;
  if (isClient && !(state.accounts.has(member) && state.accounts.isMember(member)))
    return emit.rejected(NO_ACCOUNT, 'MEMBER_UNKNOWN');
  const account = state.accounts.open(name, kind, credential, member);
  state.ledger.open();
  emit.happened({ type: 'accountOpened', account, name, kind, credential, member: member ?? account });
}

/** Says whether the account hedges (rule MEM-7). */
export function declareHedger({ accounts }: VenueState, { account, hedges }: DeclareHedger, emit: Emit): void {
  if (!accounts.has(account)) return emit.rejected(account, 'ACCOUNT_UNKNOWN');
  if (hedges) accounts.hedgers.add(account);
  else accounts.hedgers.delete(account);
  emit.happened({ type: 'hedgerDeclared', account, hedges });
}

/** The venue's own money for defaults comes in; it is not taken out again (rule DEF-20). */
export function addCapital({ ledger, risk, stepsDone }: VenueState, { amount }: AddCapital, emit: Emit): void {
  if (amount <= 0) return emit.rejected(NO_ACCOUNT, 'AMOUNT_NOT_POSITIVE');
  if (amount > MONEY_MAX || ledger.capital + amount > MONEY_MAX) return emit.rejected(NO_ACCOUNT, 'AMOUNT_TOO_LARGE');
  // A fund that began between two steps would find debts that no step has dealt with.
  if (stepsDone > 0) return emit.rejected(NO_ACCOUNT, 'DAY_IS_ENDING');
  ledger.transfer('bank', 'capital', amount);
  risk.hasFund = true;
  emit.happened({ type: 'capitalAdded', amount });
}

/** Money comes in from the bank; an account has room for USD 9 billion (rule CLR-2). */
export function deposit(state: VenueState, { account, amount }: Deposit, emit: Emit): void {
  if (!state.accounts.has(account)) return emit.rejected(account, 'ACCOUNT_UNKNOWN');
  if (amount <= 0) return emit.rejected(account, 'AMOUNT_NOT_POSITIVE');
  if (amount > MONEY_MAX || !state.ledger.hasRoomFor(account, amount))
    return emit.rejected(account, 'AMOUNT_TOO_LARGE');
  state.ledger.transfer('bank', { cash: account }, amount);
  emit.happened({ type: 'deposited', account, amount });
  if (state.risk.calls.has(account)) meetCall(state, account, emit);
}

/**
 * A withdrawal leaves the initial margin covered by cash and by equity, whichever is lower: a gain of the day can be
 * taken out after it has been settled, a loss counts at once (rule MAR-5).
 */
export function withdraw(state: VenueState, { account, amount }: Withdraw, emit: Emit): void {
  if (!state.accounts.has(account)) return emit.rejected(account, 'ACCOUNT_UNKNOWN');
  if (amount <= 0) return emit.rejected(account, 'AMOUNT_NOT_POSITIVE');
  if (amount > MONEY_MAX) return emit.rejected(account, 'AMOUNT_TOO_LARGE');
  // Between the day's cash and the next day's margin nobody knows yet what must stay.
  if (state.stepsDone > 0) return emit.rejected(account, 'DAY_IS_ENDING');
  if (state.risk.defaults.size > 0) return emit.rejected(account, 'DEFAULT_OPEN');
  const covered = Math.min(state.ledger.cashOf(account), state.equity(account));
  if (covered - amount < state.initialMargin(account)) return emit.rejected(account, 'MARGIN_INSUFFICIENT');
  if (state.risk.calls.has(account)) return emit.rejected(account, 'CALL_OPEN');
  state.ledger.transfer({ cash: account }, 'bank', amount);
  emit.happened({ type: 'withdrawn', account, amount });
}

const NO_ACCOUNT = -1 as Deposit['account'];
