/**
 * Watches over ids: what a client asked for has one effect under its id, and nothing has an effect that nobody asked
 * for (rule JRN-8).
 */
import { MILLIS_PER_DAY } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import type { Published } from '#sequencer/machine.ts';
import type { Request } from '../clients/client.ts';
import type { RunRecord } from '../record.ts';

export const ONCE = 'a request has one effect and one answer';
/** So long an id must not be used again. */
export const ID_KEPT_MS = 7 * MILLIS_PER_DAY;

/** What the house does by itself, without an id. */
const ofTheHouse: readonly string[] = ['adoptIndexTerms', 'fixIndex', 'endDay', 'defineProduct', 'openAccount'];

export class Once {
  readonly #record: RunRecord;
  /** By client id: the commands that were sent under it, and when one of them last had an effect. */
  readonly #asked = new Map<string, Set<string>>();
  readonly #effects = new Map<string, { readonly sequence: number; readonly time: number }>();
  /** How often what has no id was said, and has not had an effect yet. */
  readonly #unnamed = new Map<string, number>();

  constructor(record: RunRecord) {
    this.#record = record;
  }

  /** A client sends this. */
  asked({ clientId, command, message }: Request): void {
    const text = JSON.stringify(command);
    if (message?.op === 'cancelOrder') this.#unnamed.set(text, (this.#unnamed.get(text) ?? 0) + 1);
    else this.#asked.set(clientId, (this.#asked.get(clientId) ?? new Set()).add(text));
  }

  hear({ sequence, time, clientId, command }: Published): void {
    const record = this.#record;
    const wasAsked =
      clientId === undefined
        ? ofTheHouse.includes(command.type) || this.#wasSaid(command)
        : this.#asked.get(clientId)?.has(JSON.stringify(command)) === true;
    record.expect(wasAsked, ONCE, () => `nobody asked for command ${sequence}, ${command.type} (${clientId})`);
    if (clientId === undefined) return;
    const effect = this.#effects.get(clientId);
    const isFree = effect === undefined || time - effect.time >= ID_KEPT_MS;
    record.expect(isFree, ONCE, () => `${clientId} is command ${effect?.sequence}, and then command ${sequence}, too`);
    this.#effects.set(clientId, { sequence, time });
  }

  #wasSaid(command: Command): boolean {
    const text = JSON.stringify(command);
    const left = this.#unnamed.get(text) ?? 0;
    this.#unnamed.set(text, left - 1);
    return left > 0;
  }
}
