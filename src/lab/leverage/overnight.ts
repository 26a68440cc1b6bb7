/**
 * What one night can do to a position that stands at its entry price when the market closes, in closed form.
 *
 * Paths rarely show it at high leverage, where few positions live to see a night. The move is normal given the number
 * of jumps, which is Poisson (Merton, 1976); debts are the options of Black and Scholes on it.
 */
import { type Gaps, nightOf } from './gap-paths.ts';
import { scaledTail } from './normal-tail.ts';
import { costOf, costToOpen, liquidationPrice, signOf } from './position.ts';
import type { Terms } from './terms.ts';

export interface Night {
  /** The probability that the market opens beyond the liquidation price. */
  readonly liquidated: number;
  /** The probability that the loss is larger than the margin. */
  readonly owing: number;
  /** The mean debt of those who owe, in margins; undefined where nobody can. */
  readonly owed: number | undefined;
}

/** So unlikely a number of jumps is left out with all that are more. */
const NEGLIGIBLE = 1e-12;

export function overnight(terms: Terms, gaps: Gaps): Night {
  const sign = signOf(terms.side);
  const forced = liquidationPrice(terms, costToOpen(terms) + terms.funding);
  // Closing costs alone make no debt: they are not collected from what a forced close leaves.
  const ruin = sign * Math.min(sign * forced, sign - (1 / terms.leverage - costOf(terms, 1)));
  const { mean, variance, jumps } = nightOf(terms, gaps);
  let [liquidated, owing, owed] = [0, 0, 0];
  let weight = Math.exp(-jumps);
  for (let k = 0; k <= jumps || weight > NEGLIGIBLE; k += 1) {
    const all = variance + k * gaps.jumpSize ** 2;
    // `shift` moves the mean by the variance, which prices with the market itself as numeraire.
    const beyond = (price: number, shift: number) => {
      if (price <= 0) return 0;
      const above = sign * (mean + shift - Math.log(price));
      return all === 0 ? Number(above < 0) : scaledTail(0, above / Math.sqrt(all));
    };
    liquidated += weight * beyond(forced, 0);
    owing += weight * beyond(ruin, 0);
    owed += weight * sign * (ruin * beyond(ruin, 0) - Math.exp(mean + all / 2) * beyond(ruin, all));
    weight *= jumps / (k + 1);
  }
  return { liquidated, owing, owed: owing < NEGLIGIBLE ? undefined : (terms.leverage * owed) / owing };
}
