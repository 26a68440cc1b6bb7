/** Every listed contract of one product with its prices of this moment; choosing one fills the other panels. */
import { memo, type RefObject, useEffect } from 'react';
import type { Ticker } from '#wire/market.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { contractsOf } from '../models/contract-list.ts';
import { decimal, lots, MISSING, signed, signOf } from '../models/figures.ts';
import { loadedValue } from '../models/loadable.ts';
import { contractMonthName } from '../models/venue-clock.ts';
import { LivePrice, Note, Panel, Tabs } from './parts.tsx';

interface ContractListProps {
  readonly product: string;
  readonly chooseProduct: (product: string) => void;
  readonly chosen: string | undefined;
  readonly choose: (contract: string) => void;
  /** The chosen contract's button, for the keyboard. */
  readonly chosenButton: RefObject<HTMLButtonElement | null>;
}

export function ContractList({ product, chooseProduct, chosen, choose, chosenButton }: ContractListProps) {
  const desk = useDesk();
  const products = loadedValue(usePainted(desk.products)) ?? [];
  const tickers = usePainted(desk.tickers);
  const tabs = products.map(({ code }) => ({ id: code, name: code }));
  useEffect(() => {
    // While the keyboard stands in the list it goes along with the choice.
    const isHere = document.activeElement?.closest('#contract-table') != null;
    if (isHere && chosen !== undefined) chosenButton.current?.focus();
  }, [chosen, chosenButton]);
  return (
    <Panel
      title="Contracts"
      views="contracts"
      className="contracts"
      tools={<Tabs label="Product" tabs={tabs} chosen={product} choose={chooseProduct} controls="contract-table" />}
    >
      <div id="contract-table" className="tab-body" role="tabpanel" aria-label={`Contracts of ${product}`}>
        {tickers.state === 'loading' && <Note>Asking the venue for its contracts.</Note>}
        {tickers.state === 'failed' && <Note>{tickers.sentence}</Note>}
        {tickers.state === 'here' && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col" className="name">
                  Contract
                </th>
                <th scope="col">Last</th>
                <th scope="col">Change</th>
                <th scope="col">Change&nbsp;%</th>
                <th scope="col">Bid</th>
                <th scope="col">Ask</th>
                <th scope="col">
                  <abbr title="Lots traded on this trade date">Volume</abbr>
                </th>
                <th scope="col">
                  <abbr title="Open interest, lots">Open int.</abbr>
                </th>
              </tr>
            </thead>
            <tbody>
              {contractsOf(tickers.value, product).map((ticker) => (
                <ContractRow
                  key={ticker.contract}
                  ticker={ticker}
                  chosen={ticker.contract === chosen}
                  choose={choose}
                  button={ticker.contract === chosen ? chosenButton : undefined}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}

interface ContractRowProps {
  readonly ticker: Ticker;
  readonly chosen: boolean;
  readonly choose: (contract: string) => void;
  readonly button: RefObject<HTMLButtonElement | null> | undefined;
}

const ContractRow = memo(function ContractRow({ ticker, chosen, choose, button }: ContractRowProps) {
  const sign = signOf(ticker.change);
  const colour = sign > 0 ? 'up' : sign < 0 ? 'down' : undefined;
  return (
    <tr data-selected={chosen} className="pick">
      <th scope="row" className="name">
        <button
          ref={button}
          type="button"
          className="row-button whole-row"
          aria-current={chosen}
          title={`${contractMonthName(ticker.month)}, last trading day ${ticker.lastTradingDay}`}
          onClick={() => choose(ticker.contract)}
        >
          {ticker.contract}
        </button>
      </th>
      <td className="strong">
        <LivePrice value={ticker.lastPrice} />
      </td>
      <td className={colour}>{signed(ticker.change)}</td>
      <td className={colour}>{signed(ticker.changePercent)}</td>
      <td>{decimal(ticker.bidPrice)}</td>
      <td>{decimal(ticker.askPrice)}</td>
      <td>{ticker.volume === 0 ? MISSING : lots(ticker.volume)}</td>
      <td>{lots(ticker.openInterest)}</td>
    </tr>
  );
});
