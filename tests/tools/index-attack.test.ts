/** `npm run index -- attack`: what it prints, that it says so twice, and that it can be stopped. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { project } from './fixture.ts';
import { index } from './index-fixture.ts';

/** By how many ticks, a tenth of a cent unless it is said, three days like this one move the settlement, and what they cost in dollars. */
function movedFor(day: ReadonlyMap<string | undefined, string> | undefined, perDollar = 1_000) {
  const amount = (column: string) => Number(day?.get(column));
  const moved = Math.abs(Math.round(amount('attacked') * perDollar) - Math.round(amount('fixing') * perDollar));
  return [moved, 3 * amount('cost_if_buyers_leave')] as const;
}

const short = ['--until', '2026-11-26', '--days', '3', '--sellers', '1'];

test('the attacks stand in a table, each in a sentence, and day by day in a file, and the same is said twice', async (t) => {
  const folder = project(t, {});
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => index('attack', ...short, '--out', join(folder, name))),
  );
  assert.equal(one?.code, 0, one?.err);
  assert.equal(one?.out.replaceAll(join(folder, 'one'), ''), two?.out.replaceAll(join(folder, 'two'), ''));
  const file = readFileSync(join(folder, 'one', 'attack.csv'), 'utf8');
  assert.equal(file, readFileSync(join(folder, 'two', 'attack.csv'), 'utf8'));
  assert.deepEqual(readdirSync(join(folder, 'one')), ['attack.csv']);

  const [head = '', ...lines] = file.trimEnd().split('\n');
  const columns = head.split(',');
  const rows = lines.map((line) => new Map(line.split(',').map((cell, i) => [columns[i], cell])));
  assert.ok(rows.length >= 6 && rows.length % 3 === 0);
  const found = one?.out ?? '';
  for (const methodology of ['paper-1', 'robust-1']) {
    // The mean of three equal days is one of them.
    const bestFor = (aim: string) =>
      rows.find((row) => row.get('methodology') === methodology && row.get('best_for')?.split(' ').includes(aim));
    const [moved, cost] = movedFor(bestFor('far'));
    const sentence = found.split('\n').find((line) => line.startsWith(`${methodology}, `)) ?? '';
    assert.ok(sentence.includes(`3 days of it move the final settlement by ${(moved / 1e3).toFixed(3)}`), sentence);
    assert.ok(sentence.includes(`cost USD ${Math.round(cost).toLocaleString('en')} `), sentence);
    // Of either product as many tokens as 45 lots of SIT; a tick of SIT is worth USD 1.00 a lot, and one of SITP 0.01.
    const earned = 45 * moved + 45_000 * 0.01 * movedFor(bestFor('far'), 100)[0];
    assert.ok(sentence.includes(`let the limits earn USD ${Math.round(earned).toLocaleString('en')}: `), sentence);
    assert.ok(sentence.includes(earned > cost ? 'it PAYS' : 'it does not pay'), sentence);
    const [cheapMove, cheapCost] = movedFor(bestFor('cheap'));
    const most = (Math.ceil(cheapCost / cheapMove - 1e-9) - 1).toLocaleString('en');
    assert.ok(found.includes(`Under ${methodology} none of these pays with ${most} lots of SIT, or as many tokens`));
  }
  assert.match(found, /one account may hold 45 lots of SIT and 45,000 lots of SITP in delivery\.$/m);
  assert.match(found, /^The limits of all products together allow as much as 90 lots of SIT\.$/m);
});

test('a budget ends the attack, and without one day of it nothing is moved', async () => {
  const { out } = await index('attack', ...short, '--budget', '1');
  assert.match(out, /budget USD 1\./);
  assert.match(out, /robust-1, \w+: 0 days of it move the final settlement by 0\.000, so it earns nothing\./);
});

test('Ctrl-C ends it on the way, and nothing is written', async (t) => {
  const folder = project(t, {});
  const child = spawn(process.execPath, ['tools/index.ts', 'attack', '--days', '90', '--out', join(folder, 'out')]);
  child.stderr.setEncoding('utf8').once('data', () => child.kill('SIGINT'));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_, by) => resolve(by)));
  assert.equal(signal, 'SIGINT');
  assert.deepEqual(readdirSync(folder), ['package.json']);
});
