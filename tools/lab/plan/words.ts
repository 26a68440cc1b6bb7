/** What a plan comes to, in sentences: the answer, and what it takes for granted. */
import { formatDate } from '#core/calendar.ts';
import { listedProducts } from '#core/products.ts';
import { SIT_LOT } from '#lab/planning/contracts.ts';
import { RECENT_MONTHS } from '#lab/planning/exposure.ts';
import { monthName } from './columns.ts';
import { money, perCent, places, whole } from './figures.ts';
import { PAPER_BASIS } from './links.ts';
import type { Study } from './study.ts';
import { hedgeTests } from './tests-of-hedge.ts';
import type { Demands, Worth } from './worth.ts';

/** Below it most of what a company's price does is its own affair, and a hedge mostly adds to it. */
const SHARE_OF_A_BET = 0.5;

/** Three sentences: the hedge and what it ties up, whether the past speaks for it, and what it does to the risk. */
export function answerOf(study: Study, worths: readonly Worth[], demands: readonly Demands[]): string {
  const { flags, planned, projection, from } = study;
  const sum = (of: (month: (typeof planned)[number]) => number) =>
    planned.reduce((total, month) => total + of(month), 0);
  const tokens = sum(({ tokens }) => tokens);
  const lots = sum(({ size }) => size) / SIT_LOT;
  const [in20 = 0, in100 = 0] = demands.find(({ strategy }) => strategy === flags.strategy)?.need ?? [];
  const risks = worths.filter(({ strategy }) => strategy === flags.strategy).map(riskInWords);
  return [
    `For ${whole(tokens)} million tokens in ${planned.length} months from ${monthName(from)}, ${money(tokens * projection.price)} at what you pay now, the hedge is ${whole(lots)} lots of SIT (${places(study.ratio)} index tokens a token), which tie up ${money(in20)} in one year of twenty and ${money(in100)} in one of a hundred.`,
    verdictOf(study),
    `The hedge ${risks.join('; it ')}.`,
  ].join(' ');
}

function verdictOf(study: Study): string {
  const { line, interval, because } = study.paid;
  if (line === undefined || interval === undefined)
    return `Whether your price follows the index cannot be seen in your bills (${because}), so this hedge is a bet that it does.`;
  const found = `R² ${places(line.rSquared)} (95 %: ${places(interval.rSquared.low)} to ${places(interval.rSquared.high)})`;
  const ratio = `minimum-variance ratio ${places(line.slope)} (${places(interval.slope.low)} to ${places(interval.slope.high)})`;
  const spans = interval.slope.low <= 0 && interval.slope.high >= 0;
  if (line.rSquared < SHARE_OF_A_BET || spans)
    return `Your price has not followed the index enough: ${found}, ${ratio}${spans ? ', zero within it' : ''}; this hedge is a bet.`;
  const passed = hedgeTests(study).filter(({ when }) => when === 'prospective')[0]?.verdict;
  return `Your price has followed the index: ${found}, ${ratio}; the regression test is ${passed === 'passed' ? 'passed' : 'failed'}.`;
}

function riskInWords({ link, unhedged, hedged }: Worth): string {
  const does = hedged.atRisk <= unhedged.atRisk ? 'lowers' : 'raises';
  return `${does} cash flow at risk (95 %) from ${money(unhedged.atRisk)} to ${money(hedged.atRisk)} if your price follows the index ${link.name}`;
}

