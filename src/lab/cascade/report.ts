/** The experiment `cascade` as a report. */
import type { Claim, Report } from '../experiment/report.ts';
import { figure, percent } from '../experiment/words.ts';
import { type CascadeResult, type CascadeTerms, cascade, closedAt } from './cascade.ts';
import { densityChart, mapChart, roundsChart, shocksChart } from './charts.ts';
import { bothSides, type CascadeStudy, spreadTerms } from './study.ts';
import { partialTable, roundsTable, shocksTable, sidesTable, thresholdsTable } from './tables.ts';

/** `command` is the command line that gives the same report again. */
export function cascadeReport(study: CascadeStudy, command: string): Report {
  const terms = spreadTerms(study);
  return {
    experiment: 'cascade',
    question: `How far does a shock of ${percent(terms.shock, 2)} against ${terms.side} positions go when they are liquidated?`,
    answer: answerOf(study, terms, cascade(terms)),
    seed: undefined,
    command,
    claims: claimsOf(study),
    tables: [roundsTable(study), sidesTable(study), thresholdsTable(study), shocksTable(study), partialTable(study)],
    charts: [roundsChart(terms), shocksChart(terms), densityChart(terms), mapChart(terms)],
    notes: [
      'Each round closes what is below maintenance × price at the price of the round; the next price is P × (1 ∓ 0.01 × lots / depth). Nobody else trades, and depth is the same at every price.',
      `Entries are ${study.entries === 0 ? 'all at 1' : `spread evenly by ${percent(study.entries, 1)} around 1, without the ${figure(lotsOf(study.terms) - lotsOf(terms), 0)} lots that would have been closed before`}.`,
      'What is closed is closed at the price of its round, which favours its holder: in a real book the price falls while it is sold.',
      'Positions, depth and maintenance are assumptions; the figures say how a cascade works, not how large the next one is.',
    ],
  };
}

function answerOf({ terms: asked }: CascadeStudy, terms: CascadeTerms, result: CascadeResult): string {
  const { total, amplification, lots, rounds } = result;
  const nearest = Math.min(...asked.positions.map((position) => Math.abs(1 - closedAt(asked, position))));
  if (lots === 0)
    return `Nothing is liquidated: a shock of ${percent(terms.shock, 2)} stays what it is. The nearest group, opened at 1, is closed at ${percent(nearest, 2)}.`;
  const end =
    result.price === 0
      ? 'and uses up all depth'
      : `and ends ${percent(total, 2)} away, ${figure(amplification, 2)} times the shock`;
  return (
    `The shock liquidates ${figure(lots, 0)} of ${figure(lotsOf(terms), 0)} lots in ${rounds.length} ${rounds.length === 1 ? 'round' : 'rounds'} ${end}. ` +
    `Opened at 1, the nearest group is closed at ${percent(nearest, 2)}: a shock below it goes nowhere.`
  );
}

/** What a market brief (CoinUnited, on the Chinese blueprint for token futures, 2026) says of cascades. */
function claimsOf(study: CascadeStudy): readonly Claim[] {
  const [[, long], [, short]] = bothSides(study) as [
    readonly [string, CascadeResult],
    readonly [string, CascadeResult],
  ];
  const { terms } = study;
  const lots = lotsOf(terms);
  const allAt = (leverage: number) => cascade({ ...terms, positions: [{ leverage, lots, entry: 1 }] });
  const highest = Math.max(...terms.positions.map(({ leverage }) => leverage));
  const lowest = Math.min(...terms.positions.map(({ leverage }) => leverage));
  const [few, many] = [allAt(lowest), allAt(highest)];
  return [
    {
      claim: 'Brief: a liquidation cascade risk exists on the short side',
      said: 'the short side',
      measured: `a shock of ${percent(terms.shock, 2)} becomes ${percent(short.total, 2)} up for shorts, ${percent(long.total, 2)} down for longs`,
      interval: undefined,
      verdict: short.lots > 0 ? 'holds under a stated reading' : 'does not hold',
      because:
        short.lots > 0
          ? 'It exists where leverage puts a liquidation within the shock and depth is thin; longs on the same leverage, to whom the brief is addressed, run the same one.'
          : 'No liquidation lies within this shock, on either side.',
    },
    {
      claim: 'Brief: monitor open interest for confirmation signals',
      said: 'open interest',
      measured: `the same ${figure(lots, 0)} lots: ${percent(few.total, 2)} if all are at ${lowest}x, ${percent(many.total, 2)} if all are at ${highest}x`,
      interval: undefined,
      verdict: few.total === many.total ? 'holds under a stated reading' : 'does not hold',
      because:
        few.total === many.total
          ? 'Here leverage makes no difference; in general it decides, and open interest does not show it.'
          : 'Open interest is the same in both; leverage and depth decide, and it shows neither.',
    },
  ];
}

function lotsOf({ positions }: CascadeTerms): number {
  return positions.reduce((sum, { lots }) => sum + lots, 0);
}
