/**
 * The alarm is tested: a venue with a defect is found out, and each by a promise that it breaks.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearse } from '#simulation/rehearsal.ts';
import { scriptOf } from '#simulation/script.ts';
import { defects } from './defects.ts';

const SEEDS_MAX = 1_000;

for (const [defect, seams] of Object.entries(defects))
  test(`a simulated venue is found out when ${defect}`, async (context) => {
    for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
      const { finding } = await rehearse(scriptOf(seed), { seams: seams() });
      if (finding === undefined) continue;
      context.diagnostic(`seed ${seed}: ${finding.message.slice(0, 200)}`);
      return;
    }
    assert.fail(`not in ${SEEDS_MAX} seeds`);
  });
