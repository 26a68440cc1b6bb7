/**
 * The grammar of scenarios: how an order, a pair and a quote are said. Whose they are, and what the contracts are
 * called, is the scenario's to know.
 *
 *     buys 5 @ 100        sells 5 at market        buys 5 market-to-limit        and behind it, in any order:
 *
 *     ioc   fok   day   gtc   for the auction   till 2026-12-01   at least 3        in SIT2701
 *     showing 2   post-only   sliding   reducing   expiring the maker   expiring both   decrementing
 *     when last is 96   when mark is 96   trailing 3 ticks   trailing the mark by 3 ticks
 *
 * A market order is immediate or cancel unless it says otherwise, any other order good till cancelled.
 */
import assert from 'node:assert/strict';
import {
  BUY,
  DAY,
  FILL_OR_KILL,
  GOOD_FOR_AUCTION,
  GOOD_TILL_CANCEL,
  GOOD_TILL_DATE,
  IMMEDIATE_OR_CANCEL,
  type OrderWish,
  type Quote,
  SELL,
  type TimeInForce,
} from '#core/commands.ts';
import type { OrderTerms, TriggerReference } from '#core/trading/terms.ts';
import type { ContractId, Lots, Ticks } from '#core/units.ts';
import { dayOf } from './commands.ts';

/** The contract of that code; without one the scenario's first. */
type ContractOf = (code?: string) => ContractId;
type Said = { readonly life?: TimeInForce; readonly code?: string; readonly terms?: OrderTerms };
type Phrase = readonly [words: RegExp, says: (...words: string[]) => Said];

const lives: Readonly<Record<string, TimeInForce>> = {
  gtc: GOOD_TILL_CANCEL,
  ioc: IMMEDIATE_OR_CANCEL,
  fok: FILL_OR_KILL,
  day: DAY,
  'for the auction': GOOD_FOR_AUCTION,
};
const ticks = (text = '') => Number(text) as Ticks;
const lots = (text = '') => Number(text) as Lots;
const term = (terms: OrderTerms): Said => ({ terms });

const phrases: readonly Phrase[] = [
  [/^(gtc|ioc|fok|day|for the auction)/, (life = '') => ({ life: lives[life] as TimeInForce })],
  [/^till (\S+)/, (date = '') => ({ life: GOOD_TILL_DATE, terms: { goodTill: dayOf(date) } })],
  [/^in (\w+)/, (code = '') => ({ code })],
  [/^@ (\d+)/, () => ({})],
  [/^at market/, () => ({ life: IMMEDIATE_OR_CANCEL, terms: { pricing: 'market' } })],
  [/^market-to-limit/, () => term({ pricing: 'marketToLimit' })],
  [/^at least (\d+)/, (least) => term({ minimumQuantity: lots(least) })],
  [/^showing (\d+)/, (shown) => term({ display: lots(shown) })],
  [/^post-only/, () => term({ postOnly: 'reject' })],
  [/^sliding/, () => term({ postOnly: 'slide' })],
  [/^reducing/, () => term({ reduceOnly: true })],
  [/^expiring the maker/, () => term({ selfTrade: 'expireMaker' })],
  [/^expiring both/, () => term({ selfTrade: 'expireBoth' })],
  [/^decrementing/, () => term({ selfTrade: 'decrement' })],
  [/^when (last|mark) is (\d+)/, (by, price) => term({ trigger: { by: by as TriggerReference, price: ticks(price) } })],
  [/^trailing (\d+) ticks/, (trail) => term({ trigger: { by: 'last', trail: ticks(trail) } })],
  [/^trailing the mark by (\d+) ticks/, (trail) => term({ trigger: { by: 'mark', trail: ticks(trail) } })],
];

/** `buys 5 @ 100 day in SIT2701` */
export function wishOf(sentence: string, contractOf: ContractOf): OrderWish {
  const [, verb, quantity, rest = ''] = /^(buys|sells) (\d+) (.+)$/.exec(sentence) ?? [];
  assert.ok(verb, `no order: ${sentence}`);
  const { life = GOOD_TILL_CANCEL, code, terms } = said(rest);
  return {
    contract: contractOf(code),
    side: verb === 'buys' ? BUY : SELL,
    price: ticks(/@ (\d+)/.exec(rest)?.[1] ?? '0'),
    quantity: lots(quantity),
    timeInForce: life,
    ...(terms && { terms }),
  };
}

function said(rest: string): Said {
  if (rest === '') return {};
  for (const [pattern, says] of phrases) {
    const words = pattern.exec(rest);
    if (words === null) continue;
    const first = says(...words.slice(1));
    const others = said(rest.slice(words[0].length).trim());
    const terms = { ...first.terms, ...others.terms };
    return { ...first, ...others, ...(Object.keys(terms).length > 0 && { terms }) };
  }
  throw new Error(`nobody understands: ${rest}`);
}

/** `5 @ 99 / 5 @ 101 in SIT2612, none / 5 @ 101 in SIT2701` */
export function quotesOf(sentence: string, contractOf: ContractOf): Quote[] {
  return sentence.split(', ').map((quote) => {
    const [, bid = '', ask = '', code] = /^(.+) \/ (\S+(?: @ \d+)?)(?: in (\w+))?$/.exec(quote) ?? [];
    const side = (words: string) => {
      const [, quantity, price] = /^(\d+) @ (\d+)$/.exec(words) ?? [];
      return price === undefined ? undefined : { price: ticks(price), quantity: lots(quantity) };
    };
    const [bids, asks] = [side(bid), side(ask)];
    return { contract: contractOf(code), ...(bids && { bid: bids }), ...(asks && { ask: asks }) };
  });
}
