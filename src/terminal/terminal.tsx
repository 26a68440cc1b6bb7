/**
 * The trading screen: what is chosen, what is typed, and which panel shows it.
 *
 * Prices and books do not pass through here; each panel reads the desk's painted values itself.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from './live/desk-context.ts';
import { keep, recall } from './live/keepsake.ts';
import { usePainted } from './live/painted.ts';
import { cancelledSentence, type Refusal } from './models/answers.ts';
import { contractsOf, neighbour } from './models/contract-list.ts';
import { decimal } from './models/figures.ts';
import { loadedValue } from './models/loadable.ts';
import type { Shortcut } from './models/shortcuts.ts';
import { type Draft, emptyDraft, startPrice } from './models/ticket.ts';
import { AccountPanel, type AccountTab } from './panels/account-panel.tsx';
import { CentrePanel } from './panels/centre-panel.tsx';
import { ConnectionBanner } from './panels/connection-banner.tsx';
import { ContractHeading } from './panels/contract-heading.tsx';
import { ContractList } from './panels/contract-list.tsx';
import { DepthLadder } from './panels/depth-ladder.tsx';
import { HelpDialog } from './panels/help-dialog.tsx';
import { OrderTicket } from './panels/order-ticket.tsx';
import { Choice, Refused } from './panels/parts.tsx';
import { TradesTape } from './panels/trades-tape.tsx';
import { usePhone } from './panels/use-phone.ts';
import { useShortcuts } from './panels/use-shortcuts.ts';
import { VenueHeader } from './panels/venue-header.tsx';

/** What a phone shows of it all; a wide screen shows everything. */
type View = 'contracts' | 'chart' | 'depth' | 'ticket' | 'account';

