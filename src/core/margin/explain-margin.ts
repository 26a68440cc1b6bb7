/**
 * Why an account must have what it must have: the tree behind the figure, down to the rule and the scenario.
 *
 * Every amount is the sum of the amounts below it, and the amounts at the leaves sum to what the account must have: an
 * offset is a leaf below zero. What an amount was worked out from stands beside it as figures. It is the same reckoning
 * that judges orders (`account-margin.ts`), written down.
 */
import type { VenueState } from '../state.ts';
import type { AccountId, Money } from '../units.ts';
import { asHeld, type ContractNeed, needsOf, type ProductNeed } from './account-margin.ts';
import type { RateRule } from './month.ts';
import type { ProductMargin } from './product-margin.ts';
import { inMoney, type Risk } from './risk.ts';

/** What an amount was worked out from. */
export interface MarginFigure {
  readonly label: FigureLabel;
  /** Prices are in ticks of the node's product, money in micro-dollars, shares in millionths. */
  readonly unit: 'lots' | 'price' | 'share' | 'money' | 'count';
  readonly value: number;
}

export type FigureLabel =
  // Of a contract; every rate that was looked at has the name of its rule.
  | 'lotsAtRisk'
  | 'settlementPrice'
  | 'rate'
  | 'marginPerLot'
  | 'unfixed'
  | RateRule
  // Of a concentration.
  | 'lotsOfOwner'
  | 'lotsInTime'
  // Of an offset.
  | 'alone'
  | 'together'
  | 'offsetShare'
  | 'longSide'
  | 'shortSide'
  | 'scenario'
  | 'scanRisk'
  | 'interMonth'
  | 'worstDayAgo'
  | 'worstDayLoss';

export interface MarginNode {
  readonly label: 'account' | 'product' | 'contract' | 'concentration' | 'offset';
  /** Of the account, the product or the contract. */
  readonly name: string;
  readonly amount: Money;
  /** The rule that gave the rate of a contract. */
  readonly rule?: RateRule;
  readonly figures: readonly MarginFigure[];
  readonly children: readonly MarginNode[];
}

/** The tree of an open account: products, nearest months first in each, then concentration, then the offset (MAR-26). */
export function explainMargin(state: VenueState, account: AccountId): MarginNode {
  const name = state.accounts.all[account]?.name ?? '';
  const products = needsOf(state, account, asHeld).map((need) =>
    productNode(need, state.margins.get(need.specification.code)),
  );
  return { label: 'account', name, amount: sum(products), figures: [], children: products };
}

function productNode({ specification, contracts, risk, offset }: ProductNeed, margin?: ProductMargin): MarginNode {
  const children = [
    ...contracts.filter(({ atRisk }) => atRisk > 0).map(contractNode),
    ...contracts.filter(({ concentration }) => concentration > 0).map(concentrationNode),
    ...(risk !== undefined && margin !== undefined && offset > 0
      ? [offsetNode(specification.code, risk, margin, offset)]
      : []),
  ];
  return { label: 'product', name: specification.code, amount: sum(children), figures: [], children };
}

function contractNode({ contract, atRisk, outright }: ContractNeed): MarginNode {
  const { code, rate, termsPrice, marginPerLot, facts } = contract;
  const figures: MarginFigure[] = [
    { label: 'lotsAtRisk', unit: 'lots', value: atRisk },
    { label: 'settlementPrice', unit: 'price', value: termsPrice },
    { label: 'rate', unit: 'share', value: rate.rate },
    { label: 'marginPerLot', unit: 'money', value: marginPerLot },
    ...rate.candidates.map((one): MarginFigure => ({ label: one.rule, unit: 'share', value: one.rate })),
  ];
  if (contract.inDelivery && facts !== undefined)
    figures.push({ label: 'unfixed', unit: 'share', value: facts.unfixed });
  return { label: 'contract', name: code, amount: outright, rule: rate.rule, figures, children: [] };
}

function concentrationNode({ contract, owned, concentration }: ContractNeed): MarginNode {
  const figures: MarginFigure[] = [
    { label: 'lotsOfOwner', unit: 'lots', value: owned },
    { label: 'lotsInTime', unit: 'lots', value: contract.lotsInTime },
  ];
  return { label: 'concentration', name: contract.code, amount: concentration, figures, children: [] };
}

function offsetNode(name: string, risk: Risk, margin: ProductMargin, offset: Money): MarginNode {
  const figures: MarginFigure[] = [
    { label: 'alone', unit: 'money', value: inMoney(risk.alone, risk) },
    { label: 'together', unit: 'money', value: inMoney(risk.together, risk) },
    { label: 'offsetShare', unit: 'share', value: margin.offsetShare },
    ...reasonOf(risk),
  ];
  return { label: 'offset', name, amount: -offset as Money, figures, children: [] };
}

/** What the joint risk consists of. */
function reasonOf(risk: Risk): MarginFigure[] {
  const { reason } = risk;
  const money = (label: FigureLabel, amount: bigint): MarginFigure => ({
    label,
    unit: 'money',
    value: inMoney(amount, risk),
  });
  switch (reason.basis) {
    case 'largerSide':
      return [money('longSide', reason.long), money('shortSide', reason.short)];
    case 'scenarios':
      return [
        { label: 'scenario', unit: 'count', value: reason.scenario },
        money('scanRisk', reason.scan),
        money('interMonth', reason.interMonth),
      ];
    case 'worstDays':
      return reason.days.flatMap(({ ago, loss }): MarginFigure[] => [
        { label: 'worstDayAgo', unit: 'count', value: ago },
        // Of one day, where the joint risk is the mean of all of these.
        money('worstDayLoss', loss * risk.parts),
      ]);
  }
}

function sum(nodes: readonly MarginNode[]): Money {
  return nodes.reduce((total, { amount }) => total + amount, 0) as Money;
}
