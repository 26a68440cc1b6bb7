/** The daily statements: the list of days, and the page of the day that was opened. */
import { useEffect, useState } from 'react';
import { itemWords, partWords } from '#wire/statement-words.ts';
import type { Statement, StatementDay } from '#wire/statements.ts';
import { useDesk } from '../live/desk-context.ts';
import { blankPage, printPage, saveFile } from '../live/hand-over.ts';
import { usePainted } from '../live/painted.ts';
import { decimal, dollars, lots, opposite, position, signedDollars, signOf } from '../models/figures.ts';
import { type Loadable, loading } from '../models/loadable.ts';
import { Head } from './account-tables.tsx';
import { Note, SignedAmount } from './parts.tsx';

export function Statements() {
  const { member, venue } = useDesk();
  const [opened, open] = useState<string | undefined>(undefined);
  const tradeDate = usePainted(venue)?.info.tradeDate;
  const statements = usePainted(member.statements);
  const balance = usePainted(member.account)?.summary.balance;
  useEffect(() => {
    if (balance !== undefined) member.askStatements();
  }, [member, balance]);
  if (opened !== undefined) return <DayPage date={opened} close={() => open(undefined)} />;
  if (statements.state === 'loading') return <Note>Asking for the statements.</Note>;
  if (statements.state === 'failed') return <Note>{statements.sentence}</Note>;
  if (statements.value.length === 0) return <Note>No day has settled since this account was opened.</Note>;
  // Most accounts never have anything but these.
  const hasOther = statements.value.some(({ booked }) => signOf(booked) !== 0);
  const other = hasOther ? ['Other'] : [];
  return (
    <table className="table">
      <Head
        names={['Trade date']}
        figures={['Opening balance', 'Deposits', 'Withdrawals', 'Variation', 'Fees', ...other, 'Closing balance']}
        minor={['Opening balance', 'Deposits', 'Withdrawals', ...other]}
      />
      <tbody>
        {statements.value.map((day) => (
          <DayRow
            key={day.date}
            day={day}
            hasOther={hasOther}
            isRunning={day.date === tradeDate}
            open={() => open(day.date)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface DayRowProps {
  readonly day: StatementDay;
  readonly hasOther: boolean;
  readonly isRunning: boolean;
  readonly open: () => void;
}

function DayRow({ day, hasOther, isRunning, open }: DayRowProps) {
  return (
    <tr className="pick">
      <th scope="row" className="name">
        <button
          type="button"
          className="row-button whole-row"
          title="Open the statement of this day"
          aria-label={`Statement of ${day.date}`}
          onClick={open}
        >
          {day.date}
        </button>
        {isRunning && <span className="faint"> so far</span>}
      </th>
      <td className="minor">{dollars(day.openingBalance)}</td>
      <td className="minor">{signedDollars(day.deposits)}</td>
      <td className="minor">{signedDollars(opposite(day.withdrawals))}</td>
      <td>
        <SignedAmount value={day.variation} />
      </td>
      <td>{signedDollars(opposite(day.fees))}</td>
      {hasOther && <td className="minor">{signedDollars(day.booked)}</td>}
      <td className="strong">{dollars(day.closingBalance)}</td>
    </tr>
  );
}

/** The page of one day. It is asked for again when the account's money has moved: the day may still run. */
function DayPage({ date, close }: { readonly date: string; readonly close: () => void }) {
  const { member } = useDesk();
  const [page, show] = useState<Loadable<Statement>>(loading);
  const balance = usePainted(member.account)?.summary.balance;
  useEffect(() => {
    let isWanted = balance !== undefined;
    if (isWanted) member.statement(date).then((answer) => isWanted && show(answer));
    return () => {
      isWanted = false;
    };
  }, [member, date, balance]);
  return (
    <div className="statement">
      <div className="statement-head">
        <button type="button" className="button slim" onClick={close}>
          All days
        </button>
        <h3>{date}</h3>
        {page.state === 'here' && !page.value.closed && <span className="faint">so far</span>}
        <Texts date={date} />
      </div>
      {page.state === 'loading' && <Note>Asking for the statement.</Note>}
      {page.state === 'failed' && <Note>{page.sentence}</Note>}
      {page.state === 'here' && <DayTables page={page.value} />}
    </div>
  );
}

/** The same page to print and to keep; a link could not carry the key. */
function Texts({ date }: { readonly date: string }) {
  const { member } = useDesk();
  const [trouble, tell] = useState<string | undefined>(undefined);
  const print = async () => {
    const page = blankPage();
    if (page === undefined) return tell('The browser opens no new page.');
    const html = await member.statementText(date, 'html');
    if (html.state === 'here') printPage(page, html.value);
    else page.close();
    tell(html.state === 'failed' ? html.sentence : undefined);
  };
  const keep = (format: 'csv' | 'json', type: string) => async () => {
    const text = await member.statementText(date, format);
    if (text.state === 'here') saveFile(`statement-${date}.${format}`, type, text.value);
    tell(text.state === 'failed' ? text.sentence : undefined);
  };
  return (
    <div className="statement-texts">
      <span className="soft" role="status">
        {trouble}
      </span>
      <button type="button" className="button slim" onClick={print}>
        Print
      </button>
      <button type="button" className="button slim" onClick={keep('csv', 'text/csv')}>
        CSV
      </button>
      <button type="button" className="button slim" onClick={keep('json', 'application/json')}>
        JSON
      </button>
    </div>
  );
}

function DayTables({ page }: { readonly page: Statement }) {
  const { margin } = page;
  return (
    <>
      <div className="statement-columns">
        <Lines
          name="Balance"
          lines={[
            ['Opening balance', dollars(page.openingBalance)],
            ...page.items.map(({ item, amount }) => [itemWords(item), signedDollars(amount)] as const),
            ['Closing balance', dollars(page.closingBalance)],
          ]}
        />
        {margin !== null && (
          <Lines
            name="Margin for the next day"
            lines={[
              ...margin.parts.map((part) => [partWords(part), dollars(part.amount)] as const),
              ...(margin.call === null ? [] : [[callWords(margin.call), dollars(margin.call.amount)] as const]),
              ['Maintenance margin', dollars(margin.maintenance)],
              ['Initial margin', dollars(margin.initial)],
              [margin.excess.startsWith('-') ? 'Deficit' : 'Excess', dollars(margin.excess)],
            ]}
          />
        )}
      </div>
      {page.positions.length > 0 && <PositionLines page={page} />}
      <p className="note soft">
        {page.tradeCount === 1 ? '1 trade' : `${lots(page.tradeCount)} trades`}, commands {lots(page.firstSequence)} to{' '}
        {lots(page.lastSequence)}. SHA-256 <span className="hash">{page.hash}</span>
      </p>
    </>
  );
}

/** Names with amounts; the last line is the total of its kind. */
function Lines({ name, lines }: { readonly name: string; readonly lines: readonly (readonly [string, string])[] }) {
  return (
    <table className="table" aria-label={name}>
      <Head names={[name]} figures={['USD']} />
      <tbody>
        {lines.map(([line, amount], i) => (
          <tr key={line} className={i === lines.length - 1 ? 'total' : undefined}>
            <th scope="row" className="name">
              {line}
            </th>
            <td>{amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PositionLines({ page }: { readonly page: Statement }) {
  return (
    <table className="table" aria-label="Positions of the day">
      <Head
        names={['Contract']}
        figures={['Carried', 'Bought', 'Sold', 'Position', 'Settlement', 'Realised', 'Unrealised', 'Variation']}
        minor={['Carried', 'Bought', 'Sold', 'Realised', 'Unrealised']}
      />
      <tbody>
        {page.positions.map((line) => (
          <tr key={line.contract}>
            <th scope="row" className="name">
              {line.contract}
            </th>
            <td className="minor">{position(line.carried)}</td>
            <td className="minor">{lots(line.bought)}</td>
            <td className="minor">{lots(line.sold)}</td>
            <td className="strong" title={line.reduced === 0 ? undefined : `${line.reduced} closed outside the book`}>
              {position(line.position)}
            </td>
            <td>{decimal(line.settlementPrice)}</td>
            <td className="minor">
              <SignedAmount value={line.realised} />
            </td>
            <td className="minor">
              <SignedAmount value={line.unrealised} />
            </td>
            <td>
              <SignedAmount value={line.variation} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function callWords({ met }: { readonly met: boolean }): string {
  return met ? 'Margin call, met' : 'Margin call';
}