export function Terminal() {
  const desk = useDesk();
  const connection = usePainted(desk.connection);
  const tickers = loadedValue(usePainted(desk.tickers)) ?? [];
  const products = loadedValue(usePainted(desk.products)) ?? [];
  const orders = usePainted(desk.member.account)?.orders ?? [];

  const [view, setView] = useState<View>('contracts');
  const [wanted, setWanted] = useState(() => recall('contract'));
  const [wantedProduct, setWantedProduct] = useState<string>();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [accountTab, setAccountTab] = useState<AccountTab>('positions');
  const [selectedOrder, setSelectedOrder] = useState<number>();
  const [cancelAnswer, setCancelAnswer] = useState<string | Refusal>();
  const [helpIsOpen, setHelpIsOpen] = useState(false);
  const priceField = useRef<HTMLInputElement>(null);
  const contractButton = useRef<HTMLButtonElement>(null);

  const ticker = tickers.find(({ contract }) => contract === wanted) ?? firstContract();
  const product = products.find(({ code }) => code === ticker?.product);
  const listed = wantedProduct ?? ticker?.product ?? '';
  const contract = ticker?.contract;
  const places = product?.priceDecimals ?? 3;

  const isPhone = usePhone();

  useEffect(() => {
    if (contract !== undefined) desk.contract.follow(contract);
  }, [desk, contract]);
  useEffect(() => {
    document.title =
      ticker === undefined
        ? 'Tokenpit'
        : `${decimal(ticker.lastPrice ?? ticker.markPrice)} ${ticker.contract} \u00b7 Tokenpit`;
  }, [ticker]);

  function firstContract() {
    return contractsOf(tickers, products[0]?.code ?? '')[0];
  }

  const chooseContract = useCallback((code: string) => {
    setWanted(code);
    setWantedProduct(undefined);
    keep('contract', code);
    // A price typed for another contract means nothing in this one.
    setDraft((before) => ({ ...before, price: '' }));
  }, []);
  // A contract that expires leaves the list: the next one is shown, with a word and without the price typed for the old.
  const shown = useRef(wanted);
  useEffect(() => {
    const before = shown.current;
    shown.current = contract;
    if (before === undefined || contract === undefined || before === contract) return;
    if (tickers.some((still) => still.contract === before)) return;
    chooseContract(contract);
    setCancelAnswer(`${before} has expired; ${contract} is shown.`);
  }, [contract, tickers, chooseContract]);
  const pickContract = useCallback(
    (code: string) => {
      chooseContract(code);
      setView('chart');
    },
    [chooseContract],
  );
  const takePrice = useCallback((price: string) => {
    setDraft((before) => ({ ...before, price }));
    setView('ticket');
    priceField.current?.focus();
  }, []);
  const cancelOrder = async (order: number) => {
    const outcome = await desk.member.cancel(order);
    setCancelAnswer(outcome.refused ?? cancelledSentence(outcome.answer.order));
    setSelectedOrder(undefined);
  };
  const cancelSelected = () => {
    const newest = orders[0];
    if (newest === undefined) return setCancelAnswer('No resting order to cancel.');
    const selected = orders.find(({ order }) => order === selectedOrder);
    setAccountTab('orders');
    setView('account');
    if (selected !== undefined) return void cancelOrder(selected.order);
    setSelectedOrder(newest.order);
    setCancelAnswer(`Order ${newest.order} is selected: x again cancels it.`);
  };
  const openTicket = (side: 'buy' | 'sell') => {
    setView('ticket');
    setDraft((before) => ({
      ...before,
      side,
      price: before.price === '' && ticker !== undefined ? startPrice(side, ticker) : before.price,
    }));
    requestAnimationFrame(() => priceField.current?.select());
  };
  const act = (shortcut: Shortcut) => {
    switch (shortcut.do) {
      case 'moveContract': {
        const next = neighbour(contractsOf(tickers, listed), contract, shortcut.steps);
        return next !== undefined && chooseContract(next);
      }
      case 'focusContracts':
        setView('contracts');
        return requestAnimationFrame(() => contractButton.current?.focus());
      case 'ticket':
        return openTicket(shortcut.side);
      case 'clear':
        setSelectedOrder(undefined);
        setCancelAnswer(undefined);
        return setDraft(emptyDraft);
      case 'cancelOrder':
        return cancelSelected();
      case 'help':
        return setHelpIsOpen(true);
    }
  };
  useShortcuts(act);

  return (
    <div className="terminal" data-view={view} data-connection={connection.state}>
      <VenueHeader showHelp={() => setHelpIsOpen(true)} />
      <ConnectionBanner />
      <main className="floor">
        <div className="column">
          <ContractList
            product={listed}
            chooseProduct={setWantedProduct}
            chosen={contract}
            choose={pickContract}
            chosenButton={contractButton}
          />
          <OrderTicket ticker={ticker} product={product} draft={draft} change={setDraft} priceField={priceField} />
        </div>
        <div className="column">
          <ContractHeading ticker={ticker} />
          <CentrePanel ticker={ticker} product={product} isSeen={!isPhone || view === 'chart'} />
          <AccountPanel
            tab={accountTab}
            chooseTab={setAccountTab}
            selectedOrder={selectedOrder}
            selectOrder={setSelectedOrder}
            cancelOrder={cancelOrder}
            chooseContract={chooseContract}
            answer={typeof cancelAnswer === 'object' ? <Refused lead="Refused" refusal={cancelAnswer} /> : cancelAnswer}
          />
        </div>
        <div className="column">
          <DepthLadder contract={contract} places={places} takePrice={takePrice} />
          <TradesTape contract={contract} />
        </div>
      </main>
      <nav className="views" aria-label="Views">
        <Choice
          label="View"
          className="view-choice"
          options={[
            { id: 'contracts', name: 'Contracts' },
            { id: 'chart', name: 'Chart' },
            { id: 'depth', name: 'Depth' },
            { id: 'ticket', name: 'Order' },
            { id: 'account', name: 'Account' },
          ]}
          chosen={view}
          choose={setView}
        />
      </nav>
      {helpIsOpen && <HelpDialog close={() => setHelpIsOpen(false)} />}
    </div>
  );
}
