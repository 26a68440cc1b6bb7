/** The trades of the chosen contract as they happen, newest first. */
import type { PublicTrade } from '#wire/market.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { decimal, MINUS } from '../models/figures.ts';
import { loadedValue } from '../models/loadable.ts';
import { timeOfDay } from '../models/venue-clock.ts';
import { Note, Panel, Scroll } from './parts.tsx';

export function TradesTape({ contract }: { readonly contract: string | undefined }) {
  const tape = usePainted(useDesk().contract.trades);
  const trades = loadedValue(tape) ?? [];
  return (
    <Panel
      title="Trades"
      views="depth"
      className="tape"
      tools={
        <span className="faint small">
          <span className="sim">sim</span> both sides simulated
        </span>
      }
    >
      <Scroll label={`Trades of ${contract ?? 'no contract'}`}>
        {tape.state === 'loading' && <Note>Waiting for trades.</Note>}
        {tape.state === 'failed' && <Note>{tape.sentence}</Note>}
        {tape.state === 'here' && trades.length === 0 && <Note>No trade yet in this contract.</Note>}
        {trades.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col" className="name">
                  Time
                </th>
                <th scope="col">Price</th>
                <th scope="col">
                  <abbr title="Lots, + when the incoming order bought, − when it sold">Lots</abbr>
                </th>
                <th scope="col" className="mark-column">
                  <span className="spoken">Mark</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {trades.map((trade) => (
                <TradeRow key={trade.trade} trade={trade} />
              ))}
            </tbody>
          </table>
        )}
      </Scroll>
    </Panel>
  );
}

function TradeRow({ trade }: { readonly trade: PublicTrade }) {
  const bought = trade.takerSide === 'buy';
  return (
    <tr className="fresh-row">
      <td className="name soft">{timeOfDay(Date.parse(trade.time))}</td>
      <td>{decimal(trade.price)}</td>
      <td className={bought ? 'up' : 'down'}>
        {bought ? '+' : MINUS}
        {decimal(String(trade.quantity))}
      </td>
      <td className="mark-column">
        {trade.simulated && (
          <abbr className="sim" title="Both sides are simulated participants">
            sim
          </abbr>
        )}
      </td>
    </tr>
  );
}
