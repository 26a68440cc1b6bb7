/**
 * Writes what the venue needs before it trades, and then what is due: the fixing of every day that is over, and the end
 * of every trading day (rule SET-6). The twin of `src/venue/day-keeper.ts`, which needs Node.
 */
import { dateOf, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { type ProductSpecification, SITP } from '#core/contract.ts';
import type { Exchange } from '#core/exchange.ts';
import { robust } from '#core/price-index/methodology.ts';
import type { Lots, Millionths, Ticks, TradeDate } from '#core/units.ts';
import { plainTerms } from '#makers/plain-index.ts';
import { credentialOf, keyOf } from './keys.ts';
import type { PostedPrices } from './posted-prices.ts';
import { nameOf, type Script } from './script.ts';
import type { Door, VenueWorld } from './simulated-venue.ts';

const A_MINUTE_MS = 60_000;

export class SimulatedDayKeeper {
  /** Whether something is under way. */
  isBusy = false;
  readonly #world: VenueWorld;
  readonly #exchange: Exchange;
  readonly #door: Door;
  #isToWake = false;

  constructor(world: VenueWorld, exchange: Exchange, door: Door) {
    this.#world = world;
    this.#exchange = exchange;
    this.#door = door;
  }

  /** Carries out what is due, one after the other, and wakes at the next midnight. */
  keepDays(): void {
    if (this.isBusy) return;
    const command = this.#due();
    const { process, clock, record } = this.#world;
    const now = clock.now();
    if (command === undefined) return this.#wakeIn(startOf((dateOf(now) + 1) as TradeDate) - now);
    this.isBusy = true;
    if (command.type === 'endDay') process.pass('endDay');
    this.#door.post(command, (outcome, refusal) => {
      this.isBusy = false;
      const rejected = outcome?.events.find((event) => event.type === 'rejected');
      record.expect(rejected === undefined, 'what is due is taken', () => JSON.stringify([command, rejected]));
      if (outcome !== undefined) this.keepDays();
      else if (refusal?.code === 'DISK_LOW') this.#wakeIn(A_MINUTE_MS);
    });
  }

  #wakeIn(ms: number): void {
    if (this.#isToWake) return;
    this.#isToWake = true;
    const { timeline, process } = this.#world;
    const wake = () => {
      this.#isToWake = false;
      this.keepDays();
    };
    timeline.after(ms, wake, process);
  }

  #due(): Command | undefined {
    const { script, clock, prices } = this.#world;
    const { fixings, indexTerms, products, accounts, tradeDate, nextStep } = this.#exchange;
    const today = dateOf(clock.now());
    const fixed = fixings.at(-1)?.date;
    const [adopted] = indexTerms;
    if (adopted === undefined) {
      const effective = (Math.min(script.from, today) - 1) as TradeDate;
      return { type: 'adoptIndexTerms', terms, effective, reason: 'The rehearsal begins.', by: 'rehearsal' };
    }
    // The clock may have gone back since.
    if (fixed === undefined) return fixing(adopted.effective, prices);
    const specification = specifications[products.length] as ProductSpecification;
    const isPriced = fixings.some(({ value }) => value !== undefined);
    if (isPriced && products.length < script.products) return { type: 'defineProduct', specification };
    if (accounts.length < script.clients.length) return openAccount(script, accounts.length);
    if (tradeDate !== undefined && fixed >= tradeDate && tradeDate < today)
      return { type: 'endDay', date: tradeDate, step: nextStep };
    return fixed + 1 < today ? fixing((fixed + 1) as TradeDate, prices) : undefined;
  }
}

/** Makers and speculators belong to the house; others are members like any. */
function openAccount(script: Script, account: number): Command {
  const name = nameOf(script, account);
  const kind = /^(maker|speculator)/.test(name) ? 'simulated' : 'member';
  return { type: 'openAccount', name, kind, credential: credentialOf(keyOf(name)) };
}

function fixing(date: TradeDate, prices: PostedPrices): Command {
  return { type: 'fixIndex', date, evidence: prices.next(date) };
}

/** Ours to the letter, so that a rehearsal goes through the whole chain of fallbacks. */
const terms = plainTerms(robust);

/** Two small products with tight limits and odd fees, so that every refusal and every rounding is within reach. */
const small: ProductSpecification = {
  ...SITP,
  code: 'SIM',
  priceMax: 300 as Ticks,
  orderQuantityMax: 25 as Lots,
  positionMax: 40 as Lots,
  consecutiveMonths: 1,
  quarterlyMonths: 1,
};
const odd = { takerFeeRate: 1_237 as Millionths, makerFeeRate: 411 as Millionths };
const specifications = [small, { ...small, ...odd, code: 'ODD', lotSize: 3, quarterlyMonths: 0 }] as const;
