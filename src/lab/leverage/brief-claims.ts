/** The statements of the market brief about leverage, each with what became of it. */
import type { Claim, Verdict } from '../experiment/report.ts';
import { percent } from '../experiment/words.ts';
import { briefTerms, GAIN, LOSS, shares } from './brief.ts';
import { expectedReturn, liquidationChance, medianDays, outcome } from './chances.ts';
import { costOf, costToOpen, liquidationDistance, returnOnMargin } from './position.ts';
import { stopChance } from './stops.ts';
import { LEVERAGE_MAX, type Terms } from './terms.ts';
import { chance, duration, signed } from './words.ts';

/** A stop that would be called tight: a quarter of the margin at 50x. */
const TIGHT = 0.005;
const NARROW_SPREAD = 0.0001;
const NIGHTLY = 0.0002;

/** Every statement about leverage, with what became of it. */
export function briefClaims(asked: Terms): readonly Claim[] {
  const terms = briefTerms(asked);
  return [gainClaim(terms), lossClaim(terms), rangeClaim(terms), compoundClaim(terms), ...restClaims(terms)];
}

function gainClaim(terms: Terms): Claim {
  const [before, after] = [0, costOf(terms, terms.days)].map((cost) => returnOnMargin(terms, GAIN, cost)) as [
    number,
    number,
  ];
  const against = returnOnMargin(terms, -GAIN, costOf(terms, terms.days));
  return claim(
    '50x long NVDA: +3 % is a gain of about 150 % of the margin',
    '+150 %',
    `${signed(before, 0)} before costs, ${signed(after, 0)} after`,
    {
      verdict: after > 1.495 ? 'holds' : 'holds under a stated reading',
      because: `Before fees, spread and ${terms.days} nights of funding. The same move the other way is ${signed(against, 0)}, and it never gets there.`,
    },
  );
}

function lossClaim(terms: Terms): Claim {
  const [bare, held, paid] = [
    liquidationDistance({ ...terms, maintenance: 0 }, 0),
    liquidationDistance(terms, 0),
    liquidationDistance(terms, costToOpen(terms) + terms.funding * terms.days),
  ];
  return claim(
    '50x long NVDA: a move of −2 % takes everything',
    signed(-LOSS, 0),
    `${signed(-held, 2)}, after costs ${signed(-paid, 2)}`,
    {
      verdict: 'does not hold',
      because: `${signed(-bare, 2)} is where equity is zero; with a maintenance of 1 % the position is closed half-way there.`,
    },
  );
}

function rangeClaim(terms: Terms): Claim {
  const { favourable, adverse } = outcome(terms, 1, 'target');
  const ever = outcome(terms, Infinity, 'target');
  return claim(
    'A move of 3 % is well within the recent daily range',
    'well within',
    `in a day: target first ${chance(favourable)}, liquidated first ${chance(adverse)}; however long it takes: ${chance(ever.favourable)} and ${chance(ever.adverse)}`,
    {
      verdict: 'holds under a stated reading',
      because: `A day’s deviation is ${percent(terms.volatility / Math.sqrt(terms.daysPerYear), 1)}, so the price does move so far; the position is rarely still there, because liquidation is a third as far.`,
    },
  );
}

function compoundClaim(terms: Terms): Claim {
  const { favourable } = outcome(terms, terms.days, 'target');
  const expected = expectedReturn(terms, terms.days, 'target');
  return claim(
    'Early positioning can compound quickly',
    'compounds',
    `three gains of 3 % in a row: ${chance(favourable ** 3)}; mean result ${signed(expected.restReturned, 0)} of the margin, ${signed(expected.restKept, 0)} if the venue keeps the rest`,
    {
      verdict: expected.restReturned > 0.001 ? 'holds' : 'does not hold',
      because:
        'Leverage multiplies costs as it does moves, and a price without a tendency earns nothing to pay them with.',
    },
  );
}

function restClaims(terms: Terms): readonly Claim[] {
  const distance = liquidationDistance(terms, 0);
  const gone = shares.filter(({ move }) => -move > distance).map(({ name, move }) => `${name} ${signed(move, 2)}`);
  const [amd, tsm] = [shares[1], shares[2]].map(({ volatility }) => liquidationChance({ ...terms, volatility }, 1)) as [
    number,
    number,
  ];
  const tight = stopChance({ ...terms, days: 1 }, TIGHT);
  const most = { ...terms, leverage: LEVERAGE_MAX, maintenance: 0.5 / LEVERAGE_MAX, fee: 0, spread: 0, funding: 0 };
  const median = medianDays(most);
  return [
    claim(
      'The same 50x scenario applies to AMD and TSM',
      'the same',
      `liquidated in a day: AMD ${chance(amd)}, TSM ${chance(tsm)}`,
      {
        verdict: 'holds under a stated reading',
        because: `The arithmetic is the same, the odds are each share’s own. On the day that the brief shows, a 50x long opened at the start was gone in ${gone.join(', ')}.`,
      },
    ),
    claim('Use tight stops at 50x', 'use them', `a stop at −0.5 % is reached within a day in ${chance(tight)}`, {
      verdict: 'holds under a stated reading',
      because: `It bounds a loss at ${signed(returnOnMargin(terms, -TIGHT, costOf(terms, 0)), 0)} of the margin unless the price gaps across it; being nearer than liquidation, it is reached more often.`,
    }),
    claim(
      'Up to 2000x leverage',
      '2000x',
      `liquidated at ${signed(-liquidationDistance(most, 0), 3)}; half are gone in ${median === undefined ? 'more than a century' : duration(median)} of a 24-hour day, ${chance(liquidationChance(most, 1))} within the day`,
      {
        verdict: 'holds under a stated reading',
        because:
          'It can be opened where maintenance is below the margin of 0.05 %; half of that is taken here, and no costs.',
      },
    ),
    claim(
      'Zero fees',
      'zero',
      `at 2000x a spread of 0.01 % is ${percent(LEVERAGE_MAX * NARROW_SPREAD, 0)} of the margin, a night’s funding of 0.02 % is ${percent(LEVERAGE_MAX * NIGHTLY, 0)}`,
      {
        verdict: 'holds under a stated reading',
        because:
          'A commission of zero leaves spread and funding, which leverage multiplies; a fee of 0.05 % a side would take the whole margin on opening.',
      },
    ),
  ];
}

function claim(
  text: string,
  said: string,
  measured: string,
  rest: { readonly verdict: Verdict; readonly because: string },
): Claim {
  return { claim: `Brief: ${text}`, said, measured, interval: undefined, ...rest };
}
