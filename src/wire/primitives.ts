/**
 * The shapes that all others are made of.
 *
 * On the wire a price is a decimal string with the contract's own number of places, an amount of USD or a rate one with
 * six, a quantity is a whole JSON number of lots, a time is ISO-8601 with milliseconds, a sequence number is a whole
 * number. A decimal string has no exponent, no plus sign and no surrounding space, so that what was sent is what was
 * meant (rule API-3).
 */
import { Type } from 'typebox';

export const DecimalString = Type.String({
  pattern: '^-?[0-9]{1,15}(\\.[0-9]{1,9})?$',
  maxLength: 26,
  description: 'A decimal number as a string, without exponent: "1.523".',
});
export const Quantity = Type.Integer({ minimum: 1, description: 'Whole lots.' });
/** In answers a number of lots may be zero or, for a position, negative. */
export const LotCount = Type.Integer({ description: 'Whole lots; a position is negative when short.' });
export const Timestamp = Type.String({ description: 'ISO-8601 with milliseconds, venue time, UTC.' });
export const CalendarDate = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'A UTC date.' });
export const ContractCode = Type.String({ minLength: 1, maxLength: 16, description: 'A listed contract: "SIT2612".' });
export const InstrumentCode = Type.String({
  minLength: 1,
  maxLength: 32,
  description: 'A listed contract or spread: "SIT2612", "SIT2612-SIT2701".',
});
/** Which index a contract settles to: that of a million SIT, or that of a Standard Compute Unit (rule CON-15). */
export const SettlementIndex = Type.Union([Type.Literal('tokens'), Type.Literal('compute')]);
export const SideName = Type.Union([Type.Literal('buy'), Type.Literal('sell')]);
export const TimeInForceName = Type.Union([
  Type.Literal('GTC'),
  Type.Literal('IOC'),
  Type.Literal('FOK'),
  Type.Literal('DAY'),
  Type.Literal('GTD'),
  Type.Literal('GFA'),
]);
export const SequenceNumber = Type.Integer({ minimum: 0, description: 'Place in the one order of everything.' });
/** What a contract is in (rule CON-13). */
export const PhaseName = Type.Union([
  Type.Literal('closed'),
  Type.Literal('preOpen'),
  Type.Literal('openingAuction'),
  Type.Literal('openingFreeze'),
  Type.Literal('continuous'),
  Type.Literal('volatilityAuction'),
  Type.Literal('resumingAuction'),
  Type.Literal('halted'),
  Type.Literal('closingAuction'),
  Type.Literal('closingFreeze'),
  Type.Literal('settlement'),
]);
