/** How a contract settled, as it is written on the wire. */
import { formatDate } from '#core/calendar.ts';
import type { SettlementDetails } from '#core/events.ts';
import type { SettlementRules as CoreRules } from '#core/settlement/settlement-rules.ts';
import type { ContractId, Ticks } from '#core/units.ts';
import {
  type ContractMarket,
  type Settlement as CoreSettlement,
  type RunningAverage,
  settledAt,
} from '#market-data/contract-market.ts';
import type { Ticker } from '#wire/market.ts';
import type { Settlement, SettlementInputs, SettlementRules } from '#wire/settlement.ts';
import { writeAveragePrice, writeMoney, writePrice, writeShare } from './decimals.ts';

/** `contracts` are all that were ever listed, by number. */
export function settlementView(
  settlement: CoreSettlement,
  market: ContractMarket,
  contracts: readonly ContractMarket[],
): Settlement {
  const { date, price, method, volume, openInterest, details, corrections } = settlement;
  const write = (ticks: Ticks) => writePrice(ticks, market.specification);
  return {
    contract: market.code,
    date: formatDate(date),
    settlementPrice: write(settledAt(settlement)),
    method,
    volume,
    openInterest,
    ...(corrections && {
      firstPrice: write(price),
      corrections: corrections.map(({ price, reason, by }) => ({ settlementPrice: write(price), reason, by })),
    }),
    ...(details && {
      inputs: inputsView(details.inputs, market, (id) => contracts[id]?.code ?? ''),
      passed: details.passed.map(({ method, reason }) => ({ method, reason })),
    }),
  };
}

const COUNTS = ['trades', 'lots', 'buyers', 'sellers', 'fixings', 'days', 'standIns'];

function inputsView(
  inputs: SettlementDetails['inputs'],
  { specification }: ContractMarket,
  codeOf: (contract: ContractId) => string,
): SettlementInputs {
  const views = Object.entries(inputs).map(([name, figure]): [string, number | string] => {
    if (COUNTS.includes(name)) return [name, figure];
    if (name === 'neighbour') return [name, codeOf(figure)];
    if (name === 'spreadHalfTicks') return ['spread', writeAveragePrice(figure, 2, specification)];
    return [name, writePrice(figure as Ticks, specification)];
  });
  return Object.fromEntries(views);
}

/** The settlement rules of a product. */
export function settlementRulesView({ profile, tiers, final }: CoreRules): SettlementRules {
  const { validShare, lastFixings } = final;
  return { profile, tiers: tiers.map((tier) => ({ ...tier })), validShare: writeShare(validShare), lastFixings };
}

/** The running average of a contract in its delivery period. */
export function averageView(average: RunningAverage | undefined): Ticker['average'] {
  if (average === undefined) return null;
  const { fixings, of, mean } = average;
  return { fixings, of, mean: mean === null ? null : writeMoney(mean) };
}
