/** `npm run lab -- check CONTRACT.json`: what is wrong with a contract on paper, each with the figure that shows it. */
import { parseArgs } from 'node:util';
import { reportOfDesign } from '#lab/design-check/report.ts';
import { Complaint } from '../../complaint.ts';
import { readContract } from '../check/contract-file.ts';
import type { Experiment } from '../experiment.ts';

export const check: Experiment = {
  name: 'check',
  usage: '  CONTRACT.json  the specification; examples/contracts has the paper’s and ours',
  async run(argv) {
    const path = readPath(argv);
    return reportOfDesign(readContract(path), `npm run lab -- check ${path}`);
  },
};

function readPath(argv: readonly string[]): string {
  let positionals: string[];
  try {
    ({ positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: {} }));
  } catch (cause) {
    throw new Complaint('USAGE', cause instanceof Error ? cause.message.replaceAll('\n', ' ') : String(cause));
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Complaint('USAGE', 'check takes one file, CONTRACT.json.');
  return path;
}
