/** Every check of a design, and what they find, the gravest first. */
import { daysOfTheMonth, lastTradingDayAndHolidays, monthsAhead } from './checks-of-calendar.ts';
import { gapOfAListPrice, lockIn, lossesBorne } from './checks-of-gaps.ts';
import { anchorAtItsGate, capOfASeller, fallbackOfTheIndex, roomOfScores } from './checks-of-index.ts';
import { costOfTheSpread, presenceOfMakers, sizeOfQuotes, spreadInTicks } from './checks-of-makers.ts';
import { maintenanceMargin, marginOfADay, marginOfTwoDays } from './checks-of-margin.ts';
import { fixingsThatMustExist, printOrMean, spotMonthLimit } from './checks-of-settlement.ts';
import {
  feeOfALot,
  largestHedge,
  largestPositionCounts,
  lotOfAHedge,
  roomAbove,
  tickOfAPrice,
  tickValueIsWhole,
} from './checks-of-size.ts';
import { marginForJumps, marginForVolatility, marginOfAWeekend } from './checks-of-volatility.ts';
import type { Design } from './design.ts';
import { type Finding, severities } from './finding.ts';

const checks: readonly ((design: Design) => readonly Finding[])[] = [
  marginOfADay,
  marginOfTwoDays,
  maintenanceMargin,
  marginForVolatility,
  marginForJumps,
  marginOfAWeekend,
  gapOfAListPrice,
  lockIn,
  lossesBorne,
  lotOfAHedge,
  largestHedge,
  tickOfAPrice,
  tickValueIsWhole,
  largestPositionCounts,
  roomAbove,
  feeOfALot,
  spreadInTicks,
  costOfTheSpread,
  sizeOfQuotes,
  presenceOfMakers,
  capOfASeller,
  anchorAtItsGate,
  roomOfScores,
  fallbackOfTheIndex,
  printOrMean,
  fixingsThatMustExist,
  spotMonthLimit,
  daysOfTheMonth,
  lastTradingDayAndHolidays,
  monthsAhead,
];

/** What all checks find, the gravest first and each severity in the order of the checks. */
export function checkDesign(design: Design): Finding[] {
  const findings = checks.flatMap((check) => check(design));
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
