/**
 * A real venue, loaded through its doors, killed with SIGKILL and started again on the same folder.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { FRIDAY, RunningVenue, withFolder } from '../venue/running-venue.ts';

const KILLS = Number(process.env.KILLS ?? 5);

test('JRN-2 after kill -9 the state is what it was, and every acknowledged order is there', () =>
  withFolder(async (data) => {
    const flags = ['--port', '0', '--data', data, '--bare', ...FRIDAY];
    const acknowledged = new Map<number, string>();
    let key: string | undefined;
    for (let round = 0; round < KILLS; round += 1) {
      const venue = await RunningVenue.start(flags);
      const client = new TokenpitClient(venue.address, key);
      if (key === undefined) client.key = (await client.openAccount('anna')).key;
      key = client.key;

      for (const [order, clientOrderId] of acknowledged) {
        const found = await client.order(order);
        assert.equal(found.clientOrderId, clientOrderId, `order ${order} was acknowledged and is gone`);
        assert.equal(found.status, 'resting');
      }
      await repeatSome(client, acknowledged);

      // Idle, the state is known exactly; the kill must change nothing.
      const before = await client.state();
      await venue.kill();
      const second = await RunningVenue.start(flags);
      const again = new TokenpitClient(second.address, key);
      assert.deepEqual(await again.state(), before);

      // Loaded, the kill comes while orders are under way.
      const senders = Array.from({ length: 8 }, (_, n) => sendUntilDead(again, `r${round}s${n}`, acknowledged));
      await new Promise((resolve) => setTimeout(resolve, 100 + round * 60));
      await second.kill();
      await Promise.all(senders);
    }
    assert.ok(acknowledged.size > KILLS * 8, `only ${acknowledged.size} orders were acknowledged`);
  }));

const request = (clientOrderId: string) =>
  ({ contract: 'SITP2612', side: 'buy', price: '2.00', quantity: 1, clientOrderId }) as const;

/** Places small orders one after the other until the venue is gone. */
async function sendUntilDead(client: TokenpitClient, name: string, acknowledged: Map<number, string>): Promise<void> {
  for (let n = 0; n < 100_000; n += 1) {
    const id = `${name}n${n}`;
    try {
      const { order } = await client.placeOrder(request(id));
      acknowledged.set(order.order, id);
    } catch {
      return;
    }
  }
}

/** A repeat of an acknowledged order is answered with that order and has no second effect. */
async function repeatSome(client: TokenpitClient, acknowledged: ReadonlyMap<number, string>): Promise<void> {
  const before = await client.state();
  for (const [order, id] of [...acknowledged].slice(-20))
    assert.equal((await client.placeOrder(request(id))).order.order, order);
  assert.deepEqual(await client.state(), before);
}
