/** The daily fixings as lines, the day looked at marked on the first; a day without a value is a gap. */
import {
  createChart,
  createSeriesMarkers,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineSeries,
  LineStyle,
  type Time,
} from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { type ChartColours, chartColours, chartLook } from '../design/chart-look.ts';
import type { IndexLine } from '../models/index-lines.ts';

interface FixingLineProps {
  /** As many as when it was first drawn. */
  readonly lines: readonly IndexLine[];
  /** The day that is looked at. */
  readonly date: string | undefined;
  /** A day of the line was pointed at. */
  readonly choose: (date: string) => void;
}

interface Drawn {
  readonly colours: ChartColours;
  readonly series: readonly ISeriesApi<'Line'>[];
  readonly marks: ISeriesMarkersPluginApi<Time> | undefined;
  readonly fit: () => void;
}

/** Each line is told from the others by its stroke as well as by its colour; the names of the lines show the same. */
function lookOf(place: number, colours: ChartColours) {
  const looks = [
    { color: colours.accent, lineWidth: 2, lineStyle: LineStyle.Solid },
    { color: colours.inkFaint, lineWidth: 2, lineStyle: LineStyle.Dashed },
    { color: colours.partFirst, lineWidth: 1, lineStyle: LineStyle.Solid },
    { color: colours.partSecond, lineWidth: 2, lineStyle: LineStyle.Dotted },
    { color: colours.partThird, lineWidth: 1, lineStyle: LineStyle.LargeDashed },
  ] as const;
  return {
    ...(looks[place] ?? looks[0]),
    priceLineVisible: false,
    lastValueVisible: place === 0,
    priceFormat: { type: 'price', precision: 3, minMove: 0.001 },
  } as const;
}

export function FixingLine({ lines, date, choose }: FixingLineProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(undefined);
  const count = lines.length;

  useEffect(() => {
    if (place.current === null) return;
    const colours = chartColours(place.current);
    const chart = createChart(place.current, chartLook(place.current, colours));
    const series = Array.from({ length: count }, (_, i) => chart.addSeries(LineSeries, lookOf(i, colours)));
    const [first] = series;
    const marks = first && createSeriesMarkers(first, []);
    drawn.current = { colours, series, marks, fit: () => chart.timeScale().fitContent() };
    chart.subscribeClick(({ time }) => {
      if (typeof time === 'string') choose(time);
    });
    return () => {
      drawn.current = undefined;
      chart.remove();
    };
  }, [choose, count]);

  useEffect(() => {
    for (const [i, { points }] of lines.entries())
      drawn.current?.series[i]?.setData(
        points.map(({ date: time, value }, at) => {
          if (value === null) return { time };
          // The colour of a day is that of the stroke to the next one: over a gap nothing is drawn.
          const isBeforeGap = points[at + 1]?.value === null;
          return { time, value: Number(value), ...(isBeforeGap && { color: 'rgba(0, 0, 0, 0)' }) };
        }),
      );
  }, [lines]);

  // Whoever has drawn the chart nearer keeps it so until there are more days.
  const days = lines[0]?.points.length;
  useEffect(() => {
    if (days !== undefined) drawn.current?.fit();
  }, [days]);

  const marked = lines[0]?.points.find((point) => point.date === date && point.value !== null)?.date;
  useEffect(() => {
    const { marks, colours } = drawn.current ?? {};
    if (marks === undefined || colours === undefined) return;
    marks.setMarkers(
      marked === undefined ? [] : [{ time: marked, position: 'inBar', shape: 'circle', color: colours.accent }],
    );
  }, [marked]);

  return <div ref={place} className="chart-canvas" />;
}
