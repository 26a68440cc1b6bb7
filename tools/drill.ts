/**
 * `npm run drill -- NAME`: the worst day that one can think of, played on the real exchange, amount by amount.
 *
 * Without a name it lists the drills. Every drill ends with the reconciliation and with the line `all money is accounted
 * for`, or with what is wrong and code 1. What they ask and how to read them: docs/drills.md.
 */
import { defaultDrill } from './drills/default.ts';
import type { Drill } from './drills/drill.ts';
import { missingFixings } from './drills/missing-fixings.ts';
import { priceShock } from './drills/price-shock.ts';
import { twoLargest } from './drills/two-largest.ts';

const drills: readonly Drill[] = [defaultDrill, priceShock, twoLargest, missingFixings];

const [name, figure, ...rest] = process.argv.slice(2);
if (name === undefined) list();
else run(name, figure);

function list(): void {
  console.log('npm run drill -- NAME, where NAME is');
  for (const { name, parameter = '', question } of drills)
    console.log(`  ${`${name} ${parameter}`.padEnd(22)}${question}`);
}

function run(wanted: string, figure: string | undefined): void {
  const drill = drills.find((one) => one.name === wanted);
  if (drill === undefined)
    return refuse(`There is no drill ${wanted}: there are ${drills.map((one) => one.name).join(', ')}.`);
  if (rest.length > 0 || (drill.parameter === undefined && figure !== undefined))
    return refuse(`The drill ${wanted} takes ${drill.parameter === undefined ? 'no figure' : 'one figure'}.`);
  const percent = drill.parameter === undefined ? 0 : readPercent(figure);
  if (percent === undefined)
    return refuse('A shock is a whole percentage from −99 to 900: npm run drill -- price-shock -80');
  const wrong = drill.run((line = '') => console.log(line), percent);
  console.log();
  for (const sentence of wrong) console.log(sentence);
  console.log(wrong.length === 0 ? 'all money is accounted for' : 'money is not accounted for');
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

function readPercent(figure = ''): number | undefined {
  if (!/^[-+−]?\d{1,3}$/.test(figure)) return undefined;
  const percent = Number(figure.replace('−', '-'));
  return percent >= -99 && percent <= 900 ? percent : undefined;
}

function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = 2;
}
