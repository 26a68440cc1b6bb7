/** A small made-up report with every kind of layer, scale and cell: for tests of what is written and shown. */
import type { Chart, Report } from '#lab/experiment/report.ts';

export const everyChart: readonly Chart[] = [
  {
    name: 'price-paths',
    title: 'Three paths of the price',
    reading: 'The price falls on most paths, and on none of them evenly.',
    x: { label: 'day', scale: 'dates' },
    y: { label: 'USD per million tokens' },
    layers: [
      {
        kind: 'band',
        name: 'nine paths of ten',
        tone: 'quiet',
        points: [
          [20_700, 0.9, 1.1],
          [20_760, 0.5, 1.2],
        ],
      },
      {
        kind: 'line',
        name: 'the mean',
        tone: 'first',
        points: [
          [20_700, 1],
          [20_760, 0.8],
        ],
      },
      {
        kind: 'line',
        name: 'one path',
        tone: 'second',
        points: [
          [20_700, 1],
          [20_730, 1.15],
          [20_760, 0.6],
        ],
      },
      { kind: 'rule', name: 'bought at 1.00', tone: 'quiet', axis: 'y', at: 1 },
    ],
  },
  {
    name: 'efficiency',
    title: 'What is left of the volatility',
    reading: 'The more the basis moves, the less a hedge takes away.',
    x: { label: 'basis', scale: 'names' },
    y: { label: 'share' },
    layers: [
      {
        kind: 'intervals',
        name: 'deviation',
        tone: 'first',
        points: [
          ['none', 0.1, 0.12, 0.14],
          ['wide', 0.4, 0.45, 0.5],
        ],
      },
      {
        kind: 'intervals',
        name: 'variance',
        tone: 'third',
        points: [
          ['none', 0.01, 0.014, 0.02],
          ['wide', 0.16, 0.2, 0.25],
        ],
      },
    ],
  },
  {
    name: 'costs',
    title: 'Where the money goes',
    reading: 'Spread costs most.',
    x: { label: 'what it is paid for, in words that do not fit beside each other', scale: 'names' },
    y: { label: 'USD a year' },
    layers: [
      {
        kind: 'bars',
        name: 'in calm',
        tone: 'gain',
        points: [
          ['the spread of the makers', 120],
          ['fees to the venue & "clearing"', 40],
          ['funding of the margin <USD>', -10],
        ],
      },
      {
        kind: 'bars',
        name: 'in a stressed market',
        tone: 'loss',
        points: [
          ['the spread of the makers', 420],
          ['fees to the venue & "clearing"', 40],
          ['funding of the margin <USD>', 60],
        ],
      },
    ],
  },
  {
    name: 'errors',
    title: 'Error and number of paths',
    reading: 'Four times the paths, half the error.',
    x: { label: 'paths', scale: 'logarithmic' },
    y: { label: 'standard error', scale: 'logarithmic' },
    layers: [
      {
        kind: 'line',
        name: 'plain',
        tone: 'fourth',
        points: [
          [100, 0.1],
          [1_000_000, 0.001],
        ],
      },
      {
        kind: 'dots',
        name: 'measured',
        tone: 'loss',
        points: [
          [100, 0.11],
          [10_000, 0.009],
        ],
      },
    ],
  },
  {
    name: 'closed-out',
    title: 'Where positions are closed out',
    reading: 'Most of them near the entry.',
    x: { label: 'price, USD' },
    y: { label: 'leverage', scale: 'names' },
    layers: [
      {
        kind: 'cells',
        name: 'lots',
        points: [
          [98, '10x', 1],
          [99, '10x', 4],
          [98, '50x', 9],
          [99, '50x', 20],
        ],
      },
      { kind: 'rule', name: 'the shock', tone: 'loss', axis: 'x', at: 98.5 },
    ],
  },
];

/** `experiment` has to be in the catalogue for a venue to show it. */
export function madeUpReport(experiment: string): Report {
  return {
    experiment,
    question: 'Does a hedge take away what the paper says?',
    answer: 'It takes away 55 % of the standard deviation (95 % interval 50 to 60 %), and 80 % of the variance.',
    seed: 7,
    command: `npm run lab -- ${experiment} --seed 7`,
    claims: [
      {
        claim: 'Paper 8.3: a hedge lowers the volatility of cost by 62 to 78 %',
        said: '62–78 %',
        measured: '80 %',
        interval: '75–84 % (95 %)',
        verdict: 'holds under a stated reading',
        because: 'It is so for the variance; of the standard deviation 55 % is taken away.',
      },
      {
        claim: 'Paper 8.4: the hedge costs nothing',
        said: '0',
        measured: 'USD 150 a year',
        interval: undefined,
        verdict: 'does not hold',
        because: 'Spread and fees are paid on every roll.',
      },
    ],
    tables: [
      {
        name: 'months',
        title: 'Cost month by month',
        columns: [
          { name: 'month', label: 'month' },
          { name: 'cost_usd', label: 'cost, USD', places: 2 },
          { name: 'is_hedged', label: 'hedged' },
        ],
        rows: [
          ['=2+2', -1234.567, true],
          ['a "quoted", word', 0.1 + 0.2, false],
          ['-5 % of it\nin two lines', null, null],
          ...Array.from({ length: 30 }, (_, month) => [`month ${month + 1}`, month * 1000, true] as const),
        ],
      },
    ],
    charts: everyChart,
    notes: ['The three scenarios have parameters of ours.'],
  };
}
