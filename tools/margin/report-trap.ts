/** The list-price trap in the report: a chart, a table and two paragraphs. */
import { ONE_MILLION } from '#core/units.ts';
import type { MarginDay } from '#lab/backtest/backtest.ts';
import { trapResults } from '#lab/backtest/list-price-trap.ts';
import { chartOf, escaped, paragraph } from './report-chart.ts';
import { wide } from './report-tables.ts';
import { trapReading } from './report-words.ts';
import { perCent, shortPerCent } from './summary.ts';

export function trapSection(): string {
  const results = trapResults();
  const tones = ['first', 'second', 'third'] as const;
  const chart = chartOf({
    label: 'Margin from volatility alone while a list price stands still, with and without floors',
    lines: results.map(({ days }, i) => ({ tone: tones[i] ?? '', values: days.map(({ rate }) => rate / ONE_MILLION) })),
    format: shortPerCent,
    days: ['last day that moves', '30 days after the cut'],
  });
  const shown = [0, 30, 60, 90, 120];
  const rows = results.map(
    ({ model, days }) =>
      `<tr><td class="word">${escaped(model.name)}</td>${shown.map((at) => `<td>${perCent((days[at] as MarginDay).rate / ONE_MILLION)}</td>`).join('')}</tr>`,
  );
  return `<section>
<h2>The list-price trap</h2>
<figure>
<p class="name">${results.map(({ model }, i) => `<span class="key ${tones[i]}"></span>${escaped(model.name)}`).join(' ')}</p>
${chart}
</figure>
${wide('Margin after days at a standstill', `<table><thead><tr><th class="word">days at a standstill</th>${shown.map((at) => `<th>${at}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`)}
${trapReading(results).map(paragraph).join('')}
</section>`;
}
