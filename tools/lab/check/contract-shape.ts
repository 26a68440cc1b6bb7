/**
 * The document that describes a contract: JSON in people's units.
 *
 * Amounts are decimal strings of US dollars, shares are strings like "12%", lots and days are whole numbers. Every field
 * may be left out; what is not in this shape is not a field. What the fields mean stands in the lab's `design.ts`.
 */
import { type Static, type TProperties, Type } from 'typebox';

const closed = { additionalProperties: false };
const object = <Fields extends TProperties>(fields: Fields) => Type.Object(fields, closed);
const some = Type.Optional;

const Text = Type.String({ minLength: 1, maxLength: 400, description: 'a text of 1 to 400 characters' });
const Share = Type.String({
  pattern: '^(100(\\.0{1,4})?|\\d{1,2}(\\.\\d{1,4})?)%$',
  description: 'a share like "12%", up to "100%" and with four decimals at most',
});
const SignedShare = Type.String({
  pattern: '^[-+]?\\d{1,3}(\\.\\d{1,4})?%$',
  description: 'a move like "-80%", with four decimals at most',
});
const Ratio = Type.String({ pattern: '^\\d{1,4}(\\.\\d{1,4})?%$', description: 'a ratio like "110%"' });
const Dollars = Type.String({
  pattern: '^\\d{1,9}(\\.\\d{1,6})?$',
  description: 'an amount in US dollars like "2.00", with six decimals at most',
});
const Score = Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,2})?$', description: 'a score like "85.4"' });
const whole = (least: number, most: number) =>
  Type.Integer({ minimum: least, maximum: most, description: `a whole number from ${least} to ${most}` });
const words = <const Words extends readonly string[]>(...allowed: Words) =>
  Type.Unsafe<Words[number]>(Type.Enum([...allowed], { description: allowed.map((word) => `"${word}"`).join(' or ') }));
const Lots = whole(1, 1_000_000_000);
const Texts = Type.Array(Text, { maxItems: 20, description: 'a list of texts' });
const Scores = Type.Record(Type.String(), Score);
const Quote = object({ spreadMax: Share, lotsMin: Lots });

export const ContractShape = object({
  name: some(Text),
  source: some(Text),
  price: some(Dollars),
  lotSize: some(whole(1, 1_000_000_000)),
  tickSize: some(Dollars),
  priceMax: some(Dollars),
  orderQuantityMax: some(Lots),
  positionMax: some(Lots),
  spotMonthMax: some(Lots),
  allMonthsMax: some(Lots),
  limits: some(
    object({
      day: some(Share),
      spotMonth: some(Share),
      ladder: some(Type.Array(Share, { maxItems: 10, description: 'a list of shares' })),
      halts: some(
        Type.Array(
          object({
            move: Share,
            minutes: Type.Union([whole(1, 1_440), Type.Null()], {
              description: 'a whole number of minutes, or null until the next session',
            }),
          }),
          { maxItems: 10, description: 'a list of halts' },
        ),
      ),
    }),
  ),
  margin: some(
    object({
      floor: Share,
      cap: some(Share),
      aboveLimit: some(Share),
      coverage: some(
        Type.String({ pattern: '^\\d{1,2}(\\.\\d{1,2})?$', description: 'a number of deviations like "3"' }),
      ),
      days: some(whole(1, 20)),
      confidence: some(Share),
      history: some(object({ deviationFloor: Share, stressWeight: Share, stressDeviation: Share })),
      gaps: some(
        Type.Array(object({ move: SignedShare, weight: Share }), { maxItems: 20, description: 'a list of gaps' }),
      ),
      maintenance: some(Share),
    }),
  ),
  fees: some(object({ taker: Share, maker: Share })),
  months: some(object({ consecutive: whole(1, 60), quarterly: whole(0, 40) })),
  calendar: some(
    object({
      tradingDays: Type.Union([Type.Literal(5), Type.Literal(7)], { description: '5 or 7' }),
      lastTradingDay: some(words('third Wednesday', 'last day of the month')),
      holidays: some(Text),
    }),
  ),
  settlement: some(
    object({
      final: words('single', 'mean'),
      window: some(
        Type.Union([Type.Literal('from the first of the month'), object({ lastDays: whole(1, 31) })], {
          description: '"from the first of the month" or {"lastDays": 5}',
        }),
      ),
      fixingDays: some(words('calendar', 'trading')),
      validShare: some(Share),
    }),
  ),
  index: some(
    object({
      average: words('mean', 'median'),
      weights: some(words('volume', 'root volume', 'equal')),
      cap: some(Share),
      sellersMin: some(whole(1, 1_000)),
      reducedSellersMin: some(whole(1, 1_000)),
      ratioMax: some(Ratio),
      gate: some(Scores),
      anchor: some(object({ model: Text, source: Text, scores: Scores })),
      fallback: some(Texts),
      volumes: some(Type.Record(Type.String(), whole(1, 1_000_000_000))),
    }),
  ),
  makers: some(object({ front: Quote, others: Quote, presence: some(Share), netCapital: some(Dollars) })),
  lossesBorneBy: some(Texts),
});

export type ContractDocument = Static<typeof ContractShape>;
