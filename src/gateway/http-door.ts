/**
 * The HTTP door: mounts the table of routes and turns every failure into an `ErrorBody`.
 *
 * A request passes in this order: route, key, bucket, body, fields; the first that fails answers. Only then a handler
 * hears of it, so what is refused here has touched nothing (rule API-12).
 */
import fastifyStatic from '@fastify/static';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Turnstile } from '#session/limits.ts';
import type { Account, Members } from '#session/members.ts';
import { isObject, parseJson, readFields, readTextFields } from '#session/reading.ts';
import { Refused } from '#session/refused.ts';
import type { DoorError } from '#wire/errors.ts';
import { FileAnswer, type Route, TextAnswer } from './routes/route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key it came with; undefined where the route needs none of an account. */
    speaker: Account | undefined;
  }
}

const API = '/api/v1';
/** Whoever takes longer to say what it wants is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface HttpDoor {
  readonly routes: readonly Route[];
  readonly members: Members;
  readonly turnstile: Turnstile;
  /** What `/api/v1/openapi.json` answers. */
  readonly document: unknown;
  /** The folder of the built terminal, where one is served. */
  readonly terminal: string | undefined;
  /** Hears of failures that are nobody's request. */
  readonly onFailure: (error: Error) => void;
}

export async function httpDoor(door: HttpDoor): Promise<FastifyInstance> {
  const app = fastify({
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => answerRefusal(reply, error, door.onFailure),
  });
  app.decorateRequest('speaker', undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (_request: FastifyRequest, text: string, done: (error: Error | null, body?: unknown) => void) => {
      let body: unknown;
      try {
        body = text === '' ? undefined : parseJson(text);
      } catch {
        return done(Refused.atTheDoor('BODY_NOT_JSON'));
      }
      done(null, body);
    },
  );
  app.setErrorHandler((error: FastifyError | Refused, _request, reply) => answerRefusal(reply, error, door.onFailure));
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, door));
  app.get(`${API}/openapi.json`, () => door.document);
  for (const route of door.routes) mount(app, route, door);
  if (door.terminal !== undefined) await app.register(fastifyStatic, { root: door.terminal });
  return app;
}

function mount(app: FastifyInstance, route: Route, { members, turnstile }: HttpDoor): void {
  app.route({
    method: route.method,
    url: API + route.path,
    bodyLimit: route.bodyBytesMax,
    // Before the body is read, so that a stranger's body costs nothing.
    onRequest: (request, _reply, done) => {
      const { authorization } = request.headers;
      if (route.key === 'operator') members.passOperator(authorization);
      const account = route.key === 'account' ? members.ofHeader(authorization) : undefined;
      request.speaker = account;
      if (route.bucket !== undefined) turnstile.pass(route.bucket, account, request.ip);
      done();
    },
    handler: (request, reply) => {
      const params = readTextFields(route.params, request.params as Record<string, unknown>);
      const query = readTextFields(route.query, request.query as Record<string, unknown>);
      const { accept } = request.headers;
      const body = readBody(route, request.body);
      const answer = route.handle({ params, query, body, accept }, request.speaker);
      if (!(answer instanceof Promise)) return sendAnswer(reply, route, answer);
      return answer.then((late) => sendAnswer(reply, route, late));
    },
  });
}

function sendAnswer(reply: FastifyReply, route: Route, answer: unknown): void {
  if (route.texts.length > 0) reply.header('vary', 'accept');
  if (answer instanceof FileAnswer) return void sendFile(reply, answer);
  reply.status(route.status);
  if (answer instanceof TextAnswer) sendText(reply, answer);
  else reply.send(answer);
}

function sendText(reply: FastifyReply, { type, text, fileName }: TextAnswer) {
  if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName}"`);
  return reply.type(`${type}; charset=utf-8`).send(text);
}

/** A picture that is opened by itself is a document of this address: it may have styles, and nothing else. */
function sendFile(reply: FastifyReply, { type, bytes, fileName, isSaved }: FileAnswer) {
  return reply
    .type(type)
    .header('content-disposition', `${isSaved ? 'attachment' : 'inline'}; filename="${fileName}"`)
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-cache')
    .send(bytes);
}

function readBody({ body }: Route, value: unknown): unknown {
  if (body === undefined) return undefined;
  if (!isObject(value)) throw Refused.atTheDoor('BODY_NOT_JSON');
  return readFields(body, value);
}

function answerRefusal(reply: FastifyReply, error: FastifyError | Refused, onFailure: HttpDoor['onFailure']) {
  const refused = error instanceof Refused ? error : refusedByServer(error);
  if (refused.status === 500) onFailure(error);
  if (refused.retryAfter !== undefined) reply.header('retry-after', refused.retryAfter);
  if (refused.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.status(refused.status).send(refused.body);
}

/** What the HTTP server itself refuses, as the doors say it. */
function refusedByServer(error: FastifyError): Refused {
  const codes: Readonly<Record<string, DoorError>> = {
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
    FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BODY_NOT_JSON',
    FST_ERR_BAD_URL: 'NOT_FOUND',
  };
  // Whatever else it refuses has an address that leads nowhere: outside the terminal's folder, or far too long.
  const isRefusal = error.statusCode !== undefined && error.statusCode < 500;
  return Refused.atTheDoor(codes[error.code] ?? (isRefusal ? 'NOT_FOUND' : 'INTERNAL_ERROR'));
}

/** An address that no route has: another method's, the terminal's, or nobody's. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply, { routes, terminal, onFailure }: HttpDoor) {
  const path = request.url.split('?', 1)[0] as string;
  if (!path.startsWith('/api/')) {
    // The terminal finds its own way to whatever stands behind its first page.
    if (terminal !== undefined && request.method === 'GET') return reply.sendFile('index.html');
    return answerRefusal(reply, Refused.atTheDoor('NOT_FOUND'), onFailure);
  }
  const methods = routes.filter((route) => patternOf(route).test(path)).map(({ method }) => method);
  if (methods.length === 0) return answerRefusal(reply, Refused.atTheDoor('NOT_FOUND'), onFailure);
  reply.header('allow', [...new Set(methods)].join(', '));
  return answerRefusal(reply, Refused.atTheDoor('METHOD_NOT_ALLOWED'), onFailure);
}

function patternOf({ path }: Route): RegExp {
  return new RegExp(`^${API}${path.replaceAll(/:[a-z]+/gi, '[^/]+')}$`);
}
