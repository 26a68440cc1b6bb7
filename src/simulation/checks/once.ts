/**
 * Watches over ids: what a client asked for has one effect under its id, and nothing has an effect that nobody asked
 * for (rule JRN-8).
 */
import { MILLIS_PER_DAY } from '#core/calendar.ts';
import type { Published } from '#sequencer/machine.ts';
import type { Request } from '../clients/client.ts';
import type { RunRecord } from '../record.ts';

export const ONCE = 'a request has one effect and one answer';
/** So long an id must not be used again. */
export const ID_KEPT_MS = 7 * MILLIS_PER_DAY;

/** What the house does by itself, without an id. */
const ofTheHouse: readonly string[] = ['fixIndex', 'endDay', 'defineProduct', 'openAccount'];

export class Once {
  readonly #record: RunRecord;
  /** By client id: the commands that were sent under it, and when one of them last had an effect. */
  readonly #asked = new Map<string, Set<string>>();
  readonly #effects = new Map<string, { readonly sequence: number; readonly time: number }>();

  constructor(record: RunRecord) {
    this.#record = record;
  }

  /** A client sends this. */
  asked({ envelope, command }: Request): void {
    const asked = this.#asked.get(envelope.clientId) ?? new Set();
    this.#asked.set(envelope.clientId, asked.add(JSON.stringify(command)));
  }

  hear({ sequence, time, clientId, command }: Published): void {
    const record = this.#record;
    const wasAsked =
      clientId === undefined
        ? ofTheHouse.includes(command.type)
        : this.#asked.get(clientId)?.has(JSON.stringify(command)) === true;
    record.expect(wasAsked, ONCE, () => `nobody asked for command ${sequence}, ${command.type} (${clientId})`);
    if (clientId === undefined) return;
    const effect = this.#effects.get(clientId);
    const isFree = effect === undefined || time - effect.time >= ID_KEPT_MS;
    record.expect(isFree, ONCE, () => `${clientId} is command ${effect?.sequence}, and then command ${sequence}, too`);
    this.#effects.set(clientId, { sequence, time });
  }
}
