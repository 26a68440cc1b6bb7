/**
 * The middle of the screen: the contract's candles, the index behind it, its terms, what stands behind every trade, or
 * the lab.
 */
import { useEffect, useState } from 'react';
import type { CandleInterval, Product, Ticker } from '#wire/market.ts';
import { useDesk } from '../live/desk-context.ts';
import { CandleChart } from './candle-chart.tsx';
import { ClearingPanel } from './clearing-panel.tsx';
import { ContractTerms } from './contract-terms.tsx';
import { IndexPanel } from './index-panel.tsx';
import { LabPanel } from './lab-panel.tsx';
import { Choice, Tabs } from './parts.tsx';

interface CentrePanelProps {
  readonly ticker: Ticker | undefined;
  readonly product: Product | undefined;
  /** A chart that is drawn where nobody sees it does not know its width. */
  readonly isSeen: boolean;
}

export function CentrePanel({ ticker, product, isSeen }: CentrePanelProps) {
  const desk = useDesk();
  const [tab, setTab] = useState<'chart' | 'index' | 'terms' | 'clearing' | 'lab'>('chart');
  const [interval, setInterval] = useState<CandleInterval>('1h');
  useEffect(() => desk.contract.draw(interval), [desk, interval]);
  return (
    <section className="panel centre" data-views="chart" aria-label="Chart, index, terms, clearing and lab">
      <div className="panel-head">
        <Tabs
          label="Chart, index, terms, clearing or lab"
          tabs={[
            { id: 'chart', name: 'Chart' },
            { id: 'index', name: 'Index' },
            { id: 'terms', name: 'Terms' },
            { id: 'clearing', name: 'Clearing' },
            { id: 'lab', name: 'Lab' },
          ]}
          chosen={tab}
          choose={setTab}
          controls="centre-body"
        />
        {tab === 'chart' && (
          <Choice
            label="One candle is"
            options={[
              { id: '1m', name: '1m' },
              { id: '1h', name: '1h' },
              { id: '1d', name: '1d' },
            ]}
            chosen={interval}
            choose={setInterval}
          />
        )}
      </div>
      <div id="centre-body" role="tabpanel" className="tab-body" aria-label={tab}>
        {isSeen && tab === 'index' && <IndexPanel />}
        {isSeen && tab === 'clearing' && <ClearingPanel />}
        {isSeen && tab === 'lab' && <LabPanel />}
        {isSeen && ticker !== undefined && product !== undefined && (
          <>
            {tab === 'terms' && <ContractTerms ticker={ticker} product={product} />}
            {tab === 'chart' && (
              <CandleChart contract={ticker.contract} places={product.priceDecimals} tickSize={product.tickSize} />
            )}
          </>
        )}
      </div>
    </section>
  );
}
