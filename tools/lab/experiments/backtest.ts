/** `npm run lab -- backtest`: would margin, set every day, have covered what the price did next? */
import { trapResults } from '#lab/backtest/list-price-trap.ts';
import type { Report } from '#lab/experiment/report.ts';
import { seriesCharts, trapChart } from '../backtest/charts.ts';
import { readFlags, usage } from '../backtest/flags.ts';
import { chosenSeries } from '../backtest/series.ts';
import { resultsTable, trapTable } from '../backtest/tables.ts';
import type { BacktestFigures, BacktestTask } from '../backtest/task.ts';
import { cautionOf, modelReadings, trapReading } from '../backtest/words.ts';
import type { Experiment, Work } from '../experiment.ts';

export const backtest: Experiment = {
  name: 'backtest',
  usage,
  run,
};

async function run(argv: readonly string[], work: Work): Promise<Report> {
  const flags = readFlags(argv);
  const { series, leftOut } = chosenSeries(flags);
  const cases = series.flatMap((one) => flags.models.map((model) => ({ series: one, model })));
  const figures = await work.map<BacktestTask, BacktestFigures>(
    'backtestOne',
    cases.map((one) => ({ series: one.series, model: one.model.name, days: flags.days })),
    'models on series',
  );
  const results = cases.map((one, at) => ({ ...one, ...(figures[at] as BacktestFigures) }));
  const trap = trapResults();
  return {
    experiment: 'backtest',
    question: 'Would the margin of one lot, long or short and set every day, have covered what the price did next?',
    answer: cautionOf(results),
    seed: flags.seed,
    command: flags.again,
    claims: [],
    tables: [resultsTable(results), trapTable(trap)],
    charts: [
      ...series.flatMap((one) =>
        seriesCharts(
          one,
          results.filter((result) => result.series === one),
        ),
      ),
      trapChart(trap),
    ],
    notes: [...modelReadings(results), ...trapReading(trap), ...leftOut, ...howToRead],
  };
}

const howToRead = [
  'Kupiec asks whether losses go beyond the margin about once in a hundred periods: above 3.84 they come too often or too seldom. Christoffersen asks whether one follows another: above 3.84 they cluster. The light is that of the Basel committee: yellow where so many exceedances have a chance of less than about 5 %, red where it is less than about 1 in 10,000. None of the three sees how large a loss was; the last column does.',
  'Peak/trough and the 5-day rise say how the margin itself moves: above 4, or above 60 % in five days, it asks for money when there is least.',
  'Losses are counted over the horizon of a model, in periods that do not overlap. The price is taken as it is, as if the contract followed it at once: daily limits, intraday calls, and days of close-out beyond the horizon are not in it.',
];
