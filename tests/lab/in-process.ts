/** Work for an experiment, done here and now instead of on threads. */

import type { Work } from '../../tools/lab/experiment.ts';
import * as tasks from '../../tools/lab/tasks.ts';

export const inProcess: Work = {
  async map<Input, Output>(task: string, inputs: readonly Input[]): Promise<Output[]> {
    const run = (tasks as unknown as Readonly<Record<string, (input: Input) => Output | Promise<Output>>>)[task];
    if (run === undefined) throw new Error(`there is no task ${task}`);
    const outputs: Output[] = [];
    for (const input of inputs) outputs.push(await run(input));
    return outputs;
  },
  progress: () => {},
};
