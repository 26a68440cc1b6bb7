/**
 * What persons have set for the end of a contract, should the index fail: fixings for days that were withheld, prices of
 * a committee (rules SET-20 and SET-22).
 *
 * They stand apart from the fixings and change none; only a final settlement looks at them, and only when it must. The
 * last one that was set counts, and who set it and why is kept with it.
 */
import type { SetCommitteePrice, SetFallbackFixing } from '../commands.ts';
import { indexOf, isSettlementIndex, type SettlementIndex } from '../contract.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { isWholeWithin } from '../market-making/bounds.ts';
import { refusePerson, refuseReason } from '../protection/refuse-person.ts';
import type { OperatorRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { type ContractId, MONEY_MAX, type Money, type Ticks, type TradeDate } from '../units.ts';

/** Who set it, and why. */
interface Signed {
  readonly reason: string;
  readonly by: string;
}
/** Without an index it stands in for the Token Price Index. */
type FixingRow = Signed & { readonly date: TradeDate; readonly index?: SettlementIndex; readonly value: Money };
type PriceRow = Signed & { readonly contract: ContractId; readonly price: Ticks };

export interface StandInsSnapshot {
  readonly fixings?: readonly FixingRow[];
  readonly prices?: readonly PriceRow[];
}

export class StandIns {
  /** By index and date. */
  readonly #fixings = new Map<string, FixingRow>();
  readonly #prices = new Map<ContractId, PriceRow>();

  setFixing(row: FixingRow): void {
    this.#fixings.set(`${indexOf(row)} ${row.date}`, row);
  }

  setPrice(row: PriceRow): void {
    this.#prices.set(row.contract, row);
  }

  /** The values for one index by date, micro-dollars per unit of it. */
  fixingsOf(index: SettlementIndex): ReadonlyMap<TradeDate, Money> {
    const rows = [...this.#fixings.values()].filter((row) => indexOf(row) === index);
    return new Map(rows.map(({ date, value }) => [date, value]));
  }

  priceOf(contract: ContractId): Ticks | undefined {
    return this.#prices.get(contract)?.price;
  }

  /** Undefined while nobody has set anything. */
  snapshot(): StandInsSnapshot | undefined {
    if (this.#fixings.size + this.#prices.size === 0) return undefined;
    const fixings = [...this.#fixings.values()].sort((a, b) => a.date - b.date || (indexOf(a) < indexOf(b) ? -1 : 1));
    const prices = [...this.#prices.values()].sort((a, b) => a.contract - b.contract);
    return { ...(fixings.length > 0 && { fixings }), ...(prices.length > 0 && { prices }) };
  }

  static restore({ fixings = [], prices = [] }: StandInsSnapshot = {}): StandIns {
    const standIns = new StandIns();
    for (const row of fixings) standIns.setFixing(row);
    for (const row of prices) standIns.setPrice(row);
    return standIns;
  }
}

/** Sets what stands in for the fixing of a day that was withheld. */
export function setFallbackFixing(
  state: VenueState,
  { date, index, value, reason, by }: SetFallbackFixing,
  emit: Emit,
): OperatorRejection | undefined {
  const refused = refusePerson(by) ?? refuseReason(reason);
  if (refused !== undefined) return refused;
  if (!isWholeWithin(value, 1, MONEY_MAX)) return 'SETTING_INVALID';
  if (index !== undefined && !isSettlementIndex(index)) return 'SETTING_INVALID';
  const row = { date, ...(index !== undefined && { index }), value, reason, by };
  const fixing = state.fixingsOf(row).find((one) => one.date === date);
  if (fixing === undefined || fixing.value !== undefined) return 'FIXING_NOT_WITHHELD';
  state.standIns.setFixing(row);
  emit.happened({ type: 'fallbackFixingSet', ...row });
  return undefined;
}

/** Sets the price at which a contract ends when its fixings and those of the days before it do not suffice. */
export function setCommitteePrice(
  state: VenueState,
  { contract: id, price, reason, by }: SetCommitteePrice,
  emit: Emit,
): OperatorRejection | undefined {
  const contract: ListedContract | undefined = state.contracts[id];
  if (contract === undefined || contract.expired) return 'CONTRACT_UNKNOWN';
  const refused = refusePerson(by) ?? refuseReason(reason);
  if (refused !== undefined) return refused;
  const { settlement, priceMax } = contract.specification;
  if (settlement === undefined || !isWholeWithin(price, 1, priceMax)) return 'SETTING_INVALID';
  state.standIns.setPrice({ contract: id, price, reason, by });
  emit.happened({ type: 'committeePriceSet', contract: id, price, reason, by });
  return undefined;
}
