/**
 * The OpenAPI document, written from the same table of routes that the server mounts.
 *
 * A shape that has a name on the wire becomes a component under that name, and stands elsewhere as a reference to it.
 */
import type { TObject, TSchema } from 'typebox';
import { type Rejection, ruleOfRejection } from '#core/rejections.ts';
import { statusOf } from '#session/refused.ts';
import * as accounts from '#wire/accounts.ts';
import * as clearing from '#wire/clearing.ts';
import { type DoorError, doorErrors, ErrorBody } from '#wire/errors.ts';
import * as lab from '#wire/lab.ts';
import * as makers from '#wire/makers.ts';
import * as margin from '#wire/margin.ts';
import * as market from '#wire/market.ts';
import * as operator from '#wire/operator.ts';
import * as reports from '#wire/operator-reports.ts';
import * as orders from '#wire/orders.ts';
import * as priceRules from '#wire/price-rules.ts';
import * as primitives from '#wire/primitives.ts';
import * as risk from '#wire/risk.ts';
import * as statements from '#wire/statements.ts';
import * as stream from '#wire/stream.ts';
import type { Route } from './routes/route.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const { closeCodes: _, ...streamShapes } = stream;
const named = new Map<unknown, string>(
  Object.entries({
    ...primitives,
    ...market,
    ...margin,
    ...accounts,
    ...clearing,
    ...statements,
    ...orders,
    ...makers,
    ...lab,
    ...operator,
    ...reports,
    ...risk,
    ...priceRules,
    ...streamShapes,
    ErrorBody,
  }).map(([name, schema]) => [schema, name]),
);

const statusesAtTheDoor = new Map<string, number>(
  Object.entries(doorErrors).map(([code, { status }]) => [code, status]),
);
const statusesOfTheExchange = new Map<string, number>(
  Object.keys(ruleOfRejection).map((code) => [code, statusOf(code as Rejection)]),
);

/** `version` is the venue's. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/:([a-z]+)/gi, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tokenpit',
      version,
      description: 'An exchange and clearing house for futures on AI inference tokens. Guide: docs/api.md.',
    },
    paths: { ...paths, '/api/v1/openapi.json': { get: documentOperation }, '/api/v1/stream': { get: streamOperation } },
    components: {
      schemas: {
        ...Object.fromEntries([...named].map(([schema, name]) => [name, contentOf(schema)])),
        ErrorCode: { type: 'string', enum: everyCode() },
      },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'The key of an account.' },
        operator: { type: 'http', scheme: 'bearer', description: 'The key of whoever runs the venue.' },
      },
    },
  };
}

const documentOperation: Json = {
  tags: ['market'],
  summary: 'This document',
  responses: { 200: { description: 'OpenAPI 3.1' } },
};

const streamOperation: Json = {
  tags: ['stream'],
  summary: 'The WebSocket: the client says ClientMessage and hears Reply and ChannelMessage',
  responses: { 101: { description: 'The conversation begins.' } },
};

function operation(route: Route): Json {
  return {
    tags: [route.tag],
    summary: route.summary,
    ...(route.key === undefined ? {} : { security: [{ [route.key === 'account' ? 'key' : 'operator']: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: json(shapeOf(route.body)) } }),
    responses: {
      [route.status]: { description: 'Done', content: answersOf(route) },
      ...refusals(codesOf(route)),
    },
  };
}

function parameters(schema: TObject, place: 'path' | 'query'): Json[] {
  const { required = [] } = schema;
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: place,
    required: (required as readonly string[]).includes(name),
    schema: shapeOf(property),
  }));
}

/** What a route can refuse: what its parts bring with them, and what is its own. */
function codesOf({ body, params, query, key, bucket, refuses }: Route): string[] {
  const codes: (DoorError | Rejection)[] = ['INTERNAL_ERROR'];
  if (key !== undefined) codes.push('KEY_MISSING', 'KEY_UNKNOWN');
  if (bucket !== undefined) codes.push('TOO_MANY_REQUESTS');
  if (Object.keys({ ...params.properties, ...query.properties }).length > 0)
    codes.push('FIELD_UNKNOWN', 'FIELD_INVALID');
  if (body !== undefined) {
    codes.push('BODY_NOT_JSON', 'BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED');
    codes.push('FIELD_MISSING', 'FIELD_UNKNOWN', 'FIELD_INVALID');
    if ('price' in body.properties) codes.push('PRICE_NOT_DECIMAL');
    if ('quantity' in body.properties) codes.push('QUANTITY_NOT_WHOLE', 'QUANTITY_NOT_POSITIVE', 'QUANTITY_TOO_LARGE');
  }
  return [...new Set([...codes, ...refuses])];
}

/** Every code with which a request can be refused. */
function everyCode(): string[] {
  return [...new Set([...statusesAtTheDoor.keys(), ...statusesOfTheExchange.keys()])].sort();
}

/** One answer for every status, with its codes. A code that the doors share with the exchange may stand under two. */
function refusals(codes: readonly string[]): Record<string, Json> {
  const byStatus: Record<string, Json> = {};
  const statusOfBoth = (code: string) => [statusesAtTheDoor.get(code), statusesOfTheExchange.get(code)];
  for (const status of new Set(codes.flatMap(statusOfBoth).filter((some) => some !== undefined))) {
    const description = codes.filter((code) => statusOfBoth(code).includes(status)).join(', ');
    byStatus[status] = { description, content: json(shapeOf(ErrorBody)) };
  }
  return byStatus;
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

function answersOf({ answer, texts }: Route): Json {
  const others = texts.map((type) => [type, { schema: { type: 'string' } }] as const);
  return Object.fromEntries([['application/json', { schema: shapeOf(answer) }], ...others]);
}

/** A schema as JSON, by reference where it has a name. */
function shapeOf(schema: TSchema): Json {
  const name = named.get(schema);
  return name === undefined ? contentOf(schema) : { $ref: `#/components/schemas/${name}` };
}

function contentOf(value: unknown): Json {
  if (Array.isArray(value)) return value.map((item) => (named.has(item) ? shapeOf(item) : contentOf(item)));
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, named.has(item) ? shapeOf(item) : contentOf(item)]),
  );
}
