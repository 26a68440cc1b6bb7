/**
 * The order ticket. What the order needs stands below the fields before it is sent; Enter sends what is shown.
 */
import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import type { Product, Ticker } from '#wire/market.ts';
import type { OrderPreview } from '#wire/orders.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { foreseenRefusal, placedSentence, type Refusal } from '../models/answers.ts';
import { decimal, dollars, lots } from '../models/figures.ts';
import { indexWords } from '../models/index-words.ts';
import { stepPrice } from '../models/price-steps.ts';
import { type Draft, judgeDraft, orderWords, startPrice } from '../models/ticket.ts';
import { phaseWords, venueTimeAt } from '../models/venue-clock.ts';
import { Choice, Panel, Refused } from './parts.tsx';
import { OpenPracticeAccount } from './practice-account.tsx';
import { usePreview } from './use-preview.ts';

interface OrderTicketProps {
  readonly ticker: Ticker | undefined;
  readonly product: Product | undefined;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly priceField: RefObject<HTMLInputElement | null>;
}

/** What became of the order sent last. */
type Answer = { readonly placed: string } | { readonly refused: Refusal };

export function OrderTicket({ ticker, product, draft, change, priceField }: OrderTicketProps) {
  const desk = useDesk();
  const connection = usePainted(desk.connection);
  const access = usePainted(desk.member.access);
  const [sending, setSending] = useState(false);
  const [answer, setAnswer] = useState<Answer>();
  const judged = ticker && product ? judgeDraft(draft, ticker.contract, product) : undefined;
  const order = judged?.order;
  const preview = usePreview(order, ticker);
  const closed = useClosedSentence();
  const member = access.state === 'member';
  const open = member && connection.state === 'live' && closed === undefined && !sending;
  // What the order needs is shown before it can be sent (rule TRM-6).
  const ready = open && order !== undefined && preview.current;

  const edit = (part: Partial<Draft>) => {
    setAnswer(undefined);
    change({ ...draft, ...part });
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || product === undefined) return;
    setSending(true);
    const result = await desk.member.place(order);
    setSending(false);
    if (result.refused) return setAnswer({ refused: result.refused });
    setAnswer({ placed: placedSentence(result.answer, product.priceDecimals) });
    // The price is taken out, so that a second Enter cannot send the same order again.
    change({ ...draft, price: '' });
    priceField.current?.focus();
  };
  const stepWithArrows = (event: KeyboardEvent) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (steps === undefined || product === undefined || ticker === undefined) return;
    event.preventDefault();
    const from = draft.price === '' ? startPrice(draft.side, ticker) : undefined;
    const next = from ?? stepPrice(draft.price, product.tickSize, product.priceDecimals, steps);
    if (next !== undefined) edit({ price: next });
  };

  return (
    <Panel title="Order ticket" views="ticket" className="ticket">
      <form onSubmit={send} noValidate>
        <Choice
          label="Side"
          className="sides"
          options={[
            { id: 'buy', name: 'Buy' },
            { id: 'sell', name: 'Sell' },
          ]}
          chosen={draft.side}
          choose={(side) => edit({ side })}
        />
        <div className="fields">
          <div className="field">
            <label htmlFor="ticket-price">Price, {product === undefined ? 'USD' : indexWords(product).price}</label>
            <input
              id="ticket-price"
              ref={priceField}
              inputMode="decimal"
              autoComplete="off"
              placeholder={ticker ? startPrice(draft.side, ticker) : ''}
              value={draft.price}
              aria-invalid={judged?.problem?.field === 'price'}
              aria-describedby="ticket-problem"
              onChange={(event) => edit({ price: event.target.value })}
              onKeyDown={stepWithArrows}
            />
          </div>
          <div className="field">
            <label htmlFor="ticket-quantity">Lots</label>
            <input
              id="ticket-quantity"
              inputMode="numeric"
              autoComplete="off"
              value={draft.quantity}
              aria-invalid={judged?.problem?.field === 'quantity'}
              aria-describedby="ticket-problem"
              onChange={(event) => edit({ quantity: event.target.value })}
            />
          </div>
        </div>
        <div className="quotes">
          <Quote name="Bid" price={ticker?.bidPrice} quantity={ticker?.bidQuantity} take={(price) => edit({ price })} />
          <Quote name="Ask" price={ticker?.askPrice} quantity={ticker?.askQuantity} take={(price) => edit({ price })} />
        </div>
        <div className="time-in-force">
          <Choice
            label="Time in force"
            options={[
              { id: 'GTC', name: 'GTC' },
              { id: 'IOC', name: 'IOC' },
            ]}
            chosen={draft.timeInForce}
            choose={(timeInForce) => edit({ timeInForce })}
          />
          <span className="soft small">
            {draft.timeInForce === 'GTC' ? 'rests until filled or cancelled' : 'fills at once, the rest is cancelled'}
          </span>
        </div>
        <Needs preview={preview.value} current={preview.current} />
        {member ? (
          <button type="submit" className={`send ${draft.side}`} disabled={!ready}>
            {sending
              ? 'Sending'
              : order
                ? capital(orderWords(order))
                : `${capital(draft.side)} ${ticker?.contract ?? ''}`}
            {ready && <kbd>Enter</kbd>}
          </button>
        ) : (
          <div className="ticket-offer">
            <p className="soft">Sending an order needs an account.</p>
            <OpenPracticeAccount className="button" />
          </div>
        )}
        <div className="answers" aria-live="polite">
          <p id="ticket-problem" className="problem">
            {judged?.problem?.sentence}
          </p>
          {closed !== undefined && <p className="answer">{closed}</p>}
          {answer === undefined && preview.current && preview.value?.wouldBeRefused && (
            <Refused lead="Would be refused" refusal={foreseenRefusal(preview.value.wouldBeRefused)} />
          )}
          {answer !== undefined && 'placed' in answer && <p className="answer">{answer.placed}</p>}
          {answer !== undefined && 'refused' in answer && <Refused lead="Refused" refusal={answer.refused} />}
        </div>
      </form>
    </Panel>
  );
}

