/** One request to the HTTP door and its answer, which is trusted to have the shape that the route promises. */
import type { ErrorBody } from '#wire/errors.ts';
import { TokenpitError } from './tokenpit-error.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;

export class HttpDoor {
  readonly #base: string;
  key: string | undefined;

  constructor(address: string, key: string | undefined) {
    this.#base = `${address.replace(/\/+$/, '')}/api/v1`;
    this.key = key;
  }

  get<Answer>(path: string, query: Query = {}): Promise<Answer> {
    return this.#send('GET', path + queryText(query), undefined);
  }

  post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#send('POST', path, body);
  }

  put<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#send('PUT', path, body);
  }

  patch<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#send('PATCH', path, body);
  }

  delete<Answer>(path: string, query: Query = {}): Promise<Answer> {
    return this.#send('DELETE', path + queryText(query), undefined);
  }

  /** An answer that is no JSON; a refusal is, all the same. */
  async getText(path: string, query: Query): Promise<string> {
    const response = await this.#fetch('GET', path + queryText(query), undefined);
    if (!response.ok) throw await refusalOf(response);
    return response.text();
  }

  async #send<Answer>(method: string, path: string, body: unknown): Promise<Answer> {
    const response = await this.#fetch(method, path, body);
    if (!response.ok) throw await refusalOf(response);
    return (await read(response)) as Answer;
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.key !== undefined) headers.authorization = `Bearer ${this.key}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return fetch(this.#base + path, init).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new TokenpitError({ code: 'VENUE_UNREACHABLE', message: `The venue cannot be reached: ${reason}.` });
    });
  }
}

/** What the venue refuses, as an error. */
async function refusalOf(response: Response): Promise<TokenpitError> {
  return new TokenpitError(((await read(response)) as ErrorBody).error);
}

function read(response: Response): Promise<unknown> {
  return response.json().catch(() => {
    const message = `The answer of ${response.url} (HTTP ${response.status}) is not JSON.`;
    throw new TokenpitError({ code: 'ANSWER_UNREADABLE', message });
  });
}

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
