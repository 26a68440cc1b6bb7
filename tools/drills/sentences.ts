/**
 * What happened, in a sentence with the codes of its rules. What takes a table is told elsewhere.
 */
import type { Event } from '#core/events.ts';
import type { AccountId, ContractId } from '#core/units.ts';
import { count, dollars, moment, signed } from './paper.ts';

/** How accounts and contracts are called. */
export interface Names {
  readonly account: (account: AccountId) => string;
  readonly contract: (contract: ContractId) => string;
}

/** The sentence of an event; undefined for what a drill does not tell. */
export function sentenceOf(event: Event, names: Names): string | undefined {
  const name = 'account' in event && event.account !== null ? names.account(event.account) : '';
  switch (event.type) {
    case 'capitalAdded':
      return `the venue puts up ${dollars(event.amount)} (DEF-20)`;
    case 'deposited':
      return `${name} pays in ${dollars(event.amount)}`;
    case 'withdrawn':
      return `${name} takes out ${dollars(event.amount)}`;
    case 'marginCalled': {
      const { equity, maintenance, initial, due } = event;
      const margin = `initial margin ${dollars(initial)}, maintenance ${dollars(maintenance)}`;
      return `${name} is called (DEF-21, MAR-7): equity ${dollars(equity)}, ${margin}; due ${moment(due)}`;
    }
    case 'marginCallMet':
      return `${name} has its margin again: the call is met (DEF-21)`;
    case 'closeOutStarted': {
      const figures = `equity ${dollars(event.equity)} of ${dollars(event.maintenance)} of maintenance margin`;
      return `${name} is closed out from now on (DEF-24): ${figures}`;
    }
    case 'closeOutEnded':
      return `the close-out of ${name} ends: equity ${dollars(event.equity)} (DEF-24)`;
    case 'clientPorted':
      return `${name} goes from ${names.account(event.from)} to ${names.account(event.to)} with all it has (DEF-28)`;
    case 'booked':
      if (event.item !== 'clientCovered' || event.amount > 0) return undefined;
      return `${name} pays ${dollars(-event.amount)} of what its client owes (DEF-23)`;
    case 'defaultDeclared':
      return `${name} is in default: it owes ${dollars(event.loss)} that nobody has paid (DEF-25)`;
    case 'positionReduced': {
      const [word, rule] = event.cause === 'tearUp' ? ['torn up', 'DEF-26'] : ['reduced', 'DEF-27'];
      return `${word} at ${count(event.price)} (${rule}): ${name} ${signed(event.lots)}`;
    }
    case 'defaultClosed':
      return `the default of ${name} is closed (DEF-25)`;
    case 'contractExpired': {
      const { contract, finalPrice, fixings } = event;
      const why = fixings === 0 ? 'without a fixing' : `after ${fixings} fixings`;
      return `${names.contract(contract)} ends at ${count(finalPrice)}, ${why} (SET-4, SET-5)`;
    }
    default:
      return undefined;
  }
}
