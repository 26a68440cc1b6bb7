/**
 * The recording of an exchange: a line a command, with a digest of its events, and the hash of the state at the end.
 */
import { readFileSync } from 'node:fs';
import { type Event, recorder } from '#core/events.ts';
import type { Exchange } from '#core/exchange.ts';
import { hashOf, type Plain } from '#core/hash.ts';
import type { Step } from '../model/random-commands.ts';

export const file = new URL('exchange.jsonl', import.meta.url);

export interface RecordedStep extends Step {
  /** The digest of the events that the command came to. */
  readonly events: string;
}

export function read(): { steps: RecordedStep[]; hash: string } {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { hash } = JSON.parse(lines.pop() ?? '') as { hash: string };
  return { steps: lines.map((line) => JSON.parse(line) as RecordedStep), hash };
}

export function carryOut(exchange: Exchange, { command, time }: Step): { events: Event[]; digest: string } {
  const events: Event[] = [];
  exchange.execute(command, time, recorder(events));
  return { events, digest: hashOf(events as unknown as Plain) };
}
