/**
 * What experiments run on other threads: functions by name, from data to data. What they compute depends on their input
 * alone, so it makes no difference which thread runs which.
 */
export { runPart as computePart } from '#lab/compute/run-part.ts';
export { playPart as leveragePart } from '#lab/leverage/study.ts';
export { formulaYears, playYear } from '#lab/market/play-year.ts';
export { runEach as priceParts } from '#lab/monte-carlo/run-part.ts';
export { runPart as paperPart } from '#lab/paper/run-part.ts';
export { runFanPart as priceFan } from '#lab/price/fan.ts';
export { backtestOne } from './backtest/task.ts';
export { recoverPart, resamplePart } from './calibrate/tasks.ts';
export { drawPlanPart } from './plan/draw-part.ts';
