/**
 * One job of one part, in this process: `node bench/job.ts PART JOB` ends with a line of JSON, its figures or what was
 * found wrong. `bench.ts` starts it; to profile a job, start it by hand.
 */
import { Wrong } from './part.ts';
import { parts } from './parts.ts';

const [part = '', name = ''] = process.argv.slice(2);
const job = parts[part]?.jobs[name];
try {
  if (job === undefined) throw new Wrong(`there is no job ${part} ${name}`);
  console.log(JSON.stringify({ figures: await job() }));
} catch (error) {
  if (!(error instanceof Wrong)) throw error;
  console.log(JSON.stringify({ wrong: error.message }));
}
