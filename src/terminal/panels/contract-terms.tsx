/** What one lot and one tick of the chosen contract are, what holding and trading it costs, and when it ends. */
import type { Product, Ticker } from '#wire/market.ts';
import { decimal, dollars, lots, percent, rate } from '../models/figures.ts';
import { indexWords } from '../models/index-words.ts';
import { averageSoFar, settledBy } from '../models/settled-by.ts';
import { dayName } from '../models/venue-clock.ts';
import { Fact, Scroll } from './parts.tsx';

interface ContractTermsProps {
  readonly ticker: Ticker;
  readonly product: Product;
}

export function ContractTerms({ ticker, product }: ContractTermsProps) {
  const words = indexWords(product);
  return (
    <Scroll label="Contract terms">
      <dl className="terms">
        <Fact name="Underlying">{words.underlying}</Fact>
        <Fact name="One lot">
          {lots(product.lotSize)} {words.units}
        </Fact>
        <Fact name="Price">{words.price}</Fact>
        <Fact name="One tick">
          {product.tickSize}, worth USD {dollars(product.tickValue)} a lot
        </Fact>
        <Fact name="Initial margin">
          USD {dollars(ticker.initialMargin)} a lot, {percent(ticker.initialMarginRate, 2)} of the settlement price
        </Fact>
        <Fact name="Maintenance margin">USD {dollars(ticker.maintenanceMargin)} a lot</Fact>
        <Fact name="Taker fee">{rate(product.takerFeeRate)} of the value traded</Fact>
        <Fact name="Maker fee">{rate(product.makerFeeRate)} of the value traded</Fact>
        <Fact name="Limits of the day">
          {decimal(ticker.limitDown)} to {decimal(ticker.limitUp)}, {rate(product.priceLimitRate)} around the settlement
          price
        </Fact>
        <Fact name="Largest order">{lots(product.orderQuantityMax)} lots</Fact>
        <Fact name="Position limit">{lots(product.positionMax)} lots, resting orders counted</Fact>
        <Fact name="Last trading day">{dayName(ticker.lastTradingDay)}</Fact>
        <Fact name="Delivery month begins">{dayName(ticker.deliveryFrom)}</Fact>
        <Fact name="Last settled">
          {decimal(ticker.settlementPrice)}, {settledBy(ticker)}
        </Fact>
        {ticker.average !== null && <Fact name="Average so far">{averageSoFar(ticker.average)}</Fact>}
        <Fact name="Final settlement">in cash, no {words.goods} are delivered</Fact>
      </dl>
    </Scroll>
  );
}
