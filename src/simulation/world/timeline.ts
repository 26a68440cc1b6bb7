/**
 * Simulated time: what happens next, and when.
 *
 * Nothing passes by itself. What is planned happens in order of time, and at one moment in the order in which it was
 * planned; the time in between takes none. What was planned by a process that has ended does not happen.
 */

/** Who plans. Its plans end with it. */
export interface Owner {
  readonly isAlive: boolean;
}

interface Plan {
  readonly time: number;
  readonly order: number;
  readonly action: () => void;
  readonly owner: Owner | undefined;
}

export class Timeline {
  /** Milliseconds since 1970-01-01T00:00:00Z, of a clock that always goes right. */
  now: number;
  /** The last to happen first. */
  readonly #plans: Plan[] = [];
  #planned = 0;

  constructor(start: number) {
    this.now = start;
  }

  /** Plans `action` for `ms` milliseconds from now. */
  after(ms: number, action: () => void, owner?: Owner): void {
    this.#planned += 1;
    const plan = { time: this.now + ms, order: this.#planned, action, owner };
    let at = this.#plans.length;
    while (at > 0 && (this.#plans[at - 1] as Plan).time <= plan.time) at -= 1;
    this.#plans.splice(at, 0, plan);
  }

  /** Lets the next plan happen; false when there is none. What it throws comes through. */
  step(): boolean {
    const plan = this.#plans.pop();
    if (plan === undefined) return false;
    this.now = plan.time;
    if (plan.owner?.isAlive !== false) plan.action();
    return true;
  }
}

/** Lets everything happen that waits for a promise and not for time. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < SETTLING_TURNS; turns += 1) await undefined;
}

/** More than the longest chain of promises between two plans has links. */
const SETTLING_TURNS = 16;
