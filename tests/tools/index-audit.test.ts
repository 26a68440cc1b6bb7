/** The guide to auditing: its commands run on a real venue, and its attack comes out as it says. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RunningVenue, withFolder } from '../venue/running-venue.ts';
import { index } from './index-fixture.ts';

const guide = readFileSync('docs/index-audit.md', 'utf8');

/** The commands of the guide, in their order. */
const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, lines = '']) => lines.trim().split('\n'))
  .map((line) => line.replace('npm run index -- ', '').split(' '));
const commandsOf = (...names: readonly string[]) => commands.filter(([name = '']) => names.includes(name));

test('the commands of the guide do what it says', () =>
  withFolder(async (folder) => {
    const files = new Set(['day.json', 'keys', 'keys/acme.pem', 'prices.csv']);
    const run = async (command: readonly string[], address?: string) => {
      const local = command.map((word) => (files.has(word) ? join(folder, word) : word));
      const asksVenue =
        address !== undefined && !command.includes('--embedded') && !/--file day/.test(command.join(' '));
      const { code, out, err } = await index(...local, ...(asksVenue ? ['--venue', address] : []));
      assert.equal(code, 0, `${command.join(' ')}: ${err}`);
      return out;
    };
    const csv =
      'observedAt,seller,listing,input,cached,output\n2026-11-20T08:00Z,groq,llama-3.3-70b-versatile,0.59,,0.79\n';
    writeFileSync(join(folder, 'prices.csv'), csv);
    const [keygen = []] = commandsOf('keygen');
    const row = JSON.parse(/for submitters\.json: (.*)/.exec(await run(keygen))?.[1] ?? '');
    mkdirSync(join(folder, 'venue', 'index'), { recursive: true });
    writeFileSync(
      join(folder, 'venue', 'index', 'submitters.json'),
      JSON.stringify([{ ...row, sellers: ['groq'], from: '2026-11-01' }]),
    );
    const clock = ['--clock', '2026-11-21T09:00:00Z'];
    const venue = await RunningVenue.start(['--port', '0', '--data', join(folder, 'venue'), '--bare', ...clock]);
    for (const command of commandsOf('verify', 'save')) {
      const out = await run(command, venue.address);
      if (command[0] === 'verify') assert.match(out, /\nverified\n$/);
    }
    for (const command of commandsOf('explain')) assert.match(await run(command, venue.address), /^1 collect$/m);
    for (const command of commandsOf('history')) assert.match(await run(command), /^112 days with a fixing/);
    for (const command of commandsOf('sign')) assert.match(await run(command), /^[\w+/]{86}==\n$/);
    for (const command of commandsOf('submit')) assert.match(await run(command, venue.address), /1 price taken/);
    await venue.interrupt();
    assert.equal(
      commandsOf('verify', 'save', 'explain', 'history', 'sign', 'submit', 'keygen', 'attack').length,
      commands.length,
    );
  }));

test('the attack of the guide comes out as it says', async () => {
  const [command = []] = commandsOf('attack');
  const { out } = await index(...command);
  const shown = [...guide.matchAll(/```\n((?:methodology|Under) [\s\S]*?)\n```/g)].map(([, text = '']) => text);
  assert.equal(shown.length, 2);
  for (const text of shown) assert.ok(out.includes(text), text);
});
