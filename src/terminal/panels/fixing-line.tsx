/** The daily fixings of the token price index as a line; a day whose fixing was withheld is a gap. */
import { createChart, type IChartApi, type ISeriesApi, LineSeries } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import type { FixingSummary } from '#wire/market.ts';
import { chartColours, chartLook } from '../design/chart-look.ts';

interface FixingLineProps {
  readonly fixings: readonly FixingSummary[];
  /** A day of the line was pointed at. */
  readonly choose: (date: string) => void;
}

export function FixingLine({ fixings, choose }: FixingLineProps) {
  const place = useRef<HTMLDivElement>(null);
  const line = useRef<{ chart: IChartApi; series: ISeriesApi<'Line'> }>(undefined);

  useEffect(() => {
    if (place.current === null) return;
    const colours = chartColours(place.current);
    const chart = createChart(place.current, chartLook(place.current, colours));
    const series = chart.addSeries(LineSeries, {
      color: colours.accent,
      lineWidth: 2,
      priceFormat: { type: 'price', precision: 4, minMove: 0.0001 },
    });
    line.current = { chart, series };
    chart.subscribeClick(({ time }) => {
      if (typeof time === 'string') choose(time);
    });
    return () => {
      line.current = undefined;
      chart.remove();
    };
  }, [choose]);

  useEffect(() => {
    const oldestFirst = [...fixings].sort((a, b) => (a.date < b.date ? -1 : 1));
    line.current?.series.setData(
      oldestFirst.map(({ date, value }) => (value === null ? { time: date } : { time: date, value: Number(value) })),
    );
    line.current?.chart.timeScale().fitContent();
  }, [fixings]);

  return <div ref={place} className="chart-canvas" />;
}
