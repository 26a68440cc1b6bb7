/** What a drill is: a question, and a run that answers it line by line. */
import type { Say } from './story.ts';

export interface Drill {
  readonly name: string;
  /** What its parameter is, for the list of drills: `PERCENT`. */
  readonly parameter?: string;
  readonly question: string;
  /** Plays the drill, and returns a sentence for everything that is wrong at its end. The parameter has been read. */
  readonly run: (say: Say, parameter: number) => readonly string[];
}
