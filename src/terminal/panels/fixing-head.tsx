/** The fixing of a day in short: its value, how it came about, and the figures beside it. Buttons go from day to day. */
import type { FixingDetail } from '#wire/price-index.ts';
import { indexValue, MISSING, percent } from '../models/figures.ts';
import { verdictNames, verdictOf, verdictSentence } from '../models/fixing-words.ts';
import { dayName, momentName } from '../models/venue-clock.ts';
import { Fact } from './parts.tsx';

interface FixingHeadProps {
  readonly detail: FixingDetail;
  /** Goes so many days on; back when negative. */
  readonly step: (days: number) => void;
}

export function FixingHead({ detail, step }: FixingHeadProps) {
  const { fixing, standIn, computeStandIn } = detail;
  const verdict = verdictOf(fixing);
  return (
    <>
      <div className="fixing-head">
        <button type="button" className="icon-button" aria-label="Fixing of the day before" onClick={() => step(-1)}>
          {'\u2039'}
        </button>
        <h3>
          Fixing of {dayName(fixing.date)}: <strong>{indexValue(fixing.value)}</strong>{' '}
          <span className="soft minor">USD per million SIT</span>
        </h3>
        <button type="button" className="icon-button" aria-label="Fixing of the day after" onClick={() => step(1)}>
          {'\u203a'}
        </button>
        <span className={`badge ${verdict === 'full' ? '' : 'warn'}`}>{verdictNames[verdict]}</span>
      </div>
      <section className="fixing-said" aria-label="How it came about">
        <p>{verdictSentence(fixing)}</p>
        {standIn !== null && <StandInNote standIn={standIn} what="stands in" />}
        {computeStandIn !== null && <StandInNote standIn={computeStandIn} what="stands in for a compute unit" />}
        {fixing.parallel !== null && (
          <p>
            Under the announced terms {fixing.parallel.terms} it would be{' '}
            <strong>{indexValue(fixing.parallel.value)}</strong>.
          </p>
        )}
        <dl className="index-facts">
          <Fact name="By the paper">{indexValue(fixing.paper)}</Fact>
          <Fact name="Sellers">{fixing.sellers}</Fact>
          <Fact name="Dispersion">
            <abbr title="Nine sellers in ten are no further from the value than this">
              {fixing.dispersion === null ? MISSING : percent(fixing.dispersion)}
            </abbr>
          </Fact>
          <Fact name="Compute unit">{indexValue(fixing.compute)}</Fact>
          <Fact name="Spread">{indexValue(fixing.spread)}</Fact>
          <Fact name="Terms">{fixing.terms}</Fact>
          <Fact name="Revision">{fixing.revision}</Fact>
          <Fact name="Known at, UTC">{momentName(fixing.knownAt)}</Fact>
        </dl>
      </section>
    </>
  );
}

interface StandInNoteProps {
  readonly standIn: NonNullable<FixingDetail['standIn']>;
  readonly what: string;
}

function StandInNote({ standIn, what }: StandInNoteProps) {
  return (
    <p>
      For the end of contracts alone <strong>{indexValue(standIn.value)}</strong> {what}, set by {standIn.by}:{' '}
      {standIn.reason} <span className="soft">Rule SET-20.</span>
    </p>
  );
}
