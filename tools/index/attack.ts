/**
 * `attack`: tries to push the index under both methodologies, and holds what it costs against what position limits allow.
 *
 * The prices are the embedded ones of the last days; the day before the first is fixed as it is, so that the index has a
 * memory. Nothing is written before everything is computed, so Ctrl-C leaves either no file or a whole one.
 */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatDate } from '#core/calendar.ts';
import { influence } from '#core/price-index/influence.ts';
import { paper } from '#core/price-index/methodology.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { productsSettledTo } from '#core/products.ts';
import type { TradeDate } from '#core/units.ts';
import { embeddedEvidence } from '#feeds/embedded.ts';
import { indexTerms } from '#feeds/registry.ts';
import { attacks, type UntouchedDay, untouched } from '#lab/attack/attack.ts';
import { tokensIn } from '#lab/attack/stakes.ts';
import { putInPlace } from '../put-in-place.ts';
import { attackCsv } from './attack-csv.ts';
import { type AttackFlags, readAttackFlags } from './attack-flags.ts';
import { type Attempt, attackReport } from './attack-report.ts';

/** Prints the attacks. Exit code 0, whether or not they pay. */
export function attackIndex(argv: readonly string[]): number {
  const flags = readAttackFlags(argv);
  const attempts = [{ ...indexTerms, methodology: paper }, indexTerms].flatMap((terms) => attemptsOn(terms, flags));
  console.log(attackReport(attempts, flags));
  if (flags.out !== undefined) {
    const file = join(flags.out, 'attack.csv');
    putInPlace(file, attackCsv(attempts));
    console.log(`\ndays: ${file}`);
  }
  return 0;
}

function attemptsOn(terms: IndexTerms, flags: AttackFlags): Attempt[] {
  const { name } = terms.methodology;
  progress(`${name}: ${flags.days} days without an attack`);
  const days = daysOf(terms, flags);
  const [first] = days as [UntouchedDay];
  const curve = influence(terms, first.publication.index, first.memory);
  const tokens = tokensIn(productsSettledTo('tokens'));
  const { budget, leaving, times } = flags;
  const found: Attempt[] = [];
  for (const colluders of flags.colluders) {
    progress(`${name}: up to ${colluders} of ${first.publication.index.sellers.length} sellers`);
    const request = { colluders, budget, leaving, times, tokens, days: days.length };
    for (const [aim, outcome] of attacks(terms, days, request)) {
      // Two aims often come to one attack, and so do two sellers and three.
      const same = found.findIndex((one) => isDeepStrictEqual(one.outcome, outcome));
      const known = found[same];
      if (known === undefined)
        found.push({ methodology: name, aims: [aim], first: first.publication.index, curve, outcome });
      else if (!known.aims.includes(aim)) found[same] = { ...known, aims: [...known.aims, aim] };
    }
  }
  return found;
}

function daysOf(terms: IndexTerms, { days, until }: AttackFlags): UntouchedDay[] {
  const dates = Array.from({ length: days + 1 }, (_, i) => (until - days + i) as TradeDate);
  const market = dates.map((date) => ({ date, evidence: embeddedEvidence(terms.registry.listings, date) }));
  const found = untouched(terms, market).slice(1);
  if (found[0]?.publication.index.decision.value === null)
    progress(
      `${terms.methodology.name}: the fixing of ${formatDate(found[0].date)} is withheld, so nothing can be moved`,
    );
  return found;
}

/** Figures go to standard output, what is going on to the other one. */
function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}
