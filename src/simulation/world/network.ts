/**
 * The network between clients and the venue: every message takes its time. By themselves messages overtake each other,
 * and some come twice or never; over a connection they come in order, until it breaks.
 */
import type { Dice } from './dice.ts';
import type { Timeline } from './timeline.ts';

export interface NetworkWeather {
  /** The chance that a message is lost, and that it comes twice. */
  readonly lost: number;
  readonly doubled: number;
  /** The chance that a message breaks the connection on which it travels. */
  readonly broken: number;
  /** A message takes up to so many milliseconds. */
  readonly delayMsMax: number;
}

export const CALM: NetworkWeather = { lost: 0, doubled: 0, broken: 0, delayMsMax: 20 };

export class Network {
  weather: NetworkWeather = CALM;
  readonly timeline: Timeline;
  readonly dice: Dice;

  constructor(timeline: Timeline, dice: Dice) {
    this.timeline = timeline;
    this.dice = dice;
  }

  /** Calls `deliver` when a message that is sent now arrives: once, twice or never. */
  send(deliver: () => void): void {
    const { lost, doubled, delayMsMax } = this.weather;
    const copies = this.dice.happens(lost) ? 0 : this.dice.happens(doubled) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) this.timeline.after(this.dice.below(delayMsMax), deliver);
  }
}
