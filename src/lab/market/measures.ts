/** What is measured of every design, in the order in which it is shown. */
import * as figures from './figures.ts';

export interface Measure {
  /** For files. */
  readonly name: string;
  /** For people, with the unit. */
  readonly label: string;
  readonly places: number;
  readonly figure: figures.Figure;
}

const percentOf =
  (figure: figures.Figure): figures.Figure =>
  (sums) =>
    100 * figure(sums);

export const measures: readonly Measure[] = [
  { name: 'efficiency', label: 'hedge efficiency, %', places: 1, figure: percentOf(figures.efficiency) },
  { name: 'formula', label: 'by the formula, this hedge, %', places: 1, figure: percentOf(figures.formulaEfficiency) },
  {
    name: 'lost',
    label: 'efficiency lost to the market, points',
    places: 2,
    figure: percentOf(figures.efficiencyLost),
  },
  { name: 'reduction', label: 'less deviation of cost, %', places: 1, figure: percentOf(figures.volatilityCut) },
  { name: 'cost', label: 'cost above the formula, USD/M', places: 4, figure: figures.cost },
  { name: 'cost_bp', label: 'cost above the formula, bp', places: 0, figure: figures.costInPoints },
  { name: 'toll_bp', label: 'of it spread, fees, funding, bp', places: 0, figure: figures.toll },
  { name: 'quoted_spread_bp', label: 'quoted spread, bp', places: 0, figure: figures.quotedSpread },
  { name: 'depth', label: 'depth at the best price, M tokens', places: 0, figure: figures.depth },
  { name: 'slippage_bp', label: 'paid beyond the middle, bp', places: 0, figure: figures.paidBeyondMiddle },
  { name: 'two_sided', label: 'two-sided, % of looks', places: 1, figure: percentOf(figures.twoSided) },
  { name: 'locked', label: 'worth more than a limit allows, %', places: 2, figure: percentOf(figures.locked) },
  { name: 'missed', label: 'hedge never had, %', places: 2, figure: percentOf(figures.missedShare) },
  { name: 'calls', label: 'margin calls, company and year', places: 2, figure: figures.callsOfCompany },
  { name: 'close_outs', label: 'close-outs, company and year', places: 3, figure: figures.closeOutsOfCompany },
  { name: 'defaults', label: 'defaults a year, whole market', places: 3, figure: figures.defaultsAYear },
  { name: 'default_loss', label: 'loss in them, USD a year', places: 0, figure: figures.defaultLossAYear },
  { name: 'halts', label: 'halts and auctions a year', places: 1, figure: figures.haltsAYear },
  { name: 'volume', label: 'volume, M tokens a year', places: 0, figure: figures.volumeAYear },
];
