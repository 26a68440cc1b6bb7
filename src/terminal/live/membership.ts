/**
 * The account that this browser holds the key of, and everything that can be done with it.
 *
 * The account has a stream of its own, so that signing out ends it and nothing of the account is heard any more.
 */
import type { TokenpitClient } from '#client/tokenpit-client.ts';
import type { TokenpitError } from '#client/tokenpit-error.ts';
import type { TokenpitStream } from '#client/tokenpit-stream.ts';
import type { MarginTree } from '#wire/margin.ts';
import type { Ticker } from '#wire/market.ts';
import type { CancelOrderAnswer, OrderPreview, OrderRequest, PlaceOrderAnswer } from '#wire/orders.ts';
import type { Statement, StatementDay } from '#wire/statements.ts';
import { type AccountBook, type AccountChange, applyChange } from '../models/account-book.ts';
import type { Refusal } from '../models/answers.ts';
import { failed, here, type Loadable, loading } from '../models/loadable.ts';
import { forget, keep, recall } from './keepsake.ts';
import { Painted } from './painted.ts';
import { refusalOf, sentenceOf } from './refusal.ts';

const SUMMARY_AFTER_MS = 1_000;

export type Access =
  | { readonly state: 'none' }
  | { readonly state: 'opening' }
  | { readonly state: 'member' }
  | { readonly state: 'refused'; readonly sentence: string };

export type Outcome<Answer> =
  | { readonly answer: Answer; readonly refused?: never }
  | { readonly answer?: never; readonly refused: Refusal };

export class Membership {
  readonly access = new Painted<Access>({ state: 'none' });
  readonly account = new Painted<AccountBook | undefined>(undefined);
  readonly statements = new Painted<Loadable<readonly StatementDay[]>>(loading);
  readonly margin = new Painted<Loadable<MarginTree>>(loading);
  readonly #client: TokenpitClient;
  #stream: TokenpitStream | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  /** The order that was sent without an answer: sent again, it goes under the same id and counts once. */
  #unanswered: { readonly order: string; readonly id: string } | undefined;

  constructor(client: TokenpitClient) {
    this.#client = client;
    const key = recall('key');
    if (key !== undefined) this.#enter(key);
  }

  get key(): string | undefined {
    return this.#client.key;
  }

  /** Opens a practice account under a name made up here and keeps its key in this browser. */
  readonly openAccount = async (): Promise<void> => {
    this.access.set({ state: 'opening' });
    try {
      const { key } = await this.#client.openAccount(`practice-${randomText(6)}`);
      this.#enter(key);
    } catch (error) {
      this.access.set({ state: 'refused', sentence: sentenceOf(error) });
    }
  };

  /** Enters the account that `key` opens, once the venue knows the key. */
  readonly signIn = async (key: string): Promise<void> => {
    // What cannot stand in a request's head is no key, and is not sent.
    if (!/^[!-~]+$/.test(key)) return this.#refuse('No account has this key.');
    this.access.set({ state: 'opening' });
    this.#client.key = key;
    try {
      await this.#client.account();
      this.#enter(key);
    } catch (error) {
      this.#refuse(sentenceOf(error));
    }
  };

  readonly signOut = (): void => {
    forget('key');
    this.#leave();
    this.access.set({ state: 'none' });
  };

  /** What an order would need; undefined when the venue gives no preview. */
  preview(order: OrderRequest): Promise<OrderPreview | undefined> {
    return this.#client.previewOrder(order).catch(() => undefined);
  }

  async place(order: OrderRequest): Promise<Outcome<PlaceOrderAnswer>> {
    const said = JSON.stringify(order);
    const id = this.#unanswered?.order === said ? this.#unanswered.id : randomText(20);
    this.#unanswered = { order: said, id };
    const outcome = await outcomeOf(this.#client.placeOrder({ ...order, clientOrderId: id }));
    if (outcome.refused?.code !== 'VENUE_UNREACHABLE') this.#unanswered = undefined;
    if (outcome.answer) this.#learn({ orders: [outcome.answer.order], fills: outcome.answer.fills });
    return outcome;
  }

  async cancel(order: number): Promise<Outcome<CancelOrderAnswer>> {
    const outcome = await outcomeOf(this.#client.cancelOrder(order));
    if (outcome.answer) this.#learn({ orders: [outcome.answer.order] });
    return outcome;
  }

  /**
   * Asks for the summary anew, a moment later, when the mark price of a contract that is held has moved: the account's
   * stream speaks only when the account itself is touched.
   */
  marksMoved(tickers: readonly Ticker[]): void {
    const positions = this.account.newest?.summary.positions ?? [];
    const moved = positions.some(({ contract, markPrice }) =>
      tickers.some((ticker) => ticker.contract === contract && ticker.markPrice !== markPrice),
    );
    if (moved && this.#asking === undefined) this.#asking = setTimeout(() => this.#askSummary(), SUMMARY_AFTER_MS);
  }

  readonly askStatements = async (): Promise<void> => {
    const statements = await loadableOf(this.#client.statements());
    if (this.access.newest.state === 'member') this.statements.set(statements);
  };

  readonly askMargin = async (): Promise<void> => {
    const margin = await loadableOf(this.#client.margin());
    if (this.access.newest.state === 'member') this.margin.set(margin);
  };

  /** The page of a day. */
  statement(date: string): Promise<Loadable<Statement>> {
    return loadableOf(this.#client.statement(date));
  }

  /** The same as a text to print or to keep. */
  statementText(date: string, format: 'csv' | 'html' | 'json'): Promise<Loadable<string>> {
    return loadableOf(this.#client.statementText(date, format));
  }

  #enter(key: string): void {
    this.#leave();
    keep('key', key);
    this.#client.key = key;
    this.access.set({ state: 'member' });
    this.#stream = this.#client.stream({ onRefused: (error: TokenpitError) => this.#refuse(error.message) });
    this.#stream.subscribe({ channel: 'account' }, (message) => {
      // After an interruption the book starts anew: orders that are gone would otherwise stay.
      if (message.type === 'snapshot') this.account.set(undefined);
      this.#learn({ summary: message.summary, orders: message.orders, fills: message.fills });
    });
  }

  async #askSummary(): Promise<void> {
    const summary = await this.#client.account().catch(() => undefined);
    this.#asking = undefined;
    if (summary !== undefined && this.account.newest?.summary.account === summary.account) this.#learn({ summary });
  }

  #learn(change: AccountChange): void {
    this.account.set(applyChange(this.account.newest, change));
  }

  #refuse(sentence: string): void {
    this.#leave();
    this.access.set({ state: 'refused', sentence });
  }

  #leave(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#client.key = undefined;
    this.account.set(undefined);
    this.statements.set(loading);
    this.margin.set(loading);
  }
}

function outcomeOf<Answer>(asked: Promise<Answer>): Promise<Outcome<Answer>> {
  return asked.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ refused: refusalOf(error) }),
  );
}

function loadableOf<Answer>(asked: Promise<Answer>): Promise<Loadable<Answer>> {
  return asked.then(here, (error: unknown) => failed(sentenceOf(error)));
}

/** Letters and digits that nobody can guess. */
function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
