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

  async #send<Answer>(method: string, path: string, body: unknown): Promise<Answer> {
    const headers: Record<string, string> = {};
    if (this.key !== undefined) headers.authorization = `Bearer ${this.key}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(this.#base + path, init).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new TokenpitError({ code: 'VENUE_UNREACHABLE', message: `The venue cannot be reached: ${reason}.` });
    });
    const answer: unknown = await response.json().catch(() => {
      const message = `The answer to ${method} ${path} (HTTP ${response.status}) is not JSON.`;
      throw new TokenpitError({ code: 'ANSWER_UNREADABLE', message });
    });
    if (!response.ok) throw new TokenpitError((answer as ErrorBody).error);
    return answer as Answer;
  }
}

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
