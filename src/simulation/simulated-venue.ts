/**
 * One life of the venue, from its opening to its end: the real sequencer, journal, exchange and folds, wired as the
 * venue wires them, with a door to the simulated network and somebody who keeps its days.
 *
 * Door and day keeper are the thin twins of shells that need Node (`src/gateway`, `src/venue`): the door posts with the
 * client's envelope and answers when the sequencer says so, and the keeper writes what is due.
 */
import { dateOf, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { type ProductSpecification, SITP } from '#core/contract.ts';
import type { Emit } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import type { Lots, Millionths, Millis, Ticks, TradeDate } from '#core/units.ts';
import type { Disk, Storage } from '#journal/storage.ts';
import { MarketData } from '#market-data/market-data.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import type { Clock, Fold, Machine } from '#sequencer/machine.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { factsOf } from './checks/facts.ts';
import type { Witness } from './checks/witness.ts';
import type { Request } from './clients/client.ts';
import type { PostedPrices } from './posted-prices.ts';
import type { RunRecord } from './record.ts';
import type { Script } from './script.ts';
import type { Network } from './world/network.ts';
import { SimulatedDisk } from './world/simulated-disk.ts';
import { SimulatedStorage, type StorageWorld } from './world/simulated-storage.ts';

/** Where a test may put something between two parts of the venue, to see whether the simulator notices. */
export interface Seams {
  readonly disk?: (disk: Disk) => Disk;
  readonly storage?: (storage: Storage) => Storage;
  readonly exchange?: { readonly create: () => Exchange; readonly restore: (snapshot: Snapshot) => Exchange };
  readonly sequencer?: (sequencer: Door) => Door;
  /** Between the sequencer and everybody who is told. */
  readonly told?: (listener: Fold) => Fold;
}

export type Door = Pick<Sequencer, 'post'>;

export interface VenueWorld extends StorageWorld {
  readonly script: Script;
  readonly seams: Seams;
  readonly clock: Clock;
  readonly network: Network;
  readonly prices: PostedPrices;
  readonly witness: Witness;
  readonly record: RunRecord;
}

export class SimulatedVenue {
  readonly exchange: Exchange;
  readonly #world: VenueWorld;
  readonly #sequencer: Sequencer;
  readonly #door: Door;
  #keeping = false;
  #wakes = false;

  private constructor(world: VenueWorld, sequencer: Sequencer, exchange: Exchange) {
    this.#world = world;
    this.#sequencer = sequencer;
    this.#door = world.seams.sequencer?.(sequencer) ?? sequencer;
    this.exchange = exchange;
    let last = sequencer.sequence;
    sequencer.subscribe(({ sequence }) => {
      world.process.pass('publish', `command ${sequence}`);
      world.record.expect(sequence === last + 1, ONE_ORDER, () => `command ${sequence} is told after ${last}`);
      last = sequence;
    });
  }

  /** Recovers and takes up work. Rejects with JournalError, or because the process has ended. */
  static async open(world: VenueWorld): Promise<SimulatedVenue> {
    const { script, seams, process, witness, record, clock } = world;
    const [marketData, memberRecords] = [new MarketData(), new MemberRecords()];
    const { create, restore } = seams.exchange ?? { create: () => new Exchange(), restore: Exchange.restore };
    let machine = new WatchedMachine(create(), 0, witness);
    const keep = (made: WatchedMachine): Machine => {
      machine = made;
      return made;
    };
    const disk = new SimulatedDisk(world);
    const storage = new SimulatedStorage(world, seams.disk?.(disk) ?? disk);
    process.pass('opening');
    witness.listenToReplay();
    const sequencer = await Sequencer.open({
      storage: seams.storage?.(storage) ?? storage,
      clock,
      venue: { name: 'simulated', id: `seed-${script.seed}` },
      machine: {
        create: () => keep(new WatchedMachine(create(), 0, witness)),
        restore: (snapshot) => {
          const { executed, exchange } = snapshot as ReturnType<WatchedMachine['snapshot']>;
          return keep(new WatchedMachine(restore(exchange), executed, witness));
        },
      },
      folds: { marketData, memberRecords, witness: seams.told?.(witness) ?? witness },
      snapshotEvery: script.snapshotEvery,
      segmentBytes: script.segmentBytes,
      onHalt: (halted) => {
        if (process.isAlive) record.report('the venue never halts by itself', halted.message);
      },
    });
    const { sequence, time } = sequencer;
    witness.recovered({ sequence, time, hash: machine.hash(), marketData, memberRecords });
    return new SimulatedVenue(world, sequencer, machine.exchange);
  }

  get report() {
    return this.#sequencer.report;
  }

  /** Whether everything that was taken has been told. */
  get isQuiet(): boolean {
    return !this.#keeping && this.#sequencer.backlog === 0;
  }

  /** A request has crossed the network. */
  receive(request: Request): void {
    const { process, network, witness, record } = this.#world;
    const { client, envelope, command } = request;
    this.#door.post(
      command,
      (outcome, refusal) => {
        // What a process says after its end reaches nobody.
        if (!process.isAlive) return;
        process.pass('answer', envelope.clientId);
        if (outcome !== undefined) witness.acknowledge(request, outcome);
        if (refusal !== undefined) record.count(refusal.code);
        const reply = outcome ?? refusal?.code;
        if (reply !== undefined) network.send(() => client.hear(request, reply));
      },
      envelope,
    );
  }

  /** Carries out what is due, one after the other, and wakes at the next midnight. */
  keepDays(): void {
    if (this.#keeping) return;
    const command = this.#due();
    const { process, record, clock } = this.#world;
    if (command === undefined) return this.#wakeIn(startOf((dateOf(clock.now()) + 1) as TradeDate) - clock.now());
    this.#keeping = true;
    if (command.type === 'endDay') process.pass('endDay');
    this.#door.post(command, (outcome, refusal) => {
      this.#keeping = false;
      const rejected = outcome?.events.find((event) => event.type === 'rejected');
      record.expect(rejected === undefined, 'what is due is taken', () => JSON.stringify([command, rejected]));
      if (outcome !== undefined) this.keepDays();
      else if (refusal?.code === 'DISK_LOW') this.#wakeIn(A_MINUTE_MS);
    });
  }

  saveSnapshot(): void {
    // A snapshot that fails halts the venue, and whoever halts is found.
    this.#sequencer.snapshot().catch(() => undefined);
  }

  /** Stops as the venue does when it is told to. */
  close(): Promise<void> {
    return this.#sequencer.close();
  }

  #wakeIn(ms: number): void {
    if (this.#wakes) return;
    this.#wakes = true;
    const wake = () => {
      this.#wakes = false;
      this.keepDays();
    };
    this.#world.timeline.after(ms, wake, this.#world.process);
  }

  /** What the venue still needs before it trades; then the fixing of every day that is over, and its end (SET-6). */
  #due(): Command | undefined {
    const { script, clock, prices } = this.#world;
    const { fixings, products, accounts, tradeDate } = this.exchange;
    const today = dateOf(clock.now());
    const fixed = fixings.at(-1)?.date;
    const fix = (date: number): Command => ({
      type: 'fixIndex',
      date: date as TradeDate,
      contributions: prices.next(),
    });
    if (fixed === undefined) return fix(Math.min(script.from, today) - 1);
    const isListed = products.length === script.products || fixings.every(({ value }) => value === undefined);
    if (!isListed)
      return { type: 'defineProduct', specification: specifications[products.length] as ProductSpecification };
    if (accounts.length < script.clients.length)
      return { type: 'openAccount', name: nameOf(script, accounts.length), kind: 'simulated', credential: '' };
    if (tradeDate !== undefined && fixed >= tradeDate && tradeDate < today) return { type: 'endDay', date: tradeDate };
    return fixed + 1 < today ? fix(fixed + 1) : undefined;
  }
}

/** What a client is called. */
export function nameOf({ clients }: Script, account: number): string {
  return `${clients[account]}-${account}`;
}

const A_MINUTE_MS = 60_000;
const ONE_ORDER = 'commands and events have one order without a gap';

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
const specifications: readonly ProductSpecification[] = [
  small,
  { ...small, ...odd, code: 'ODD', lotSize: 3, consecutiveMonths: 1, quarterlyMonths: 0 },
];

/** The exchange as the sequencer drives it, with a witness who looks on. */
class WatchedMachine implements Machine {
  readonly exchange: Exchange;
  #executed: number;
  readonly #witness: Witness;

  constructor(exchange: Exchange, executed: number, witness: Witness) {
    this.exchange = exchange;
    this.#executed = executed;
    this.#witness = witness;
  }

  execute(command: Command, time: Millis, emit: Emit): void {
    this.exchange.execute(command, time, emit);
    this.#executed += 1;
    this.#witness.see(this.#executed, () => factsOf(this.exchange));
  }

  hash(): string {
    return this.exchange.hash();
  }

  snapshot() {
    return { executed: this.#executed, exchange: this.exchange.snapshot() };
  }
}
