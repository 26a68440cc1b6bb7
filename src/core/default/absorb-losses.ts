/**
 * The step of a day's end that deals with accounts which owe what they cannot pay (rules DEF-23, DEF-25 and DEF-26).
 *
 * A member stands in for its clients. What an account then still owes is its default: the debt goes to a place of its own
 * in the ledger, and the waterfall pays it off, layer by layer. While the venue has no capital of its own for defaults,
 * there is no fund either, and debts stay where they are (CLR-6).
 */
import type { EndingDay } from '../settlement/end-of-day.ts';
import type { VenueState } from '../state.ts';
import { cancelAll } from '../trading/cancel-all.ts';
import { type AccountId, add, type Money, NO_MONEY, subtract } from '../units.ts';
import { DEFAULT_DAYS_MAX } from './parameters.ts';
import { tearUp } from './reduce-positions.ts';
import { type Absorbed, absorb, assessable, type MemberAtStake, type WaterfallLayer } from './waterfall.ts';

/** Covers clients, declares defaults and runs their losses down the waterfall, in the order of account numbers. */
export function absorbLosses(day: EndingDay): void {
  const { state, date, emit } = day;
  const { risk, ledger } = state;
  if (risk.hasFund) {
    for (const { id } of state.accounts.all) if (ledger.cashOf(id) < 0) coverClient(id, day);
    // What accounts have paid of the day's loss with their own money before the rest became a default.
    const paid = new Map<AccountId, Money>();
    for (const { id } of state.accounts.all) if (ledger.cashOf(id) < 0) paid.set(id, declareDefault(id, day));
    const atStake = new AtStake(state);
    for (const account of [...risk.defaults.keys()].sort((a, b) => a - b))
      payOff(account, paid.get(account) ?? NO_MONEY, atStake, day);
    for (const [account, open] of [...risk.defaults].sort(([a], [b]) => a - b)) {
      if (open.days > 0) leaveMarket(account, open.days, day);
      risk.defaults.set(account, { ...open, days: open.days + 1 });
      if (!isSettled(state, account)) continue;
      risk.defaults.delete(account);
      risk.calls.delete(account);
      risk.closeOuts.delete(account);
      emit.happened({ type: 'defaultClosed', account, date });
    }
    if (risk.defaults.size === 0) risk.assessed.clear();
  }
  risk.variations.clear();
}

/** A member pays what its client owes, as far as its own cash goes (rule DEF-23). */
function coverClient(client: AccountId, { state, date, emit }: EndingDay): void {
  const { ledger, accounts, risk } = state;
  const member = accounts.memberOf(client);
  const amount = Math.min(-ledger.cashOf(client), Math.max(0, ledger.cashOf(member))) as Money;
  if (member === client || amount === 0) return;
  ledger.transfer({ cash: member }, { cash: client }, amount);
  // What the member pays the client has not lost.
  risk.variations.set(client, add(risk.variations.get(client) ?? NO_MONEY, amount));
  emit.happened({ type: 'booked', account: member, date, item: 'clientCovered', amount: -amount as Money });
  emit.happened({ type: 'booked', account: client, date, item: 'clientCovered', amount });
}

/**
 * The debt becomes a default, and the account has neither orders nor a say any more. Returns what the account's own cash
 * has paid of the day's loss.
 */
function declareDefault(account: AccountId, { state, orders, date, time, emit }: EndingDay): Money {
  const { ledger, risk, accounts } = state;
  const loss = -ledger.cashOf(account) as Money;
  const member = accounts.memberOf(account);
  if (!risk.defaults.has(account)) {
    cancelAll(state, orders, new Set([account]), 'closeOut', emit);
    risk.defaults.set(account, { since: date, days: 0 });
    risk.closeOuts.set(account, { since: time, nextAt: time, isWhole: true });
    emit.happened({ type: 'defaultDeclared', account, member, date, loss });
  }
  ledger.transfer({ default: account }, { cash: account }, loss);
  emit.happened({ type: 'booked', account, date, item: 'debtCovered', amount: loss });
  return Math.max(0, -(risk.variations.get(account) ?? 0) - loss) as Money;
}

/**
 * Runs what the default lacks down the waterfall, and moves the money. `paid` is what the account has paid of it already.
 */
