/**
 * Tells a drill as it goes, and ends it with the reconciliation.
 *
 * What happens is a sentence or, for a loss and for what a day has brought, a table. The sentences are in `sentences.ts`;
 * here is when something is told, and the books of the drill: cash when they began and every item since.
 */
import { formatDate } from '#core/calendar.ts';
import type { Event } from '#core/events.ts';
import { type AccountId, type Millis, type Money, ONE_MILLION } from '#core/units.ts';
import { AccountItems, items } from './account-items.ts';
import type { DrillVenue } from './drill-venue.ts';
import { Losses, waterfallOf } from './losses.ts';
import { clock, count, dollars, signed, table } from './paper.ts';
import { reconcile } from './reconciliation.ts';
import { sentenceOf } from './sentences.ts';
import { Slices } from './slices.ts';

type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/** Where a drill writes its lines. */
export type Say = (line?: string) => void;

const called = { marginCalled: 'called', closeOutStarted: 'closed out', defaultDeclared: 'in default' } as const;

export class Story {
  readonly #venue: DrillVenue;
  readonly #say: Say;
  /** Since the books began, and since the last day did. */
  #told = new AccountItems();
  #day = new AccountItems();
  #opening: ReadonlyMap<AccountId, Money> | undefined;
  readonly #came = new Map(Object.values(called).map((word) => [word, new Set<string>()]));
  readonly #losses = new Losses();
  readonly #slices = new Slices();
  #settled: EventOf<'contractSettled'>[] = [];
  /** As it was sized last, and when the books began. */
  #fund: EventOf<'fundSized'> | undefined;
  #fundBefore: EventOf<'fundSized'> | undefined;

