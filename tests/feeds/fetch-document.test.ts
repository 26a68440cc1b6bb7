/** Fetching, from a server that misbehaves in every way that servers have. */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isLoopback, isPublic } from '#feeds/addresses.ts';
import { type FetchRules, fetchDocument, type ResolvedAddress } from '#feeds/fetch-document.ts';
import { SourceFailed, type SourceFailure, sourceFailures } from '#feeds/source.ts';
import { type Handler, send, serve } from './local-server.ts';

const rules: FetchRules = { types: ['application/json'], bytesMax: 100_000, deadlineMs: 20_000, allowLoopback: true };
const never = new AbortController().signal;

/** That fetching fails by this name. */
async function fails(code: SourceFailure, url: string, changed: Partial<FetchRules> = {}, signal = never) {
  await assert.rejects(fetchDocument(url, { ...rules, ...changed }, signal), (error) => {
    assert.ok(error instanceof SourceFailed, `${error}`);
    assert.equal(error.code, code, error.message);
    assert.ok(error.message.startsWith(sourceFailures[code]));
    return true;
  });
}

/** A resolver that gives its answers one after the other, and tells how often it was asked. */
function resolver(...answers: readonly string[][]) {
  const asked: string[] = [];
  const resolve = async (name: string): Promise<readonly ResolvedAddress[]> => {
    const answer = answers[asked.length] ?? [];
    asked.push(name);
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, resolve };
}

test('IDX-44 a document that comes as it should is taken to the last byte', async (context) => {
  const text = '{"a":"ü"}';
  const address = await serve(context, (request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity');
    send(response, text, 'application/json; charset=utf-8');
  });
  assert.equal(Buffer.from(await fetchDocument(address, rules, never)).toString(), text);
});

test('IDX-44 the addresses that are not on the public internet', () => {
  const closed = `0.0.0.0 10.1.2.3 100.100.100.200 127.0.0.1 127.255.0.1 168.63.129.16 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1
    240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::a00:1 fc00::1 fd00:ec2::254 fe80::1
    fe80::1%eth0 ff02::1 2001::1 2001:db8::1 2002:a00:1:: 3fff::1 example.com`;
  for (const address of closed.split(/\s+/)) assert.equal(isPublic(address), false, address);
  const open = '1.1.1.1 8.8.8.8 100.63.255.255 172.32.0.1 192.167.0.1 223.255.255.255 2606:4700::1111 2a00::1';
  for (const address of open.split(' ')) assert.equal(isPublic(address), true, address);
  const here = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'];
  assert.deepEqual([...here, '10.0.0.1', '8.8.8.8', 'fe80::1%lo'].filter(isLoopback), here);
});

test('IDX-44 only https is spoken, and nobody is told a password', async () => {
  const untouched = { allowLoopback: false, resolve: () => assert.fail('a name was resolved') };
  await fails('NOT_HTTPS', 'http://prices.example/list', untouched);
  await fails('NOT_HTTPS', 'file:///etc/passwd', untouched);
  await fails('NOT_HTTPS', 'https://user:secret@prices.example/list', untouched);
  await fails('NOT_HTTPS', 'http://prices.example/list', resolver(['8.8.8.8']));
});

test('IDX-44 an address that is not public is refused, however it is written', async () => {
  const written = ['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:7f00:1]', '169.254.169.254', '10.0.0.1'];
  for (const host of written) await fails('PRIVATE_ADDRESS', `https://${host}/`, { allowLoopback: false });
  await fails('PRIVATE_ADDRESS', 'https://10.0.0.1/');
  await fails('PRIVATE_ADDRESS', 'http://10.0.0.1/');
});

test('IDX-44 a name is refused when any of its addresses is not public', async () => {
  const mixed = resolver(['8.8.8.8', '10.0.0.1']);
  await fails('PRIVATE_ADDRESS', 'https://prices.example/', { ...mixed, allowLoopback: false });
  await fails('PRIVATE_ADDRESS', 'https://prices.example/', resolver(['fd00:ec2::254']));
  await fails('UNREACHABLE', 'https://prices.example/', resolver([]));
  await fails('UNREACHABLE', 'https://prices.example/', { resolve: () => Promise.reject(new Error('no such name')) });
});

test('IDX-44 a redirect is judged like the first address, also when a name changes its mind', async (context) => {
  const targets: Record<string, string> = {
    '/literal': 'http://169.254.169.254/latest/meta-data',
    '/metadata': 'https://[fd00:ec2::254]/',
    '/name': 'https://inside.example/',
    '/plain': 'http://outside.example/',
    '/file': 'file:///etc/passwd',
    '/nowhere': 'http://[',
  };
  const address = await serve(context, ({ url = '' }, response) => {
    const target = targets[url] ?? `http://prices.example:${new URL(address).port}/again`;
    response.writeHead(302, { location: target }).end();
  });
  await fails('PRIVATE_ADDRESS', `${address}/literal`);
  await fails('PRIVATE_ADDRESS', `${address}/metadata`);
  await fails('PRIVATE_ADDRESS', `${address}/name`, resolver(['192.168.0.1']));
  await fails('NOT_HTTPS', `${address}/plain`, resolver(['8.8.8.8']));
  await fails('NOT_HTTPS', `${address}/file`);
  await fails('BAD_STATUS', `${address}/nowhere`);
  // The name leads here at first, and into the network around us at the second time of asking.
  const changing = resolver(['127.0.0.1'], ['10.0.0.1']);
  await fails('PRIVATE_ADDRESS', `http://prices.example:${new URL(address).port}/start`, changing);
  assert.deepEqual(changing.asked, ['prices.example', 'prices.example'], 'once for each request');
});

