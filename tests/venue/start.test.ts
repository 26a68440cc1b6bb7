/**
 * Starting and ending the venue, as a person does it.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { FRIDAY, RunningVenue, withFolder } from './running-venue.ts';

test('a new venue opens on twenty-five contracts, and Ctrl-C ends it cleanly', () =>
  withFolder(async (data) => {
    const venue = await RunningVenue.start(['--port', '0', '--data', data, '--history', '8', ...FRIDAY]);
    const client = new TokenpitClient(venue.address);
    const contracts = await client.contracts();
    assert.equal(contracts.length, 25);
    const quoted = contracts.filter(({ product, bidPrice, askPrice }) => product !== 'SITP' && bidPrice && askPrice);
    assert.equal(quoted.length, 15, 'every month of SIT and of SCU has a bid and an ask');
    assert.equal((await client.venue()).simulated, true);

    const ended = await venue.interrupt();
    assert.equal(ended.code, 0, ended.output);
  }));

test('a second start goes on where the first ended', () =>
  withFolder(async (data) => {
    const flags = ['--port', '0', '--data', data, '--bare', ...FRIDAY];
    const first = await RunningVenue.start(flags);
    const client = new TokenpitClient(first.address);
    client.key = (await client.openAccount('anna')).key;
    const before = await client.venue();
    await first.interrupt();

    const second = await RunningVenue.start(flags);
    const again = new TokenpitClient(second.address, client.key);
    assert.equal((await again.account()).account, 'anna');
    const after = await again.venue();
    assert.equal(after.venueId, before.venueId);
    assert.ok(after.sequence >= before.sequence && after.time >= before.time);
    await second.interrupt();
  }));

test('a venue that begins bare can be joined by simulated participants later', () =>
  withFolder(async (data) => {
    const first = await RunningVenue.start(['--port', '0', '--data', data, '--bare', ...FRIDAY]);
    await first.interrupt();
    const second = await RunningVenue.start(['--port', '0', '--data', data, ...FRIDAY]);
    const client = new TokenpitClient(second.address);
    const isQuoted = async () => (await client.contracts()).some(({ bidPrice }) => bidPrice !== null);
    for (let tries = 0; tries < 100 && !(await isQuoted()); tries += 1) await new Promise((r) => setTimeout(r, 200));
    assert.ok(await isQuoted());
    await second.interrupt();
  }));

test('a fast clock ends days, fixes the index and goes on', () =>
  withFolder(async (data) => {
    // Two hours of venue time pass every real second.
    const venue = await RunningVenue.start(['--port', '0', '--data', data, '--bare', '--speed', '7200', ...FRIDAY]);
    const client = new TokenpitClient(venue.address);
    const friday = (await client.venue()).tradeDate;
    assert.equal(friday, '2026-11-20');
    const settled = async () => (await client.venue()).tradeDate !== friday;
    for (let tries = 0; tries < 150 && !(await settled()); tries += 1) await new Promise((r) => setTimeout(r, 100));
    assert.equal((await client.venue()).tradeDate, '2026-11-23');
    assert.ok((await client.index()).fixing.date >= '2026-11-20');
    await venue.interrupt();
  }));

test('a taken port is one sentence and exit 1', () =>
  withFolder(async (data) => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    const { code, output } = await RunningVenue.run(['--port', String(port), '--data', data, '--bare', ...FRIDAY]);
    server.close();
    assert.equal(code, 1);
    assert.equal(output.trim(), `Port ${port} is taken; choose another with --port.`);
  }));

test('a folder that cannot be used is one sentence and exit 1', () =>
  withFolder(async (folder) => {
    // A file where a folder is needed stops every user, root too.
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, output } = await RunningVenue.run(['--port', '0', '--data', join(file, 'data'), '--bare', ...FRIDAY]);
    assert.equal(code, 1);
    assert.match(output.trim(), /^The folder \S+ cannot be used \(.+\); choose another with --data\.$/);
  }));

test('a folder in use by another venue is one sentence and exit 1', () =>
  withFolder(async (data) => {
    const flags = ['--port', '0', '--data', data, '--bare', ...FRIDAY];
    const venue = await RunningVenue.start(flags);
    const { code, output } = await RunningVenue.run(flags);
    assert.equal(code, 1);
    assert.match(output.trim(), /^\S+ is in use by another venue; stop that one first\.$/);
    await venue.interrupt();
  }));

test('of two first starts in one folder one plays its history, and the other is told so', () =>
  withFolder(async (data) => {
    const flags = ['--port', '0', '--data', data, '--history', '3', ...FRIDAY];
    const starts = await Promise.allSettled([RunningVenue.start(flags), RunningVenue.start(flags)]);
    const opened = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []));
    const refused = starts.flatMap((start) => (start.status === 'rejected' ? String(start.reason) : []));
    assert.equal(opened.length, 1, refused.join('\n'));
    assert.match(refused.join(), /is in use by another venue; stop that one first\.\s*$/);
    await opened[0]?.interrupt();
  }));

test('an identity that is damaged is one sentence and exit 1, and is not replaced', () =>
  withFolder(async (data) => {
    const file = join(data, 'venue.json');
    for (const damaged of ['', '{}\n']) {
      writeFileSync(file, damaged);
      const { code, output } = await RunningVenue.run(['--port', '0', '--data', data, '--bare', ...FRIDAY]);
      assert.equal(code, 1);
      assert.match(output.trim(), /^The folder \S+ cannot be used \(.+\); choose another with --data\.$/);
      assert.equal(readFileSync(file, 'utf8'), damaged);
    }
  }));

test('the journal of another venue is refused, and left as it was', () =>
  withFolder(async (folder) => {
    const [own, other] = [join(folder, 'own'), join(folder, 'other')];
    for (const data of [own, other])
      await (await RunningVenue.start(['--port', '0', '--data', data, '--bare', ...FRIDAY])).interrupt();
    mkdirSync(join(folder, 'mixed'));
    cpSync(join(own, 'venue.json'), join(folder, 'mixed/venue.json'));
    cpSync(join(other, 'journal'), join(folder, 'mixed/journal'), { recursive: true });
    const { code, output } = await RunningVenue.run(['--port', '0', '--data', join(folder, 'mixed'), '--bare']);
    assert.equal(code, 1);
    assert.match(output.trim(), /is the journal of tokenpit-[0-9a-f]{8}, not of tokenpit-[0-9a-f]{8}\.$/);
  }));

for (const [flags, sentence] of [
  [['--port', '99999'], '--port takes a whole number from 0 to 65535, not "99999".'],
  [['--port', 'http'], '--port takes a whole number from 0 to 65535, not "http".'],
  [['--speed', '0'], '--speed takes a number from 0.001 to 100000, not "0".'],
  [['--seed', '-1'], '--seed takes a whole number from 0 to 2147483647, not "-1".'],
  [
    ['--clock', '1999-12-31T00:00:00Z'],
    '--clock takes a time such as 2026-11-20T09:00:00Z, not "1999-12-31T00:00:00Z".',
  ],
  [['--clock', 'tomorrow'], '--clock takes a time such as 2026-11-20T09:00:00Z, not "tomorrow".'],
] as const)
  test(`${flags.join(' ')} is one sentence and exit 1`, async () => {
    const { code, output } = await RunningVenue.run([`${flags[0]}=${flags[1]}`]);
    assert.equal(code, 1);
    assert.equal(output.trim(), sentence);
  });

test('an unknown flag is one sentence and exit 1', async () => {
  const { code, output } = await RunningVenue.run(['--leverage']);
  assert.equal(code, 1);
  assert.match(output, /--leverage/);
  assert.equal(output.trim().split('\n').length, 1);
});
