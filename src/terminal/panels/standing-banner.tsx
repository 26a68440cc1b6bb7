/**
 * What an account whose margin is short is told before anything else: a call with what is missing and until when, a
 * close-out, a default, and what happens then.
 *
 * Whoever listens hears of it once; the figures that move every second are not said again.
 */
import type { AccountSummary } from '#wire/accounts.ts';
import { standingOf } from '../models/margin-state.ts';
import { useVenueTime } from './use-venue-time.ts';

export function StandingBanner({ summary }: { readonly summary: AccountSummary }) {
  const now = useVenueTime();
  const standing = now === undefined ? undefined : standingOf(summary, now);
  const isShort = standing?.state === 'short';
  return (
    <div className={standing && 'standing'} data-state={standing?.state}>
      {standing && !isShort && (
        <p className="standing-figures">
          <strong>{standing.title}</strong>
          {standing.missing !== undefined && <span className="strong">{standing.missing}</span>}
          {standing.due !== undefined && <span role="timer">{standing.due}</span>}
        </p>
      )}
      <div role="alert">
        {standing && (
          <p>
            {!isShort && <span className="spoken">{standing.title}. </span>}
            {standing.sentence} <span className="rule">Rule {standing.rule}.</span>
          </p>
        )}
      </div>
    </div>
  );
}
