/** Opens the journal in a folder, in a process that has done nothing else, and prints how many milliseconds that took. */
import { openJournalled } from './journalled.ts';

const [folder = '', folds = ''] = process.argv.slice(2);
const begin = performance.now();
const { sequencer, close } = await openJournalled(folder, { folds: folds === 'folds' });
console.log(
  JSON.stringify({
    openMs: performance.now() - begin,
    sinceStartMs: performance.now(),
    replayed: sequencer.report.replayed,
  }),
);
await close();
