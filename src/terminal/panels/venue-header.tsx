/** The top line: which venue, which phase until when, what time it is there, and whether this screen still hears it. */
import type { FixingSummary } from '#wire/price-index.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { switchTheme, useTheme } from '../live/theme.ts';
import { indexValue } from '../models/figures.ts';
import { verdictOf, verdictSentence } from '../models/fixing-words.ts';
import { dayName, phaseWords, timeOfDay } from '../models/venue-clock.ts';
import { useVenueTime } from './use-venue-time.ts';

export function VenueHeader({ showHelp }: { readonly showHelp: () => void }) {
  const desk = useDesk();
  const venue = usePainted(desk.venue);
  const fixing = usePainted(desk.index.latest);
  return (
    <header className="venue">
      <div className="brand">
        <Mark />
        <h1>Tokenpit</h1>
        {venue && venue.info.name !== 'Tokenpit' && <span className="soft">{venue.info.name}</span>}
      </div>
      {venue && <Phase />}
      {venue && (
        <dl className="venue-facts">
          <div>
            <dt>Trade date</dt>
            <dd>{dayName(venue.info.tradeDate)}</dd>
          </div>
          {fixing && (
            <div title={fixingTitle(fixing)}>
              <dt>TPI</dt>
              <dd>{indexValue(fixing.value)}</dd>
            </div>
          )}
          {fixing && fixing.compute !== null && (
            <div
              className="compute"
              title={`Compute index, fixing of ${dayName(fixing.date)}, USD per hour of H100-80GB-SXM.`}
            >
              <dt>Compute</dt>
              <dd>{indexValue(fixing.compute)}</dd>
            </div>
          )}
        </dl>
      )}
      {venue?.info.simulated && <span className="badge warn">Simulated participants trade here</span>}
      <div className="venue-end">
        <ConnectionState />
        <ThemeSwitch />
        <button
          type="button"
          className="icon-button help"
          onClick={showHelp}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
        >
          ?
        </button>
      </div>
    </header>
  );
}

/** Which day's fixing it is, and how it came about where that was not in full. */
function fixingTitle(fixing: FixingSummary): string {
  const title = `Token price index, fixing of ${dayName(fixing.date)}, USD per million SIT.`;
  return verdictOf(fixing) === 'full' ? title : `${title} ${verdictSentence(fixing)}`;
}

function Phase() {
  const venue = usePainted(useDesk().venue);
  const now = useVenueTime();
  if (venue === undefined || now === undefined) return null;
  const phase = phaseWords(venue.info, now);
  const { speed } = venue.info;
  return (
    <div className="phase">
      <span className="phase-name">
        <span className={`dot ${venue.info.phase === 'continuous' ? 'good' : 'bad'}`} />
        {phase.name}
      </span>
      <time className="clock">{timeOfDay(now)} UTC</time>
      {speed !== 1 && <span className="soft">{speed} times as fast as real time</span>}
      <span className="soft phase-next" title={phase.next}>
        {phase.next}
      </span>
    </div>
  );
}

function ConnectionState() {
  const connection = usePainted(useDesk().connection);
  const words = { connecting: 'Connecting', live: 'Connected', lost: 'Connection lost' }[connection.state];
  return (
    <span className="connection" role="status">
      <span className={`dot ${connection.state === 'live' ? 'good' : connection.state === 'lost' ? 'bad' : ''}`} />
      {words}
    </span>
  );
}

function ThemeSwitch() {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="icon-button"
      onClick={switchTheme}
      aria-label={`Switch to the ${other} theme`}
      title={`Switch to the ${other} theme`}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
    </button>
  );
}

/** The floor of a trading pit, seen from above. */
function Mark() {
  return (
    <svg className="mark" width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />
      <path d="M9.7 6.5h4.6l3.2 3.2v4.6l-3.2 3.2H9.7l-3.2-3.2V9.7z" opacity=".6" />
      <path className="mark-floor" d="M11 10.6h2l.9.9v1.6l-.9.9h-2l-.9-.9v-1.6z" />
    </svg>
  );
}
