/**
 * Days of ruin on small venues, with a second ledger and a second waterfall that hear events only.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { AccountId } from '#core/units.ts';
import { PlainLedger } from '../model/plain-ledger.ts';
import { PlainWaterfall } from '../model/plain-waterfall.ts';
import { diceOf, type Step } from '../model/random-commands.ts';
import { randomDefaults } from '../model/random-defaults.ts';

const SEED = Number(process.env.SEED ?? 7);
const VENUES = Number(process.env.VENUES ?? 24);
const DAYS = 20;
const REACHED = [
  'defaulterMargin',
  'defaulterContribution',
  'venueCapital',
  'memberContributions',
  'assessments',
  'variationGains',
  'tearUp',
  'closeOutFee',
  'clientCovered',
  'clientPorted',
  'defaultClosed',
  'marginCallMet',
];
/** What a client is booked for: its own fee and debt, help from its member, and gains that are cut like anybody's. */
const OF_CLIENTS: readonly string[] = ['closeOutFee', 'debtCovered', 'clientCovered', 'gainsHaircut'];

test('DEF-8, DEF-9, CLR-1 whoever is ruined: losses are borne layer by layer, and two ledgers agree after every command', () => {
  const reached = new Map<string, number>();
  for (let seed = SEED; seed < SEED + VENUES; seed += 1) {
    const venue = new WatchedVenue();
    let count = 0;
    for (const step of randomDefaults(() => venue.exchange, diceOf(seed), DAYS)) {
      count += 1;
      try {
        venue.carryOut(step);
      } catch (cause) {
        const where = `command ${count} of seed ${seed}, ${JSON.stringify(step.command)}`;
        const replay = `SEED=${seed} VENUES=1 npm test -- properties/defaults`;
        throw new Error(`${where}; replay it with: ${replay}\n${(cause as Error).message}`, { cause });
      }
    }
    for (const what of venue.reached) reached.set(what, (reached.get(what) ?? 0) + 1);
  }
  if (VENUES < 24) return;
  for (const what of REACHED) assert.ok(reached.has(what), `${what} never happened: this shows little`);
});

/** A venue that nobody believes. */
class WatchedVenue {
  readonly exchange = new Exchange();
  readonly ledger = new PlainLedger();
  readonly waterfall = new PlainWaterfall(this.ledger);
  readonly #seen = new Set<string>();

  carryOut({ command, time }: Step): void {
    const { exchange, ledger, waterfall } = this;
    waterfall.asked = new Map(exchange.risk.asked);
    const events: Event[] = [];
    exchange.execute(command, time, recorder(events));
    exchange.audit();
    for (const event of events) {
      waterfall.hear(event);
      ledger.hear(event);
      this.#look(event);
    }
    ledger.agreesWith(exchange.snapshot().ledger);
    for (const { expired, positions } of exchange.contracts) assert.ok(expired || positions.sum === 0);
    if (events.some(({ type }) => type === 'dayEnded') && exchange.risk.hasFund) this.#afterDay();
  }

  /** What happened at least once. */
  get reached(): ReadonlySet<string> {
    return new Set([...this.#seen, ...this.waterfall.reached]);
  }

  #look(event: Event): void {
    if (event.type === 'rejected') return;
    this.#seen.add(event.type);
    if (event.type === 'positionReduced') this.#seen.add(event.cause);
    if (event.type !== 'booked') return;
    this.#seen.add(event.item);
    const isClient = this.ledger.memberOf(event.account) !== event.account;
    assert.ok(!isClient || OF_CLIENTS.includes(event.item), `a client is booked for ${event.item}`);
  }

  /** Nobody owes anything when a day begins, and nobody has given more to the fund than was asked. */
  #afterDay(): void {
    const { exchange, ledger } = this;
    for (const { id } of exchange.accounts) {
      assert.ok(ledger.of(`cash ${id}`) >= 0, `cash of ${id}`);
      if (exchange.risk.defaults.size > 0) continue;
      assert.ok(ledger.of(`fund ${id}`) <= (exchange.risk.asked.get(id as AccountId) ?? 0), `contribution of ${id}`);
    }
  }
}
