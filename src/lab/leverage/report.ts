/** The experiment `leverage` as a report. */
import type { Report } from '../experiment/report.ts';
import { percent } from '../experiment/words.ts';
import { shareOf } from '../statistics/estimate.ts';
import { sharesTable } from './brief.ts';
import { briefClaims } from './brief-claims.ts';
import { chancesTable, gapsByLeverageTable, gapsTable, overnightTable } from './chance-tables.ts';
import { outcome } from './chances.ts';
import { chancesChart, holdingChart, owingChart, returnsChart } from './charts.ts';
import { costOf, costToOpen, liquidationDistance, returnOnMargin, signOf } from './position.ts';
import { leveragesTable, movesTable, positionTable } from './position-tables.ts';
import { sizeTable, stopsTable } from './stop-tables.ts';
import { stopFor } from './stops.ts';
import type { Results, Study } from './study.ts';
import type { Terms } from './terms.ts';
import { chance, signed } from './words.ts';

/** `command` is the command line that gives the same report again. */
export function leverageReport(study: Study, results: Results, command: string): Report {
  const { terms } = study;
  return {
    experiment: 'leverage',
    question: `What is a ${terms.leverage}x ${terms.side} position at ${terms.price} worth, and how does it end?`,
    answer: `${worth(study)} ${ends(study, results)} ${stop(study)}`,
    seed: study.seed,
    command,
    claims: briefClaims(terms),
    tables: [
      positionTable(terms),
      movesTable(terms),
      leveragesTable(terms),
      chancesTable(terms),
      stopsTable(study),
      sizeTable(study),
      gapsTable(terms, results),
      gapsByLeverageTable(results),
      overnightTable(terms, study.gaps),
      sharesTable(terms),
    ],
    charts: [returnsChart(terms), chancesChart(terms), holdingChart(terms), owingChart(terms, results)],
    notes: notesOf(study),
  };
}

function worth({ terms }: Study): string {
  const sign = signOf(terms.side);
  const [gain, loss] = [1, -1].map((way) =>
    [0, costOf(terms, terms.days)].map((cost) => signed(returnOnMargin(terms, way * sign * terms.target, cost), 0)),
  ) as [string[], string[]];
  const [bare, paid] = [0, costToOpen(terms) + terms.funding * terms.days].map((each) => liquidationMove(terms, each));
  const [towards, against] = [1, -1].map((way) => signed(way * sign * terms.target, 1));
  return (
    `A move of ${towards} is ${gain[1]} of the margin after costs (${gain[0]} before), one of ${against} is ${loss[1]} (${loss[0]} before); ` +
    `at ${bare} the position is liquidated, after costs at ${paid}.`
  );
}

/** With a third place where two would say little. */
function liquidationMove(terms: Terms, paid: number): string {
  const distance = liquidationDistance(terms, paid);
  return signed(-signOf(terms.side) * distance, distance < 0.002 ? 3 : 2);
}

function ends({ terms }: Study, { jumps }: Results): string {
  const { favourable, adverse } = outcome(terms, terms.days, 'target');
  const owing = shareOf(jumps.owing, jumps.paths);
  return (
    `Within ${terms.days} days the target comes first in ${chance(favourable)}, liquidation in ${chance(adverse)}; ` +
    `where nights and jumps leave gaps, ${percent(owing.value, 2)} (95 of 100 seeds: ${percent(owing.low, 2)} to ${percent(owing.high, 2)}) lose more than their margin.`
  );
}

function stop({ terms, stopChance }: Study): string {
  const { distance, leverageMost, beforeLiquidation } = stopFor(terms, stopChance);
  const where = `A stop that is reached in ${chance(stopChance)} has to be ${percent(distance, 1)} away`;
  if (leverageMost < 1) return `${where}: no leverage leaves room for it.`;
  return beforeLiquidation
    ? `${where}, before liquidation.`
    : `${where}, beyond liquidation: it needs a leverage of at most ${leverageMost.toFixed(1)}.`;
}

function notesOf({ terms, gaps, paths }: Study): readonly string[] {
  return [
    'Return on margin is leverage × (move − two fees − spread − funding × nights), with fees on the value at entry. Liquidation is where equity is down to maintenance × price.',
    `Probabilities in closed form: the price is a geometric Brownian motion of ${percent(terms.volatility, 0)} volatility and ${percent(terms.drift, 0)} growth over ${terms.daysPerYear} days a year, watched without a gap; funding is taken as a drift against the holder, for the target too.`,
    `Paths: ${paths} of each market. ${percent(gaps.night, 0)} of the variance falls into the night, with ${gaps.jumps} jumps a year of ${percent(gaps.jumpSize, 0)} deviation; the whole volatility is the same. By day barriers are watched by a Brownian bridge; what opens beyond its liquidation price is closed there.`,
    'Volatilities, nights, jumps and the maintenance of the brief’s example, which it does not name, are ours, and so is that at other leverages maintenance takes at most half the margin, or the part of it that it takes in the position asked for.',
    'Mean result: without stop or target, over the holding time. "If the rest is kept": the venue hands nothing back of what a forced close leaves.',
    'A stop and a target are filled at their price unless the price gaps; size counts the costs of the whole holding time.',
    'Nothing here is advice; a price without a tendency is an assumption, and --drift changes it.',
  ];
}
