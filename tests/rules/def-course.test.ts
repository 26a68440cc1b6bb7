/** The course of a default on the real exchange: calls, close-outs, the fund, the waterfall, reduction, porting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { changed, dayOf, dollars } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const oneMonth = changed(SIT, { consecutiveMonths: 1, quarterlyMonths: 0 });
const venueAt = (price: number, specification = oneMonth) => new Scenario({ specification, price, date: '2026-11-23' });
const ledgerOf = (venue: Scenario) => venue.exchange.snapshot().ledger;
const cash = (venue: Scenario, name: string) => (ledgerOf(venue).cash[venue.id(name)] as number) / 1e6;
const fund = (venue: Scenario) =>
  Object.fromEntries((ledgerOf(venue).fund ?? []).map(([id, amount]) => [venue.name(id as never), amount / 1e6]));

/** anna is long 10 at 1,500 from bao, with 1,298.50 left; the venue has put up 250, and a day has ended. */
function afterOneDay(capital = 'the venue puts up 250'): Scenario {
  return venueAt(1_500)
    .given('anna opens with 1300', capital, 'bao sells 10 @ 1500', 'anna buys 10 @ 1500')
    .when('the day ends');
}

/** The only trade of a day sets its settlement price. */
const settlingAt = (price: number) => [`chen buys 1 @ ${price}`, `dana sells 1 @ ${price}`] as const;

