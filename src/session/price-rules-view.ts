/** The price rules of a product, as they are written on the wire. */
import type { PriceRules as CoreRules, WindowedMove } from '#core/price-rules/price-rules.ts';
import type { PriceRules } from '#wire/price-rules.ts';
import { writeShare } from './decimals.ts';

export function priceRulesView(rules: CoreRules): PriceRules {
  const { profile, firstDayMultiple, closeFirst, breaker, velocity, band } = rules;
  const windowed = ({ move, windowMs, auctionMs }: WindowedMove) => ({ move: writeShare(move), windowMs, auctionMs });
  return {
    profile,
    dailyLimit: writeShare(rules.dailyLimit),
    spotMonthLimit: writeShare(rules.spotMonthLimit),
    firstDayMultiple,
    ladder: rules.ladder.map(writeShare),
    marginAboveLimit: writeShare(rules.marginAboveLimit),
    halts: rules.halts.map(({ move, pauseMs }) => ({ move: writeShare(move), pauseMs })),
    breaker: breaker === null ? null : { ...windowed(breaker), leadHaltsAll: breaker.leadHaltsAll },
    velocity: velocity === null ? null : windowed(velocity),
    band: band === null ? null : writeShare(band),
    collar: writeShare(rules.collar),
    closeFirst,
  };
}
