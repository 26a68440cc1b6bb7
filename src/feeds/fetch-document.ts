/**
 * Fetches one document from the internet, and trusts nobody with the address.
 *
 * Only https is spoken, and only with public addresses: each name is resolved once, all its addresses are judged, and
 * the connection is made to those very addresses, so a name that changes its mind in between gains nothing. Redirects
 * are followed by hand, three at most, and judged alike. Size and time are limited while the document comes. What
 * fails, fails as a `SourceFailed`, and what came until then is thrown away.
 */
import { lookup as resolveName } from 'node:dns/promises';
import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublic } from './addresses.ts';
import { SourceFailed } from './source.ts';

const REDIRECTS_MAX = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const OK = 200;

/** An address as a resolver gives it; `family` is 4 or 6. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface FetchRules {
  /** The media types that the document may have: `application/json`. */
  readonly types: readonly string[];
  readonly bytesMax: number;
  /** For all of it: names, connections, redirects and the document. */
  readonly deadlineMs: number;
  /** For a mirror on this machine, and for tests: addresses of this machine are open, by http too. */
  readonly allowLoopback?: boolean;
  /** All addresses of a name; the system's resolver unless another is handed in. */
  readonly resolve?: (name: string) => Promise<readonly ResolvedAddress[]>;
}

/** The bytes of the document at `url`. Throws `SourceFailed`. */
export async function fetchDocument(url: string, rules: FetchRules, signal: AbortSignal): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(rules.deadlineMs);
  const stop = AbortSignal.any([deadline, signal]);
  try {
    let place = new URL(url);
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
      const answer = await ask(place, rules, stop);
      if (!(answer instanceof URL)) return answer;
      place = answer;
    }
    throw new SourceFailed('TOO_MANY_REDIRECTS', `more than ${REDIRECTS_MAX}`);
  } catch (error) {
    if (signal.aborted) throw new SourceFailed('STOPPED');
    if (deadline.aborted) throw new SourceFailed('TIMEOUT', `${rules.deadlineMs} ms`);
    if (error instanceof SourceFailed) throw error;
    throw new SourceFailed('UNREACHABLE', (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** One request: the document, or where it is to be asked for instead. */
async function ask(url: URL, rules: FetchRules, stop: AbortSignal): Promise<Uint8Array | URL> {
  stop.throwIfAborted();
  refuseAddress(url, rules);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = send(url, rules, stop).on('response', resolve).on('error', reject);
  try {
    return await answerOf(await promise, url, rules);
  } finally {
    // Nothing is kept open: the next request resolves and judges its name anew.
    request.destroy();
  }
}

function send(url: URL, rules: FetchRules, signal: AbortSignal): ClientRequest {
  const get = url.protocol === 'https:' ? httpsGet : httpGet;
  const headers = { accept: rules.types.join(', '), 'accept-encoding': 'identity', 'user-agent': 'tokenpit' };
  return get(url, { agent: false, lookup: guarded(url, rules), headers, signal });
}

/** What can be said before a name is resolved. An address that stands in the URL itself is never looked up. */
function refuseAddress(url: URL, rules: FetchRules): void {
  const isSpoken = url.protocol === 'https:' || (url.protocol === 'http:' && rules.allowLoopback === true);
  if (!isSpoken || url.username !== '' || url.password !== '') throw new SourceFailed('NOT_HTTPS', url.protocol);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) refuseResolved(host, url, rules);
}

/** Public addresses are spoken to by https; those of this machine, where they are open, by http too. */
function refuseResolved(address: string, url: URL, { allowLoopback = false }: FetchRules): void {
  if (allowLoopback && isLoopback(address)) return;
  if (!isPublic(address)) throw new SourceFailed('PRIVATE_ADDRESS', `${url.hostname} is ${address}`);
  if (url.protocol !== 'https:') throw new SourceFailed('NOT_HTTPS', url.protocol);
}

/** The resolver that the socket itself asks, so that what was judged is what is connected to. */
function guarded(url: URL, rules: FetchRules): LookupFunction {
  const resolve = rules.resolve ?? ((name: string) => resolveName(name, { all: true }));
  return (name, options, answer) => {
    const judged = resolve(name).then((addresses) => {
      for (const { address } of addresses) refuseResolved(address, url, rules);
      return [...addresses];
    });
    judged.then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) answer(new SourceFailed('UNREACHABLE', `${name} has no address`), '');
        else if (options.all === true) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: Error) => answer(error, ''),
    );
  };
}

async function answerOf(response: IncomingMessage, url: URL, rules: FetchRules): Promise<Uint8Array | URL> {
  // Whoever stops reading does not want to hear that the rest never came.
  response.on('error', () => undefined);
  const { statusCode: status = 0, headers } = response;
  if (REDIRECTS.includes(status) && headers.location !== undefined) return placeOf(headers.location, url);
  if (status !== OK) throw new SourceFailed('BAD_STATUS', `status ${status}`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new SourceFailed('ENCODED', encoding);
  const type = (headers['content-type'] ?? 'none').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!rules.types.includes(type)) throw new SourceFailed('WRONG_TYPE', type);
  return bytesOf(response, rules);
}

function placeOf(location: string, from: URL): URL {
  const place = URL.parse(location, from.href);
  if (place === null) throw new SourceFailed('BAD_STATUS', 'a redirect to no address');
  return place;
}

async function bytesOf(response: IncomingMessage, { bytesMax }: FetchRules): Promise<Uint8Array> {
  const tooLarge = new SourceFailed('TOO_LARGE', `more than ${bytesMax} bytes`);
  if (Number(response.headers['content-length']) > bytesMax) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > bytesMax) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    throw error === tooLarge ? tooLarge : new SourceFailed('TRUNCATED', `after ${size} bytes`);
  }
  return Buffer.concat(chunks);
}
