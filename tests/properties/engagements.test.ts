/** Who is engaged where, against a plain set for each account: few contracts, many, and numbers that fit no word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engagements } from '#core/clearing/engagements.ts';
import type { AccountId, ContractId } from '#core/units.ts';

const ACCOUNTS = 100;
/** The first of these that comes moves an account from its few words to a list. */
const NUMBERS = [...Array.from({ length: 40 }, (_, i) => i), 0xffff, 0x10000, 2_000_000];

test('contracts stand in ascending order, each once, however many there are and in whatever order they came', () => {
  const engagements = new Engagements();
  engagements.reserve(ACCOUNTS);
  for (let day = 0; day < 3; day += 1) {
    const plain = Array.from({ length: ACCOUNTS }, () => new Set<number>());
    for (let step = 0; step < 8_000; step += 1) {
      // Every number meets every account, in an order that differs from day to day.
      const account = (step * 37 + day) % ACCOUNTS;
      const contract = NUMBERS[(step * step + 11 * day + account) % (1 + (account % NUMBERS.length))] as number;
      engagements.add(account as AccountId, contract as ContractId);
      plain[account]?.add(contract);
    }
    for (const [account, contracts] of plain.entries())
      assert.deepEqual(
        engagements.of(account as AccountId),
        [...contracts].sort((a, b) => a - b),
      );
    engagements.clear();
    assert.deepEqual(engagements.of(0 as AccountId), []);
  }
});
