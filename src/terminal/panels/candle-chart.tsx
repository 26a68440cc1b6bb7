/** Candles of the chosen contract with their volume below. The chart is TradingView's lightweight-charts. */
import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import type { Candle, CandleInterval } from '#wire/market.ts';
import { type ChartColours, chartColours, chartLook } from '../design/chart-look.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { useTheme } from '../live/theme.ts';
import type { CandleSeries } from '../models/candle-series.ts';
import { decimal, lots } from '../models/figures.ts';
import { loadedValue } from '../models/loadable.ts';
import { momentName } from '../models/venue-clock.ts';
import { Note } from './parts.tsx';

interface CandleChartProps {
  readonly contract: string;
  readonly places: number;
  readonly tickSize: string;
}

const intervalNames: Readonly<Record<CandleInterval, string>> = { '1m': 'a minute', '1h': 'an hour', '1d': 'a day' };

export function CandleChart({ contract, places, tickSize }: CandleChartProps) {
  const loaded = usePainted(useDesk().contract.candles);
  const series = loadedValue(loaded);
  const theme = useTheme();
  const [pointed, setPointed] = useState<string>();
  const last = series?.candles.at(-1);
  const read = series?.candles.find(({ time }) => time === pointed) ?? last;
  return (
    <figure className="chart">
      {series && series.candles.length > 0 && (
        <Canvas
          key={`${contract} ${series.interval} ${theme}`}
          series={series}
          places={places}
          tickSize={tickSize}
          point={setPointed}
        />
      )}
      {read && <Legend candle={read} />}
      {loaded.state === 'loading' && <Note>Drawing the candles.</Note>}
      {loaded.state === 'failed' && <Note>{loaded.sentence}</Note>}
      {series && series.candles.length === 0 && <Note>No trade yet, so no candle.</Note>}
      <figcaption className="spoken">
        {series && last
          ? `${contract}, one candle ${intervalNames[series.interval]}. Newest candle from ${momentName(last.time)}: open ${decimal(last.open)}, high ${decimal(last.high)}, low ${decimal(last.low)}, close ${decimal(last.close)}, volume ${lots(last.volume)} lots.`
          : `${contract}: no candles.`}
      </figcaption>
    </figure>
  );
}

/** The candle under the pointer in figures, or else the newest one. The caption says it to those who listen. */
function Legend({ candle }: { readonly candle: Candle }) {
  const { open, high, low, close, volume } = candle;
  const figures = {
    Open: decimal(open),
    High: decimal(high),
    Low: decimal(low),
    Close: decimal(close),
    Volume: lots(volume),
  };
  return (
    <p className="legend" aria-hidden="true">
      {Object.entries(figures).map(([name, text]) => (
        <span key={name}>
          <span className="faint">{name}</span> {text}
        </span>
      ))}
    </p>
  );
}

interface CanvasProps {
  readonly series: CandleSeries;
  /** The pointer has come to the candle of this time, or has left. */
  readonly point: (time: string | undefined) => void;
  readonly places: number;
  readonly tickSize: string;
}

interface Drawn {
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  readonly colours: ChartColours;
  /** What the chart shows at the moment. */
  series: CandleSeries | undefined;
}

/** One contract at one interval in one theme; another of them is another canvas. */
function Canvas({ series, point, places, tickSize }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(undefined);
  const { interval } = series;

  useEffect(() => {
    if (place.current === null) return;
    const colours = chartColours(place.current);
    const chart = createChart(place.current, chartLook(place.current, colours));
    chart.timeScale().applyOptions({ timeVisible: interval !== '1d', secondsVisible: false });
    const candles = chart.addSeries(CandlestickSeries, {
      upColor: colours.buy,
      wickUpColor: colours.buy,
      borderUpColor: colours.buy,
      downColor: colours.sell,
      wickDownColor: colours.sell,
      borderDownColor: colours.sell,
      priceFormat: { type: 'price', precision: places, minMove: Number(tickSize) },
    });
    const volumes = chart.addSeries(
      HistogramSeries,
      { priceFormat: { type: 'volume' }, priceLineVisible: false, lastValueVisible: false },
      1,
    );
    chart.panes()[0]?.setStretchFactor(4);
    chart.panes()[1]?.setStretchFactor(1);
    chart.subscribeCrosshairMove(({ time }) => {
      point(typeof time === 'number' ? new Date(time * 1000).toISOString() : undefined);
    });
    drawn.current = { candles, volumes, colours, series: undefined };
    return () => {
      drawn.current = undefined;
      chart.remove();
    };
  }, [interval, places, tickSize, point]);

  useEffect(() => {
    if (drawn.current !== undefined) draw(drawn.current, series);
  }, [series]);

  return <div ref={place} className="chart-canvas" />;
}

/** Shows `series`. Only its last candle is drawn again, as long as the ones before it are the same. */
function draw(drawn: Drawn, series: CandleSeries): void {
  const before = drawn.series?.candles;
  const { candles } = series;
  const last = candles.at(-1);
  const onlyLastChanged =
    before !== undefined && before.length === candles.length && before[0]?.time === candles[0]?.time;
  if (onlyLastChanged && last !== undefined) {
    drawn.candles.update(bar(last));
    drawn.volumes.update(volume(last, drawn.colours));
  } else {
    drawn.candles.setData(candles.map(bar));
    drawn.volumes.setData(candles.map((candle) => volume(candle, drawn.colours)));
  }
  drawn.series = series;
}

function bar({ time, open, high, low, close }: Candle) {
  return { time: second(time), open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function volume(candle: Candle, colours: ChartColours) {
  const rose = Number(candle.close) >= Number(candle.open);
  return { time: second(candle.time), value: candle.volume, color: rose ? colours.buyBar : colours.sellBar };
}

function second(time: string): UTCTimestamp {
  return (Date.parse(time) / 1000) as UTCTimestamp;
}
