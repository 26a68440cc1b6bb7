/**
 * Venues with one defect each, made of the real parts and something small between two of them. The simulator must find
 * every one: an alarm that has never rung says nothing by its silence.
 */
import { BUY, type Command } from '#core/commands.ts';
import type { Emit } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { NONE, type OrderBook } from '#core/order-book/order-book.ts';
import { type BookMaker, type Snapshot, VenueState } from '#core/state.ts';
import type { Lots, Millis, Money, Ticks } from '#core/units.ts';
import { crc32c } from '#journal/crc32c.ts';
import { writeU64 } from '#journal/frame.ts';
import { WATERMARK_FILE } from '#journal/segments.ts';
import type { Disk, Log, Storage } from '#journal/storage.ts';
import type { Fold, Published } from '#sequencer/machine.ts';
import type { Door, Seams } from '#simulation/simulated-venue.ts';
import { NaiveBook } from '../model/naive-book.ts';
import { sessionDefects } from './session-defects.ts';

/** By what is wrong. Each is made anew for every run. */
export const defects: Readonly<Record<string, () => Seams>> = {
  // The disk and the log

  'no segment is ever flushed': () => onDisk((disk) => ({ sync: (file) => isSegment(file) || disk.sync(file) })),
  'no name is ever flushed': () => onDisk(() => ({ syncFolder: () => {} })),
  'the watermark is written before what it vouches for': () =>
    onDisk((disk) => ({
      write: (file, position, bytes) => {
        if (isSegment(file) && bytes.some((byte) => byte !== 0))
          disk.write(WATERMARK_FILE, 0, watermarkAt(disk, file, position + bytes.length));
        disk.write(file, position, bytes);
      },
    })),
  'the watermark is not looked at': () =>
    onDisk((disk) => ({
      read: (file, ...part) => (file === WATERMARK_FILE ? watermark(0) : disk.read(file, ...part)),
    })),
  'a start trusts a flush after one that failed': () =>
    onDisk((disk) => ({
      write: (file, position, bytes) => {
        const there = disk.read(file, position, bytes.length);
        if (there === undefined || bytes.some((byte, at) => byte !== there[at])) disk.write(file, position, bytes);
      },
    })),
  'commands are answered before they are flushed': () => onLog((log, onDurable) => eager(log, onDurable)),
  'a snapshot forgets the last answer': () => onSnapshots((snapshot) => void (snapshot.answered as unknown[]).pop()),
  'a snapshot forgets the last order': () =>
    onSnapshots((snapshot) => {
      const { exchange } = snapshot.machine as { exchange: { contracts: { bids: unknown[] }[] } };
      exchange.contracts.findLast(({ bids }) => bids.length > 0)?.bids.pop();
    }),

  // The exchange

  'a trade is made and not told': () =>
    onExchange(({ run, emit }) =>
      run({ ...emit, trade: (...parts) => (parts[1] % 5 === 0 ? undefined : emit.trade(...parts)) }),
    ),
  'the last to come is the first to trade': () => onExchange(({ run }) => run(), lastComeFirstServed),
  'margin of a cancelled order is kept': () =>
    onExchange(({ run, state, command }) => {
      run();
      if (command.type === 'cancelOrder') state.accounts.addOutrightMargin(command.account, 1);
    }),
  'a fee is taken and not booked': () =>
    onExchange(({ run, state, emit }) =>
      run({
        ...emit,
        trade: (...parts) => {
          emit.trade(...parts);
          state.ledger.fees = (state.ledger.fees - parts[10]) as Money;
        },
      }),
    ),
  'only one side of a trade gets a position': () =>
    onExchange(({ run, state, emit }) =>
      run({
        ...emit,
        trade: (...parts) => {
          emit.trade(...parts);
          const [contract, , price, quantity, takerSide, , , maker] = parts;
          const back = (takerSide === BUY ? quantity : -quantity) as Lots;
          state.contracts[contract]?.positions.trade(maker, back, price);
        },
      }),
    ),
  'a day settles one tick too high': () =>
    onExchange(({ run, state, command }) => {
      run();
      const [contract] = state.contracts;
      if (command.type === 'endDay' && contract !== undefined)
        contract.settlementPrice = (contract.settlementPrice + 1) as Ticks;
    }),
  'a withdrawal does not look at margin': () =>
    onExchange(({ run, state, command, emit }) => {
      if (command.type !== 'withdraw' || !(command.amount > 0) || !state.accounts.has(command.account)) return run();
      state.ledger.transfer({ cash: command.account }, 'bank', command.amount);
      emit.happened({ ...command, type: 'withdrawn' });
    }),
  'a decision depends on what no journal knows': () => {
    let executed = 0;
    return onExchange(({ run, command, state, emit }) => {
      executed += 1;
      if (executed % 100 === 0 && command.type === 'placeOrder' && state.accounts.has(command.account))
        emit.rejected(command.account, 'MARKET_CLOSED');
      else run();
    });
  },
  'a replay takes two commands in another order': () => {
    let machines = 0;
    return {
      exchange: {
        create: () => {
          machines += 1;
          return machines < 3 ? new Exchange() : new SwapsTheFirstTwoDeposits();
        },
        restore: (snapshot) => Exchange.restore(snapshot),
      },
    };
  },

  // The sequencer and its door

  'a repeat is carried out again': () => {
    const seen = new Set<string>();
    return onDoor((door) => (command, done, envelope) => {
      const isRepeat = envelope !== undefined && seen.has(envelope.clientId);
      if (envelope !== undefined) seen.add(envelope.clientId);
      door.post(command, done, isRepeat ? undefined : envelope);
    });
  },
  'an id can be used for something else': () =>
    onDoor(
      (door) => (command, done, envelope) =>
        door.post(command, done, envelope === undefined ? undefined : { ...envelope, digest: 'same' }),
    ),
  'a client is told what became of the request before': () => {
    let before: Parameters<Parameters<Door['post']>[1]>[0];
    return onDoor((door) => (command, done, envelope) => {
      if (envelope === undefined) return door.post(command, done);
      door.post(
        command,
        (outcome, refusal) => {
          done(before ?? outcome, refusal);
          before = outcome;
        },
        envelope,
      );
    });
  },
  'who is refused is not told': () =>
    onDoor(
      (door) => (command, done, envelope) =>
        door.post(
          command,
          (outcome, refusal) => {
            if (outcome?.events[0]?.type !== 'rejected') done(outcome, refusal);
          },
          envelope,
        ),
    ),
  'time goes back': () =>
    onTold(
      (tell) => (told) => tell({ ...told, time: (told.time - (told.sequence % 20 === 0 ? 90_000_000 : 0)) as Millis }),
    ),
  'a command is told twice': () =>
    onTold((tell) => (told) => {
      tell(told);
      if (told.sequence % 20 === 0) tell(told);
    }),
  'two commands are told in another order': () => {
    let held: Published | undefined;
    return onTold((tell) => (told) => {
      if (told.sequence % 20 === 0) held = told;
      else tell(told);
      if (held !== undefined && held !== told) tell(held);
      if (held !== told) held = undefined;
    });
  },

  ...sessionDefects,
};

