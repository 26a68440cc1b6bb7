/** Whether margin outlasts the moves that the design itself allows: a day, two days, and a day from maintenance margin. */
import type { Millionths } from '#core/units.ts';
import type { Design, Limits } from './design.ts';
import { type Finding, notGiven, percent, plain, usd } from './finding.ts';
import { leastRate, mostRate } from './margin-rate.ts';
import { asNumber, TWO_POINTS } from './yardsticks.ts';

const INVARIANT = 'margin of an evening ≥ the next day’s limit + 2 points (docs/adr/0008-price-rules.md)';

interface Move {
  readonly what: string;
  readonly move: Millionths;
}

/** Every move that the limits let a day make, with what stops it. */
export function movesOf({ day, spotMonth, ladder = [], halts = [] }: Limits): Move[] {
  const base: Move[] = [];
  if (day !== undefined) base.push({ what: 'the limit of a day', move: day });
  if (spotMonth !== undefined && spotMonth !== day)
    base.push({ what: 'the limit in the delivery month', move: spotMonth });
  const rungs = base.flatMap(({ what, move }) =>
    ladder.map((rung, i) => ({
      what: `${what} after ${i + 1} locked ${i === 0 ? 'day' : 'days'}`,
      move: (move + rung) as Millionths,
    })),
  );
  const stops = halts.map(({ move, minutes }) => ({
    what: minutes === null ? 'the halt for the rest of the session' : `the halt of ${minutes} minutes`,
    move,
  }));
  return [...base, ...rungs, ...stops];
}

/** A day's move, however it is bounded, against the margin that was there in the evening. */
export function marginOfADay({ limits, margin, price, lotSize }: Design): Finding[] {
  const check = 'margin-of-a-day';
  if (limits === undefined || margin === undefined)
    return [notGiven(check, 'price limits or margin; usual are both, and margin above the limit.', INVARIANT)];
  const judged = movesOf(limits).map(({ what, move }) => {
    const least = leastRate(margin, move);
    return { what, move, least, most: mostRate(margin, move) ?? least };
  });
  if (judged.length === 0) return [notGiven(check, 'any bound of a day’s prices; usual is 5 to 15 %.', INVARIANT)];
  const bad = judged.filter(({ move, least }) => least < move + TWO_POINTS);
  const good = judged.filter(({ move, least }) => least >= move + TWO_POINTS);
  const findings = bad.map(({ what, move, least, most }): Finding => {
    const short = move - most;
    const lot = price === undefined || lotSize === undefined ? '' : `, ${usd(price * lotSize * asNumber(short))} a lot`;
    if (short > 0)
      return {
        severity: 'fails',
        check,
        says: `A margin of ${percent(most)}, the most that is asked for, does not cover a move of ${percent(move)}, ${what}.`,
        figure: `${percent(most)} < ${percent(move)}: ${plain(short / 10_000, 2)} points short${lot}`,
        rests: INVARIANT,
      };
    const covered = least >= move;
    return {
      severity: 'questionable',
      check,
      says: covered
        ? `Margin covers ${what} and leaves less than two points for fees and for closing out.`
        : `Margin at its least does not cover ${what}; only a higher one does.`,
      figure: `${percent(least)} < ${percent(covered ? move + TWO_POINTS : move)}`,
      rests: INVARIANT,
    };
  });
  const tightest = good.toSorted((a, b) => a.least - a.move - (b.least - b.move))[0];
  if (tightest !== undefined)
    findings.push({
      severity: 'holds',
      check,
      says: `Margin outlasts ${good.length === 1 ? tightest.what : `all ${good.length} limits of a day that it is held against`}, with two points to spare.`,
      figure: `tightest: ${percent(tightest.least)} ≥ ${percent(tightest.move)} + 2 points (${tightest.what})`,
      rests: INVARIANT,
    });
  return findings;
}

/** Two days at the limit the same way, when the call after the first is not paid. */
export function marginOfTwoDays({ limits, margin }: Design): Finding[] {
  const check = 'margin-of-two-days';
  const rests = 'a call falls due the day after; until it is missed nothing is closed out';
  const first = limits?.day ?? limits?.halts?.at(-1)?.move;
  if (margin === undefined || first === undefined)
    return [notGiven(check, 'price limits or margin; usual is a margin for two days of closing out.', rests)];
  const second = first + (limits?.ladder?.[0] ?? 0);
  const up = (1 + asNumber(first)) * (1 + asNumber(second)) - 1;
  const down = 1 - (1 - asNumber(first)) * (1 - asNumber(second));
  const held = mostRate(margin, first) ?? leastRate(margin, first);
  const figure = `${percent(first)} and ${percent(second)}: up ${plain(up * 100, 1)} %, down ${plain(down * 100, 1)} %; held ${percent(held)}`;
  if (asNumber(held) >= up)
    return [{ severity: 'holds', check, says: 'Margin outlasts two days at the limit.', figure, rests }];
  return [
    {
      severity: held < first ? 'fails' : 'questionable',
      check,
      says: `Two days at the limit take ${plain((up - asNumber(held)) * 100, 1)} points more than a seller’s margin, if the call between is not paid.`,
      figure,
      rests,
    },
  ];
}

/** What stands at maintenance margin is not called, and meets the next day with so much less. */
export function maintenanceMargin({ limits, margin }: Design): Finding[] {
  const check = 'maintenance-margin';
  const rests = 'an account just above maintenance margin is not called in the evening';
  if (margin?.maintenance === undefined)
    return [notGiven(check, 'maintenance margin; usual is 75 to 100 % of initial margin.', rests)];
  const { maintenance } = margin;
  const halts = limits?.day === undefined ? (limits?.halts ?? []).slice(-1) : [];
  const days = movesOf({ ...limits, ladder: [], halts });
  if (days.length === 0) return [notGiven(check, 'a bound of a day’s prices to hold it against.', rests)];
  return days.map(({ what, move }): Finding => {
    const held = mostRate(margin, move) ?? leastRate(margin, move);
    const kept = Math.floor(asNumber(held) * maintenance);
    const figure = `${percent(maintenance)} of ${percent(held)} is ${percent(kept)}, against ${percent(move)}`;
    if (kept >= move) return { severity: 'holds', check, says: `Maintenance margin outlasts ${what}.`, figure, rests };
    return {
      severity: held < move ? 'fails' : 'questionable',
      check,
      says: `An account at maintenance margin can lose ${plain((move - kept) / 10_000, 2)} points more than it has within ${what}.`,
      figure,
      rests,
    };
  });
}
