/** `cascade`: how far a shock goes when it liquidates positions, and they move the price. */
import type { Position } from '#lab/cascade/cascade.ts';
import { faultInCascade } from '#lab/cascade/faults.ts';
import { cascadeReport } from '#lab/cascade/report.ts';
import type { CascadeStudy } from '#lab/cascade/study.ts';
import { Complaint } from '../../complaint.ts';
import type { Experiment } from '../experiment.ts';
import { commandOf, numberIn, readTexts, usageOf } from '../number-flags.ts';

const flags = {
  positions: ['50x:400,20x:600,10x:1000,5x:1500', 'lots by leverage'],
  side: ['long', 'long or short'],
  depth: ['200', 'lots that move the price by 1 %'],
  shock: ['0.012', 'the move against the positions that begins it, share of the price'],
  maintenance: ['0.01', 'closed by force when equity is below this share of the value'],
  'per-round': ['1', 'the share of a position that a round closes'],
  entries: ['0', 'how far entries spread around the price before, share of it'],
} as const;

export const cascade: Experiment = {
  name: 'cascade',
  usage: usageOf(flags),
  async run(argv) {
    const texts = readTexts(argv, flags);
    const study = studyOf(texts);
    return cascadeReport(study, commandOf('cascade', flags, texts));
  },
};

function studyOf(texts: Readonly<Record<keyof typeof flags, string>>): CascadeStudy {
  const { side } = texts;
  if (side !== 'long' && side !== 'short') throw new Complaint('USAGE', `--side takes long or short, not "${side}".`);
  const number = (flag: keyof typeof flags) => numberIn(flag, texts[flag]);
  const study: CascadeStudy = {
    terms: {
      side,
      positions: positionsIn(texts.positions),
      depth: number('depth'),
      shock: number('shock'),
      maintenance: number('maintenance'),
      closedPerRound: number('per-round'),
    },
    entries: number('entries'),
  };
  const fault = faultInCascade(study);
  if (fault !== undefined) throw new Complaint('USAGE', fault);
  return study;
}

/** Reads `50x:400,20x:600`. */
function positionsIn(text: string): readonly Position[] {
  const groups = text.split(',').filter((group) => group.trim() !== '');
  return groups.map((group) => {
    const [, leverage, lots] = /^\s*([^:]+?)x?\s*:\s*([^:]+?)\s*$/.exec(group) ?? [];
    if (leverage === undefined || lots === undefined)
      throw new Complaint('USAGE', `--positions takes groups like 50x:400, not "${group.trim()}".`);
    return { leverage: numberIn('positions', leverage), lots: numberIn('positions', lots), entry: 1 };
  });
}
