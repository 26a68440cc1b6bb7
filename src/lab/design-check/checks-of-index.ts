/** Whether the index can be what it promises: its cap, its gate, its scores, and what happens without it. */
import { ONE_MILLION } from '#core/units.ts';
import type { Design } from './design.ts';
import { type Finding, notGiven, percent, plain } from './finding.ts';

/** Below how many sellers a cap cannot hold. */
export function capOfASeller({ index }: Design): Finding[] {
  const check = 'cap-of-a-seller';
  const rests = 'n sellers of at most c weigh n × c together, and have to weigh 100 %';
  if (index?.cap === undefined)
    return [notGiven(check, 'the most that one seller may weigh; usual is 20 to 40 %.', rests)];
  const { cap, sellersMin, reducedSellersMin } = index;
  const needed = Math.ceil(ONE_MILLION / cap);
  const below = needed - 1;
  const short = `${below} × ${percent(cap)} = ${percent(below * cap)}`;
  if (sellersMin === undefined || sellersMin < needed)
    return [
      {
        severity: 'fails',
        check,
        says: `A cap of ${percent(cap)} cannot hold below ${needed} sellers, and ${sellersMin === undefined ? 'no least number of sellers is set' : `${sellersMin} are enough to publish`}.`,
        figure: short,
        rests,
      },
    ];
  const findings: Finding[] = [
    {
      severity: 'holds',
      check,
      says: `The cap can hold whenever the index is published with its ${sellersMin} sellers.`,
      figure: `${sellersMin} × ${percent(cap)} = ${percent(sellersMin * cap)} ≥ 100 %`,
      rests,
    },
  ];
  if (reducedSellersMin !== undefined && reducedSellersMin < needed)
    findings.push({
      severity: 'questionable',
      check,
      says: `Under a flag ${reducedSellersMin} sellers are enough, of whom each then weighs more than the cap.`,
      figure: `1 / ${reducedSellersMin} = ${percent(ONE_MILLION / reducedSellersMin)} > ${percent(cap)}`,
      rests,
    });
  return findings;
}

/** Whether the model that the unit is named after passes the gate. */
export function anchorAtItsGate({ index }: Design): Finding[] {
  const check = 'anchor-at-its-gate';
  const rests = index?.anchor?.source ?? 'a unit whose own model does not qualify is defined by nothing that exists';
  if (index?.gate === undefined || index.anchor === undefined)
    return [notGiven(check, 'a gate and the scores of the model that the unit is named after.', rests)];
  const { gate, anchor } = index;
  return Object.entries(gate).map(([benchmark, needed]): Finding => {
    const score = anchor.scores[benchmark];
    if (score === undefined) return notGiven(check, `the ${benchmark} score of ${anchor.model}.`, rests);
    const passes = score >= needed;
    return {
      severity: passes ? 'holds' : 'fails',
      check,
      says: `${anchor.model} ${passes ? 'passes' : 'does not pass'} the gate that is named after it on ${benchmark}.`,
      figure: `${plain(score / 100, 2)} ${passes ? '≥' : '<'} ${plain(needed / 100, 2)}`,
      rests,
    };
  });
}

/** How much better than the gate a score can be at all. */
export function roomOfScores({ index }: Design): Finding[] {
  const check = 'room-of-scores';
  const rests = 'prices for models of one class lie ten times apart (arXiv 2603.21690, 1); a score ends at 100';
  if (index?.gate === undefined) return [notGiven(check, 'a gate; usual are scores of public benchmarks.', rests)];
  const ratios = Object.entries(index.gate).map(([benchmark, needed]) => ({ benchmark, ratio: 10_000 / needed }));
  const mean = ratios.reduce((product, { ratio }) => product * ratio, 1) ** (1 / ratios.length);
  const counted =
    index.ratioMax === undefined ? '' : `; of each at most ${plain(index.ratioMax / ONE_MILLION, 2)} counts`;
  return [
    {
      severity: mean < 1.5 ? 'questionable' : 'holds',
      check,
      says: `A model with nothing but perfect scores is ${plain(mean, 2)} times the gate in their geometric mean, so quality explains no more of a price than that, however good models become.`,
      figure: `${ratios.map(({ benchmark, ratio }) => `${benchmark} 100/${plain(100 / ratio, 2)} = ${plain(ratio, 2)}`).join(', ')}${counted}`,
      rests,
    },
  ];
}

/** What is done on a day without an index. */
export function fallbackOfTheIndex({ index }: Design): Finding[] {
  const check = 'fallback-of-the-index';
  const rests = 'sources fail, and a contract has to end all the same';
  if (index?.fallback === undefined)
    return [
      notGiven(
        check,
        'what is published on a day on which too few sellers have a price; usual is a chain that ends with no value.',
        rests,
      ),
    ];
  const isNone = index.fallback.length === 0;
  return [
    {
      severity: isNone ? 'fails' : 'holds',
      check,
      says: isNone ? 'Nothing is done on a day without an index.' : 'A day without a full fixing has a procedure.',
      figure: `${index.fallback.length} steps${isNone ? '' : `: ${index.fallback.join(', ')}`}`,
      rests,
    },
  ];
}
