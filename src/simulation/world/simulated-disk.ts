/**
 * A simulated medium as one process sees it: before every call that changes something the process may end, and a call
 * may fail when the weather says so.
 */
import type { Disk } from '#journal/storage.ts';
import type { Dice } from './dice.ts';
import type { Medium } from './medium.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** How the disk feels today. A script changes it while the simulation runs. */
export interface DiskWeather {
  /** A flush takes up to so many milliseconds. */
  flushMsMax: number;
  /** For how many more segments there is room. */
  freeSegments: number;
  /** How often the log prepares its next segment when nothing waits, from 0 to 1. */
  readonly prepares: number;
  /** The next call of this kind fails, which ends the process: it must not be tried again (rule JRN-10). */
  failsOn: 'write' | 'sync' | undefined;
}

export interface DiskWorld {
  readonly medium: Medium;
  readonly process: SimulatedProcess;
  readonly weather: DiskWeather;
  readonly dice: Dice;
}

/** A write may be cut off between two pages when the process is killed. */
const PAGE_BYTES = 4096;

export class SimulatedDisk implements Disk {
  readonly name = 'SIMULATED';
  readonly #world: DiskWorld;

  constructor(world: DiskWorld) {
    this.#world = world;
  }

  list(): string[] {
    return this.#world.medium.list();
  }

  read(file: string, start?: number, length?: number): Uint8Array | undefined {
    return this.#world.medium.read(file, start, length);
  }

  write(file: string, position: number, bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += PAGE_BYTES) {
      this.#world.process.pass('write', file);
      this.#failOn('write', file);
      this.#world.medium.write(file, position + from, bytes.subarray(from, from + PAGE_BYTES));
    }
  }

  sync(file: string): void {
    const { process, medium, dice } = this.#world;
    process.pass('sync', file);
    if (this.#world.weather.failsOn === 'sync') medium.failSync(file, dice);
    this.#failOn('sync', file);
    medium.sync(file);
  }

  rename(from: string, to: string): void {
    this.#world.process.pass('rename', to);
    this.#world.medium.rename(from, to);
  }

  remove(file: string): void {
    this.#world.process.pass('remove', file);
    this.#world.medium.remove(file);
  }

  syncFolder(): void {
    this.#world.process.pass('syncFolder');
    this.#world.medium.syncFolder();
  }

  #failOn(call: 'write' | 'sync', file: string): void {
    const { weather, process } = this.#world;
    if (weather.failsOn !== call) return;
    weather.failsOn = undefined;
    process.end('kill', `the disk refuses to ${call} ${file}`);
  }
}
