/** Accounts and the money that enters and leaves them (rules MEM-1 to MEM-3, CLR-2, MAR-5). */
import type { Deposit, OpenAccount, Withdraw } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { VenueState } from '../state.ts';
import { MONEY_MAX } from '../units.ts';

/** Opens an account with no cash; its number follows the last one (rule MEM-1). */
export function openAccount(state: VenueState, command: OpenAccount, emit: Emit): void {
  const { name, kind, credential } = command;
  if (!/^[a-z][a-z0-9-]{2,31}$/.test(name)) return emit.rejected(NO_ACCOUNT, 'ACCOUNT_NAME_INVALID');
  if (state.accounts.isNameTaken(name)) return emit.rejected(NO_ACCOUNT, 'ACCOUNT_NAME_TAKEN');
  const account = state.accounts.open(name, kind, credential);
  state.ledger.open();
  emit.happened({ type: 'accountOpened', account, name, kind, credential });
}

/** Money comes in from the bank; an account has room for USD 9 billion (rule CLR-2). */
export function deposit(state: VenueState, { account, amount }: Deposit, emit: Emit): void {
  if (!state.accounts.has(account)) return emit.rejected(account, 'ACCOUNT_UNKNOWN');
  if (amount <= 0) return emit.rejected(account, 'AMOUNT_NOT_POSITIVE');
  if (amount > MONEY_MAX || !state.ledger.hasRoomFor(account, amount))
    return emit.rejected(account, 'AMOUNT_TOO_LARGE');
  state.ledger.deposit(account, amount);
  emit.happened({ type: 'deposited', account, amount });
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
  const covered = Math.min(state.ledger.cashOf(account), state.equity(account));
  if (covered - amount < state.accounts.initialMargin(account)) return emit.rejected(account, 'MARGIN_INSUFFICIENT');
  state.ledger.withdraw(account, amount);
  emit.happened({ type: 'withdrawn', account, amount });
}

const NO_ACCOUNT = -1 as Deposit['account'];
