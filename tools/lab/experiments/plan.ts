/** `plan`: how one company should hedge what it pays for tokens, and what that does to its risk. */
import type { Experiment } from '../experiment.ts';
import { chartsOf } from '../plan/charts.ts';
import { exposureTables } from '../plan/exposure-tables.ts';
import { readFlags, usage } from '../plan/flags.ts';
import { pastTables } from '../plan/past-tables.ts';
import { planTables } from '../plan/plan-tables.ts';
import { riskTables } from '../plan/risk-tables.ts';
import { studyOf } from '../plan/study.ts';
import { answerOf, notesOf, questionOf } from '../plan/words.ts';
import { demandsOf, worthOf } from '../plan/worth.ts';

export const plan: Experiment = {
  name: 'plan',
  usage,
  async run(argv, work) {
    const flags = readFlags(argv);
    const study = await studyOf(flags, work);
    const [worths, demands] = [worthOf(study), demandsOf(study)];
    return {
      experiment: 'plan',
      question: questionOf(study),
      answer: answerOf(study, worths, demands),
      seed: flags.seed,
      command: flags.command,
      claims: [],
      tables: [
        ...exposureTables(study),
        ...planTables(study),
        ...riskTables(study, worths, demands),
        ...pastTables(study),
      ],
      charts: chartsOf(study),
      notes: notesOf(study, demands),
    };
  },
};
