/** My account: its money in one line; positions, resting orders, fills, margin and daily statements below. */
import { type ReactNode, useState } from 'react';
import type { AccountSummary } from '#wire/accounts.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { dollars } from '../models/figures.ts';
import { FillsTable, OrdersTable, PositionsTable } from './account-tables.tsx';
import { MarginTable } from './margin-table.tsx';
import { Note, Panel, Scroll, SignedAmount, Tabs } from './parts.tsx';
import { PracticeAccount } from './practice-account.tsx';
import { StandingBanner } from './standing-banner.tsx';
import { Statements } from './statements.tsx';

export type AccountTab = 'positions' | 'orders' | 'fills' | 'margin' | 'statements';

interface AccountPanelProps {
  readonly tab: AccountTab;
  readonly chooseTab: (tab: AccountTab) => void;
  readonly selectedOrder: number | undefined;
  readonly selectOrder: (order: number) => void;
  readonly cancelOrder: (order: number) => void;
  readonly chooseContract: (contract: string) => void;
  /** What became of the cancellation asked for last. */
  readonly answer: ReactNode;
}

export function AccountPanel(props: AccountPanelProps) {
  const { member } = useDesk();
  const access = usePainted(member.access);
  const account = usePainted(member.account);
  const signedIn = access.state === 'member';
  return (
    <Panel
      title={account ? `Account ${account.summary.account}` : 'Account'}
      views="account"
      className="account"
      tools={signedIn && <KeyTools />}
    >
      {access.state !== 'member' && <PracticeAccount />}
      {signedIn && account === undefined && <Note>Asking for the account.</Note>}
      {signedIn && account !== undefined && (
        <>
          <Money summary={account.summary} />
          <StandingBanner summary={account.summary} />
          <div className="panel-head second">
            <Tabs
              label="Account lists"
              tabs={[
                { id: 'positions', name: counted('Positions', openPositions(account.summary)) },
                { id: 'orders', name: counted('Orders', account.orders.length) },
                { id: 'fills', name: 'Fills' },
                { id: 'margin', name: 'Margin' },
                { id: 'statements', name: 'Statements' },
              ]}
              chosen={props.tab}
              choose={props.chooseTab}
              controls="account-list"
            />
            <div className="account-answer" aria-live="polite">
              {props.answer}
            </div>
          </div>
          <div id="account-list" role="tabpanel" className="tab-body" aria-label={props.tab}>
            <Scroll label={`Account: ${props.tab}`}>
              {props.tab === 'positions' && <PositionsTable account={account} chooseContract={props.chooseContract} />}
              {props.tab === 'orders' && <OrdersTable account={account} {...props} />}
              {props.tab === 'fills' && <FillsTable account={account} chooseContract={props.chooseContract} />}
              {props.tab === 'margin' && <MarginTable />}
              {props.tab === 'statements' && <Statements />}
            </Scroll>
          </div>
        </>
      )}
    </Panel>
  );
}

function Money({ summary }: { readonly summary: AccountSummary }) {
  return (
    <dl className="money">
      <Amount name="Balance" amount={summary.balance} />
      <div>
        <dt title="Gain or loss of open positions since the last settlement">Variation</dt>
        <dd>
          <SignedAmount value={summary.variation} />
        </dd>
      </div>
      <Amount name="Equity" amount={summary.equity} />
      <Amount name="Initial margin" amount={summary.initialMargin} />
      <Amount name="Maintenance margin" amount={summary.maintenanceMargin} />
      <Amount name="Available" amount={summary.available} strong />
    </dl>
  );
}

function Amount(props: { readonly name: string; readonly amount: string; readonly strong?: boolean }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className={props.strong ? 'strong' : undefined} title={`${props.amount} USD`}>
        {dollars(props.amount)}
      </dd>
    </div>
  );
}

function KeyTools() {
  const { member } = useDesk();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(member.key ?? '');
    setCopied(true);
  };
  return (
    <div className="key-tools">
      <button type="button" className="button slim" onClick={copy} title="The key opens this account from anywhere">
        {copied ? 'Key copied' : 'Copy key'}
      </button>
      <button
        type="button"
        className="button slim"
        onClick={member.signOut}
        title="This browser forgets the key; without a copy of it the account cannot be opened again"
      >
        Sign out
      </button>
    </div>
  );
}

function counted(name: string, count: number): string {
  return count === 0 ? name : `${name} (${count})`;
}

function openPositions(summary: AccountSummary): number {
  return summary.positions.filter(({ position }) => position !== 0).length;
}
