/** The default fund as it is written on the wire. Everything here is read from the market data, which is durable. */
import { formatDate } from '#core/calendar.ts';
import { subtract } from '#core/units.ts';
import type { FundDay as CoreDay, DefaultFund as CoreFund, LossReport as CoreLoss } from '#market-data/default-fund.ts';
import type { DefaultFund, FundDay, FundSize, LossReport } from '#wire/clearing.ts';
import { writeMoney, writeShare } from './decimals.ts';
import type { Venue } from './venue-port.ts';

/** The fund with its last `days` days (rule API-41). */
export function defaultFundView({ marketData: { defaultFund } }: Venue, days: number): DefaultFund {
  const { latest, openDefaults, losses } = defaultFund;
  return {
    latest: latest === undefined ? null : sizeView(latest),
    days: defaultFund.days.slice(-days).map(dayView).reverse(),
    openDefaults,
    losses: losses.map(lossView).reverse(),
  };
}

function sizeView(size: NonNullable<CoreFund['latest']>): FundSize {
  return {
    ...dayView(size),
    buffer: writeMoney(subtract(size.fund, size.cover)),
    scenario: size.scenario,
    scenarios: size.covers.map(({ scenario, cover }) => ({ scenario, cover: writeMoney(cover) })),
    exhaustedBy: size.exhaustedBy === null ? null : writeShare(size.exhaustedBy),
    contributors: size.contributors,
    assessable: writeMoney(size.assessable),
  };
}

function dayView({ date, cover, fund, collected, capital }: CoreDay): FundDay {
  return {
    date: formatDate(date),
    cover: writeMoney(cover),
    fund: writeMoney(fund),
    collected: writeMoney(collected),
    capital: writeMoney(capital),
  };
}

function lossView({ date, loss, layers, remainder }: CoreLoss): LossReport {
  return {
    date: formatDate(date),
    loss: writeMoney(loss),
    layers: layers.map(({ layer, amount }) => ({ layer, amount: writeMoney(amount) })),
    remainder: writeMoney(remainder),
  };
}
