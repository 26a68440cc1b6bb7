/** The tree behind an account's initial margin, as it is written on the wire. */
import type { ProductSpecification } from '#core/contract.ts';
import type { MarginFigure as CoreFigure, MarginNode } from '#core/margin/explain-margin.ts';
import type { Millionths, Money, Ticks } from '#core/units.ts';
import type { MarginFigure, MarginOfProduct, MarginPart, MarginTree } from '#wire/margin.ts';
import { writeMoney, writePrice, writeShare } from './decimals.ts';
import type { Account } from './members.ts';
import type { Venue } from './venue-port.ts';

/** Why the account must have what it must have, after the last command taken (rule API-28). */
export function marginView({ exchange, sequencer }: Venue, { id, name }: Account): MarginTree {
  const { amount, children } = exchange.explainMargin(id);
  const products = children.flatMap((node): MarginOfProduct[] => {
    const specification = exchange.products.find(({ code }) => code === node.name);
    return specification === undefined ? [] : [productView(node, specification)];
  });
  return { account: name, sequence: sequencer.sequence, amount: writeMoney(amount), products };
}

function productView({ name, amount, children }: MarginNode, specification: ProductSpecification): MarginOfProduct {
  const parts = children.map((node) => partView(node, specification));
  return { product: name, amount: writeMoney(amount), parts };
}

function partView({ label, name, amount, rule, figures }: MarginNode, specification: ProductSpecification): MarginPart {
  return {
    label: label as MarginPart['label'],
    name,
    amount: writeMoney(amount),
    rule: rule ?? null,
    figures: figures.map((figure) => figureView(figure, specification)),
  };
}

function figureView({ label, unit, value }: CoreFigure, specification: ProductSpecification): MarginFigure {
  return { label, unit, value: textOf(unit, value, specification) };
}

function textOf(unit: CoreFigure['unit'], value: number, specification: ProductSpecification): string {
  switch (unit) {
    case 'money':
      return writeMoney(value as Money);
    case 'share':
      return writeShare(value as Millionths);
    case 'price':
      return writePrice(value as Ticks, specification);
    case 'lots':
    case 'count':
      return String(value);
  }
}
