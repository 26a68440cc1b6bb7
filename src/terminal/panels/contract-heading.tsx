/** The chosen contract in one line: its last price, what that is measured against, and the terms of today. */
import type { Ticker } from '#wire/market.ts';
import { decimal, lots, signed, signOf } from '../models/figures.ts';
import { averageSoFar } from '../models/settled-by.ts';
import { contractMonthName } from '../models/venue-clock.ts';
import { Fact, LivePrice } from './parts.tsx';

export function ContractHeading({ ticker }: { readonly ticker: Ticker | undefined }) {
  if (ticker === undefined) return <div className="panel heading" data-views="chart depth ticket" />;
  return (
    <section className="panel heading" data-views="chart depth ticket" aria-label={`Contract ${ticker.contract}`}>
      <div className="heading-main">
        <div>
          <h2>{ticker.contract}</h2>
          <span className="soft">{contractMonthName(ticker.month)}</span>
        </div>
        <div className="heading-price">
          <strong>
            <LivePrice value={ticker.lastPrice ?? ticker.markPrice} />
          </strong>
          <Change ticker={ticker} />
        </div>
      </div>
      <dl className="heading-facts">
        <Fact name="Mark price">{decimal(ticker.markPrice)}</Fact>
        <Fact name="Settlement price">{decimal(ticker.settlementPrice)}</Fact>
        {ticker.average !== null && <Fact name="Average so far">{averageSoFar(ticker.average)}</Fact>}
        <Fact name="Limits today">
          {decimal(ticker.limitDown)} to {decimal(ticker.limitUp)}
        </Fact>
        <Fact name="Volume">{lots(ticker.volume)}</Fact>
        <Fact name="Open interest">{lots(ticker.openInterest)}</Fact>
      </dl>
    </section>
  );
}

function Change({ ticker }: { readonly ticker: Ticker }) {
  const sign = signOf(ticker.change);
  return (
    <span className={sign > 0 ? 'up' : sign < 0 ? 'down' : 'soft'}>
      {signed(ticker.change)} ({signed(ticker.changePercent)}&nbsp;%)
    </span>
  );
}