function payOff(account: AccountId, paid: Money, atStake: AtStake, { state, orders, date, emit }: EndingDay): void {
  const { ledger, accounts } = state;
  const lacking = -ledger.defaultOf(account) as Money;
  if (lacking === 0) return;
  const member = accounts.memberOf(account);
  const loss = add(lacking, paid);
  const paidBack = payBack();
  const { layers, remainder } = absorb(loss, {
    defaulter: account,
    margin: add(paid, paidBack),
    contribution: ledger.contributionOf(member),
    venueCapital: ledger.capital,
    members: atStake.others(member, account),
  });
  for (const { layer, pieces } of layers) for (const { account: giver, amount } of pieces) give(layer, giver, amount);
  emit.happened({ type: 'lossAbsorbed', account, date, loss, layers, remainder });
  if (hasReached(layers, 'variationGains') || remainder > 0) tearUpAll(account);

  /** Cash that has come since, from a deposit or a gain, pays before anybody else is asked. */
  function payBack(): Money {
    const amount = Math.max(0, Math.min(ledger.cashOf(account), lacking)) as Money;
    if (amount === 0) return amount;
    ledger.transfer({ cash: account }, { default: account }, amount);
    emit.happened({ type: 'booked', account, date, item: 'debtCovered', amount: -amount as Money });
    return amount;
  }

  function give(layer: WaterfallLayer, giver: AccountId, amount: Money): void {
    if (layer === 'defaulterMargin') return;
    if (layer === 'venueCapital') return ledger.transfer('capital', { default: account }, amount);
    if (layer === 'defaulterContribution') return ledger.transfer({ fund: member }, { default: account }, amount);
    if (layer === 'memberContributions') return ledger.transfer({ fund: giver }, { default: account }, amount);
    ledger.transfer({ cash: giver }, { default: account }, amount);
    atStake.took(layer, giver, amount);
    const item = layer === 'assessments' ? 'assessment' : 'gainsHaircut';
    emit.happened({ type: 'booked', account: giver, date, item, amount: -amount as Money });
  }

  function tearUpAll(defaulter: AccountId): void {
    for (const contract of state.contracts) if (!contract.expired) tearUp(state, orders, contract, defaulter, emit);
  }
}

function hasReached(layers: readonly Absorbed[], layer: WaterfallLayer): boolean {
  return layers.some((absorbed) => absorbed.layer === layer && absorbed.total > 0);
}

/**
 * What could not be sold in the market in time is closed against others; a member's clients who have found no other
 * member leave the market, slice by slice (rules DEF-26 and DEF-28).
 */
function leaveMarket(account: AccountId, days: number, { state, orders, time, emit }: EndingDay): void {
  const { accounts, risk } = state;
  for (const client of accounts.isMember(account) ? accounts.clientsOf(account) : []) {
    if (risk.closeOuts.get(client)?.isWhole === true) continue;
    risk.closeOuts.set(client, { since: time, nextAt: time, isWhole: true });
    emit.happened({ type: 'closeOutStarted', account: client, ...standing(state, client) });
  }
  if (days < DEFAULT_DAYS_MAX) return;
  for (const contract of state.contracts) if (!contract.expired) tearUp(state, orders, contract, account, emit);
}

function standing(state: VenueState, account: AccountId): { equity: Money; maintenance: Money } {
  return { equity: state.equity(account), maintenance: state.maintenanceMargin(account) };
}

/** Whether a default has neither positions nor a debt left. */
function isSettled(state: VenueState, account: AccountId): boolean {
  if (state.ledger.defaultOf(account) < 0) return false;
  return state.contracts.every(({ expired, positions }) => expired || positions.positionOf(account) === 0);
}

/**
 * What everybody can still be asked for: a second default finds what the first has left, of the gains of the day and of
 * the assessments until no default is open (rule DEF-9).
 */
class AtStake {
  readonly #state: VenueState;
  readonly #cut = new Map<AccountId, Money>();

  constructor(state: VenueState) {
    this.#state = state;
  }

  took(layer: WaterfallLayer, account: AccountId, amount: Money): void {
    const taken = layer === 'assessments' ? this.#state.risk.assessed : this.#cut;
    taken.set(account, add(taken.get(account) ?? NO_MONEY, amount));
  }

  /** Everybody but the defaulter, its member, and those who are in default themselves. */
  others(member: AccountId, defaulter: AccountId): MemberAtStake[] {
    const { risk, ledger, accounts } = this.#state;
    const left = (amount: Money, taken: ReadonlyMap<AccountId, Money>, account: AccountId, cash: Money) =>
      Math.max(0, Math.min(subtract(amount, taken.get(account) ?? NO_MONEY), cash)) as Money;
    const asked = new Set([...risk.asked.keys(), ...ledger.contributors, ...risk.variations.keys()]);
    return [...asked]
      .sort((a, b) => a - b)
      .filter((account) => account !== defaulter && account !== member && !risk.defaults.has(account))
      .map((account) => {
        const cash = ledger.cashOf(account);
        const isMember = accounts.isMember(account);
        const assessment = left(assessable(risk.asked.get(account) ?? NO_MONEY), risk.assessed, account, cash);
        const gain = left(
          Math.max(0, risk.variations.get(account) ?? 0) as Money,
          this.#cut,
          account,
          subtract(cash, assessment),
        );
        return {
          account,
          contribution: isMember ? ledger.contributionOf(account) : NO_MONEY,
          assessable: isMember ? assessment : NO_MONEY,
          gain,
        };
      });
  }
}
