/**
 * The doors and what is written about them: docs/api.md, the OpenAPI document and the routes say the same, answers have
 * the shapes that are promised, and the snippets run.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Compile } from 'typebox/compile';
import { DEFAULT_PROGRAMME } from '#core/market-making/programmes.ts';
import { type Rejection, ruleOfRejection } from '#core/rejections.ts';
import type { AccountId } from '#core/units.ts';
import { credentialOf } from '#gateway/keys.ts';
import { accountRoutes } from '#gateway/routes/account-routes.ts';
import { clearingRoutes } from '#gateway/routes/clearing-routes.ts';
import { indexRoutes } from '#gateway/routes/index-routes.ts';
import { labRoutes } from '#gateway/routes/lab-routes.ts';
import { makerRoutes } from '#gateway/routes/maker-routes.ts';
import { marketRoutes } from '#gateway/routes/market-routes.ts';
import { operatorRoutes } from '#gateway/routes/operator-routes.ts';
import { orderRoutes } from '#gateway/routes/order-routes.ts';
import type { Route } from '#gateway/routes/route.ts';
import { spreadRoutes } from '#gateway/routes/spread-routes.ts';
import { Health } from '#session/health.ts';
import { Members } from '#session/members.ts';
import { OrderEntry } from '#session/order-entry.ts';
import { QuoteEntry } from '#session/quote-entry.ts';
import { statusOf } from '#session/refused.ts';
import { type DoorError, doorErrors, ErrorBody } from '#wire/errors.ts';
import { ChannelMessage, Reply } from '#wire/stream.ts';
import { dollars } from '../model/commands.ts';
import { CONTRACT, OpenDoors, order, SPREAD, someLab } from './open-doors.ts';
import { Speaker } from './speaker.ts';

const guide = readFileSync('docs/api.md', 'utf8');
const run = promisify(execFile);
const doorCodes = Object.keys(doorErrors) as DoorError[];
const exchangeCodes = Object.keys(ruleOfRejection) as Rejection[];
const codes = [...new Set<string>([...doorCodes, ...exchangeCodes])].sort();

/** What the routes are asked that take a body other than an order. */
const bodies: Readonly<Record<string, object>> = {
  'POST /accounts': { name: 'chen' },
  'POST /index/contributions': { submitter: 'acme', csv: 'observedAt,seller,gpu,hour', signature: '' },
  'POST /account/clients': { name: 'anna-client' },
  'POST /orders/pair': { first: order({ price: '1.400' }), second: order({ side: 'sell', price: '1.600' }) },
  'PATCH /orders/:order': { price: '1.401' },
  'PUT /protection/:product': { intervalMs: 1_000, frozenMs: 0, quantity: 50, delta: null },
  'POST /operator/commands': { command: { type: 'declareStress', product: 'SIT', stressed: true } },
  'PUT /quotes': { quotes: [{ contract: CONTRACT, bid: { price: '1.390', quantity: 2 } }] },
};

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: unknown;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

