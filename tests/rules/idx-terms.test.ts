/** Terms are announced and take effect; fixings are corrected, and what was paid stays paid. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdoptIndexTerms, Command, CorrectFixing } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { Exchange } from '#core/exchange.ts';
import { robust } from '#core/price-index/methodology.ts';
import { publish } from '#core/price-index/publish.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { AccountId, Millis, Money, TradeDate } from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';
import { MarketData } from '#market-data/market-data.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import { type PublicationDocument, publicationDocument } from '#session/index-document.ts';
import { FoldedVenue, MONDAY } from '../market-data/folded-venue.ts';
import { changed, dayOf, dollars, fixing, indexTerms, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

/** Terms under which a SIT costs twice as much: every model is half as good. */
function otherTerms(version: string): IndexTerms {
  const { registry, methodology } = plainTerms();
  return {
    version,
    methodology,
    registry: { ...registry, version, bar: [4_300, 3_350, 4_600] },
  };
}

function adopt(effective: string, changes: Partial<AdoptIndexTerms> = {}): AdoptIndexTerms {
  const terms = otherTerms('PLAIN-2');
  return { type: 'adoptIndexTerms', terms, effective: dayOf(effective), reason: 'A review.', by: 'olga', ...changes };
}

function correct(date: string, price: number | undefined, changes: Partial<CorrectFixing> = {}): CorrectFixing {
  const evidence = plainEvidence(dayOf(date), price === undefined ? undefined : dollars(price));
  return { type: 'correctFixing', date: dayOf(date), evidence, reason: 'A late price.', by: 'olga', ...changes };
}

const reasonsOf = (venue: FoldedVenue, ...commands: readonly Command[]) =>
  commands.map((command) => venue.send(command).find((event) => event.type === 'rejected')?.reason);

const valuesOf = ({ market }: FoldedVenue) => market.index.fixings.map((one) => one.fixing.decision.value);

test('IDX-30 without terms nothing is fixed, and a version is used once', () => {
  const exchange = new Exchange();
  const reasons: (string | undefined)[] = [];
  const listen = {
    happened: (event: { type: string; reason?: string }) => event.type === 'rejected' && reasons.push(event.reason),
    rejected: (_: unknown, reason: string) => reasons.push(reason),
  };
  exchange.execute(fixing(dayOf('2026-11-22'), dollars(1)), timeOf('2026-11-23'), listen as never);
  exchange.execute(indexTerms, timeOf('2026-11-23'), listen as never);
  exchange.execute(indexTerms, timeOf('2026-11-23'), listen as never);
  assert.deepEqual(reasons, ['INDEX_TERMS_MISSING', 'INDEX_TERMS_KNOWN']);
});

test('IDX-30 terms and evidence with a figure that they cannot have are refused and change nothing', () => {
  const venue = new FoldedVenue();
  const before = venue.exchange.hash();
  const terms = otherTerms('PLAIN-2');
  const cap = { ...terms, methodology: { ...terms.methodology, cap: 0 as never } };
  const stranger = { ...terms, registry: { ...terms.registry, sellers: terms.registry.sellers.slice(1) } };
  const evidence = plainEvidence(MONDAY, dollars(1.5));
  const halves = { ...evidence, prices: evidence.prices.map((one) => ({ ...one, input: 0.5 as Money })) };
  const lost = { ...evidence, documents: [] };
  assert.deepEqual(
    reasonsOf(
      venue,
      adopt('2027-01-01', { terms: cap }),
      adopt('2027-01-01', { terms: stranger }),
      { type: 'fixIndex', date: MONDAY, evidence: halves },
      { type: 'fixIndex', date: MONDAY, evidence: lost },
    ),
    [...Array(2).fill('INDEX_TERMS_INVALID'), ...Array(2).fill('EVIDENCE_INVALID')],
  );
  assert.equal(venue.exchange.hash(), before);
});

