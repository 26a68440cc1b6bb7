/** `leverage`: what a leveraged position is worth, where it is liquidated, and how likely that is. */
import type { Tally } from '#lab/leverage/gap-paths.ts';
import { leverageReport } from '#lab/leverage/report.ts';
import { faultInStudy, PARTS, type PathRequest, requestsOf, resultsOf, type Study } from '#lab/leverage/study.ts';
import { Complaint } from '../../complaint.ts';
import type { Experiment } from '../experiment.ts';
import { commandOf, numberIn, readTexts, usageOf } from '../number-flags.ts';

const flags = {
  price: ['100', 'price at entry'],
  side: ['long', 'long or short'],
  leverage: ['50', 'value of the position over its margin, 1 to 2000'],
  maintenance: ['0.01', 'closed by force when equity is below this share of the value'],
  fee: ['0.0005', 'share of the value, when opening and again when closing'],
  spread: ['0', 'between bid and ask, share of the price'],
  funding: ['0.0002', 'share of the value, every night; below 0 it is received'],
  days: ['3', 'trading days held at most, 1 to 365'],
  volatility: ['0.45', 'a year, as a share'],
  drift: ['0', 'expected growth of the price a year'],
  year: ['252', 'trading days in a year; 365 for markets that never close'],
  target: ['0.03', 'the move in favour at which the gain is taken'],
  'stop-chance': ['0.1', 'how often a stop may be reached within the days'],
  account: ['10000', 'what the holder owns'],
  risk: ['0.01', 'the share of it that one position may lose'],
  night: ['0.3', 'the share of the variance that falls into the night'],
  jumps: ['4', 'jumps a year, each in a night'],
  'jump-size': ['0.06', 'the deviation of a jump'],
  paths: ['100000', `paths of each market, a multiple of ${PARTS}`],
  seed: ['1', 'the seed'],
} as const;

export const leverage: Experiment = {
  name: 'leverage',
  usage: usageOf(flags),
  async run(argv, work) {
    const texts = readTexts(argv, flags);
    const study = studyOf(texts);
    const parts = await work.map<PathRequest, Tally>('leveragePart', requestsOf(study), 'parts');
    return leverageReport(study, resultsOf(study, parts), commandOf('leverage', flags, texts));
  },
};

function studyOf(texts: Readonly<Record<keyof typeof flags, string>>): Study {
  const { side } = texts;
  if (side !== 'long' && side !== 'short') throw new Complaint('USAGE', `--side takes long or short, not "${side}".`);
  const number = (flag: keyof typeof flags) => numberIn(flag, texts[flag]);
  const study: Study = {
    terms: {
      side,
      price: number('price'),
      leverage: number('leverage'),
      maintenance: number('maintenance'),
      fee: number('fee'),
      spread: number('spread'),
      funding: number('funding'),
      days: number('days'),
      volatility: number('volatility'),
      drift: number('drift'),
      daysPerYear: number('year'),
      target: number('target'),
    },
    gaps: { night: number('night'), jumps: number('jumps'), jumpSize: number('jump-size') },
    account: number('account'),
    risk: number('risk'),
    stopChance: number('stop-chance'),
    paths: number('paths'),
    seed: number('seed'),
  };
  const fault = faultInStudy(study);
  if (fault !== undefined) throw new Complaint('USAGE', fault);
  return study;
}