test('API-15 every refusal has its place in the guide, with its status and its rule, and no other has', () => {
  const places = [...guide.matchAll(/^#### (\w+)\n\n((?:.+\n?)+)/gm)].map(([, code, text]) => [code, text] as const);
  assert.deepEqual(places.map(([code]) => code).sort(), codes);
  for (const [code, text] of places) {
    const atTheDoor = doorErrors[code as DoorError];
    if (atTheDoor !== undefined) assert.ok(text?.startsWith(`${atTheDoor.status} · ${atTheDoor.rule}.`), code);
    else {
      const reason = code as Rejection;
      assert.ok(text?.startsWith(`${statusOf(reason)} · ${ruleOfRejection[reason]}.`), code);
    }
  }
});

test('API-6 the guide names every route, and no other', async (t) => {
  const named = [...guide.matchAll(/^\| `(GET|POST|PUT|PATCH|DELETE) (\S+)` \| (key|operator)? *\|/gm)];
  const routes = routesOf(await OpenDoors.with(t));
  assert.deepEqual(
    named.map(([, method, path, key]) => `${method} ${path} ${key ?? ''}`).sort(),
    routes.map(({ method, path, key }) => `${method} ${path} ${key === 'account' ? 'key' : (key ?? '')}`).sort(),
  );
});

test('API-6 the OpenAPI document is 3.1 and names every route, shape and code', async (t) => {
  const doors = await OpenDoors.with(t);
  const document = (await doors.ask('GET', '/openapi.json')).body as Document;
  assert.match(document.openapi, /^3\.1\./);
  for (const { method, path, summary, key } of routesOf(doors)) {
    const operation = document.paths[`/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
    assert.equal(operation?.summary, summary);
    assert.equal(operation?.tags.length, 1);
    assert.equal(operation?.security !== undefined, key !== undefined);
    assert.ok(
      Object.keys(operation?.responses ?? {}).some((status) => Number(status) >= 400),
      path,
    );
  }
  const { schemas } = document.components;
  assert.deepEqual(schemas.ErrorCode?.enum, codes);
  for (const name of [
    'Order',
    'OrderRequest',
    'Ticker',
    'AccountSummary',
    'ErrorBody',
    'ClientMessage',
    'QuotesRequest',
    'PriceRules',
    'Agreement',
    'OperatorCommand',
    'ChannelMessage',
  ])
    assert.ok(schemas[name] !== undefined, name);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name as string,
  );
  assert.ok(references.length > 50);
  for (const name of references) assert.ok(schemas[name] !== undefined, name);
});

test('API-6 every route answers in the shape that it promises', async (t) => {
  const doors = await OpenDoors.with(t);
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.500', quantity: 2 });
  await doors.client('anna').placeOrder({ contract: CONTRACT, side: 'buy', price: '1.500', quantity: 5 });
  const agreement = { account: 0 as AccountId, product: 'SIT', netCapital: dollars(1), terms: DEFAULT_PROGRAMME };
  await doors.send({ type: 'signAgreement', agreement });
  await doors.endDay();
  const accountKey = doors.keyOf('anna');
  for (const { method, path, answer, status, body, key: whose } of routesOf(doors)) {
    const key = whose === 'operator' ? doors.operatorKey : accountKey;
    const address = path
      .replace(':product', 'SIT')
      .replace(':code', CONTRACT)
      .replace(':account', 'anna')
      .replace(':spread', SPREAD)
      .replace(':date', '2026-11-23')
      .replace(':version', 'PLAIN-1')
      .replace(':experiment', 'paper')
      .replace(':file', 'report.json')
      .replace(':order', method === 'GET' ? '2' : '3')
      .replace(/candles$/, 'candles?interval=1d')
      .replace(/account\/orders$/, 'account/orders?status=all');
    if (path === '/orders/:order' && method === 'DELETE') await doors.ask('POST', '/orders', { key, body: order() });
    const sent = body === undefined ? undefined : (bodies[`${method} ${path}`] ?? order({ price: '1.400' }));
    const got = await doors.ask(method, address, { key, body: sent });
    assert.equal(got.status, status, `${method} ${path}: ${JSON.stringify(got.body)}`);
    assert.deepEqual(Compile(answer).Errors(got.body), [], `${method} ${path}`);
    if (Array.isArray(got.body)) assert.ok(got.body.length > 0, `${method} ${path} answers something`);
  }
  assert.ok(Compile(ErrorBody).Check((await doors.ask('GET', '/nothing')).body));
});

test('API-9, API-13 every message of the stream has the shape that is promised', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  for (const channel of ['venue', 'tickers', 'index', 'account']) await speaker.done({ op: 'subscribe', channel });
  for (const channel of ['book', 'trades', 'candles'])
    await speaker.done({ op: 'subscribe', channel, contract: CONTRACT });
  await speaker.ask({ op: 'nonsense' });
  await speaker.done({ op: 'placeOrder', order: order() });
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.500', quantity: 2 });
  await speaker.until(() => speaker.on('account').length > 1 && speaker.on('candles').length > 0);
  await doors.endDay();
  await speaker.until(() => speaker.on('venue').length > 1 && speaker.on('index').length > 1);
  const message = Compile(ChannelMessage);
  const reply = Compile(Reply);
  for (const heard of speaker.heard)
    assert.ok(heard.type === 'reply' ? reply.Check(heard) : message.Check(heard), JSON.stringify(heard));
  assert.deepEqual([...new Set(speaker.heard.map(({ channel }) => channel ?? 'reply'))].sort(), [
    'account',
    'book',
    'candles',
    'index',
    'reply',
    'tickers',
    'trades',
    'venue',
  ]);
});

test('API-18 the four lines of the guide open an account and place an order', async (t) => {
  const doors = await OpenDoors.with(t);
  const { stdout } = await run('sh', ['-eu', '-c', snippet('sh', doors)]);
  const [, said = ''] = /```json\n(\{\n {2}"sequence"[\s\S]*?)```/.exec(guide) ?? [];
  assert.deepEqual(JSON.parse(stdout), JSON.parse(said));
});

test('API-18 the statement of the guide is fetched and its hash checked', async (t) => {
  const doors = await OpenDoors.with(t);
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.500', quantity: 2 });
  await doors.client('anna').placeOrder({ contract: CONTRACT, side: 'buy', price: '1.500', quantity: 2 });
  await doors.endDay();
  const said = (await runSnippet('statements', doors)).split(/\r?\n/);
  assert.equal(said[0], 'the hash is right');
  assert.match(said[1] ?? '', /^date,account,kind,item,/);
});

test('API-18 the client account of the guide is opened and listed', async (t) => {
  const said = await runSnippet('clients', await OpenDoors.with(t));
  const [opened, clients] = said.split('\n').map((line) => JSON.parse(line));
  assert.equal(opened.account, 'anna-client');
  assert.deepEqual(
    clients.map(({ account }: { account: string }) => account),
    ['anna-client'],
  );
});

for (const [name, count] of [
  ['orders', 6],
  ['spreads', 3],
  ['makers', 3],
  ['operator', 5],
  ['risk', 2],
] as const)
  test(`API-18 the ${name} of the guide are taken`, async (t) => {
    const doors = await OpenDoors.with(t);
    const stdout = await runSnippet(name, doors);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(answers.length, count);
    for (const answer of answers) assert.equal(typeof answer.sequence, 'number', JSON.stringify(answer));
    if (name === 'orders') assert.equal(answers.at(-1)?.count, 4);
    if (name === 'spreads') assert.deepEqual([answers[1]?.bids, answers[2]?.count], [[['-0.012', 5]], 1]);
  });

test('API-18 the program of the guide follows a book', async (t) => {
  const doors = await OpenDoors.with(t);
  const program = snippet('ts', doors).replace(
    'stream.close()',
    'await new Promise((resolve) => setTimeout(resolve, 300));\nstream.close()',
  );
  const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '-e', program]);
  assert.match(stdout, /best bid 1\.500\n$/);
});

/** What the shell snippet of that name prints, as anna and whoever runs the venue. */
async function runSnippet(name: string, doors: OpenDoors): Promise<string> {
  const [, text = ''] = new RegExp(`\`\`\`sh ${name}\\n([\\s\\S]*?)\`\`\``).exec(guide) ?? [];
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    API: `${doors.address}/api/v1`,
    DAY: '2026-11-23',
    KEY: doors.keyOf('anna'),
    OPERATOR: doors.operatorKey,
  };
  const { stdout } = await run('sh', ['-eu', '-c', text.replaceAll(/^(.*curl.*)$/gm, (line) => spaced(line))], { env });
  return stdout.trim();
}

/** The line, with a line break behind what it prints. */
const spaced = (line: string): string => line.replace(/curl -s/, "curl -s -w '\\n'");

/** The first snippet of a language, with the address of a venue that is there. */
function snippet(language: string, { address }: OpenDoors): string {
  const [, text = ''] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide) ?? [];
  return text.replaceAll('http://127.0.0.1:8080', address);
}

function routesOf(doors: OpenDoors): Route[] {
  const { venue } = doors;
  const health = new Health(venue);
  const orders = new OrderEntry(venue);
  return [
    ...marketRoutes(venue, health),
    ...indexRoutes(venue),
    ...spreadRoutes(venue),
    ...clearingRoutes(venue),
    ...accountRoutes(venue, new Members(venue, credentialOf), orders, health, 10),
    ...orderRoutes(orders, new QuoteEntry(venue, orders), health),
    ...makerRoutes(venue),
    ...labRoutes(someLab),
    ...operatorRoutes(venue, health),
  ];
}
