/**
 * The report: one HTML file that needs nothing else, in the colours of the terminal, light and dark.
 */
import { readFileSync } from 'node:fs';
import type { BacktestResult } from '#lab/backtest/backtest.ts';
import type { Flags } from './flags.ts';
import { escaped, paragraph } from './report-chart.ts';
import { seriesSection } from './report-series.ts';
import { overview, wide } from './report-tables.ts';
import { trapSection } from './report-trap.ts';
import { readingOf } from './report-words.ts';

const styles = ['../../src/terminal/design/palette.css', './report.css'];

export function reportPage({ again, seed }: Flags, results: readonly BacktestResult[]): string {
  const series = [...Map.groupBy(results, (result) => result.series)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Margin back-test</title>
<style>
${styles.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')}</style>
</head>
<body>
<main>
<h1>Margin back-test</h1>
<p class="soft">Seed ${seed} · ${series.length} series · the same again: <code>${escaped(again)}</code></p>
<h2>What it comes to</h2>
<section class="panel">${readingOf(results).map(paragraph).join('')}</section>
<h2>How often margin was exceeded</h2>
<p class="soft">In how many periods the loss of a long and of a short went beyond the margin; at 99 % it may be 1 %. Red: a light that is not green.</p>
${wide('How often margin was exceeded', overview(series.map(([, ofSeries]) => ofSeries)))}
${series.map(([one, ofSeries]) => seriesSection(one, ofSeries)).join('\n')}
${trapSection()}
<h2>How to read it</h2>
${howToRead.map(paragraph).join('\n')}
</main>
</body>
</html>
`;
}

const howToRead = [
  'Bars are what the price did over the horizon that begins on a day; the two lines are the margin of a short, above zero, and of a long, below. A dot is a loss beyond the margin. Where the horizon is longer than a day, only periods that do not overlap are drawn and counted.',
  'Kupiec asks whether losses go beyond the margin about once in a hundred periods: above 3.84 they come too often or too seldom. Christoffersen asks whether one follows another: above 3.84 they cluster. The light is that of the Basel committee: yellow where so many exceedances have a chance of less than about 5 %, red where it is less than about 1 in 10,000. None of the three sees how large a loss was; the last column does, in red where more was lost beyond the margin than margin is on average.',
  'Peak/trough and the 5-day rise say how the margin itself moves: above 4, or above 60 % in five days, it asks for money when there is least.',
  'The price is taken as it is, as if the contract followed it at once. Daily limits, intraday calls, and the days a position can take to be closed out beyond the horizon are not in it.',
];
