/** What makers promise, which everyone may see, and how one kept it, which it alone may see. */
import type { Obligation as CoreObligation } from '#core/market-making/agreement.ts';
import type { AccountId } from '#core/units.ts';
import type { Agreement, MakerMonth, Obligation } from '#wire/makers.ts';
import { writeMoney, writeShare } from './decimals.ts';
import { monthText } from './market-views.ts';
import type { Venue } from './venue-port.ts';

/** The agreements in force, in the order in which they were signed. What a maker owns is its own affair. */
export function agreementViews({ makerRecords, exchange }: Venue): Agreement[] {
  return makerRecords.agreements.map(({ account, product, terms }) => ({
    account: exchange.accounts[account]?.name ?? '',
    product,
    front: obligationView(terms.front),
    others: obligationView(terms.others),
    shareMin: writeShare(terms.shareMin),
    stress: { ...terms.stress, lotsShare: writeShare(terms.stress.lotsShare) },
    rebates: terms.rebates.map(({ shareMin, rebate }) => ({
      shareMin: writeShare(shareMin),
      rebate: writeShare(rebate),
    })),
  }));
}

function obligationView({ spreadMax, lotsMin, comparableMin }: CoreObligation): Obligation {
  return { spreadMax: writeShare(spreadMax), lotsMin, comparableMin: writeShare(comparableMin) };
}

/** The months of one maker, contract by contract, oldest first. */
export function makerMonths({ makerRecords, marketData, clock }: Venue, account: AccountId): MakerMonth[] {
  return marketData.contracts.flatMap(({ contract, code }) =>
    makerRecords.reports(account, contract, clock.now()).map((report) => ({
      contract: code,
      month: monthText(report.month),
      obligatedMs: report.obligated,
      presentMs: report.present,
      excusedMs: report.excused,
      share: report.share === null ? null : writeShare(report.share),
      days: report.days,
      daysKept: report.daysKept,
      met: report.met,
      score: report.score,
      ownPenalty: writeShare(report.ownPenalty),
      penalty: writeShare(report.penalty),
      fees: writeMoney(report.fees),
      rebate: writeMoney(report.rebate),
    })),
  );
}
