/** Sessions with one defect each, made of the real ones and something small that is wrong in what they decide. */
import type { Envelope } from '#journal/command-codec.ts';
import { Broadcast } from '#session/broadcast.ts';
import type { Told } from '#session/carry-out.ts';
import type { Desk } from '#session/desk.ts';
import { type Account, Members } from '#session/members.ts';
import { OrderEntry } from '#session/order-entry.ts';
import type { Venue } from '#session/venue-port.ts';
import { type Door, postingThrough, type Seams } from '#simulation/simulated-venue.ts';
import type { OrderRequest } from '#wire/orders.ts';

export const sessionDefects: Readonly<Record<string, () => Seams>> = {
  'an order is passed on without its id': () =>
    onOrders(
      (venue) =>
        new (class extends OrderEntry {
          override place(account: Account, { clientOrderId: _, ...request }: OrderRequest, told: Told<string>) {
            super.place(account, request, told);
          }
        })(venue),
    ),
  'the digest of an order leaves its quantity out': () =>
    onOrders((venue) => new OrderEntry(digesting(venue, (parts) => parts.toSpliced(3, 1)))),
  'an order is answered with the answer before': () =>
    onOrders(
      (venue) =>
        new (class extends OrderEntry {
          #before: string | undefined;
          override place(account: Account, request: OrderRequest, told: Told<string>) {
            super.place(account, request, (answer, trouble) => {
              const before = this.#before;
              this.#before = answer ?? before;
              told(before ?? answer, trouble);
            });
          }
        })(venue),
    ),
  'a cancellation is answered before it is durable': () =>
    onOrders(
      (venue) =>
        new (class extends OrderEntry {
          override cancel(account: Account, order: number, told: Told<string>) {
            const record = venue.memberRecords.restingOrders(account.id).find((resting) => resting.order === order);
            if (record === undefined) return super.cancel(account, order, told);
            super.cancel(account, order, () => undefined);
            const view = this.orderView({ ...record, status: 'cancelled', cancelReason: 'requested' });
            const { sequence } = venue.sequencer;
            told(JSON.stringify({ sequence, order: { ...view, remaining: 0, sequence } }), undefined);
          }
        })(venue),
    ),
  'a price off its tick is rounded': () =>
    onOrders(
      (venue) =>
        new (class extends OrderEntry {
          override place(account: Account, request: OrderRequest, told: Told<string>) {
            const price = String(request.price).replace(/(\.\d\d)\d+$/, '$1');
            super.place(account, { ...request, price }, told);
          }
        })(venue),
    ),
  'a key is taken for the one before': () => ({
    desk: (desk, venue) => {
      let before: string | undefined;
      return {
        ...desk,
        members: new (class extends Members {
          override withKey(key: string) {
            const known = super.withKey(before ?? key);
            before = key;
            return known;
          }
        })(venue, desk.credentialOf),
      };
    },
  }),
  'a subscription names another beginning than its own': () => ({
    desk: (desk, venue) => ({
      ...desk,
      broadcast: new (class extends Broadcast {
        override join(...parts: Parameters<Broadcast['join']>) {
          return super.join(...parts) - 1;
        }
      })(venue, desk.orders, desk.health, desk.timer, desk.onFailure),
    }),
  }),
};

function onOrders(make: (venue: Venue) => OrderEntry): Seams {
  return { desk: (desk: Desk, venue) => ({ ...desk, orders: make(venue) }) };
}

/** A venue that is posted other digests. */
function digesting(venue: Venue, change: (parts: readonly string[]) => readonly string[]): Venue {
  const { sequencer } = venue;
  const changed = (envelope: Envelope | undefined) =>
    envelope === undefined ? undefined : { ...envelope, digest: change(envelope.digest.split(',')).join() };
  const post: Door['post'] = (command, done, envelope) => sequencer.post(command, done, changed(envelope));
  return { ...venue, sequencer: postingThrough({ post }, sequencer) };
}
