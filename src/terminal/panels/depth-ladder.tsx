/** The depth of the chosen contract: bids on the left, asks on the right, the better price nearer to the middle. */
import { memo } from 'react';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { decimal, lots, MISSING } from '../models/figures.ts';
import { type LadderLevel, ladder } from '../models/ladder.ts';
import { Note, Panel } from './parts.tsx';

const DEPTH = 10;

interface DepthLadderProps {
  readonly contract: string | undefined;
  readonly places: number;
  /** A price was pointed at: it goes into the ticket. */
  readonly takePrice: (price: string) => void;
}

export function DepthLadder({ contract, places, takePrice }: DepthLadderProps) {
  const desk = useDesk();
  const book = usePainted(desk.contract.book);
  const { orders = [] } = usePainted(desk.member.account) ?? {};
  const own = orders.flatMap(({ contract: its, status, price, ...order }) =>
    its === contract && status === 'resting' && price !== null ? { ...order, price } : [],
  );
  const shown = book && book.contract === contract ? book : undefined;
  const { asks, bids, spread } = ladder(shown?.bids ?? [], shown?.asks ?? [], own, DEPTH, places);
  const empty = shown !== undefined && shown.bids.length === 0 && shown.asks.length === 0;
  return (
    <Panel
      title="Depth"
      views="depth"
      className="depth"
      tools={<span className="faint small">lots at each price</span>}
    >
      <div className="ladder">
        <table className="table" aria-label={`Depth of ${contract ?? 'no contract'}`}>
          <thead>
            <tr>
              <th scope="col">Total</th>
              <th scope="col">Bid</th>
              <th scope="col" className="price">
                Price
              </th>
              <th scope="col">Ask</th>
              <th scope="col">Total</th>
            </tr>
          </thead>
          <tbody>
            {asks.map(({ place, level }) => (
              <Level key={`ask ${place}`} level={level} side="sell" takePrice={takePrice} />
            ))}
            <tr className="spread">
              <td colSpan={5}>
                Spread <span className="strong">{spread === undefined ? MISSING : decimal(spread)}</span>
              </td>
            </tr>
            {bids.map(({ place, level }) => (
              <Level key={`bid ${place}`} level={level} side="buy" takePrice={takePrice} />
            ))}
          </tbody>
        </table>
        {empty && <Note>Nobody bids or offers at the moment.</Note>}
        {shown === undefined && <Note>Waiting for the book.</Note>}
      </div>
    </Panel>
  );
}

interface LevelProps {
  readonly level: LadderLevel | undefined;
  readonly side: 'buy' | 'sell';
  readonly takePrice: (price: string) => void;
}

const Level = memo(function Level({ level, side, takePrice }: LevelProps) {
  if (level === undefined)
    return (
      <tr className="level">
        <td colSpan={5} />
      </tr>
    );
  const total = <td className="faint">{lots(level.total)}</td>;
  const quantity = (
    <td className={`quantity ${side === 'buy' ? 'up' : 'down'}`}>
      <span className={`depth-bar ${side}`} style={{ scale: `${level.share} 1` }} />
      {lots(level.quantity)}
    </td>
  );
  const own = (
    <td colSpan={2} className="own">
      {level.own > 0 && `${lots(level.own)} yours`}
    </td>
  );
  return (
    <tr className={`level ${side}`}>
      {side === 'buy' ? total : own}
      {side === 'buy' ? quantity : null}
      <td className="price">
        <button
          type="button"
          className="row-button"
          title="Take this price into the ticket"
          onClick={() => takePrice(level.price)}
        >
          {decimal(level.price)}
        </button>
      </td>
      {side === 'sell' ? quantity : own}
      {side === 'sell' ? total : null}
    </tr>
  );
}, sameLevel);

function sameLevel(a: LevelProps, b: LevelProps): boolean {
  return (
    a.side === b.side &&
    a.takePrice === b.takePrice &&
    a.level?.price === b.level?.price &&
    a.level?.total === b.level?.total &&
    a.level?.quantity === b.level?.quantity &&
    a.level?.share === b.level?.share &&
    a.level?.own === b.level?.own
  );
}
