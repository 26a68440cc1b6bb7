/** What to buy and sell: by month of purchase, and by day of trade. */
import { firstDayOf, formatDate, formatMonth, thirdWednesday } from '#core/calendar.ts';
import type { Table } from '#lab/experiment/report.ts';
import { futuresPrice } from '#lab/jump-diffusion/futures-price.ts';
import { DAYS_OF_YEAR } from '#lab/planning/contract-marks.ts';
import { SIT_LOT, tailing, wholeLots } from '#lab/planning/contracts.ts';
import { firstLeg, tradesOf } from '#lab/planning/plan.ts';
import type { Holding } from '#lab/planning/scenario.ts';
import { figure, monthName, word } from './columns.ts';
import type { Study } from './study.ts';

export const planTables = (study: Study): Table[] => [planByMonth(study), trades(study)];

function planByMonth(study: Study): Table {
  const { planned, holdings, flags, ratio, start, margins, scenario } = study;
  const { parameters, indexNow } = scenario;
  return {
    name: 'plan',
    title: `The plan by month: a ${flags.strategy}, bought on ${formatDate(start)}`,
    columns: [
      word('month', 'month'),
      word('contract', 'bought in'),
      word('rolled', 'rolled'),
      figure('tokens_m', 'million tokens', 0),
      figure('ratio', 'ratio', 3),
      figure('lots_exact', 'lots, exact', 2),
      figure('tailing', 'tailed by', 4),
      figure('lots_tailed', 'lots, tailed', 2),
      figure('sit_lots', 'SIT', 0),
      figure('sitp_lots', 'SITP', 0),
      figure('price_usd_per_m', 'model price', 3),
      figure('value_usd', 'value, USD', 0),
      figure('initial_margin_usd', 'initial margin', 0),
    ],
    rows: planned.map(({ month, tokens, exact, tailed, lots, size }, at) => {
      const holding = holdings[flags.strategy][at] as Holding;
      const { contract } = firstLeg(holding);
      const middle = ((firstDayOf(contract) + thirdWednesday(contract)) / 2 - start) / DAYS_OF_YEAR;
      const price = futuresPrice(parameters, Math.log(indexNow), 0, middle);
      const days = (firstDayOf(month) + firstDayOf(month + 1)) / 2 - start;
      const value = Math.abs(size) * price;
      return [
        monthName(month),
        `SIT${formatMonth(contract)}`,
        holding.legs.length === 1
          ? 'no'
          : holding.legs
              .slice(1)
              .map((leg) => formatDate(leg.from))
              .join(' '),
        tokens,
        ratio,
        exact,
        tailing(flags.rate, days / DAYS_OF_YEAR),
        tailed,
        lots.sit,
        lots.sitp,
        price,
        value,
        value * margins.sit,
      ];
    }),
  };
}

function trades({ holdings, flags }: Study): Table {
  return {
    name: 'trades',
    title: `The trades of the ${flags.strategy}: what is bought, and sold with a minus sign; what is left settles`,
    columns: [
      word('date', 'day'),
      word('contract', 'month'),
      figure('sit_lots', 'SIT, lots of 1,000 M', 0),
      figure('sitp_lots', 'SITP, lots of 1 M', 0),
    ],
    rows: tradesOf(holdings[flags.strategy]).map(({ date, contract, size }) => {
      const { sit, sitp } = wholeLots(size / SIT_LOT);
      return [formatDate(date), formatMonth(contract), sit, sitp];
    }),
  };
}
