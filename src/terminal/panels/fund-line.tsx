/** What the default fund holds, with the venue's capital, beside what it is made for, day by day. */
import { createChart, type IChartApi, type ISeriesApi, LineSeries, LineStyle } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import type { FundDay } from '#wire/clearing.ts';
import { chartColours, chartLook } from '../design/chart-look.ts';
import { lots } from '../models/figures.ts';

interface Drawn {
  readonly chart: IChartApi;
  readonly held: ISeriesApi<'Line'>;
  readonly cover: ISeriesApi<'Line'>;
}

export function FundLine({ days }: { readonly days: readonly FundDay[] }) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(undefined);

  useEffect(() => {
    if (place.current === null) return;
    const colours = chartColours(place.current);
    const chart = createChart(place.current, chartLook(place.current, colours));
    const formatter = (dollars: number) => lots(Math.round(dollars));
    const look = { lineWidth: 2, priceFormat: { type: 'custom', minMove: 1, formatter } } as const;
    const held = chart.addSeries(LineSeries, { ...look, color: colours.accent });
    const cover = chart.addSeries(LineSeries, { ...look, color: colours.sell, lineStyle: LineStyle.Dashed });
    drawn.current = { chart, held, cover };
    return () => {
      drawn.current = undefined;
      chart.remove();
    };
  }, []);

  useEffect(() => {
    const oldestFirst = days.toReversed();
    drawn.current?.held.setData(
      oldestFirst.map(({ date, collected, capital }) => ({ time: date, value: Number(collected) + Number(capital) })),
    );
    drawn.current?.cover.setData(oldestFirst.map(({ date, cover }) => ({ time: date, value: Number(cover) })));
    drawn.current?.chart.timeScale().fitContent();
  }, [days]);

  return <div ref={place} className="chart-canvas" />;
}
