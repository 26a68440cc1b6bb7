/**
 * What stands behind every trade: the default fund beside the worst days that it is made for, the order in which a loss
 * is borne, the losses that there were, and what margin each product asks for.
 */
import { type ReactNode, useEffect } from 'react';
import type { DefaultFund, FundSize, LossReport } from '#wire/clearing.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { useTheme } from '../live/theme.ts';
import { exhaustedSentence, lossSteps, resourcesOf, type Step, stressRows, waterfall } from '../models/default-fund.ts';
import { dollars, MISSING, lots as whole } from '../models/figures.ts';
import { dayName } from '../models/venue-clock.ts';
import { FundLine } from './fund-line.tsx';
import { MarginParameters } from './margin-parameters.tsx';
import { Fact, Note, Scroll } from './parts.tsx';

export function ClearingPanel() {
  const { clearing, venue } = useDesk();
  const fund = usePainted(clearing.fund);
  const tradeDate = usePainted(venue)?.info.tradeDate;
  useEffect(() => {
    if (tradeDate !== undefined) clearing.ask();
  }, [clearing, tradeDate]);
  if (fund.state === 'loading') return <Note>Asking for the default fund.</Note>;
  if (fund.state === 'failed') return <Note>{fund.sentence}</Note>;
  const { latest, losses, openDefaults } = fund.value;
  return (
    <Scroll label="Clearing">
      <div className="clearing">
        {latest === null ? (
          <p className="note">The venue has put up no capital for defaults yet, so there is no default fund.</p>
        ) : (
          <Fund fund={fund.value} latest={latest} />
        )}
        <Part title="Defaults" aside={openDefaults === 0 ? 'none is open' : `${whole(openDefaults)} open`}>
          {losses.length === 0 && <p className="soft">Nobody has had to bear a loss.</p>}
          {losses.map((report) => (
            <Loss key={`${report.date} ${report.loss} ${report.remainder}`} report={report} />
          ))}
        </Part>
        <MarginParameters />
      </div>
    </Scroll>
  );
}

function Fund({ fund, latest }: { readonly fund: DefaultFund; readonly latest: FundSize }) {
  const theme = useTheme();
  return (
    <>
      <dl className="clearing-facts">
        <Fact name="Default fund">{dollars(latest.collected)}</Fact>
        <Fact name="Should hold">{dollars(latest.fund)}</Fact>
        <Fact name="Two largest">{dollars(latest.cover)}</Fact>
        <Fact name="Buffer">{dollars(latest.buffer)}</Fact>
        <Fact name="Venue’s capital">{dollars(latest.capital)}</Fact>
        <Fact name="Contributors">{whole(latest.contributors)}</Fact>
      </dl>
      <figure className="chart fund-chart">
        <FundLine key={theme} days={fund.days} />
        <figcaption className="legend">
          <span className="held-line">Fund and capital</span>
          <span className="cover-line">Two largest losses</span>
        </figcaption>
      </figure>
      <Part title="Who bears a loss, in this order" aside={`as of ${dayName(latest.date)}`}>
        <Bar steps={waterfall(latest)} />
        <Steps steps={waterfall(latest)} />
      </Part>
      <Part title="The worst days" aside="what the two members with the largest losses would lack">
        <Stress latest={latest} />
        <p className="soft">{exhaustedSentence(latest)}</p>
      </Part>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly aside: string;
  readonly children: ReactNode;
}

function Part({ title, aside, children }: PartProps) {
  return (
    <section className="clearing-part">
      <h3>
        <strong>{title}</strong> <span className="soft">{aside}</span>
      </h3>
      {children}
    </section>
  );
}

/** The layers as one bar, each as long as it is large; what nobody can say beforehand is a short hatched piece. */
function Bar({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <div className="layers" aria-hidden="true">
      {steps.map(({ place, name, amount }) => (
        <span
          key={place}
          data-place={place}
          className={amount === null ? 'unknown' : undefined}
          style={amount === null ? undefined : { flexGrow: Number(amount) }}
          title={amount === null ? name : `${name}: USD ${dollars(amount)}`}
        >
          {place}
        </span>
      ))}
    </div>
  );
}

/** The same in words and figures. */
function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className="steps">
      {steps.map(({ place, name, amount }) => (
        <li key={place} value={place}>
          <span className="place" data-place={place} aria-hidden="true">
            {place}
          </span>
          {name} <span className="strong">{amount === null ? '' : dollars(amount)}</span>
        </li>
      ))}
    </ol>
  );
}

function Stress({ latest }: { readonly latest: FundSize }) {
  const { rows, resources } = stressRows(latest);
  return (
    <table className="table stress">
      <thead>
        <tr>
          <th scope="col" className="name">
            If
          </th>
          <th scope="col">Two largest</th>
          <th scope="col" className="stress-column name">
            of fund and capital, {dollars(resourcesOf(latest))}
          </th>
          <th scope="col" className="name minor">
            Covered
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ scenario, cover, bar, isCovered }) => (
          <tr key={scenario}>
            <th scope="row" className="name">
              {scenario}
            </th>
            <td>{dollars(cover)}</td>
            <td className="stress-column" aria-hidden="true">
              <span className="stress-bar" data-covered={isCovered} style={{ width: `${bar * 100}%` }} />
              <span className="stress-mark" style={{ left: `${resources * 100}%` }} />
            </td>
            <td className={`name minor ${isCovered ? 'soft' : 'down strong'}`}>{isCovered ? 'yes' : 'no'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Loss({ report }: { readonly report: LossReport }) {
  const steps = lossSteps(report);
  const isBorne = !/[1-9]/.test(report.remainder);
  return (
    <div className="loss">
      <p>
        {dayName(report.date)}: a loss of USD <span className="strong">{dollars(report.loss)}</span>
        {isBorne ? ', borne in full' : `; USD ${dollars(report.remainder)} were borne by nobody`}
      </p>
      {steps.length > 0 && <Bar steps={steps} />}
      {steps.length > 0 ? <Steps steps={steps} /> : MISSING}
    </div>
  );
}
