/** The experiment `market`: its flags, and that nothing but its inputs has a say in its report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Work } from '../../tools/lab/experiment.ts';
import { market } from '../../tools/lab/experiments/market.ts';
import { readMarketFlags } from '../../tools/lab/market/flags.ts';
import { inProcess } from '../lab/in-process.ts';

const small =
  '--years 2 --hedgers 1 --makers 1 --speculators 0 --sellers 0 --margin paper --limits paper --presence 70'.split(' ');

test('the report is the same whichever part is worked out first, and its variants have the same prices', async () => {
  const argv = [...small, '--vary', 'tick=0.01'];
  const known = new Map<string, unknown>();
  const work = (isBackwards: boolean): Work => ({
    ...inProcess,
    async map<Input, Output>(task: string, inputs: readonly Input[], what: string): Promise<Output[]> {
      const outputs: Output[] = [];
      const order = isBackwards ? inputs.toReversed() : inputs;
      for (const input of order) {
        // That a year does not depend on those before it is shown elsewhere; here each is played once.
        const key = JSON.stringify([task, input]);
        if (!known.has(key)) known.set(key, (await inProcess.map<Input, Output>(task, [input], what))[0]);
        outputs.push(structuredClone(known.get(key)) as Output);
      }
      return isBackwards ? outputs.toReversed() : outputs;
    },
  });
  const backwards = await market.run(argv, work(true));
  const report = await market.run(argv, work(false));
  assert.deepEqual(backwards, report);
  assert.equal(report.command, `npm run lab -- market ${argv.join(' ')} --seed 1`);
  const years = report.tables.find(({ name }) => name === 'company-years');
  const unhedged = years?.rows.map((row) => row[3]);
  assert.equal(unhedged?.length, 4);
  assert.deepEqual(unhedged?.slice(0, 2), unhedged?.slice(2));
  for (const { columns, rows } of report.tables)
    for (const row of rows) {
      assert.equal(row.length, columns.length);
      assert.ok(
        row.every((cell) => typeof cell !== 'number' || Number.isFinite(cell)),
        JSON.stringify(row),
      );
    }
});

test('a design is a base with settings of its own, and a variant for each value', () => {
  const { designs, years, seed } = readMarketFlags([
    ...['--design', 'paper', '--lot', '1000', '--vary', 'taker-fee=2,5', '--vary', 'margin=historical', '--years=7'],
  ]);
  assert.deepEqual(
    designs.map(({ name, settings: { tick, lot, takerFee, margin } }) => [name, tick, lot, takerFee, margin]),
    [
      ['paper, lot 1000', 0.01, 1_000, 1, 'paper'],
      ['taker-fee 2', 0.01, 1_000, 2, 'paper'],
      ['taker-fee 5', 0.01, 1_000, 5, 'paper'],
      ['margin historical', 0.01, 1_000, 1, 'historical'],
    ],
  );
  assert.deepEqual([years, seed], [7, 1]);
});

test('what cannot be used is said before anything is played', async () => {
  const nobody = { ...inProcess, map: () => assert.fail('played') };
  for (const [argv, message] of [
    [['--years', '1'], /--years takes a whole number from 2 to 10000, not "1"/],
    [['--seed', 'x'], /--seed takes/],
    [['--tick', '0'], /tick is 0, and must be from 0.0002 to 0.5/],
    [['--tick', '0.0010005'], /whole number of micro-dollars/],
    [['--lot', '1.5'], /lot is 1.5, and must be a whole number/],
    [['--margin', 'span'], /--margin takes paper, rate, scenario, historical, not "span"/],
    [['--design', 'toString'], /--design takes tokenpit or paper or frictionless, not "toString"/],
    [['--vary', 'tick'], /--vary takes a setting and its values/],
    [['--vary', 'colour=red'], /--vary takes a setting and its values/],
    [['--vary', 'tick=0.01,'], /--tick takes a number, not ""/],
    [['--vary', `tick=${Array(21).fill('0.01').join(',')}`], /at most 20 designs/],
    [['--colour', 'red'], /colour/],
  ] as const)
    await assert.rejects(market.run([...argv], nobody), { name: 'Complaint', code: 'USAGE', message });
});
