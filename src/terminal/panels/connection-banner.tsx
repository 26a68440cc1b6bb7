/** Says that the figures are old and from when, for as long as the venue is not heard. */
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { timeOfDay } from '../models/venue-clock.ts';

export function ConnectionBanner() {
  const connection = usePainted(useDesk().connection);
  return (
    <div role="alert">
      {connection.state === 'lost' && (
        <p className="banner">
          <strong>Connection lost: figures below are from {timeOfDay(connection.heardAt)} UTC.</strong> Orders cannot be
          sent. The terminal keeps trying and comes back by itself.
        </p>
      )}
    </div>
  );
}
