/**
 * One life of the venue, from its opening to its end: the real sequencer, journal, exchange and folds, wired as the
 * venue wires them, with somebody who keeps its days and a door to the simulated network.
 *
 * Orders and cancellations come over connections, through the real sessions; other requests are posted with the client's
 * envelope, and answered when the sequencer says so.
 */

import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import type { Disk, Storage } from '#journal/storage.ts';
import { newFolds, type VenueFolds } from '#market-data/folds.ts';
import type { Clock, Fold, Machine } from '#sequencer/machine.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import type { Desk } from '#session/desk.ts';
import type { Venue } from '#session/venue-port.ts';
import { WatchedMachine, type WatchedState } from './checks/watched-machine.ts';
import type { Witness } from './checks/witness.ts';
import type { Listings } from './clients/words.ts';
import { noPrices } from './no-prices.ts';
import type { PostedPrices } from './posted-prices.ts';
import type { RunRecord } from './record.ts';
import type { Script } from './script.ts';
import { SimulatedDayKeeper } from './simulated-day-keeper.ts';
import { SimulatedDoors } from './simulated-doors.ts';
import type { Network } from './world/network.ts';
import { SimulatedDisk } from './world/simulated-disk.ts';
import { SimulatedStorage, type StorageWorld } from './world/simulated-storage.ts';

/** Where a test may put something between two parts of the venue, to see whether the simulator notices. */
export interface Seams {
  readonly disk?: (disk: Disk) => Disk;
  readonly storage?: (storage: Storage) => Storage;
  readonly exchange?: { readonly create: () => Exchange; readonly restore: (snapshot: Snapshot) => Exchange };
  readonly sequencer?: (sequencer: Door) => Door;
  readonly desk?: (desk: Desk, venue: Venue) => Desk;
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
  readonly doors: SimulatedDoors;
  /** What everybody knows of its contracts. */
  readonly listings: Listings;
  readonly #sequencer: Sequencer;
  readonly #keeper: SimulatedDayKeeper;

  private constructor(world: VenueWorld, sequencer: Sequencer, exchange: Exchange, folds: VenueFolds) {
    this.exchange = exchange;
    this.listings = (contract) => folds.marketData.contracts[contract];
    this.#sequencer = sequencer;
    const door = world.seams.sequencer?.(sequencer) ?? sequencer;
    this.#keeper = new SimulatedDayKeeper(world, exchange, door);
    const { clock } = world;
    this.doors = new SimulatedDoors(world, {
      ...{ exchange, ...folds, clock, info: INFO, prices: noPrices },
      sequencer: postingThrough(door, sequencer),
    });
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
    const folds = newFolds();
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
      folds: { ...folds, witness: seams.told?.(witness) ?? witness },
      snapshotEvery: script.snapshotEvery,
      segmentBytes: script.segmentBytes,
      onHalt: (halted) => {
        if (process.isAlive) record.report('the venue never halts by itself', halted.message);
      },
    });
    const { sequence, time } = sequencer;
    witness.recovered({ sequence, time, hash: machine.hash(), ...folds });
    return new SimulatedVenue(world, sequencer, machine.exchange, folds);
  }

  get report() {
    return this.#sequencer.report;
  }

  /** Whether everything that was taken has been told. */
  get isQuiet(): boolean {
    return !this.#keeper.isBusy && this.#sequencer.backlog === 0;
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
    this.doors.close();
    return this.#sequencer.close();
  }
}

/** The sequencer as doors use it, but that commands are posted through `door`. */
export function postingThrough(door: Door, sequencer: Venue['sequencer']): Venue['sequencer'] {
  return {
    post: (...parts) => door.post(...parts),
    barrier: () => sequencer.barrier(),
    subscribe: (listener) => sequencer.subscribe(listener),
    get sequence() {
      return sequencer.sequence;
    },
  };
}

const INFO = {
  ...{ name: 'simulated', version: '0', venueId: 'simulated', speed: 1, simulated: true },
  ...{ registryVersion: '0', priceSource: 'simulated' },
};

const ONE_ORDER = 'commands and events have one order without a gap';
