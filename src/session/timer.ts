/** Time as sessions feel it. Whoever carries them hands it in. */
export interface Timer {
  /** Milliseconds that never go back, from any beginning. */
  now(): number;
  /** Calls `action` once, when this turn is over and so many milliseconds have passed. */
  after(ms: number, action: () => void): void;
}
