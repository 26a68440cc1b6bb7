/**
 * Writes `exchange.jsonl`: the commands that stand in it, with what they come to now. Without the file, new commands are
 * drawn. A renewal belongs into the commit that changes a rule, with a line in the changelog:
 *
 *     node tests/golden/record-exchange.ts
 */
import { existsSync, writeFileSync } from 'node:fs';
import { Exchange } from '#core/exchange.ts';
import { diceOf, randomSteps, type Step } from '../model/random-commands.ts';
import { carryOut, file, read } from './exchange-recording.ts';

const SEED = 180;
const COMMANDS = 1_200;

const exchange = new Exchange();
const lines: string[] = [];
for (const step of existsSync(file) ? read().steps : drawn()) {
  const { digest } = carryOut(exchange, step);
  lines.push(JSON.stringify({ time: step.time, command: step.command, events: digest }));
}
writeFileSync(file, `${[...lines, JSON.stringify({ hash: exchange.hash() })].join('\n')}\n`);

function* drawn(): Generator<Step> {
  const steps = randomSteps(() => exchange, diceOf(SEED));
  for (let i = 0; i < COMMANDS; i += 1) yield steps.next().value;
}