test('DEF-20 without capital of its own the venue declares no default, and debts stay', () => {
  const venue = venueAt(1_500)
    .given('anna opens with 1300', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500', ...settlingAt(1_280))
    .when('the day ends')
    .happened('fundSized')
    .happened('defaultDeclared');
  // 10 lots by (10 × 1,500 + 1,280) / 11 = 1,480: 200 lost, no debt. The next day at 1,280 makes one.
  venue
    .when(...settlingAt(1_280), 'the day ends')
    .happened('defaultDeclared')
    .happened('lossAbsorbed');
  assert.equal(cash(venue, 'anna'), 1_300 - 1.5 - 2_200);
});

test('DEF-20 capital is an amount above zero', () => {
  venueAt(1_500)
    .when('the venue puts up 0', 'the venue puts up 9000000000', 'the venue puts up 0.01')
    .refused('AMOUNT_NOT_POSITIVE', 'AMOUNT_TOO_LARGE')
    .happened('capitalAdded', { amount: dollars(9e9) });
});

test('DEF-20 a day that ends does so with the fund, or without it, with which it began to end', () => {
  venueAt(1_500)
    .given('anna opens with 1300', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500', 'the day ends')
    .given(...settlingAt(1_280), 'the day ends before its terms')
    .when('the venue puts up 250')
    .refused('DAY_IS_ENDING')
    .when('the day ends', 'the venue puts up 250')
    .refused();
});

test('DEF-22 the fund covers the worst day, and takes what margin leaves', () => {
  const venue = afterOneDay().happened('fundSized', {
    scenario: 'all months +100 %',
    cover: dollars(13_800),
    fund: dollars(15_180),
    collected: dollars(7_590 + 98.5),
    capital: dollars(250),
  });
  assert.deepEqual(fund(venue), { anna: 98.5, bao: 7_590 });
  // Whoever holds nothing any more gets it back.
  venue.when('bao buys 10 @ 1500', 'anna sells 10 @ 1500', 'the day ends');
  assert.deepEqual(fund(venue), {});
});

test('DEF-25, DEF-8 a loss runs down the waterfall, layer by layer, and all money is still there', () => {
  const venue = afterOneDay()
    .when(...settlingAt(1_280), 'the day ends')
    .happened('defaultDeclared', { account: 0, member: 0, loss: dollars(1_000) });
  const [absorbed] = venue.events.filter((event) => event.type === 'lossAbsorbed');
  assert.ok(absorbed?.type === 'lossAbsorbed');
  assert.deepEqual(
    absorbed.layers.map(({ layer, total }) => [layer, total / 1e6]),
    [
      ['defaulterMargin', 1_200],
      ['defaulterContribution', 98.5],
      ['venueCapital', 250],
      ['memberContributions', 651.5],
      ['assessments', 0],
      ['variationGains', 0],
    ],
  );
  assert.deepEqual([absorbed.loss, absorbed.remainder], [dollars(2_200), 0]);
  assert.equal(cash(venue, 'anna'), 0);
  assert.equal(ledgerOf(venue).capital, undefined);
  venue
    .when('anna buys 1 @ 1280', 'bao withdraws 1')
    .refused('IN_DEFAULT', 'DEFAULT_OPEN')
    // The market takes the position, 100 lots being 10 % of a book of 1,000: sold at 1,270, and the default closes.
    .when('emil buys 1000 @ 1270', 'anna is closed out')
    .trades('anna sells 10 @ 1270 to emil')
    .when('the day ends')
    .happened('defaultClosed', { account: 0 });
  assert.equal(cash(venue, 'anna'), 0);
  venue.when('bao withdraws 1', 'anna deposits 100').refused();
});

test('DEF-8 what a defaulter has after all pays before anybody else is asked', () => {
  // Without a fund anna comes to owe 901.50. The venue puts up 1.00, and nobody has gained on that day: 900.50 are left.
  const venue = venueAt(1_500)
    .given('anna opens with 1300', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500', 'the day ends')
    .given(...settlingAt(1_280), 'the day ends')
    .when('the venue puts up 1', 'the day ends')
    .happened('lossAbsorbed', { loss: dollars(901.5), remainder: dollars(900.5) });
  // chen and dana, with a lot each, have given the least contribution by the next day, and bear what 500.00 do not.
  venue.when('anna deposits 500', 'the day ends').happened('lossAbsorbed', { loss: dollars(900.5), remainder: 0 });
  assert.deepEqual(borne(venue), [{ defaulterMargin: 500, memberContributions: 400.5 }]);
  assert.equal(cash(venue, 'anna'), 0);
});

test('DEF-9 while a default is open, nobody is assessed for more than once the contribution asked of it', () => {
  // anna is short 10 and bao long 10, and a day can double the price. At 1,500 the fund is 1.1 × (15,000 − 1,200).
  const venue = venueAt(1_500, changed(oneMonth, { priceLimitRate: 1_000_000 }))
    .given('anna opens with 1300', 'the venue puts up 250', 'bao buys 10 @ 1500', 'anna sells 10 @ 1500')
    .given('the day ends', ...quotedAt(2_700))
    .when('the day ends')
    .happened('defaultDeclared', { account: 0, loss: dollars(12_000 - 1_200) });
  const first = { defaulterMargin: 1_200, defaulterContribution: 98.5, venueCapital: 250, memberContributions: 7_590 };
  assert.deepEqual(borne(venue), [{ ...first, assessments: 2_861.5 }]);
  // At 2,700 margin is 12 %, so 1.1 × (27,000 − 3,240) = 26,136 are asked, of bao one half, and 2,861.50 of that is gone.
  venue.given('emil cancels all', 'fola cancels all', ...quotedAt(5_399)).when('the day ends');
  assert.deepEqual(borne(venue), [
    { memberContributions: 13_068, assessments: 13_068 - 2_861.5, variationGains: 26_990 - 2 * 13_068 + 2_861.5 },
  ]);
});

/** Nobody trades, and the day settles at the best bid. */
const quotedAt = (price: number) => [`emil buys 1 @ ${price}`, `fola sells 1 @ ${price + 1}`] as const;

/** What the layers have borne of every loss since `when`, in dollars. */
function borne(venue: Scenario) {
  return venue.events.flatMap((event) => {
    if (event.type !== 'lossAbsorbed') return [];
    const asked = event.layers.filter(({ total }) => total > 0);
    return [Object.fromEntries(asked.map(({ layer, total }) => [layer, total / 1e6]))];
  });
}

test('DEF-26 without a fund to speak of gains pay, and the position is torn up at the settlement price', () => {
  // The venue puts up its first dollar on the day of the loss: nobody has contributed, nobody can be assessed.
  const venue = venueAt(1_500)
    .given('anna opens with 1300', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500', 'the day ends')
    .given('the venue puts up 1', ...settlingAt(1_280))
    .when('the day ends');
  // anna owes 901.50 beyond its cash of 1,298.50; the venue bears 1.00, bao gives 900.50 of its gain of 2,200.
  venue.happened('lossAbsorbed', { loss: dollars(2_200), remainder: 0 });
  const haircuts = venue.events.flatMap((event) =>
    event.type === 'booked' && event.item === 'gainsHaircut' ? [[venue.name(event.account), event.amount / 1e6]] : [],
  );
  assert.deepEqual(haircuts, [['bao', -900.5]]);
  venue.happened(
    'positionReduced',
    { account: 0, lots: -10, price: 1_280, cause: 'tearUp' },
    { account: 1, lots: 10, price: 1_280, cause: 'tearUp' },
  );
  venue.account('anna', { balance: 0, position: 0 }).account('bao', { position: 0 });
  assert.equal(venue.contract().openInterest, 1, "chen's lot is left");
});

test('DEF-26 what the market has not taken after two days is torn up', () => {
  const venue = afterOneDay().given(...settlingAt(1_280), 'the day ends');
  assert.equal(venue.contract().positions.positionOf(venue.id('anna')), 10);
  venue.when('the day ends').happened('positionReduced');
  venue
    .when('the day ends')
    .happened('positionReduced', { account: 0, lots: -10, price: 1_280 }, { account: 1, lots: 10, price: 1_280 })
    .happened('defaultClosed', { account: 0 });
});

test('DEF-21 an account is called below its initial margin by a tenth, and not before', () => {
  // 10 lots ask 1,200; 1,300 less a fee of 1.50 leaves 1,298.50. At 1,480 equity is 1,098.50, at 1,479 it is 1,088.50.
  const venue = venueAt(1_500)
    .given('anna opens with 1300', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500')
    .given('chen buys 30 @ 1480', 'emil sells 500 @ 1480', 'chen buys 300 @ 1480', 'dana buys 9 @ 1480')
    .when('margin is checked')
    .happened('marginCalled')
    .when('dana buys 161 @ 1480', 'chen buys 600 @ 1479', 'emil sells 600 @ 1479', 'margin is checked');
  assert.deepEqual(venue.exchange.risk.calls.size, 1);
  venue
    .happened('marginCalled', { account: 0, initial: dollars(1_200), equity: dollars(1_298.5 - 210) })
    .when('anna withdraws 1')
    .refused('MARGIN_INSUFFICIENT')
    .when('anna deposits 100')
    .happened('marginCallMet')
    .when('anna deposits 12')
    .happened('marginCallMet', { account: 0 });
});

test('DEF-21 nothing is withdrawn while a call is open, and a call is met when margin is there again', () => {
  const venue = calledAndOverdue(600);
  venue.when('anna deposits 10000').happened('marginCallMet', { account: 0 }).when('anna withdraws 1').refused();
});

/** anna, long 10 at 1,500 with so many dollars left of its margin at 1,400, has been called, and an hour has passed. */
function calledAndOverdue(left: number): Scenario {
  return venueAt(1_500)
    .given(`anna opens with ${left + 1_000 + 1.5}`, 'bao sells 10 @ 1500', 'anna buys 10 @ 1500')
    .given('emil sells 1000 @ 1400', 'chen buys 1000 @ 1400', 'it is 10:00', 'margin is checked', 'it is 11:00');
}

test('DEF-24 an overdue account below its maintenance margin is closed out as far as is needed', () => {
  // Judged at 1,400 equity is 600; maintenance margin is 900, target 1,125: a lot asks 112.50 and costs 7.00.
  // (1,125 − 600) / 105.50 = 4.98: five lots, which sell at 1,399 and 1,398.
  const venue = calledAndOverdue(600)
    .when('anna is closed out')
    .refused('NOT_CLOSED_OUT')
    .given('anna sells 3 @ 1600', 'dana buys 3 @ 1399', 'dana buys 97 @ 1398')
    .when('margin is checked')
    .happened('closeOutStarted', { account: 0, equity: dollars(600), maintenance: dollars(900) })
    .when('anna is closed out', 'anna is closed out')
    .refused('CLOSE_OUT_WAITS')
    .happened('orderCancelled', { account: 0, reason: 'closeOut' })
    .trades('anna sells 3 @ 1399 to dana', 'anna sells 2 @ 1398 to dana');
  // 0.5 % of 3 × 1,399 + 2 × 1,398 = 6,993.
  venue.happened('booked', { account: 0, item: 'closeOutFee', amount: dollars(-34.965) });
  assert.equal(ledgerOf(venue).capital, dollars(34.965));
  venue.when('it is 11:01', 'anna is closed out').happened('closeOutEnded', { account: 0 });
});

test('DEF-24 nothing is offered while the contract is halted, nor beyond its limits', () => {
  const venue = calledAndOverdue(600).given('margin is checked', 'dana buys 100 @ 1399', 'SIT2612 is halted');
  venue.when('anna is closed out').trades().when('SIT2612 resumes', 'it is 11:01', 'anna is closed out').trades();
  const locked = venueAt(1_500, changed(oneMonth, { prices: profiles.shanghai }))
    .given('anna opens with 3000', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500')
    .given('emil sells 1000 @ 1425', 'chen buys 500 @ 1425', 'it is 10:00', 'margin is checked', 'it is 11:00');
  const { limitDown } = locked.contract();
  for (const event of locked.when('margin is checked').events) assert.notEqual(event.type, 'closeOutStarted');
  assert.ok(limitDown > 0);
});

test('DEF-4, DEF-24 one trade far away closes nobody out', () => {
  venueAt(1_500)
    .given('anna opens with 1300', 'bao sells 10 @ 1500', 'anna buys 10 @ 1500')
    .given('emil buys 1 @ 1280', 'chen sells 1 @ 1280', 'it is 10:00')
    .when('margin is checked', 'it is 12:00', 'margin is checked')
    .happened('marginCalled')
    .happened('closeOutStarted');
});

test('DEF-23 a member pays what its client owes, and a client pays nothing for its member or another client', () => {
  const venue = venueAt(1_500)
    .given(
      'anna opens with 100000',
      'cleo opens with 1300 at anna',
      'cora opens with 9000 at anna',
      'the venue puts up 250',
    )
    .given('bao sells 10 @ 1500', 'cleo buys 10 @ 1500', 'the day ends')
    .when(...settlingAt(1_280), 'the day ends')
    .happened('defaultDeclared');
  // cleo loses 2,200 and has 1,298.50: anna pays 901.50, out of what its contribution has left in cash.
  const covered = venue.events.flatMap((event) =>
    event.type === 'booked' && event.item === 'clientCovered' ? [[venue.name(event.account), event.amount / 1e6]] : [],
  );
  assert.deepEqual(covered[0]?.[0], 'anna');
  assert.equal((covered[0]?.[1] as number) + (covered[1]?.[1] as number), 0);
  assert.equal(cash(venue, 'cleo'), 0);
  assert.equal(cash(venue, 'cora'), 9_000);
});

test('DEF-23, DEF-8 what a member has paid of the debt of its client is no loss of that client', () => {
  // cleo loses 2,200 and has 1,298.50; anna pays 500.00 of the rest, and 100.00 out of the fund.
  const venue = venueAt(1_500)
    .given('anna opens with 100', 'cleo opens with 1300 at anna', 'the venue puts up 250')
    .given('bao sells 10 @ 1500', 'cleo buys 10 @ 1500', 'the day ends', 'anna deposits 500')
    .when(...settlingAt(1_280), 'the day ends')
    .happened('lossAbsorbed', { account: 1, loss: dollars(2_200 - 500), remainder: 0 });
  const own = { defaulterMargin: 1_298.5, defaulterContribution: 100 };
  assert.deepEqual(borne(venue), [{ ...own, venueCapital: 250, memberContributions: 51.5 }]);
});

test('DEF-28 clients go to another member with all that they have, or stay', () => {
  const venue = venueAt(1_500)
    .given('anna opens with 100', 'cleo opens with 5000 at anna', 'cora opens with 1300 at anna', 'the venue puts up 9')
    .given('bao sells 20 @ 1500', 'cleo buys 10 @ 1500', 'cora buys 10 @ 1500');
  const before = JSON.stringify([ledgerOf(venue), venue.exchange.snapshot().contracts]);
  venue
    .when('the clients of cleo go to bao', 'the clients of anna go to cora', 'the clients of anna go to anna')
    .refused('MEMBER_UNKNOWN', 'MEMBER_UNKNOWN', 'MEMBER_UNKNOWN')
    .when('the clients of anna go to bao')
    .happened(
      'clientPorted',
      { account: venue.id('cleo'), from: venue.id('anna'), to: venue.id('bao') },
      { account: venue.id('cora'), from: venue.id('anna'), to: venue.id('bao') },
    );
  assert.equal(JSON.stringify([ledgerOf(venue), venue.exchange.snapshot().contracts]), before);
  // 150 lots at 1,400 judge cora: 1,298.50 − 1,000 is below its maintenance margin of 900.
  venue
    .given('emil sells 1000 @ 1400', 'chen buys 1000 @ 1400')
    .when('the clients of bao go to dana')
    .refused('CLIENT_IN_DEFICIT');
});

test('DEF-27 a contract that closed locked is reduced at its limit, before variation is paid', () => {
  const specification = changed(oneMonth, { prices: profiles.shanghai });
  const venue = venueAt(1_500, specification)
    .given('bao sells 40 @ 1500', 'anna buys 40 @ 1500', 'it is 20:00')
    .when('SIT2612 is reduced')
    .refused('NOT_BEFORE_VARIATION')
    .when('the day ends before its variation', 'SIT2612 is reduced')
    .refused('NOT_LOCKED');
  // Two days later the price is 11 % lower and locked: anna has lost more than 10 %, and wants out with 30 of its 40.
  venue.given('the day ends');
  const lockedAt = (price: number, at: string) =>
    venue.given(`it is ${at} 09:00`, `chen sells 1 @ ${price}`, `dana buys 1 @ ${price}`, `chen sells 500 @ ${price}`);
  lockedAt(venue.contract().limitDown, '2026-11-24').given('the day ends');
  const limit = venue.contract().limitDown;
  lockedAt(limit, '2026-11-25').given(`anna sells 30 @ ${limit} reducing`, 'the day ends before its variation');
  const openInterest = venue.contract().openInterest;
  venue
    .when('SIT2612 is reduced')
    .happened(
      'positionReduced',
      { account: venue.id('anna'), lots: -30, price: limit, cause: 'forcedReduction' },
      { account: venue.id('bao'), lots: 30, price: limit, cause: 'forcedReduction' },
    );
  assert.equal(venue.contract().openInterest, openInterest - 30);
  assert.ok(limit <= 1_350, `${limit} is more than a tenth below 1,500`);
  venue.when('the day ends').happened('dayEnded', { date: dayOf('2026-11-25') });
});

test('DEF-5, DEF-6 in each of several contracts the others are thought to stand still', () => {
  const specification = changed(SIT, { consecutiveMonths: 2, quarterlyMonths: 0 });
  // 84,000 and 28,000 of value at 0.01 %: fees of 11.20.
  const venue = venueAt(1_400, specification)
    .given('anna opens with 12011.20', 'bao sells 60 @ 1400', 'anna buys 60 @ 1400')
    .given('bao buys 20 @ 1400 in SIT2701', 'anna sells 20 @ 1400 in SIT2701')
    .account('anna', { equity: 12_000, maintenanceMargin: 6_720 });
  const { positions } = venue.exchange.summary(venue.id('anna'));
  assert.deepEqual(
    positions.map(({ bankruptcyPrice, closeOutPrice }) => [bankruptcyPrice, closeOutPrice]),
    [
      [1_200, 1_311],
      [2_000, 1_665],
    ],
  );
  // bao has a million: no price above zero ruins its 20 lots of SIT2701, and 50,000 ticks are the highest price.
  const others = venue.exchange.summary(venue.id('bao')).positions;
  assert.deepEqual(
    others.map(({ bankruptcyPrice, closeOutPrice }) => [bankruptcyPrice, closeOutPrice === undefined]),
    [
      [18_066, false],
      [undefined, true],
    ],
  );
});

test('API-40 what opens counts at its price, what closes leaves at the average, and a position that turns begins anew', () => {
  const venue = venueAt(1_500).given('bao sells 10 @ 1500', 'anna buys 10 @ 1500');
  const entered = () => {
    const [held] = venue.exchange.summary(venue.id('anna')).positions;
    return [held?.position, held?.entryValue, held?.gain];
  };
  venue.given('bao sells 5 @ 1400', 'anna buys 5 @ 1400');
  assert.deepEqual(entered(), [15, 22_000, dollars(-1_000)]);
  venue.given('bao buys 6 @ 1410', 'anna sells 6 @ 1410', 'bao sells 1 @ 1400', 'chen buys 1 @ 1400');
  assert.deepEqual(entered(), [9, 13_200, dollars(-600)]);
  venue.given('bao buys 10 @ 1410', 'anna sells 10 @ 1410', 'bao sells 1 @ 1400', 'chen buys 1 @ 1400');
  assert.deepEqual(entered(), [-1, -1_410, dollars(10)]);
});
