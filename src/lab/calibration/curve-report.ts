/** What a futures curve says of the model: tables, charts, sentences. */
import type { Cell, Chart, Table } from '../experiment/report.ts';
import { type Band, knownHowWell } from './bands.ts';
import { type CurveFit, type CurvePoint, FASTEST, logFuture, SLOWEST } from './fit-curve.ts';

export interface CurveResult {
  readonly spot: number;
  readonly points: readonly CurvePoint[];
  readonly fit: CurveFit;
  /** Where volatility and jumps come from, in words. */
  readonly shocksFrom: string;
}

export function curveTables({ points, fit, spot }: CurveResult): Table[] {
  const { parameters, reversion, bands } = fit;
  const row = (quantity: string, value: number, band: Band | undefined): Cell[] =>
    band === undefined
      ? [quantity, null, null, null, 'not asked: too few months']
      : [quantity, value, band.low, band.high, knownHowWell(value, band)];
  const price = (band: Band | undefined) => band && { low: Math.exp(band.low), high: Math.exp(band.high) };
  return [
    {
      name: 'curve-parameters',
      title: 'What the curve says, with bands of 95 %',
      columns: [
        { name: 'quantity', label: 'quantity' },
        { name: 'value', label: 'value', places: 3 },
        { name: 'low', label: 'low', places: 3 },
        { name: 'high', label: 'high', places: 3 },
        { name: 'known', label: 'known' },
      ],
      rows: [
        row('reversion κ, a year', parameters.reversion, reversion),
        row('level, USD per million tokens', Math.exp(parameters.level), price(bands.get('level'))),
        row('trend of ln a year', parameters.trend[0]?.perYear ?? 0, bands.get('trend')),
        row('season γ', parameters.season.size, bands.get('season')),
      ],
    },
    {
      name: 'curve',
      title: 'The curve and its fit',
      columns: [
        { name: 'months_ahead', label: 'months ahead', places: 2 },
        { name: 'price_usd', label: 'price', places: 3 },
        { name: 'fitted_usd', label: 'fitted', places: 3 },
        { name: 'residual_percent', label: 'off by %', places: 2 },
      ],
      rows: points.map((point, i) => [
        point.month,
        point.price,
        Math.exp(logFuture(parameters, spot, point.month / 12)),
        100 * (fit.residuals[i] as number),
      ]),
    },
  ];
}

export function curveCharts({ points, fit, spot }: CurveResult): Chart[] {
  const reach = Math.ceil(points.at(-1)?.month ?? 0);
  return [
    {
      name: 'curve',
      title: 'Futures prices and the fitted curve',
      reading: 'Dots are what the market asks, the line is what the model makes of all of them.',
      x: { label: 'months ahead' },
      y: { label: 'USD per million tokens' },
      layers: [
        {
          kind: 'line',
          name: 'fitted',
          tone: 'first',
          points: Array.from({ length: 4 * reach + 1 }, (_, i) => [
            i / 4,
            Math.exp(logFuture(fit.parameters, spot, i / 48)),
          ]),
        },
        { kind: 'dots', name: 'price', tone: 'second', points: points.map(({ month, price }) => [month, price]) },
      ],
    },
    {
      name: 'reversion-profile',
      title: 'How much worse other reversions fit',
      reading: 'Where the line is below 3.84, the curve cannot tell that reversion from the best one.',
      x: { label: 'reversion κ, a year', scale: 'logarithmic' },
      y: { label: 'squares above the best, in units of the noise' },
      layers: [
        {
          kind: 'line',
          name: 'above the best',
          tone: 'first',
          points: fit.profile.map(([at, above]) => [at, Math.min(above, 20)]),
        },
        { kind: 'rule', name: '95 %', tone: 'loss', axis: 'y', at: 3.84 },
      ],
    },
  ];
}

export function curveAnswer({ fit }: CurveResult): string {
  const { parameters, reversion, flatBelow, flatAbove } = fit;
  if (flatBelow || flatAbove) {
    const which =
      flatBelow && flatAbove
        ? 'any reversion'
        : flatBelow
          ? `any reversion below ${said(reversion.high)} a year`
          : `any reversion above ${said(reversion.low)} a year`;
    return `The curve does not say how fast prices come back: ${which} fits as well as the best.`;
  }
  const months = (12 * Math.LN2) / parameters.reversion;
  return `The curve says κ ${said(parameters.reversion)} a year (${said(reversion.low)} to ${said(reversion.high)}): a gap halves in ${said(months)} months.`;
}

export function curveWarnings({ fit, points, spot, shocksFrom }: CurveResult): string[] {
  const off = Math.max(...fit.residuals.map(Math.abs));
  const gap = Math.abs(Math.log(spot) - fit.parameters.level);
  return [
    `The spot price is ${spot} USD per million tokens; volatility and jumps are ${shocksFrom}, taken as exact. ${points.length} months, the worst off by ${said(100 * off)} %; bands take a quote to be off by ${said(100 * fit.noise)} %. κ is searched from ${SLOWEST} to ${FASTEST} a year.`,
    ...(gap < 0.05
      ? [
          'The spot price stands within 5 % of the level, so there is next to nothing to see coming back: κ rests on trend and season alone.',
        ]
      : []),
    ...(fit.noise > 0.01
      ? [
          `The curve is not of the model’s shape: it is missed by ${said(100 * fit.noise)} %, more than quotes err. The bands take errors that owe nothing to each other and are too narrow here; look at the spot price and at the residuals.`,
        ]
      : []),
    'A curve holds what the market wants for bearing risk. Level and trend are those of prices with that premium in them, not a forecast.',
  ];
}

function said(value: number): string {
  return String(Number(value.toPrecision(3)));
}
