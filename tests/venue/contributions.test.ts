/** A venue whose index takes signed contributions, from the file of a seller to the fixing of the day and after. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { robust } from '#core/price-index/methodology.ts';
import { publish } from '#core/price-index/publish.ts';
import { newSubmitterKeys, signSubmission } from '#feeds/submission.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import type { PublicationDocument } from '#session/index-document.ts';
import { gpuSellers, registryWithGpuSellers } from '../model/registry-with-gpu-sellers.ts';
import { RunningVenue, withFolder } from './running-venue.ts';

/** Twenty minutes before the day is over. */
const EVENING = ['--clock', '2026-11-20T23:40:00Z', '--bare', '--port', '0'];
/** Those twenty minutes pass in six seconds. */
const FAST = ['--speed', '200'];

test('IDX-45, IDX-46, IDX-23 five sellers of GPU hours contribute, and the compute index has a value', () =>
  withFolder(async (data) => {
    const terms = { version: 'TPI-1', methodology: robust, registry: registryWithGpuSellers() };
    const file = join(data, 'terms.json');
    writeFileSync(file, JSON.stringify(terms));
    const keys = newSubmitterKeys();
    mkdirSync(join(data, 'index'));
    const sellers = gpuSellers.map(([seller]) => seller);
    const submitter = { name: 'grove', sellers, publicKey: keys.publicKey, from: '2026-11-01' };
    writeFileSync(join(data, 'index', 'submitters.json'), JSON.stringify([submitter]));
    const venue = await RunningVenue.start([...EVENING, ...FAST, '--data', data, '--terms', file]);

    const hours = ['2.10', '2.30', '2.20', '2.50', '2.90'];
    const csv = (changed = hours) =>
      [
        'observedAt,seller,gpu,hour',
        ...sellers.map((seller, i) => `2026-11-20T10:00Z,${seller},H100-80GB-SXM,${changed[i]}`),
        '',
      ].join('\n');
    const send = async (text: string, signed = text) => {
      const signature = signSubmission('grove', Buffer.from(signed), keys.privateKey);
      const response = await fetch(`${venue.address}/api/v1/index/contributions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ submitter: 'grove', csv: text, signature }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, { code?: string }> };
    };
    const bad = await send(csv(['2.10', 'cheap', '2.20', '2.50', '-1']));
    assert.deepEqual([bad.status, bad.body.error?.code], [422, 'CONTRIBUTION_INVALID']);
    assert.match(JSON.stringify(bad.body), /line 3.*line 6/);
    const forged = await send(csv(), csv(['9', '9', '9', '9', '9']));
    assert.deepEqual([forged.status, forged.body.error?.code], [401, 'SIGNATURE_WRONG']);
    const taken = await send(csv());
    assert.deepEqual([taken.status, taken.body.prices, taken.body.repeated], [200, 5, false]);
    assert.equal((await send(csv())).body.repeated, true);

    const client = new TokenpitClient(venue.address);
    for (let tries = 0; tries < 200 && (await client.index()).fixing.date < '2026-11-20'; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const { fixing, compute, documents } = await client.fixing('2026-11-20');
    // By the roots of 400, 250, 150, 120 and 80 thousand hours, 632, 500, 387, 346 and 282 of 2,147: 2.10 has 29 %,
    // 2.20 has 18 %, and with 2.30 there are 71 %, so that the weighted median is 2.30.
    assert.deepEqual([compute.value, compute.status, compute.sellers.length], ['2.300000', 'full', 5]);
    assert.equal(fixing.compute, '2.300000');
    // 0.772717 − 0.051 × 2.30
    assert.equal(fixing.spread, '0.655417');
    assert.deepEqual(documents.map(({ source }) => source).sort(), ['contributor:grove', 'genai-prices']);
    await venue.interrupt();

    const folder = join(data, 'index', 'publications');
    const files = readdirSync(folder);
    assert.ok(files.includes('tpi-2026-11-20-r1.json'), files.join());
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8');
      const document = JSON.parse(text) as PublicationDocument;
      assert.equal(canonicalJson({ ...document, publication: publish(document.inputs) }), text, name);
    }
  }));

test('IDX-30, IDX-46, IDX-49 a venue does not open with terms, submitters or sources that cannot be used', () =>
  withFolder(async (data) => {
    const says = async (flags: readonly string[]) => {
      const { code, output } = await RunningVenue.run([...EVENING, '--data', data, ...flags]);
      return [code, output.trim().split('\n').at(-1)];
    };
    const file = join(data, 'terms.json');
    writeFileSync(file, JSON.stringify({ version: 'TPI-1' }));
    const [code, sentence] = await says(['--terms', file]);
    assert.equal(code, 1);
    assert.match(String(sentence), /^--terms .* cannot be used: /);
    assert.deepEqual(await says(['--sources', 'genai-prices,rumours']), [
      1,
      '--sources takes genai-prices, openrouter, litellm, gpu-list, separated by commas, and knows no "rumours".',
    ]);
    mkdirSync(join(data, 'index'), { recursive: true });
    writeFileSync(join(data, 'index', 'submitters.json'), '[{"name": "acme"}]');
    const [stopped, why] = await says([]);
    assert.equal(stopped, 1);
    assert.match(String(why), /submitters\.json cannot be used: /);
  }));
