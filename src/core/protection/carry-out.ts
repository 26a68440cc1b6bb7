/**
 * What those who run the venue set and switch, carried out. Each returns a refusal, and then nothing has changed.
 */
import type {
  CapOrders,
  GrantExemption,
  PermitAccount,
  ProtectMaker,
  ReleaseSwitch,
  ResetProtection,
  ThrowSwitch,
} from '../commands.ts';
import type { Emit } from '../events.ts';
import { isWholeWithin, LOTS_MAX } from '../market-making/bounds.ts';
import { refuseProtection } from '../market-making/protection-settings.ts';
import { ProtectionWindow } from '../market-making/protection-window.ts';
import type { OperatorRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { cancelAll } from '../trading/cancel-all.ts';
import type { Found } from '../trading/found.ts';
import type { Orders } from '../trading/orders.ts';
import { type AccountId, type ContractId, isWhole } from '../units.ts';
import { refusePerson } from './refuse-person.ts';
import type { SwitchTarget } from './switches.ts';

type Refusal = OperatorRejection | undefined;

/** Throws a kill switch: what it stands at has no orders any more, and brings none (rule PRO-8). */
export function throwSwitch(state: VenueState, orders: Orders, command: ThrowSwitch, emit: Emit): Refusal {
  const { by } = command;
  const reason = refuseTarget(state, command.target) ?? refusePerson(by);
  if (reason !== undefined) return reason;
  const target = named(state, command.target);
  if (state.switches.find(target) !== undefined) return 'SWITCH_ALREADY_THROWN';
  state.switches.set({ target, thrownBy: by, releaseAskedBy: null });
  emit.happened({ type: 'switchThrown', target, by });
  cancelAll(state, orders, accountsOf(state, target), 'switchedOff', emit, (found) =>
    target.level === 'contract' ? isIn(found, target.contract) : true,
  );
  return undefined;
}

/** Whether an order stands in the contract, or in a spread of which it is a leg. */
function isIn(found: Found, id: ContractId): boolean {
  const contracts = found.contract === undefined ? [found.spread.near, found.spread.far] : [found.contract];
  return contracts.some((contract) => contract.id === id);
}

/** The first person asks for the release, the second one, who is another, releases (rule PRO-9). */
export function releaseSwitch(state: VenueState, command: ReleaseSwitch, emit: Emit): Refusal {
  const { by } = command;
  const refused = refuseTarget(state, command.target) ?? refusePerson(by);
  if (refused !== undefined) return refused;
  const target = named(state, command.target);
  const thrown = state.switches.find(target);
  if (thrown === undefined) return 'SWITCH_NOT_THROWN';
  if (thrown.releaseAskedBy === null) {
    state.switches.set({ ...thrown, releaseAskedBy: by });
    emit.happened({ type: 'releaseAsked', target, by });
    return undefined;
  }
  if (thrown.releaseAskedBy === by) return 'SECOND_PERSON_NEEDED';
  state.switches.release(target);
  emit.happened({ type: 'switchReleased', target, askedBy: thrown.releaseAskedBy, by });
  return undefined;
}

/** Says what an account may do in a product (rule PRO-2). */
export function permitAccount(state: VenueState, command: PermitAccount, emit: Emit): Refusal {
  const { account, product, permission } = command;
  const reason = refuseAccountAndProduct(state, account, product);
  if (reason !== undefined) return reason;
  if (!['trade', 'closeOnly', 'cancelOnly'].includes(permission)) return 'SETTING_INVALID';
  state.settings.permit(account, product, permission);
  emit.happened({ type: 'accountPermitted', account, product, permission });
  return undefined;
}

/** Caps the size and value of an account's orders (rule PRO-3). */
export function capOrders(state: VenueState, { account, quantity, value }: CapOrders, emit: Emit): Refusal {
  if (!state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  if (![quantity, value].every((cap) => cap === null || isCount(cap))) return 'SETTING_INVALID';
  state.settings.cap(account, { quantity, value });
  emit.happened({ type: 'ordersCapped', account, quantity, value });
  return undefined;
}

/** Lets a hedger hold more than the limits, until a date (rule POS-5). */
export function grantExemption(state: VenueState, command: GrantExemption, emit: Emit): Refusal {
  const { account, product, lots, until } = command;
  const reason = refuseAccountAndProduct(state, account, product);
  if (reason !== undefined) return reason;
  if (!isWholeWithin(lots, 0, LOTS_MAX) || !isWhole(until)) return 'SETTING_INVALID';
  state.settings.exempt(account, product, { lots, until });
  emit.happened({ type: 'exemptionGranted', account, product, lots, until });
  return undefined;
}

/** Sets or takes away an account's market-maker protection in a product (rule MMK-13). */
export function protectMaker(state: VenueState, command: ProtectMaker, emit: Emit): Refusal {
  const { account, product, settings } = command;
  const reason = refuseAccountAndProduct(state, account, product);
  if (reason !== undefined) return reason;
  if (settings !== null && refuseProtection(settings) !== undefined) return 'PROTECTION_INVALID';
  if (settings === null) state.makerProtections.delete(account, product);
  else state.makerProtections.set(account, product, new ProtectionWindow(settings));
  emit.happened({ type: 'makerProtected', account, product, settings });
  return undefined;
}

/** Ends a freeze (rule MMK-14). */
export function resetProtection(state: VenueState, { account, product }: ResetProtection, emit: Emit): Refusal {
  const reason = refuseAccountAndProduct(state, account, product);
  if (reason !== undefined) return reason;
  const window = state.makerProtections.get(account, product);
  if (window === undefined) return 'NOT_PROTECTED';
  window.reset();
  emit.happened({ type: 'protectionReset', account, product });
  return undefined;
}

function refuseAccountAndProduct(state: VenueState, account: AccountId, product: string): Refusal {
  if (!state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  return state.products.some(({ code }) => code === product) ? undefined : 'PRODUCT_UNKNOWN';
}

function refuseTarget(state: VenueState, target: SwitchTarget): Refusal {
  switch (target.level) {
    case 'venue':
      return undefined;
    case 'key':
      // A key that was written down wrongly must not pass for one that is switched off.
      return state.accounts.all.some(({ credential }) => credential === target.credential)
        ? undefined
        : 'ACCOUNT_UNKNOWN';
    case 'contract':
      return state.contracts[target.contract] === undefined ? 'CONTRACT_UNKNOWN' : undefined;
    default:
      return state.accounts.has(target.account) ? undefined : 'ACCOUNT_UNKNOWN';
  }
}

/** A group has one name, whichever of its accounts was named. */
function named({ accounts }: VenueState, target: SwitchTarget): SwitchTarget {
  return target.level === 'group' ? { ...target, account: accounts.groupOf(target.account) } : target;
}

function accountsOf(state: VenueState, target: SwitchTarget): ReadonlySet<AccountId> {
  const { accounts } = state;
  const isMeant = (account: (typeof accounts.all)[number]): boolean => {
    if (target.level === 'account') return account.id === target.account;
    if (target.level === 'group') return accounts.groupOf(account.id) === accounts.groupOf(target.account);
    return target.level === 'key' ? account.credential === target.credential : true;
  };
  return new Set(accounts.all.filter(isMeant).map(({ id }) => id));
}

function isCount(value: number): boolean {
  return isWhole(value) && value > 0;
}