test('IDX-44 three redirects are followed and not a fourth', async (context) => {
  const address = await serve(context, ({ url = '' }, response) => {
    const left = Number(url.slice(1));
    if (left === 0) send(response, '{}');
    else response.writeHead(307, { location: `/${left - 1}` }).end('a body that nobody reads');
  });
  assert.equal((await fetchDocument(`${address}/3`, rules, never)).length, 2);
  await fails('TOO_MANY_REDIRECTS', `${address}/4`);
  await fails('TOO_MANY_REDIRECTS', `${address}/100000`);
});

const misbehaviour: readonly (readonly [what: string, code: SourceFailure, handler: Handler])[] = [
  ['never answers', 'TIMEOUT', () => undefined],
  ['sends its headers and then nothing', 'TIMEOUT', (_, response) => void json(response).write('{')],
  ['sends a byte now and then', 'TIMEOUT', (_, response) => drip(json(response))],
  ['ends before its length', 'TRUNCATED', (_, response) => cut(json(response, 50), '{"data":')],
  ['ends in the middle of a chunk', 'TRUNCATED', (_, response) => cut(json(response), '{"data":')],
  ['sends its headers one by one, and for ever', 'TIMEOUT', ({ socket }) => dripHeaders(socket)],
  ['sends more headers than anybody needs', 'UNREACHABLE', ({ socket }) => flood(socket)],
  ['closes at once', 'UNREACHABLE', (request) => request.socket.destroy()],
  ['talks nonsense', 'UNREACHABLE', (request) => request.socket.end('I am no web server\r\n\r\n')],
  ['sends a page', 'WRONG_TYPE', (_, response) => send(response, '<html>', 'text/html')],
  ['does not say what it sends', 'WRONG_TYPE', (_, response) => void response.writeHead(200).end('{}')],
  ['fails', 'BAD_STATUS', (_, response) => void response.writeHead(500, { 'content-type': 'application/json' }).end()],
  ['has no such page', 'BAD_STATUS', (_, response) => void response.writeHead(404).end()],
  ['redirects to nowhere', 'BAD_STATUS', (_, response) => void response.writeHead(302).end()],
  ['has nothing new', 'BAD_STATUS', (_, response) => void response.writeHead(304).end()],
  ['announces too much', 'TOO_LARGE', (_, response) => void json(response, 100_001).flushHeaders()],
  ['sends a bomb', 'ENCODED', (_, response) => bomb(response)],
];

for (const [what, code, handler] of misbehaviour)
  test(`IDX-44 a server that ${what}: ${code}`, async (context) => {
    await fails(code, await serve(context, handler), code === 'TIMEOUT' ? { deadlineMs: 150 } : {});
  });

test('IDX-44 nobody listens there, or speaks no TLS: UNREACHABLE', async (context) => {
  const address = await serve(context, (_, response) => send(response, '{}'));
  await fails('UNREACHABLE', address.replace(/\d+$/, '1'));
  await fails('UNREACHABLE', address.replace('http:', 'https:'));
});

test('IDX-44 of a gigabyte no more is read than may be kept', async (context) => {
  let sent = 0;
  const closed = Promise.withResolvers<void>();
  const address = await serve(context, (_, response) => {
    const chunk = Buffer.alloc(65_536, 0x20);
    json(response);
    response.on('close', closed.resolve);
    const more = (): void => {
      while (sent < 1_073_741_824 && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  });
  const before = process.memoryUsage().rss;
  await fails('TOO_LARGE', address, { bytesMax: 4_194_304, deadlineMs: 30_000 });
  await closed.promise;
  assert.ok(sent < 33_554_432, `${sent} bytes were sent before the connection was closed`);
  assert.ok(process.memoryUsage().rss - before < 100_000_000, 'memory does not grow with the document');
});

test('IDX-44 the largest document that may be is read, and one byte more is not', async (context) => {
  const address = await serve(context, ({ url = '' }, response) => {
    // In chunks, so that no length is announced.
    json(response);
    response.write(Buffer.alloc(50_000, 0x20));
    response.end(Buffer.alloc(Number(url.slice(1)) - 50_000, 0x20));
  });
  assert.equal((await fetchDocument(`${address}/100000`, rules, never)).length, 100_000);
  await fails('TOO_LARGE', `${address}/100001`);
});

test('IDX-44 a reading can be called off, before it begins and while it goes on', async (context) => {
  const asked = Promise.withResolvers<void>();
  const address = await serve(context, (_, response) => {
    json(response).write('{');
    asked.resolve();
  });
  await fails('STOPPED', address, {}, AbortSignal.abort());
  const caller = new AbortController();
  const failed = fails('STOPPED', address, {}, caller.signal);
  await asked.promise;
  caller.abort();
  await failed;
});

type Response = Parameters<Handler>[1];

function json(response: Response, length?: number): Response {
  const announced = length === undefined ? {} : { 'content-length': length };
  return response.writeHead(200, { 'content-type': 'application/json', ...announced });
}

function drip(response: Response): void {
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}

function dripHeaders(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('x: y\r\n'), 20);
  socket.on('close', () => clearInterval(timer)).on('error', () => undefined);
}

function flood(socket: Socket): void {
  socket.on('error', () => undefined).write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(100_000)}`);
}

function cut(response: Response, text: string): void {
  response.write(text, () => response.destroy());
}

/** Ten thousand bytes that would be ten million. */
function bomb(response: Response): void {
  const bytes = gzipSync(Buffer.alloc(10_000_000));
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bytes);
}
