/** What everyone may see, as it is written on the wire. Everything here is read from the market data, which is durable. */
import { dateOf, formatDate, isTradingDay, type Month, startOf, tradingDayAt } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import { indexOf, type ProductSpecification, tickValue } from '#core/contract.ts';
import { type Lots, type Millis, notional, shareUp, type Ticks, type TradeDate } from '#core/units.ts';
import type { Candle as CoreCandle } from '#market-data/candles.ts';
import type { ContractMarket, PublicTrade as CoreTrade } from '#market-data/contract-market.ts';
import type { Level } from '#market-data/depth.ts';
import type { BookLevel, Candle, Product, PublicTrade, Ticker, VenueInfo } from '#wire/market.ts';
import { priceDecimals, writeDecimal, writeMoney, writePrice, writeShare } from './decimals.ts';
import { indicativePrice } from './indicative.ts';
import { priceRulesView } from './price-rules-view.ts';
import { averageView, settlementRulesView } from './settlement-view.ts';
import type { Venue } from './venue-port.ts';

let written = { time: 0, text: '1970-01-01T00:00:00.000Z' };

/** ISO-8601. What happens in one millisecond is often told many times, and written once. */
export function isoTime(time: Millis): string {
  if (time !== written.time) written = { time, text: new Date(time).toISOString() };
  return written.text;
}

export function sideName(side: Side): 'buy' | 'sell' {
  return side === BUY ? 'buy' : 'sell';
}

export function venueView({ info, clock, marketData }: Venue, isHalted: boolean): VenueInfo {
  const now = clock.now();
  // Before the first product there is no trade date, and nothing trades.
  const tradeDate = marketData.tradeDate ?? tradingDayAt(now);
  const isOpen = marketData.tradeDate === dateOf(now) && isTradingDay(tradeDate);
  const opens = Math.max(tradeDate, tradingDayAt(now)) as TradeDate;
  return {
    ...info,
    time: isoTime(now),
    tradeDate: formatDate(tradeDate),
    phase: isHalted ? 'halted' : isOpen ? 'continuous' : 'closed',
    opensAt: isOpen ? null : isoTime(startOf(opens)),
    settlesAt: isOpen ? isoTime(startOf((tradeDate + 1) as TradeDate)) : null,
    sequence: marketData.sequence,
  };
}

export function productView(specification: ProductSpecification): Product {
  const s = specification;
  return {
    code: s.code,
    name: s.name,
    index: indexOf(s),
    lotSize: s.lotSize,
    tickSize: writePrice(1 as Ticks, s),
    tickValue: writeMoney(tickValue(s)),
    priceDecimals: priceDecimals(s),
    priceMax: writePrice(s.priceMax, s),
    orderQuantityMax: s.orderQuantityMax,
    positionMax: s.positionMax,
    priceLimitRate: writeShare(s.priceLimitRate),
    marginModel: s.margin?.model ?? 'paper',
    marginFloor: writeShare(s.marginFloor),
    marginCap: writeShare(s.marginCap),
    maintenanceShare: writeShare(s.maintenanceShare),
    takerFeeRate: writeShare(s.takerFeeRate),
    makerFeeRate: writeShare(s.makerFeeRate),
    priceRules: s.prices === undefined ? null : priceRulesView(s.prices),
    settlementRules: s.settlement === undefined ? null : settlementRulesView(s.settlement),
    schedule: (s.schedule ?? []).map(({ minute, phase }) => ({ minute, phase })),
  };
}

export function tickerView(venue: Venue, market: ContractMarket): Ticker {
  const { specification, terms, change, phase } = market;
  const settled = market.settlements.at(-1);
  const indicative = indicativePrice(venue, market);
  const price = (value: Ticks) => writePrice(value, specification);
  const bid = market.depth.best(BUY);
  const ask = market.depth.best(SELL);
  const lot = notional(terms.settlementPrice, 1 as Lots, tickValue(specification));
  return {
    contract: market.code,
    product: specification.code,
    month: monthText(market.month),
    lastTradingDay: formatDate(market.lastTradingDay),
    deliveryFrom: formatDate(market.deliveryFrom),
    settlementPrice: price(terms.settlementPrice),
    settlementMethod: settled?.method ?? null,
    settlementCorrected: settled?.corrections !== undefined,
    average: averageView(market.average),
    markPrice: price(market.markPrice),
    lastPrice: market.lastPrice === undefined ? null : price(market.lastPrice),
    change: price(change),
    changePercent: percentOf(change, terms.settlementPrice),
    bidPrice: bid === undefined ? null : price(bid[0]),
    bidQuantity: bid?.[1] ?? 0,
    askPrice: ask === undefined ? null : price(ask[0]),
    askQuantity: ask?.[1] ?? 0,
    limitDown: price(terms.limitDown),
    limitUp: price(terms.limitUp),
    phase: phase.phase,
    phaseUntil: phase.until === null ? null : isoTime(phase.until),
    phaseCause: phase.cause,
    indicativePrice: indicative === undefined ? null : price(indicative.price),
    indicativeQuantity: indicative?.quantity ?? 0,
    indicativeSurplus: indicative?.surplus ?? 0,
    volume: market.volume,
    openInterest: market.openInterest,
    initialMarginRate: writeShare(terms.initialRate),
    initialMargin: writeMoney(shareUp(lot, terms.initialRate)),
    maintenanceMargin: writeMoney(shareUp(lot, terms.maintenanceRate)),
  };
}

/** The contracts that trade, in the order in which they were listed. */
export function tickerViews(venue: Venue): Ticker[] {
  const living = venue.marketData.contracts.filter(({ expired }) => !expired);
  return living.map((market) => tickerView(venue, market));
}

/** `2026-12`. */
export function monthText(month: Month): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** Two places, a half away from zero. */
function percentOf(change: number, base: number): string {
  const hundredths = base === 0 ? 0 : Math.floor((Math.abs(change) * 20_000 + base) / (2 * base));
  return writeDecimal(change < 0 ? -hundredths : hundredths, 2);
}

export function levelViews(
  levels: readonly Level[],
  { specification }: Pick<ContractMarket, 'specification'>,
): BookLevel[] {
  return levels.map(([price, quantity]) => [writePrice(price, specification), quantity]);
}

export function tradeView(trade: CoreTrade, { code, specification }: ContractMarket): PublicTrade {
  return {
    contract: code,
    trade: trade.trade,
    sequence: trade.sequence,
    time: isoTime(trade.time),
    price: writePrice(trade.price, specification),
    quantity: trade.quantity,
    takerSide: sideName(trade.takerSide),
    simulated: trade.simulated,
    ...(trade.auction && { auction: true }),
  };
}

export function candleView(candle: CoreCandle, { specification }: ContractMarket): Candle {
  const price = (value: Ticks) => writePrice(value, specification);
  return {
    time: isoTime(candle.time),
    open: price(candle.open),
    high: price(candle.high),
    low: price(candle.low),
    close: price(candle.close),
    volume: candle.volume,
  };
}
