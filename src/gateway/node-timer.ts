/** Node's time, for the sessions. */
import type { Timer } from '#session/timer.ts';

export const nodeTimer: Timer = {
  now: () => performance.now(),
  after: (ms, action) => void (ms === 0 ? setImmediate(action) : setTimeout(action, ms)),
};
