/**
 * One life of the venue, from its opening to its end: the real sequencer, journal, exchange and folds, wired as the
 * venue wires them, with somebody who keeps its days and a door to the simulated network.
 *
 * The door is the thin twin of `src/gateway`, which needs Node: it posts a command with the client's envelope, and
 * answers when the sequencer says so.
 */
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import type { Disk, Storage } from '#journal/storage.ts';
import { MarketData } from '#market-data/market-data.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import type { Clock, Fold, Machine } from '#sequencer/machine.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { WatchedMachine, type WatchedState } from './checks/watched-machine.ts';
import type { Witness } from './checks/witness.ts';
import type { Request } from './clients/client.ts';
import type { PostedPrices } from './posted-prices.ts';
import type { RunRecord } from './record.ts';
import type { Script } from './script.ts';
import { SimulatedDayKeeper } from './simulated-day-keeper.ts';
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
  readonly #keeper: SimulatedDayKeeper;

  private constructor(world: VenueWorld, sequencer: Sequencer, exchange: Exchange) {
    this.#world = world;
    this.#sequencer = sequencer;
    this.#door = world.seams.sequencer?.(sequencer) ?? sequencer;
    this.exchange = exchange;
    this.#keeper = new SimulatedDayKeeper(world, exchange, this.#door);
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
    let machine = new WatchedMachine(create(), witness);
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
        create: () => keep(new WatchedMachine(create(), witness)),
        restore: (snapshot) => {
          const { executed, exchange } = snapshot as WatchedState;
          return keep(new WatchedMachine(restore(exchange), witness, executed));
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
    return !this.#keeper.isBusy && this.#sequencer.backlog === 0;
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

  keepDays(): void {
    this.#keeper.keepDays();
  }

  saveSnapshot(): void {
    // A snapshot that fails halts the venue, and whoever halts is found.
    this.#sequencer.snapshot().catch(() => undefined);
  }

  /** Stops as the venue does when it is told to. */
  close(): Promise<void> {
    return this.#sequencer.close();
  }
}

const ONE_ORDER = 'commands and events have one order without a gap';
