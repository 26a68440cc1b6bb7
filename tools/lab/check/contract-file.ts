/**
 * Reads a contract's document: the whole of it, or one complaint that names the place.
 *
 * Decimals become whole micro-dollars and millionths here and nowhere else.
 */
import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { type Millionths, type Money, money, ONE_MILLION } from '#core/units.ts';
import type { Design, Index, Makers, Margin } from '#lab/design-check/design.ts';
import { Complaint } from '../../complaint.ts';
import { type ContractDocument, ContractShape } from './contract-shape.ts';

/** A contract is a page; what is longer is something else. */
const BYTES_MAX = 1_000_000;

/** The design in the file at `path`. Throws `Complaint`. */
export function readContract(path: string): Design {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') throw new Complaint('NOT_FOUND', `There is no file ${path}.`);
    throw new Complaint('FILE_UNUSABLE', `${path} cannot be read: ${String(code ?? cause)}.`);
  }
  if (text.length > BYTES_MAX) throw new Complaint('FILE_UNUSABLE', `${path} is longer than ${BYTES_MAX} characters.`);
  return designOf({ name: path, ...documentIn(text, path) });
}

/** The document in `text`, which came from `path`. Throws `Complaint`. */
export function documentIn(text: string, path: string): ContractDocument {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new Complaint('NOT_JSON', `${path} is not JSON: ${cause instanceof Error ? cause.message : cause}.`);
  }
  if (Value.Check(ContractShape, document)) return document;
  const [error] = Value.Errors(ContractShape, document);
  throw new Complaint('WRONG_SHAPE', `${path} cannot be used: ${error === undefined ? 'wrong shape' : said(error)}.`);
}

type Fault = ReturnType<typeof Value.Errors>[number];

function said({ keyword, instancePath, schemaPath, params }: Fault): string {
  const place = instancePath === '' ? 'the document' : instancePath;
  if (keyword === 'required' && 'requiredProperties' in params)
    return `${place} lacks ${(params.requiredProperties as string[]).join(', ')}`;
  if (keyword === 'boolean') return `${place} is no field of a contract`;
  return `${place} has to be ${expectation(schemaPath)}`;
}

/** The words of the innermost shape on the way to the fault that has any. */
function expectation(schemaPath: string): string {
  let words = 'an object';
  let shape: unknown = ContractShape;
  for (const step of schemaPath.split('/').slice(1)) {
    shape = typeof shape === 'object' && shape !== null ? Reflect.get(shape, step) : undefined;
    if (typeof shape !== 'object' || shape === null) break;
    if ('description' in shape) words = String(shape.description);
    else if ('type' in shape && shape.type === 'object') words = 'an object';
    // The fault lies in one branch of several; the words for all of them stand above.
    if ('anyOf' in shape) break;
  }
  return words;
}

/** The document in the units of the exchange. */
export function designOf(document: ContractDocument & { readonly name: string }): Design {
  const { price, tickSize, priceMax, limits, margin, fees, index, makers, settlement, ...rest } = document;
  return {
    ...rest,
    ...given({ price, tickSize, priceMax }, dollars),
    ...(limits && {
      limits: {
        ...given({ day: limits.day, spotMonth: limits.spotMonth }, share),
        ...(limits.ladder && { ladder: limits.ladder.map(share) }),
        ...(limits.halts && { halts: limits.halts.map(({ move, minutes }) => ({ move: share(move), minutes })) }),
      },
    }),
    ...(margin && { margin: marginOf(margin) }),
    ...(fees && { fees: { taker: share(fees.taker), maker: share(fees.maker) } }),
    ...(settlement && {
      settlement: {
        final: settlement.final,
        ...(settlement.window && { window: settlement.window }),
        ...(settlement.fixingDays && { fixingDays: settlement.fixingDays }),
        ...given({ validShare: settlement.validShare }, share),
      },
    }),
    ...(index && { index: indexOf(index) }),
    ...(makers && { makers: makersOf(makers) }),
  };
}

function marginOf({ coverage, history, gaps, days, ...shares }: NonNullable<ContractDocument['margin']>): Margin {
  const { floor, ...others } = shares;
  return {
    floor: share(floor),
    ...given(others, share),
    ...(coverage !== undefined && { coverageHundredths: hundredths(coverage) }),
    ...(days !== undefined && { days }),
    ...(history && {
      history: {
        deviationFloor: share(history.deviationFloor),
        stressWeight: share(history.stressWeight),
        stressDeviation: share(history.stressDeviation),
      },
    }),
    ...(gaps && { gaps: gaps.map(({ move, weight }) => ({ move: share(move), weight: share(weight) })) }),
  };
}

function indexOf({ cap, ratioMax, gate, anchor, ...rest }: NonNullable<ContractDocument['index']>): Index {
  return {
    ...rest,
    ...given({ cap, ratioMax }, share),
    ...(gate && { gate: scoresOf(gate) }),
    ...(anchor && { anchor: { ...anchor, scores: scoresOf(anchor.scores) } }),
  };
}

function makersOf({ front, others, presence, netCapital }: NonNullable<ContractDocument['makers']>): Makers {
  const quote = ({ spreadMax, lotsMin }: typeof front) => ({ spreadMax: share(spreadMax), lotsMin });
  return {
    front: quote(front),
    others: quote(others),
    ...given({ presence }, share),
    ...given({ netCapital }, dollars),
  };
}

function scoresOf(scores: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([benchmark, score]) => [benchmark, hundredths(score)]));
}

/** Those of `fields` that are there, each read by `read`. */
function given<Name extends string, Unit>(
  fields: { readonly [name in Name]?: string | undefined },
  read: (text: string) => Unit,
): { [name in Name]?: Unit } {
  const there = Object.entries<string | undefined>(fields).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, read(text)] as const],
  );
  return Object.fromEntries(there) as { [name in Name]?: Unit };
}

/** `"12.5%"` as 125,000 millionths. */
function share(text: string): Millionths {
  return scaled(text.replace('%', ''), 4) as Millionths;
}

function dollars(text: string): Money {
  return money(scaled(text, String(ONE_MILLION).length - 1));
}

function hundredths(text: string): number {
  return scaled(text, 2);
}

/** A decimal as a whole number of its last of so many places, digit by digit. */
function scaled(text: string, places: number): number {
  const [whole = '', fraction = ''] = text.replace('+', '').split('.');
  return Number(whole + fraction.padEnd(places, '0'));
}
