/**
 * Values that change as often as they like and are painted once a frame.
 *
 * Prices and books live here, outside React. Setting a value only marks it; when the browser is about to draw, all
 * marked values become visible together, so a hundred changes between two frames cost one painting and the panels of
 * one frame never disagree.
 */
import { useSyncExternalStore } from 'react';

const marked = new Set<{ reveal(): void }>();
let frame: number | undefined;

export class Painted<T> {
  #read: () => T;
  #visible: T;
  readonly #listeners = new Set<() => void>();

  constructor(first: T) {
    this.#read = () => first;
    this.#visible = first;
  }

  /** The newest value, painted or not yet. */
  get newest(): T {
    return this.#read();
  }

  set(value: T): void {
    this.setLater(() => value);
  }

  /** As `set`, but the value is made only when it is about to be painted: for what changes faster than it is seen. */
  setLater(read: () => T): void {
    this.#read = read;
    marked.add(this);
    if (frame === undefined) frame = requestAnimationFrame(paint);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly visible = (): T => this.#visible;

  reveal(): void {
    const value = this.#read();
    if (Object.is(this.#visible, value)) return;
    this.#visible = value;
    for (const listener of this.#listeners) listener();
  }
}

/** The painted value, in a component that is drawn again when it changes. */
export function usePainted<T>(value: Painted<T>): T {
  return useSyncExternalStore(value.subscribe, value.visible);
}

function paint(): void {
  frame = undefined;
  const values = [...marked];
  marked.clear();
  for (const value of values) value.reveal();
}