test('IDX-31 terms are announced by a person with a reason, thirty days before the first day of a quarter', () => {
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-12-03');
  assert.deepEqual(
    reasonsOf(
      venue,
      adopt('2027-01-01', { by: '' }),
      adopt('2027-01-01', { reason: ' ' }),
      adopt('2027-02-01'),
      adopt('2027-01-02'),
      adopt('2027-01-01'),
    ),
    ['PERSON_UNNAMED', 'REASON_MISSING', 'NOT_A_REBALANCE_DAY', 'NOT_A_REBALANCE_DAY', 'NOTICE_TOO_SHORT'],
    '2026-12-03 to 2027-01-01 are 29 days',
  );
  assert.deepEqual(reasonsOf(venue, adopt('2027-04-01'), adopt('2027-07-01', { terms: otherTerms('PLAIN-3') })), [
    undefined,
    'INDEX_TERMS_WAITING',
  ]);
  const thirtyDays = new FoldedVenue();
  thirtyDays.time = timeOf('2026-12-02 23:59');
  assert.deepEqual(reasonsOf(thirtyDays, adopt('2027-01-01')), [undefined]);
});

test('IDX-32 announced terms are calculated beside the index until they are the index', () => {
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-12-02');
  for (let date: number = MONDAY; date < dayOf('2026-12-02'); date += 1)
    venue.send(fixing(date as TradeDate, dollars(1)));
  assert.equal(venue.market.index.latest?.fixing.parallel, null);
  venue.send(adopt('2027-01-01'));
  venue.time = timeOf('2027-01-03');
  for (let date = dayOf('2026-12-02') as number; date < dayOf('2027-01-03'); date += 1)
    venue.send(fixing(date as TradeDate, dollars(1)));
  const shown = (date: string) => {
    const fixed = venue.market.index.asOf(dayOf(date))?.fixing;
    return [fixed?.terms, fixed?.decision.value, fixed?.parallel];
  };
  // Scores of twice the bar count 1.1 at most (IDX-3), and 1.00 / 1.1 is 0.909091.
  const beside = { terms: 'PLAIN-2', value: 909_091 };
  assert.deepEqual(shown('2026-12-02'), ['PLAIN-1', 1_000_000, beside]);
  assert.deepEqual(shown('2026-12-31'), ['PLAIN-1', 1_000_000, beside]);
  assert.deepEqual(shown('2027-01-01'), ['PLAIN-2', 909_091, null]);
  assert.deepEqual(shown('2027-01-02'), ['PLAIN-2', 909_091, null]);
  assert.deepEqual(
    venue.market.index.terms.map(({ terms, effective, by }) => [terms.version, effective, by]),
    [
      ['PLAIN-1', 0, 'olga'],
      ['PLAIN-2', dayOf('2027-01-01'), 'olga'],
    ],
  );
});

test('IDX-32 on its first day under new terms the index goes on with what it remembered under them', () => {
  const carrying = { ...robust, name: 'carrying-1' };
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-12-02');
  for (let date: number = MONDAY; date < dayOf('2026-12-02'); date += 1)
    venue.send(fixing(date as TradeDate, dollars(1)));
  venue.send(adopt('2027-01-01', { terms: { ...otherTerms('PLAIN-2'), methodology: carrying } }));
  venue.time = timeOf('2027-01-03');
  for (let date = dayOf('2026-12-02') as number; date < dayOf('2027-01-01'); date += 1)
    venue.send(fixing(date as TradeDate, dollars(1)));
  venue.send(fixing(dayOf('2027-01-01'), undefined));
  const decision = venue.market.index.latest?.fixing.decision;
  assert.deepEqual([decision?.value, decision?.method], [909_091, 'carried'], 'its own last value, not that of before');
});

test('IDX-33 a fixing is corrected for 62 days, and only one that was fixed', () => {
  const venue = new FoldedVenue();
  const last = MONDAY + 62;
  venue.time = ((last + 1) * 86_400_000) as Millis;
  for (let date: number = MONDAY; date <= last; date += 1) venue.send(fixing(date as TradeDate, dollars(1)));
  const again = (date: number, changes: Partial<CorrectFixing> = {}): Command => ({
    type: 'correctFixing',
    date: date as TradeDate,
    evidence: plainEvidence(date as TradeDate, dollars(2)),
    reason: 'A late price.',
    by: 'olga',
    ...changes,
  });
  assert.deepEqual(
    reasonsOf(
      venue,
      again(last, { by: '' }),
      again(last, { reason: '' }),
      again(last + 1),
      again(MONDAY - 2),
      again(last, { evidence: { ...plainEvidence(MONDAY, dollars(1)), documents: [] } }),
      again(MONDAY),
      again(MONDAY + 1),
    ),
    [
      'PERSON_UNNAMED',
      'REASON_MISSING',
      'FIXING_UNKNOWN',
      'FIXING_UNKNOWN',
      'EVIDENCE_INVALID',
      'FIXING_TOO_OLD',
      undefined,
    ],
  );
  assert.deepEqual(valuesOf(venue).slice(1, 4), [1_000_000, 2_000_000, 1_000_000], 'the days after it stay');
});