  constructor(venue: DrillVenue, say: Say) {
    this.#venue = venue;
    this.#say = say;
    venue.listeners.push((event, time) => this.#hear(event, time));
  }

  /** What was before was preparation: the books begin, and from now on everything is told. */
  begin(): void {
    const { cash } = this.#venue.exchange.snapshot().ledger;
    this.#opening = new Map(cash.map((amount, account) => [account as AccountId, amount as Money]));
    this.#told = new AccountItems();
    this.#day = new AccountItems();
    this.#fundBefore = this.#fund;
  }

  /** A heading, after an empty line. */
  heading(text: string): void {
    this.#say();
    this.#say(text);
  }

  /** A line that belongs to the heading before it. */
  note(text: string): void {
    this.#say(`  ${text}`);
  }

  /** The reconciliation; returns what is wrong. */
  end(): readonly string[] {
    const { exchange } = this.#venue;
    const { accounts, contracts } = exchange;
    const { ledger } = exchange.snapshot();
    const opening = this.#opening ?? new Map();
    const { lines, wrong } = reconcile({ accounts, contracts, ledger, opening, told: this.#told });
    this.heading('RECONCILIATION');
    this.#sayAll(lines);
    return wrong;
  }

  /** What the default fund is made for, how much it holds, and of whom (rules DEF-13 to DEF-16, DEF-22). */
  fund(): void {
    if (this.#fund === undefined) return;
    const { scenario, cover, fund, collected, capital, exhaustedBy } = this.#fund;
    const { accounts, risk } = this.#venue.exchange;
    const given = new Map(this.#venue.exchange.snapshot().ledger.fund);
    this.note(`The worst day of the stress set is “${scenario}” (DEF-13).`);
    const sizes = [
      ['two members would leave (DEF-14)', dollars(cover)],
      ['default fund, with the buffer of 10 %', dollars(fund)],
      ['collected', dollars(collected)],
      ["the venue's capital", dollars(capital)],
    ];
    this.#sayAll(table(sizes));
    if (exhaustedBy !== null)
      this.note(`A move of all months by ${signed((exhaustedBy * 100) / ONE_MILLION)} % would exhaust both (DEF-16).`);
    const rows = accounts
      .filter(({ id }) => risk.asked.has(id) || given.has(id))
      .map(({ id, name }) => [name, dollars(risk.asked.get(id) ?? 0), dollars(given.get(id) ?? 0)]);
    this.#sayAll(table([['member', 'contribution asked (DEF-15)', 'given'], ...rows]));
  }

  /** Whether fund and capital would bear a move of all months by so many per cent at once (rule DEF-16). */
  adequacy(percent: number): void {
    const { exhaustedBy } = this.#fund ?? {};
    if (exhaustedBy === undefined || exhaustedBy === null) return;
    const isWithin = Math.abs(percent) < (Math.abs(exhaustedBy) * 100) / ONE_MILLION;
    const beyond =
      'may be more than they bear if everybody defaulted who could; limits give time for calls and close-outs';
    this.note(`${signed(percent)} % at once ${isWithin ? 'is within what they bear, whoever defaults' : beyond}.`);
  }

  /** Who was called, closed out and in default, and what each layer has given. */
  summary(): void {
    this.#sayAll(table([...this.#came].map(([word, names]) => [word, [...names].join(', ') || 'nobody'])));
    this.#sayAll(this.#losses.summary());
  }

  /** The fund with which the books began, against the losses since. */
  fundLeft(): void {
    if (this.#fundBefore !== undefined) this.#sayAll(this.#losses.against(this.#fundBefore));
  }

  #hear(event: Event, time: Millis): void {
    this.#told.hear(event);
    this.#day.hear(event);
    if (event.type === 'fundSized') this.#fund = event;
    if (this.#opening !== undefined) this.#tell(event, time);
  }

  #tell(event: Event, time: Millis): void {
    const { exchange } = this.#venue;
    if (event.type in called) this.#note(event as EventOf<keyof typeof called>);
    if (event.type === 'trade' && exchange.risk.closeOuts.has(event.takerAccount)) return this.#slices.add(event);
    if (event.type === 'contractSettled') return void this.#settled.push(event);
    if (event.type === 'dayEnded') return this.#dayEnded(event);
    if (event.type === 'lossAbsorbed') return this.#waterfall(event);
    // Who is in default has nothing to pay any more.
    if (event.type === 'marginCalled' && exchange.risk.defaults.has(event.account)) return;
    if (event.type === 'closeOutEnded') this.#tellSlices();
    const contract = (id: number) => exchange.contracts[id]?.code ?? '';
    const sentence = sentenceOf(event, { account: this.#nameOf, contract });
    if (sentence !== undefined) this.note(`${clock(time)}  ${sentence}`);
  }

  /** Remembers whom it happened to, for the summary. */
  #note({ type, account }: EventOf<keyof typeof called>): void {
    if (type === 'marginCalled' && this.#venue.exchange.risk.defaults.has(account)) return;
    this.#came.get(called[type])?.add(this.#nameOf(account));
  }

  #waterfall(event: EventOf<'lossAbsorbed'>): void {
    const { account, loss, remainder } = event;
    this.#losses.add(event);
    this.#tellSlices();
    this.note(`The loss of ${this.#nameOf(account)}, ${dollars(loss)}, is borne in the order of DEF-8`);
    this.#sayAll(waterfallOf(event, this.#nameOf));
    if (remainder > 0)
      this.note(`${dollars(remainder)} are borne by nobody, and asked for again the next day (DEF-25)`);
  }

  /** What the day has brought everybody whom it has brought something, and what the fund holds by now. */
  #dayEnded({ date }: EventOf<'dayEnded'>): void {
    this.#tellSlices();
    const { accounts, contracts } = this.#venue.exchange;
    for (const { contract, price, method, volume, openInterest } of this.#settled) {
      if (volume === 0 && openInterest === 0) continue;
      const lots = `${count(volume)} lots traded, ${count(openInterest)} open`;
      this.note(`${contracts[contract]?.code} settles at ${count(price)} (${method}): ${lots} (SET-1)`);
    }
    this.#settled = [];
    const { cash } = this.#venue.exchange.snapshot().ledger;
    const positionOf = (id: AccountId) => contracts.reduce((sum, { positions }) => sum + positions.positionOf(id), 0);
    const rows = accounts
      .filter(({ id }) => items.some((item) => this.#day.of(id, item) !== 0))
      .map(({ id, name }) => {
        const amounts = items.map((item) => dollars(this.#day.of(id, item)));
        return [name, signed(positionOf(id)), ...amounts, dollars(cash[id] ?? 0)];
      });
    if (rows.length > 0) {
      this.note(`What ${formatDate(date)} has brought (SET-2), and the cash that is there`);
      this.#sayAll(table([['account', 'position', ...items, 'cash'], ...rows]));
    }
    this.#day = new AccountItems();
    if (this.#fund === undefined) return;
    const { fund, collected, capital } = this.#fund;
    const there = `${dollars(fund)} asked, ${dollars(collected)} there; capital ${dollars(capital)}`;
    this.note(`default fund: ${there} (DEF-22)`);
  }

  #tellSlices(): void {
    for (const sentence of this.#slices.take(this.#nameOf)) this.note(sentence);
  }

  #nameOf = (account: AccountId): string => this.#venue.nameOf(account);

  #sayAll(lines: readonly string[]): void {
    for (const line of lines) this.#say(line);
  }
}
