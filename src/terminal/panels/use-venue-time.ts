/** The venue's time, in a component that is drawn again every second. */
import { useEffect, useState } from 'react';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { venueTimeAt } from '../models/venue-clock.ts';

/**
 * Venue time in milliseconds; undefined before the venue has said any. It stands still while the venue is not heard,
 * because nobody knows what the clock shows there.
 */
export function useVenueTime(): number | undefined {
  const desk = useDesk();
  const venue = usePainted(desk.venue);
  const connection = usePainted(desk.connection);
  const [, setSeconds] = useState(0);
  const isLive = connection.state === 'live';
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setSeconds((seconds) => seconds + 1), 1000);
    return () => clearInterval(timer);
  }, [isLive]);
  if (connection.state === 'lost') return connection.heardAt;
  return venue && venueTimeAt(venue.clock, performance.now());
}
