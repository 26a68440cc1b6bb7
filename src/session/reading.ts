/**
 * From the bytes of strangers to values of a known shape, or a refusal that names the field.
 *
 * JSON.parse rounds numbers that are too long to count and takes 1.0 and 1e0 for 1. Here every number is a whole one
 * written in digits; any other becomes NaN, and one beyond 2^53 an infinity, so that no later check can take it.
 */
import type { Static, TObject, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { DoorError } from '#wire/errors.ts';
import { decimalFault } from './decimals.ts';
import { Refused } from './refused.ts';

/**
 * A number that is more than a sign and fifteen digits. It may also find such text within a string, where it means
 * nothing: then the reading is slower and the same.
 */
const UNUSUAL_NUMBER = /(?:^|[:[,])\s*-?(?:[0-9]*[.eE]|[0-9]{16})/;

/** Throws SyntaxError. Looking at each value as it is read takes four times as long, so only what may need it is. */
export function parseJson(text: string): unknown {
  return UNUSUAL_NUMBER.test(text) ? parseWatchfully(text) : JSON.parse(text);
}

function parseWatchfully(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, context?: { source: string }) => {
    if (typeof value !== 'number' || context === undefined) return value;
    if (!/^-?[0-9]+$/.test(context.source)) return Number.NaN;
    return Number.isSafeInteger(value) ? value : value * Number.POSITIVE_INFINITY;
  });
}

/** Whether `value` is what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value, which has the shape of `schema`. Throws FIELD_UNKNOWN, FIELD_MISSING or the refusal of a field. */
export function readFields<T extends TObject>(schema: T, value: Readonly<Record<string, unknown>>): Static<T> {
  if (validatorOf(schema).Check(value)) return value as Static<T>;
  throw firstFault(schema, value) ?? Refused.atTheDoor('FIELD_INVALID');
}

/** Values of a path or a query arrive as text; where the schema wants a whole number, digits become one. */
export function readTextFields<T extends TObject>(schema: T, text: Readonly<Record<string, unknown>>): Static<T> {
  if (Object.keys(text).length === 0) return readFields(schema, NOTHING);
  const values = Object.entries(text).map(([name, value]) => [name, digitsToNumber(schema.properties[name], value)]);
  return readFields(schema, Object.fromEntries(values));
}

const NOTHING = {};

function digitsToNumber(schema: TSchema | undefined, value: unknown): unknown {
  const isWhole = schema !== undefined && 'type' in schema && schema.type === 'integer';
  return isWhole && typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
}

const validators = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = Compile(schema);
    validators.set(schema, validator);
  }
  return validator;
}

/** The first thing that is wrong: what is unknown, then what is missing, then what has a wrong value. */
function firstFault(schema: TObject, value: Readonly<Record<string, unknown>>): Refused | undefined {
  const { properties, required = [] } = schema as TObject & { readonly required?: readonly string[] };
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) return Refused.atTheDoor('FIELD_UNKNOWN', unknown.slice(0, 64));
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return Refused.atTheDoor('FIELD_MISSING', missing);
  for (const [name, property] of Object.entries(properties)) {
    if (!Object.hasOwn(value, name) || validatorOf(property).Check(value[name])) continue;
    return faultWithin(property, value[name]) ?? fieldFault(name, value[name]);
  }
  return undefined;
}

/** The first fault inside an object or a list of objects. */
function faultWithin(schema: TSchema, value: unknown): Refused | undefined {
  if (isObject(value) && 'properties' in schema) return firstFault(schema as TObject, value);
  if (isObject(value) && 'anyOf' in schema) return faultInVariant(schema.anyOf as TSchema[], value);
  if (!Array.isArray(value) || !('items' in schema)) return undefined;
  const items = schema.items as TSchema;
  for (const item of value) {
    const fault = faultWithin(items, item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Of several shapes the one is meant whose literal the object names: its `type`, say. */
function faultInVariant(schemas: readonly TSchema[], value: Readonly<Record<string, unknown>>): Refused | undefined {
  const shapes = schemas.filter((schema): schema is TObject => 'properties' in schema);
  const nameOf = ({ properties }: TObject) =>
    Object.keys(properties).find((name) => 'const' in (properties[name] as TSchema));
  const name = shapes[0] && nameOf(shapes[0]);
  if (name === undefined) return undefined;
  if (!Object.hasOwn(value, name)) return Refused.atTheDoor('FIELD_MISSING', name);
  const meant = shapes.find(({ properties }) => (properties[name] as { const?: unknown }).const === value[name]);
  return meant === undefined ? Refused.atTheDoor('FIELD_INVALID', name) : firstFault(meant, value);
}

function fieldFault(name: string, value: unknown): Refused {
  // The exchange has a code of its own for a name, and so far nobody needs to be asked.
  if (name === 'name' && typeof value === 'string')
    return Refused.byTheExchange('ACCOUNT_NAME_INVALID', undefined, name);
  return Refused.atTheDoor(faultCode(name, value), name);
}

function faultCode(name: string, value: unknown): DoorError {
  if (name === 'price' || name === 'trail') return decimalFault(value);
  if (name === 'op') return 'OPERATION_UNKNOWN';
  if (name === 'channel') return 'CHANNEL_UNKNOWN';
  if (name === 'contract' && typeof value === 'string') return 'CONTRACT_UNKNOWN';
  if (!/quantity$/i.test(name)) return 'FIELD_INVALID';
  if (typeof value !== 'number' || Number.isNaN(value)) return 'QUANTITY_NOT_WHOLE';
  return value < 1 ? 'QUANTITY_NOT_POSITIVE' : 'QUANTITY_TOO_LARGE';
}
