/**
 * Compares a message of an account's own channel with what was published: every order and every fill of the account
 * since the message before, each once, and the account as it stood after some command that is durable.
 */
import type { Complain } from './compare-state.ts';
import { agrees, type Json, type PlainLog } from './plain-log.ts';
import { moneyText, type PlainFill, type View } from './plain-orders.ts';

const TOLD = 'who listens hears of every change once';
/** As many fills a snapshot begins with. */
const SNAPSHOT_FILLS = 100;

export interface AccountMessage extends Json {
  readonly type: 'snapshot' | 'delta';
  readonly sequence: number;
  /** Of a delta. */
  readonly previous?: number;
  readonly summary: Json & { readonly sequence: number };
  readonly orders: readonly Json[];
  readonly fills: readonly Json[];
}

interface Owner {
  readonly account: number;
  readonly name: string;
}

export function compareAccount(message: AccountMessage, owner: Owner, log: PlainLog, complain: Complain): void {
  const { sequence, summary } = message;
  const same = (what: string, told: unknown, own: unknown) => {
    if (agrees(own, told)) return;
    const [is, should] = [JSON.stringify(told), JSON.stringify(own)];
    complain(TOLD, `the ${what} of ${owner.name} after command ${sequence} are ${is}, and should be ${should}`);
  };
  const isOwn = (one: View | PlainFill) => one.account === owner.account && one.sequence <= sequence;
  same('orders', inOrder(message.orders, 'order'), inOrder(textsOf(ordersFor(message, log, isOwn)), 'order'));
  same('fills', inOrder(message.fills, 'trade'), inOrder(textsOf(fillsFor(message, log, isOwn)), 'trade'));
  const line = log.at(summary.sequence);
  if (line === undefined) return complain(TOLD, `${owner.name} is told where it stands, and that is not published`);
  const [equity, initialMargin] = [line.equity, line.initialMargin].map((of) => moneyText(of[owner.account] as number));
  same('figures', summary, { account: owner.name, equity, initialMargin });
}

/** Of a snapshot the orders that rest, of a delta those that have changed. */
function ordersFor({ type, previous = 0 }: AccountMessage, { orders }: PlainLog, isOwn: (view: View) => boolean) {
  const latest = new Map(orders.views.filter(isOwn).map((view) => [view.order, view]));
  return [...latest.values()].filter((view) => (type === 'delta' ? view.sequence > previous : view.isResting));
}

function fillsFor({ type, previous = 0 }: AccountMessage, { orders }: PlainLog, isOwn: (fill: PlainFill) => boolean) {
  const own = orders.fills.filter(isOwn);
  return type === 'delta' ? own.filter((fill) => fill.sequence > previous) : own.slice(-SNAPSHOT_FILLS);
}

function textsOf(some: readonly { readonly text: Json }[]): Json[] {
  return some.map(({ text }) => text);
}

function inOrder(texts: readonly Json[], name: string): Json[] {
  return texts.toSorted((one, other) => Number(one[name]) - Number(other[name]));
}