interface QuoteProps {
  readonly name: string;
  readonly price: string | null | undefined;
  readonly quantity: number | undefined;
  readonly take: (price: string) => void;
}

/** The best price of one side, ready to be taken into the ticket. */
function Quote({ name, price, quantity, take }: QuoteProps) {
  return (
    <button
      type="button"
      className="quote"
      disabled={price == null}
      title="Take this price into the ticket"
      onClick={() => price != null && take(price)}
    >
      <span className="faint">{name}</span> {decimal(price)}
      {price != null && <span className="faint"> for {lots(quantity ?? 0)}</span>}
    </button>
  );
}

/** What the order needs, as the exchange says it; fainter while the figures still belong to the order before. */
function Needs({ preview, current }: { readonly preview: OrderPreview | undefined; readonly current: boolean }) {
  return (
    <dl className="needs" aria-busy={!current} data-current={current}>
      <Need name="Value of the order" amount={preview?.notional} />
      <Need name="Fee at most" amount={preview?.feeAtMost} />
      <Need name="Margin this order needs" amount={preview?.marginNeeded} strong />
      <Need name="Loss at once against the mark price" amount={preview?.lossAtOnce} />
      <Need name="Available now" amount={preview?.availableBefore} />
      <Need name="Available after" amount={preview?.availableAfter} strong />
    </dl>
  );
}

function Need(props: { readonly name: string; readonly amount: string | undefined; readonly strong?: boolean }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className={props.strong ? 'strong' : undefined} title={props.amount && `${props.amount} USD`}>
        {dollars(props.amount)}
      </dd>
    </div>
  );
}

/** Why no order can be sent now, while the market is not trading. */
function useClosedSentence(): string | undefined {
  const venue = usePainted(useDesk().venue);
  if (venue === undefined || venue.info.phase === 'continuous') return undefined;
  const { next } = phaseWords(venue.info, venueTimeAt(venue.clock, performance.now()));
  return venue.info.phase === 'closed' ? `The market is closed. ${next}.` : `The venue is halted. ${next}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
