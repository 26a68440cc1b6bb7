/** A list price that is cut overnight: what it takes beyond margin, who bears that, and how long nobody can leave. */
import type { Design } from './design.ts';
import { type Finding, notGiven, percent, plain } from './finding.ts';
import { gapAddOn, leastRate, mostRate } from './margin-rate.ts';
import { asNumber, CUT } from './yardsticks.ts';

/** What a cut of a list price takes beyond margin, and whether anybody is named who bears it. */
export function gapOfAListPrice({ margin, lossesBorneBy, limits }: Design): Finding[] {
  const check = 'gap-of-a-list-price';
  const rests =
    'list prices stand still and are then cut; margin cannot cover it, so somebody behind it must (docs/adr/0010-margin-models.md)';
  if (margin === undefined) return [notGiven(check, 'margin to hold a cut of 80 % against.', rests)];
  const day = limits?.day ?? (0 as typeof CUT);
  const held = mostRate(margin, day) ?? leastRate(margin, day);
  const beyond = CUT - held;
  const addOn = gapAddOn(margin);
  const figure = `${percent(CUT)} − ${percent(held)} = ${percent(beyond)} of the value of every long lot`;
  const isBorne = lossesBorneBy !== undefined && lossesBorneBy.length > 0;
  return [
    {
      severity: isBorne && addOn > 0 ? 'questionable' : 'fails',
      check,
      says: `A cut of ${percent(CUT)} takes ${percent(beyond)} of a contract’s value beyond margin; ${addOn > 0 ? `${percent(addOn)} is asked for such a jump` : 'margin asks nothing for it'}, and ${isBorne ? `the rest falls to: ${lossesBorneBy.join(', ')}` : 'nobody is named who bears it'}.`,
      figure,
      rests,
    },
  ];
}

/** How many days at the limit a cut takes, in which who is on the wrong side cannot leave. */
export function lockIn({ limits }: Design): Finding[] {
  const check = 'lock-in';
  const first = limits?.day ?? limits?.halts?.at(-1)?.move;
  const rests = 'at a locked limit nobody takes the other side';
  if (first === undefined) return [notGiven(check, 'price limits; usual is 5 to 15 %.', rests)];
  const ladder = limits?.ladder ?? [];
  let [left, days] = [1, 0];
  while (left > 1 - asNumber(CUT) && days < 1_000) {
    left *= 1 - asNumber(first + (days === 0 ? 0 : (ladder[Math.min(days, ladder.length) - 1] ?? 0)));
    days += 1;
  }
  const widest = first + (ladder.at(-1) ?? 0);
  const figure = `${days} days at −${percent(first)}${ladder.length > 0 ? ` to −${percent(widest)}` : ''} leave ${plain(left * 100, 1)} %`;
  return [
    {
      severity: days > 5 ? 'questionable' : 'holds',
      check,
      says: `A cut of ${percent(CUT)} is ${days} days at the limit, in which a buyer can only pay.`,
      figure,
      rests: `${rests}; more than a week of trading is questionable; days of suspension come on top`,
    },
  ];
}

/** Who pays when margin is gone. */
export function lossesBorne({ lossesBorneBy: layers }: Design): Finding[] {
  const check = 'losses-borne-by';
  const rests =
    'clearing houses have margin, a defaulter’s contribution, own capital and a fund of the members, in this order';
  if (layers === undefined)
    return [
      notGiven(check, 'who bears a loss beyond margin; usual are a default fund and own capital of the house.', rests),
    ];
  const isNobody = layers.length === 0;
  return [
    {
      severity: isNobody ? 'fails' : 'holds',
      check,
      says: isNobody ? 'Nobody bears a loss beyond margin.' : 'A loss beyond margin has an order in which it is borne.',
      figure: `${layers.length} layers${isNobody ? '' : `: ${layers.join(', ')}`}`,
      rests,
    },
  ];
}
