/**
 * What a journal says, read by somebody who is not the venue: every command is carried out again by an exchange of its
 * own, from the first record and without snapshots, and what the clients did is picked out.
 */
import assert from 'node:assert/strict';
import { recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { readHeader } from '#journal/header.ts';
import { readRecord } from '#journal/records.ts';
import { scan } from '#journal/scan.ts';
import { NodeDisk } from '#storage/node-disk.ts';

export class JournalWitness {
  /** Client ids of the orders that stand in the journal. */
  readonly placed = new Set<string>();
  /** Numbers of the orders whose cancellation stands there. */
  readonly cancelled = new Set<number>();
  readonly #exchange = new Exchange();
  readonly #disk: NodeDisk;
  #sequence = 0;

  constructor(folder: string) {
    this.#disk = new NodeDisk(folder);
  }

  /** Reads on up to command `sequence`, and returns the hash of the state there. */
  hashAt(sequence: number): string {
    const header = readHeader(this.#disk);
    assert.ok(header !== undefined);
    scan(this.#disk, header, 0, (found) => {
      if (found.head.sequence <= this.#sequence || found.head.sequence > sequence) return;
      const record = readRecord(found);
      if (record.kind !== 'command') return;
      this.#exchange.execute(record.command, record.time, recorder([]));
      this.#sequence = record.sequence;
      if (record.command.type === 'cancelOrder') this.cancelled.add(record.command.order);
      if (record.envelope === undefined) return;
      assert.ok(!this.placed.has(record.envelope.clientId), `${record.envelope.clientId} was carried out twice`);
      this.placed.add(record.envelope.clientId);
    });
    assert.equal(this.#sequence, sequence, 'the journal goes as far as the venue says');
    return this.#exchange.hash();
  }
}