test('IDX-34 a correction counts in a mean that is still to be made, and changes nothing that was paid', () => {
  const oneMonth = changed(SIT, {
    consecutiveMonths: 1,
    quarterlyMonths: 0,
    settlement: settlementProfiles.tokenpit,
  });
  const venue = new Scenario({ specification: oneMonth, price: 1_500, date: '2026-11-30' })
    .given('anna buys 2 @ 1500', 'bao sells 2 @ 1500')
    // Thirteen trading days until 16 December is over; the last of them is still to end.
    .when(...Array<string>(12).fill('the day ends'), correct('2026-12-05', 1.82))
    // (15 × 1.500 + 1.820) / 16 = 1.520
    .when('the day ends')
    .happened('contractExpired', { finalPrice: 1_520, fixings: 16 });
  const accounts = [0, 1] as AccountId[];
  const balances = () => accounts.map((account) => venue.exchange.summary(account).balance);
  const paid = balances();
  venue.when(correct('2026-12-06', 9.99)).refused();
  assert.equal(venue.exchange.fixings.find(({ date }) => date === dayOf('2026-12-06'))?.value, 9_990_000);
  assert.deepEqual(balances(), paid);
  venue.when('the day ends');
  assert.deepEqual(balances(), paid);
});

test('IDX-34 the next day goes on from the corrected value of the day before', () => {
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-12-02');
  venue.send(adopt('2027-01-01', { terms: { ...otherTerms('PLAIN-2'), methodology: robust } }));
  venue.time = timeOf('2027-01-04');
  for (let date: number = MONDAY; date < dayOf('2027-01-03'); date += 1)
    venue.send(fixing(date as TradeDate, dollars(1)));
  venue.send(correct('2027-01-02', 2.2));
  venue.send(fixing(dayOf('2027-01-03'), undefined));
  const decision = venue.market.index.latest?.fixing.decision;
  assert.deepEqual([decision?.value, decision?.method], [2_000_000, 'carried'], '2.20 / 1.1');
});

test('IDX-35 what was known of a day at a moment stays what was known', () => {
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-11-03');
  venue.send(fixing(MONDAY, dollars(1.5)));
  venue.time = timeOf('2026-11-03 09:00');
  venue.send(correct('2026-11-02', 1.6));
  const restored = new MarketData();
  restored.restore(JSON.parse(JSON.stringify(venue.market.snapshot())));
  for (const { index } of [venue.market, restored]) {
    const known = (time: string) => index.asOf(MONDAY, timeOf(time))?.fixing.decision.value;
    assert.equal(known('2026-11-02 23:59'), undefined);
    assert.equal(known('2026-11-03'), 1_500_000);
    assert.equal(known('2026-11-03 08:59'), 1_500_000);
    assert.equal(known('2026-11-03 09:00'), 1_600_000);
    assert.deepEqual(
      index.revisionsOf(MONDAY).map(({ revision, reason, by }) => [revision, reason, by]),
      [
        [1, null, null],
        [2, 'A late price.', 'olga'],
      ],
    );
  }
});

test('IDX-36 a document is made again from its own inputs, byte for byte', () => {
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-11-03');
  venue.send(fixing(MONDAY, dollars(1.5)));
  const { index } = venue.market;
  const revision = index.asOf(MONDAY);
  assert.ok(revision);
  const text = publicationDocument(index, revision);
  const document = JSON.parse(text) as PublicationDocument;
  assert.equal(canonicalJson({ ...document, publication: publish(document.inputs) }), text);
  assert.equal(document.publication.index.decision.value, 1_500_000);
});
