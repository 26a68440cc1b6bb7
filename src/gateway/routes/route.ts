/**
 * What a route of the HTTP door is: its address, its shapes, who may use it, what it answers and what it refuses.
 *
 * One table of routes is what the server mounts and what the OpenAPI document is written from.
 */
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { Rejection } from '#core/rejections.ts';
import type { Bucket } from '#session/limits.ts';
import type { Account } from '#session/members.ts';
import type { DoorError } from '#wire/errors.ts';

/** An order has a few hundred bytes. */
const ORDER_BYTES_MAX = 16_384;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const Nothing = Type.Object({}, { additionalProperties: false });
type Nothing = typeof Nothing;

interface Shapes<P extends TObject, Q extends TObject, B extends TObject, A extends TSchema> {
  readonly method: Method;
  /** Below `/api/v1`: `/contracts/:code`. */
  readonly path: string;
  readonly tag: 'market' | 'index' | 'clearing' | 'account' | 'orders' | 'makers' | 'lab' | 'operator';
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  /** What else it answers where that is asked for. */
  readonly texts?: readonly TextType[];
  /** Of a good answer; 200 by default. */
  readonly status?: 200 | 201;
  readonly bucket?: Bucket;
  /** How large a body may be, in bytes; that of an order is the default. */
  readonly bodyBytesMax?: number;
  /** What this route may refuse beyond what its shapes, its key and its bucket already say. */
  readonly refuses?: readonly (DoorError | Rejection)[];
}

/** An answer that is no JSON but a text of its own kind. */
export class TextAnswer {
  /** Without the charset, which is UTF-8. */
  readonly type: TextType;
  readonly text: string;
  /** Under what name it is saved; a page is shown and has none. */
  readonly fileName: string | undefined;

  constructor(type: TextType, text: string, fileName?: string) {
    this.type = type;
    this.text = text;
    this.fileName = fileName;
  }
}

export type TextType = 'text/csv' | 'text/html' | 'application/json';

/** An answer that is a file, byte for byte. It is shown or saved, but whatever it says it runs nothing. */
export class FileAnswer {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Whether a browser that opens it is to save it. */
  readonly isSaved: boolean;

  constructor(type: string, bytes: Uint8Array, fileName: string, isSaved: boolean) {
    this.type = type;
    this.bytes = bytes;
    this.fileName = fileName;
    this.isSaved = isSaved;
  }
}

/** A request whose parts have the shapes of its route. */
export interface RouteRequest<P, Q, B> {
  /** The `Accept` header. */
  readonly accept: string | undefined;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** A route as the server mounts it. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params: TObject;
  readonly query: TObject;
  readonly body: TObject | undefined;
  readonly answer: TSchema;
  readonly texts: readonly TextType[];
  readonly status: 200 | 201;
  readonly bucket: Bucket | undefined;
  readonly bodyBytesMax: number;
  readonly refuses: readonly (DoorError | Rejection)[];
  /** Whose key it needs; with that of an account `handle` is given the account. */
  readonly key: 'account' | 'operator' | undefined;
  handle(request: RouteRequest<unknown, unknown, unknown>, account: Account | undefined): unknown;
}

type Answered<A extends TSchema> = Static<A> | TextAnswer | FileAnswer | Promise<Static<A> | TextAnswer | FileAnswer>;

/** A route for everyone. */
export function publicRoute<
  A extends TSchema,
  P extends TObject = Nothing,
  Q extends TObject = Nothing,
  B extends TObject = Nothing,
>(shapes: Shapes<P, Q, B, A>, handle: (request: RouteRequest<Static<P>, Static<Q>, Static<B>>) => Answered<A>): Route {
  return toRoute(shapes, undefined, (request) => handle(request as RouteRequest<Static<P>, Static<Q>, Static<B>>));
}

/** A route for whoever has the key of an account. */
export function privateRoute<
  A extends TSchema,
  P extends TObject = Nothing,
  Q extends TObject = Nothing,
  B extends TObject = Nothing,
>(
  shapes: Shapes<P, Q, B, A>,
  handle: (request: RouteRequest<Static<P>, Static<Q>, Static<B>>, account: Account) => Answered<A>,
): Route {
  return toRoute(shapes, 'account', (request, account) =>
    handle(request as RouteRequest<Static<P>, Static<Q>, Static<B>>, account as Account),
  );
}

/** A route for whoever runs the venue. */
export function operatorRoute<
  A extends TSchema,
  P extends TObject = Nothing,
  Q extends TObject = Nothing,
  B extends TObject = Nothing,
>(shapes: Shapes<P, Q, B, A>, handle: (request: RouteRequest<Static<P>, Static<Q>, Static<B>>) => Answered<A>): Route {
  return toRoute(shapes, 'operator', (request) => handle(request as RouteRequest<Static<P>, Static<Q>, Static<B>>));
}

function toRoute(
  {
    params,
    query,
    body,
    texts,
    status,
    bucket,
    bodyBytesMax,
    refuses,
    ...rest
  }: Shapes<TObject, TObject, TObject, TSchema>,
  key: Route['key'],
  handle: Route['handle'],
): Route {
  return {
    ...rest,
    params: params ?? Nothing,
    query: query ?? Nothing,
    body,
    texts: texts ?? [],
    status: status ?? 200,
    bucket,
    bodyBytesMax: bodyBytesMax ?? ORDER_BYTES_MAX,
    refuses: refuses ?? [],
    key,
    handle,
  };
}

/** The codes of a list of refusals. */
export const namesOf = <T extends object>(codes: T) => Object.keys(codes) as (keyof T)[];

/** What every route may refuse that sends a command. */
export const commandRefusals = ['VENUE_HALTED', 'VENUE_CLOSING', 'DISK_LOW'] as const;

/** How many entries of a list are wanted. */
export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'At most so many.' }));

const textTypes = { csv: 'text/csv', html: 'text/html' } as const;

const formatHint = { description: 'Without it the Accept header says which; JSON by default.' };

/** `?format=` of an answer that can be had as a table. */
export const CsvFormat = Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], formatHint));

/** `?format=` of an answer that can be had as a table and as a page. */
export const Format = Type.Optional(
  Type.Union([Type.Literal('json'), Type.Literal('csv'), Type.Literal('html')], formatHint),
);

/** The kind of text that is asked for, or undefined for JSON: `format` says so, or the first type of `accept` does. */
export function textAskedFor(
  format: 'json' | keyof typeof textTypes | undefined,
  accept: string | undefined,
): TextType | undefined {
  if (format !== undefined) return format === 'json' ? undefined : textTypes[format];
  const first = accept?.split(/[,;]/, 1)[0]?.trim().toLowerCase();
  return Object.values(textTypes).find((type) => type === first);
}