function onDisk(change: (disk: Disk) => Partial<Disk>): Seams {
  return { disk: (disk) => ({ ...callsOf(disk), ...change(disk) }) };
}

function callsOf(disk: Disk): Disk {
  return {
    name: disk.name,
    list: () => disk.list(),
    read: (...parts) => disk.read(...parts),
    write: (...parts) => disk.write(...parts),
    sync: (file) => disk.sync(file),
    rename: (from, to) => disk.rename(from, to),
    remove: (file) => disk.remove(file),
    syncFolder: () => disk.syncFolder(),
  };
}

function onStorage(change: (storage: Storage) => Partial<Storage>): Seams {
  return {
    storage: (storage) => ({
      disk: storage.disk,
      openLog: (...parts) => storage.openLog(...parts),
      saveAside: (...parts) => storage.saveAside(...parts),
      close: () => storage.close(),
      ...change(storage),
    }),
  };
}

function onLog(change: (log: Log, onDurable: () => void) => Log): Seams {
  return onStorage((storage) => ({
    openLog: async (position, segmentBytes, onDurable) =>
      change(await storage.openLog(position, segmentBytes, () => {}), onDurable),
  }));
}

/** Says that everything it has taken is durable. */
function eager(log: Log, onDurable: () => void): Log {
  let taken = log.durable();
  return {
    append: (words, length) => {
      log.append(words, length);
      taken += length;
      void Promise.resolve()
        .then(onDurable)
        .catch(() => undefined);
    },
    durable: () => taken,
    close: () => log.close(),
  };
}

