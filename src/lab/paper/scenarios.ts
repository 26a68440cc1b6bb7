/**
 * The three futures of the market that the paper names, with parameters that are ours.
 *
 * The paper (arXiv 2603.21690, 8.3) gives none beyond Table 3, so whoever compares figures of these scenarios with the
 * paper's compares them with a guess of ours. Each changes as little of Table 3 as its name asks for.
 */
import { type Parameters, tableThree } from '../jump-diffusion/parameters.ts';

export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly parameters: Parameters;
}

export const scenarios: readonly Scenario[] = [
  { name: 'Table 3', about: 'The paper’s parameters, as printed.', parameters: tableThree },
  {
    name: 'moderate growth',
    about: 'Ours: Table 3 whose trend turns after fifteen months and then rises by 45 % a year.',
    parameters: {
      ...tableThree,
      trend: [
        { from: 0, perYear: -0.55 },
        { from: 1.25, perYear: Math.log(1.45) },
      ],
    },
  },
  {
    name: 'demand explosion',
    about: 'Ours: the trend rises by 80 % a year from the start, five jumps a year of 0.18 on average, volatility 0.5.',
    parameters: {
      ...tableThree,
      trend: [{ from: 0, perYear: Math.log(1.8) }],
      volatility: 0.5,
      jumps: { perYear: 5, mean: 0.18, deviation: 0.35 },
    },
  },
  {
    name: 'rapid technology',
    about: 'Ours: the trend falls by 60 % a year, and jumps go down by 0.10 on average.',
    parameters: {
      ...tableThree,
      trend: [{ from: 0, perYear: Math.log(0.4) }],
      jumps: { perYear: 3, mean: -0.1, deviation: 0.25 },
    },
  },
];