export function notesOf(study: Study, demands: readonly Demands[]): string[] {
  const { flags, file, projection, reference, months, basket, indexNow, links, margins, scenario } = study;
  const grown = projection.grown;
  return [
    ...(flags.usage === undefined
      ? [
          'The company is made up, and so are its bills (examples/bills.csv); only the names of models and their posted prices are real.',
        ]
      : []),
    ...(file.hasCosts ? [] : ['The file has no costs: every line costs what was posted on its day.']),
    reference.about,
    `The plan takes the mean of the last ${RECENT_MONTHS} months as it stands${flags.growth === 0 ? '' : `, growing by ${perCent(flags.growth)} a month`}; the last month counts as whole.${grown === undefined ? '' : ` Your tokens grew by ${perCent(grown)} a month (fitted over ${months.length} months); --growth carries that on.`}`,
    flags.cover === 'mv'
      ? 'The ratio is the slope of your changes on those of the index (minimum variance).'
      : `The ratio covers ${perCent(flags.cover)} of the bill as if prices moved in proportion: ${places(flags.cover)} × ${places(projection.price, 3)} paid / ${places(indexNow, 3)} index. If they do not, the hedge is that much too large.`,
    'Intervals of ratio and R² are 95 % from a circular block bootstrap (2,000 resamples, blocks of the cube root of the changes); standard errors and p are Newey and West’s. Futures were not traded then: changes of the index stand for theirs.',
    `The index of the simulation follows Table 3 of arXiv 2603.21690, moved to today’s ${places(indexNow, 3)}; futures are priced by its closed form, so none earns a premium. It is marked every day; a purchase is made every day.`,
    ...links.map(linkInWords),
    'CFaR 95 % is the 95 % quantile of the cost less its mean (of the cash flow: mean less 5 % quantile), ± two standard errors. A hedged cost has fees, half spreads, and interest on initial and variation margin in it.',
    `A trade costs the taker fee and half the widest spread that makers owe: ${perCent(scenario.terms.front)} of value in the nearest month, ${perCent(scenario.terms.others)} in others.`,
    `Initial margin is ${perCent(margins.sit)} of value today (the paper’s formula: ${perCent(margins.paper)}); it rises when the index moves, and to at least the price limit and two points at the start of delivery. It is simulated as it stands today; most of what months take off each other is left out.`,
    ...exemption(study),
    `A strip holds the next later month until its own is listed; a stack holds the nearest month before delivery and is rolled. Strip and stack cost ${demands.map(({ strategy, trading }) => `${money(trading)} (${strategy})`).join(' and ')} to trade.`,
    'Under ASC 815 a hedge has to be highly effective, expected and as it turns out, judged at least every quarter; 80 to 125 % is practice, not the standard’s text. IFRS 9 has no such bounds and no retrospective test: it asks for an economic relationship, credit risk that does not dominate, and the hedge ratio that is really used. Whether a forecast purchase of tokens qualifies is for your auditors.',
    'The back-test holds the mix of all bills still and prices it at posted prices by their dates; the hedge is bought at the index of the day before, for the share of the bill that --cover says (all of it with --ratio mv, which could not be known then). Trading costs and funding are not in it.',
    ...(basket.left.length === 0
      ? []
      : [
          `Without a posted price on every day, and therefore not in posted prices: ${basket.left.join(', ')} (${perCent(basket.leftShare)} of the tokens).`,
        ]),
  ];
}

function linkInWords({ name, elasticity, basis }: Study['links'][number]): string {
  if (name === 'one for one')
    return `“One for one”: your price moves in proportion to the index, times a basis of ${places(PAPER_BASIS)} a year that is drawn back (with which Table 3 gives the paper’s 87 % of variance; ours).`;
  const wanders = `wanders by ${perCent(basis.volatility)} a year`;
  return name === 'not at all'
    ? `“Not at all”: your price owes nothing to the index and ${wanders}, as it did in the bills without the change of models.`
    : `“As measured”: your price moves by ${places(elasticity)} % for each per cent of the index, and ${wanders} besides, as the line leaves it.`;
}

/** A month in delivery may hold little without an exemption. */
function exemption({ planned }: Study): string[] {
  const most = listedProducts[0]?.protection?.spotMonthMax;
  const largest = Math.max(...planned.map(({ size }) => Math.abs(size) / SIT_LOT));
  if (most === undefined || largest <= most) return [];
  return [
    `The largest month has ${whole(largest)} lots; more than ${most} in a month of delivery need a hedger’s exemption (see the position limits of SIT).`,
  ];
}

export const questionOf = ({ start }: Study): string =>
  `How should one company hedge what it will pay for tokens, bought on ${formatDate(start)}, and what does the hedge do to its risk?`;
