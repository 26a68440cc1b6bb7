/**
 * A command of the operator in the words of the wire and in those of the core.
 *
 * Names become numbers here; whether the command makes sense is the exchange's to say.
 */

import { readDate } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { DEFAULT_PROGRAMME, PAPER_TERMS } from '#core/market-making/programmes.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import type { SwitchTarget as CoreTarget } from '#core/protection/switches.ts';
import type { AccountId, Lots, Millis, Money, TradeDate } from '#core/units.ts';
import type { OperatorCommand, SwitchTarget } from '#wire/operator.ts';
import { readMoney } from './decimals.ts';
import { readPriceField } from './order-words.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

/** Throws CONTRACT_UNKNOWN, ACCOUNT_UNKNOWN, or FIELD_INVALID for an amount, a date or a time that is none. */
export function readOperatorCommand(venue: Venue, command: OperatorCommand): Command {
  const named = (name: string, field = 'account') => accountOf(venue, name, field).id;
  switch (command.type) {
    case 'changePhase':
    case 'declareStress':
    case 'checkMargin':
      return command;
    case 'haltContract':
      return { ...command, contract: contractOf(venue, command.contract), until: readTime(command.until) };
    case 'resumeContract':
    case 'reducePositions':
      return { ...command, contract: contractOf(venue, command.contract) };
    case 'throwSwitch':
    case 'releaseSwitch':
      return { ...command, target: targetOf(venue, command.target) };
    case 'permitAccount':
    case 'declareHedger':
    case 'endAgreement':
    case 'closeOut':
      return { ...command, account: named(command.account) };
    case 'capOrders': {
      const value = command.value === null ? null : moneyOf(command.value, 'value');
      return { ...command, account: named(command.account), quantity: command.quantity as Lots | null, value };
    }
    case 'grantExemption': {
      const { lots, until } = command;
      return { ...command, account: named(command.account), lots: lots as Lots, until: dateOf(until, 'until') };
    }
    case 'joinGroup':
      return { ...command, account: named(command.account), owner: named(command.owner, 'owner') };
    case 'portClients':
      return { ...command, member: named(command.member, 'member'), to: named(command.to, 'to') };
    case 'addCapital':
      return { ...command, amount: moneyOf(command.amount, 'amount') };
    case 'signAgreement': {
      const { type, account, product, netCapital, programme } = command;
      const terms = programme === 'paper' ? PAPER_TERMS : DEFAULT_PROGRAMME;
      const agreement = { account: named(account), product, netCapital: moneyOf(netCapital, 'netCapital'), terms };
      return { type, agreement };
    }
    case 'correctSettlement': {
      const market = marketOf(venue, command.contract);
      const price = readPriceField(command.price, market, 'price');
      return { ...command, contract: market.contract, date: dateOf(command.date, 'date'), price };
    }
    case 'setFallbackFixing': {
      const { date, value } = command;
      return { ...command, date: dateOf(date, 'date'), value: moneyOf(value, 'value') };
    }
    case 'adoptIndexTerms':
      return {
        ...command,
        terms: command.terms as unknown as IndexTerms,
        effective: dateOf(command.effective, 'effective'),
      };
    case 'correctFixing': {
      const date = dateOf(command.date, 'date');
      return { ...command, date, evidence: venue.prices.evidenceOf(date) };
    }
    case 'setCommitteePrice': {
      const market = marketOf(venue, command.contract);
      return { ...command, contract: market.contract, price: readPriceField(command.price, market, 'price') };
    }
    case 'declareException':
      return { ...command, account: command.account === null ? null : named(command.account) };
  }
}

function targetOf(venue: Venue, target: SwitchTarget): CoreTarget {
  switch (target.level) {
    case 'venue':
      return target;
    case 'contract':
      return { level: 'contract', contract: contractOf(venue, target.contract) };
    case 'group':
    case 'account':
      return { level: target.level, account: accountOf(venue, target.account).id };
    case 'key':
      return { level: 'key', credential: accountOf(venue, target.account).credential };
  }
}

function accountOf({ exchange }: Venue, name: string, field = 'account') {
  const account = exchange.accounts.find((open) => open.name === name);
  if (account === undefined) throw Refused.byTheExchange('ACCOUNT_UNKNOWN', undefined, field);
  return account as typeof account & { readonly id: AccountId };
}

function contractOf(venue: Venue, code: string) {
  return marketOf(venue, code).contract;
}

function marketOf({ marketData }: Venue, code: string) {
  const market = marketData.find(code);
  if (market === undefined) throw Refused.atTheDoor('CONTRACT_UNKNOWN', 'contract');
  return market;
}

function moneyOf(text: string, field: string): Money {
  const amount = readMoney(text);
  if (amount === undefined) throw Refused.atTheDoor('FIELD_INVALID', field);
  return amount;
}

function dateOf(text: string, field: string): TradeDate {
  const date = readDate(text);
  if (date === undefined) throw Refused.atTheDoor('FIELD_INVALID', field);
  return date;
}

/** Only the form in which times are written here is read. */
function readTime(text: string | null): Millis | null {
  if (text === null) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time) || new Date(time).toISOString() !== text) throw Refused.atTheDoor('FIELD_INVALID', 'until');
  return time as Millis;
}
