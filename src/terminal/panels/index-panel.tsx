/**
 * The token price index: the fixing of a day and how it came about, its history, who contributed, and what it was made by.
 *
 * What matters most stands above; on a phone the rest is folded, and every fold says in its head what is in it.
 */
import { useState } from 'react';
import type { FixingSummary } from '#wire/price-index.ts';
import { useDesk } from '../live/desk-context.ts';
import type { SeenFixing } from '../live/index-feed.ts';
import { usePainted } from '../live/painted.ts';
import { useTheme } from '../live/theme.ts';
import { indexValue } from '../models/figures.ts';
import { countsOf } from '../models/fixing-sellers.ts';
import { reachOf } from '../models/fixing-words.ts';
import { indexLines, type LineChoice, lineChoices } from '../models/index-lines.ts';
import { loadedValue } from '../models/loadable.ts';
import { FixingHead } from './fixing-head.tsx';
import { FixingLine } from './fixing-line.tsx';
import { FixingParts } from './fixing-parts.tsx';
import { FixingRecord } from './fixing-record.tsx';
import { InfluenceTable } from './influence-table.tsx';
import { JudgedModels } from './judged-models.tsx';
import { LeftOutList } from './left-out-list.tsx';
import { Methodologies } from './methodologies.tsx';
import { Choice, Fold, Note, Scroll } from './parts.tsx';
import { SellerTable } from './seller-table.tsx';
import { usePhone } from './use-phone.ts';

export function IndexPanel() {
  const { index } = useDesk();
  const fixings = usePainted(index.fixings);
  const seen = usePainted(index.seen);
  const list = loadedValue(fixings) ?? [];
  if (fixings.state === 'loading') return <Note>Asking for the fixings.</Note>;
  if (fixings.state === 'failed') return <Note>{fixings.sentence}</Note>;
  if (list.length === 0) return <Note>No fixing has been published yet.</Note>;
  return (
    <Scroll label="Index">
      <div className="index">
        {seen.state === 'here' && <FixingHead detail={seen.value.detail} step={index.stepDate} />}
        <History fixings={list} date={loadedValue(seen)?.detail.fixing.date} choose={index.chooseDate} />
        {seen.state === 'failed' && <p className="note">{seen.sentence}</p>}
        {seen.state === 'loading' && <p className="note">Asking for the fixing.</p>}
        {seen.state === 'here' && <Sections seen={seen.value} />}
      </div>
    </Scroll>
  );
}

interface HistoryProps {
  readonly fixings: readonly FixingSummary[];
  /** The day that is looked at. */
  readonly date: string | undefined;
  readonly choose: (date: string) => void;
}

function History({ fixings, date, choose }: HistoryProps) {
  const theme = useTheme();
  const [beside, setBeside] = useState<LineChoice>('paper');
  const lines = indexLines(fixings, beside);
  return (
    <section className="index-history" aria-label="History">
      <Choice label="Beside the index" options={lineChoices} chosen={beside} choose={setBeside} />
      <ul className="line-names">
        {lines.map(({ key, name, points }, place) => {
          const value = points.find((point) => point.date === date)?.value;
          return (
            <li key={key} data-line={place}>
              {name} <span className="strong">{indexValue(value)}</span>
            </li>
          );
        })}
      </ul>
      <figure className="chart index-chart">
        <FixingLine key={`${theme} ${beside}`} lines={lines} date={date} choose={choose} />
        <figcaption className="spoken">
          Token price index, one fixing a day, USD per million SIT, beside the same days by the paper. The buttons above
          go from day to day.
        </figcaption>
      </figure>
    </section>
  );
}

function Sections({ seen }: { readonly seen: SeenFixing }) {
  const isPhone = usePhone();
  const { detail } = seen;
  const { index } = detail;
  const below = index.models.filter(({ qualifies }) => !qualifies).length;
  return (
    <>
      <Fold title="Sellers" aside={countsOf(index.sellers)} isOpen>
        <SellerTable caption="Sellers, the heaviest first" value={index.value} sellers={index.sellers} prices={index} />
        <LeftOutList leftOut={index.leftOut} />
      </Fold>
      <Fold
        title="The paper and our index"
        aside={`${indexValue(detail.paper.value)} and ${indexValue(index.value)}`}
        isOpen={!isPhone}
      >
        <Methodologies detail={detail} />
      </Fold>
      <Fold title="Sub-indices, compute and spread" aside="each with its own sellers" isOpen={!isPhone}>
        <FixingParts detail={detail} />
      </Fold>
      <Fold title="How far sellers could have moved it" aside={reachOf(seen.influence)} isOpen={!isPhone}>
        <InfluenceTable curve={seen.influence} />
      </Fold>
      <Fold
        title="Models against the bar"
        aside={below === 0 ? 'all reach it' : `${below} of ${index.models.length} below it`}
        isOpen={!isPhone}
      >
        <JudgedModels detail={detail} />
      </Fold>
      <FixingRecord seen={seen} />
    </>
  );
}