/** Changes what every snapshot says; its checksum is the storage's to add. */
function onSnapshots(change: (snapshot: Record<string, unknown>) => void): Seams {
  return onStorage((storage) => ({
    saveAside: (file, text) => {
      const snapshot = JSON.parse(text) as Record<string, unknown>;
      change(snapshot);
      return storage.saveAside(file, JSON.stringify(snapshot));
    },
  }));
}

interface Execution {
  /** Carries out the command as it should be. */
  readonly run: (emit?: Emit) => void;
  readonly state: VenueState;
  readonly command: Command;
  readonly emit: Emit;
}

function onExchange(spoil: (execution: Execution) => void, makeBook?: BookMaker): Seams {
  return {
    exchange: {
      create: () => new Spoilt(new VenueState(makeBook), spoil),
      restore: (snapshot: Snapshot) => new Spoilt(VenueState.restore(snapshot, makeBook), spoil),
    },
  };
}

class Spoilt extends Exchange {
  readonly #state: VenueState;
  readonly #spoil: (execution: Execution) => void;

  constructor(state: VenueState, spoil: (execution: Execution) => void) {
    super(undefined, state);
    this.#state = state;
    this.#spoil = spoil;
  }

  override execute(command: Command, time: Millis, emit: Emit): void {
    const run = (other = emit) => super.execute(command, time, other);
    this.#spoil({ run, state: this.#state, command, emit });
  }
}

function lastComeFirstServed(): OrderBook {
  const book = new NaiveBook();
  const oldest = book.first;
  book.first = (side) => {
    let last = oldest(side);
    for (let next = last; next !== NONE && book.priceOf(next) === book.priceOf(last); next = book.next(next))
      last = next;
    return last;
  };
  return book;
}

class SwapsTheFirstTwoDeposits extends Exchange {
  #held: (() => void) | undefined;
  #deposits = 0;

  override execute(command: Command, time: Millis, emit: Emit): void {
    const run = () => super.execute(command, time, emit);
    if (command.type === 'deposit') this.#deposits += 1;
    if (command.type !== 'deposit' || this.#deposits > 2) return run();
    if (this.#deposits === 1) {
      this.#held = run;
      return;
    }
    run();
    this.#held?.();
  }
}

function onDoor(change: (door: Door) => Door['post']): Seams {
  return { sequencer: (door) => ({ post: change(door) }) };
}

function onTold(change: (tell: Fold['apply']) => Fold['apply']): Seams {
  return {
    told: (listener) => ({
      apply: change((published) => listener.apply(published)),
      snapshot: () => listener.snapshot(),
      restore: (state) => listener.restore(state),
    }),
  };
}

function isSegment(file: string): boolean {
  return file.endsWith('.journal');
}

function watermarkAt(disk: Disk, file: string, offset: number): Uint8Array {
  return watermark(Number(/\d+/.exec(file)) * (disk.read(file)?.length ?? 0) + offset);
}

function watermark(position: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  writeU64(view, 0, position);
  view.setUint32(8, crc32c(view, 0, 8), true);
  return new Uint8Array(view.buffer);
}
