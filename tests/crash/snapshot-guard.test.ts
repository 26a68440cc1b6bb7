/**
 * A real venue that was given a snapshot which is whole and says something else than the journal.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { crc32c } from '#journal/crc32c.ts';
import { viewOf } from '#journal/frame.ts';
import { readHeads } from '#storage/sealer.ts';
import { FRIDAY, RunningVenue, withFolder } from '../venue/running-venue.ts';

test('JRN-13, JRN-14 a right snapshot gives a head, and one that says something else halts the venue', () =>
  withFolder(async (data) => {
    const flags = ['--port', '0', '--data', data, '--bare', ...FRIDAY];
    const first = await RunningVenue.start(flags);
    assert.match(first.output, /Recovered 0 commands after snapshot \d+ in \d+\.\d s\n/);
    await said(first, /Snapshot \d+ agrees with the journal\./);
    const heads = readHeads(readFileSync(join(data, 'heads.jsonl'), 'utf8'));
    assert.equal(heads.length, 1);
    await new TokenpitClient(first.address).openAccount('anna');
    await first.interrupt();

    const journal = join(data, 'journal');
    const newest = readdirSync(journal)
      .filter((file) => file.startsWith('snapshot'))
      .sort()
      .at(-1) as string;
    lieIn(join(journal, newest));
    const second = await RunningVenue.start(flags);
    const { output } = await said(second, /The venue halted/);
    assert.match(
      output,
      new RegExp(`${newest} says something else about \\w+ than the journal gives; it is set aside`),
    );
    await assert.rejects(new TokenpitClient(second.address).openAccount('berta'), { code: 'VENUE_HALTED' });
    await second.kill();

    // Without it, the venue starts from the snapshot before, and is right.
    assert.ok(readdirSync(journal).includes(`${newest}.bad`));
    const third = await RunningVenue.start(flags);
    assert.equal((await new TokenpitClient(third.address).openAccount('berta')).account, 'berta');
    assert.equal((await third.interrupt()).code, 0);
  }));

/** Changes what is remembered of the next event, under a checksum that fits. */
function lieIn(file: string): void {
  const text = readFileSync(file, 'latin1');
  const body = text.slice(0, -10).replace(/"nextEvent":(\d+)/, (_, number) => `"nextEvent":${Number(number) + 1}`);
  const bytes = Uint8Array.from(body, (character) => character.charCodeAt(0));
  const checksum = crc32c(viewOf(bytes), 0, bytes.length).toString(16).padStart(8, '0');
  writeFileSync(file, `${body}\n${checksum}\n`, 'latin1');
}

async function said(venue: RunningVenue, sentence: RegExp): Promise<RunningVenue> {
  const deadline = performance.now() + 60_000;
  while (!sentence.test(venue.output)) {
    assert.ok(performance.now() < deadline, `it never said ${sentence}, but: ${venue.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return venue;
}
