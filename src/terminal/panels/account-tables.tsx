/** Positions, orders and fills of an account, each as a table; its days are in `statements.tsx`. */
import type { Fill, Position } from '#wire/accounts.ts';
import type { Order } from '#wire/orders.ts';
import type { AccountBook } from '../models/account-book.ts';
import { decimal, dollars, lots, position, trimPlaces } from '../models/figures.ts';
import { priceWords } from '../models/ticket.ts';
import { momentName } from '../models/venue-clock.ts';
import { Note, SignedAmount } from './parts.tsx';

interface ListProps {
  readonly account: AccountBook;
  readonly chooseContract: (contract: string) => void;
}

export function PositionsTable({ account, chooseContract }: ListProps) {
  const { positions } = account.summary;
  if (positions.length === 0) return <Note>No position. A fill opens one.</Note>;
  return (
    <table className="table">
      <Head
        names={['Contract']}
        figures={['Position', 'Entry', 'Mark', 'Gain', 'Variation', 'Margin', 'Close-out', 'Buying', 'Selling']}
        minor={['Mark', 'Variation', 'Margin', 'Buying', 'Selling']}
        meanings={{
          Entry: 'Average price at which the position was entered',
          Mark: 'What it is worth now',
          Gain: 'What it has gained since it was entered, before fees',
          Variation: 'What it has gained since the last settlement',
          Margin: 'Initial margin, of resting orders too',
          'Close-out': 'Price at which equity falls below the maintenance margin, if nothing else moves',
          Buying: 'Lots that rest to buy',
          Selling: 'Lots that rest to sell',
        }}
      />
      <tbody>
        {positions.map((held) => (
          <tr key={held.contract}>
            <ContractCell contract={held.contract} choose={chooseContract} />
            <td className={held.position > 0 ? 'up strong' : held.position < 0 ? 'down strong' : undefined}>
              {position(held.position)}
            </td>
            <td title={held.entryPrice ?? undefined}>{averagePrice(held)}</td>
            <td className="minor">{decimal(held.markPrice)}</td>
            <td>
              <SignedAmount value={held.gain} />
            </td>
            <td className="minor">
              <SignedAmount value={held.variation} />
            </td>
            <td className="minor">{dollars(held.initialMargin)}</td>
            <td title={bankruptcyTitle(held)}>{decimal(held.closeOutPrice)}</td>
            <td className="minor">{lots(held.buying)}</td>
            <td className="minor">{lots(held.selling)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** With the places of its contract, and more only where it needs them. */
function averagePrice({ entryPrice, markPrice }: Position): string {
  const places = markPrice.split('.')[1]?.length ?? 0;
  return decimal(entryPrice && trimPlaces(entryPrice, places));
}

function bankruptcyTitle({ bankruptcyPrice }: Position): string | undefined {
  return bankruptcyPrice === null ? undefined : `At ${decimal(bankruptcyPrice)} nothing is left of the equity`;
}

interface OrdersTableProps extends ListProps {
  readonly selectedOrder: number | undefined;
  readonly selectOrder: (order: number) => void;
  readonly cancelOrder: (order: number) => void;
}

export function OrdersTable({ account, chooseContract, selectedOrder, selectOrder, cancelOrder }: OrdersTableProps) {
  if (account.orders.length === 0) return <Note>No resting order.</Note>;
  return (
    <table className="table">
      <Head
        names={['Order', 'Contract', 'Side']}
        figures={['Price', 'Lots', 'Filled', 'Resting', 'Placed']}
        tools="Cancel"
      />
      <tbody>
        {account.orders.map((order) => (
          <tr key={order.order} className="pick" data-selected={order.order === selectedOrder}>
            <th scope="row" className="name">
              <button
                type="button"
                className="row-button whole-row"
                aria-label={`Order ${order.order}`}
                aria-pressed={order.order === selectedOrder}
                title="Select this order; x cancels it"
                onClick={() => selectOrder(order.order)}
              >
                {order.order}
              </button>
            </th>
            <ContractCell contract={order.contract} choose={chooseContract} />
            <SideCell order={order} />
            <td title={[order.type, order.timeInForce, order.status].join(' · ')}>{priceWords(order.price)}</td>
            <td className="minor">{lots(order.quantity)}</td>
            <td className="minor">{lots(order.filled)}</td>
            <td className="strong">{lots(order.remaining)}</td>
            <td className="minor soft">{momentName(order.placedAt)}</td>
            <td>
              <button
                type="button"
                className="button slim"
                aria-label={`Cancel order ${order.order}`}
                onFocus={() => selectOrder(order.order)}
                onClick={() => cancelOrder(order.order)}
              >
                Cancel
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function FillsTable({ account, chooseContract }: ListProps) {
  if (account.fills.length === 0) return <Note>No fill yet.</Note>;
  return (
    <table className="table">
      <Head
        names={['Time', 'Contract', 'Side']}
        figures={['Price', 'Lots', 'Fee', 'Liquidity', 'Order', 'Trade']}
        minor={['Liquidity', 'Order', 'Trade']}
      />
      <tbody>
        {account.fills.map((fill) => (
          <tr key={fill.trade}>
            <td className="name soft">{momentName(fill.time)}</td>
            <ContractCell contract={fill.contract} choose={chooseContract} />
            <SideCell order={fill} />
            <td>{decimal(fill.price)}</td>
            <td>{position(fill.side === 'buy' ? fill.quantity : -fill.quantity)}</td>
            <td title={`${fill.fee} USD`}>{decimal(fill.fee)}</td>
            <td className="minor soft">{fill.liquidity}</td>
            <td className="minor soft">{fill.order}</td>
            <td className="minor soft">{fill.trade}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps {
  readonly names: readonly string[];
  readonly figures: readonly string[];
  /** Those of the figures that a narrow screen leaves out. */
  readonly minor?: readonly string[];
  /** What a figure means that is called by a short name. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** What the last column does; said, not shown. */
  readonly tools?: string;
}

export function Head({ names, figures, minor = [], meanings = {}, tools }: HeadProps) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col" className="name">
            {name}
          </th>
        ))}
        {figures.map((name) => (
          <th key={name} scope="col" className={minor.includes(name) ? 'minor' : undefined}>
            {meanings[name] === undefined ? name : <abbr title={meanings[name]}>{name}</abbr>}
          </th>
        ))}
        {tools !== undefined && (
          <th scope="col">
            <span className="spoken">{tools}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

function ContractCell({
  contract,
  choose,
}: {
  readonly contract: string;
  readonly choose: (contract: string) => void;
}) {
  return (
    <td className="name">
      <button type="button" className="row-button" onClick={() => choose(contract)}>
        {contract}
      </button>
    </td>
  );
}

function SideCell({ order }: { readonly order: Pick<Order | Fill, 'side'> }) {
  return <td className={`name ${order.side === 'buy' ? 'up' : 'down'}`}>{order.side === 'buy' ? 'Buy' : 'Sell'}</td>;
}
