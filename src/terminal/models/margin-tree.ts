/** The tree behind the initial margin as rows of a table: how deep, what it is, what it was worked out from, how much. */
import type { MarginFigure, MarginPart, MarginTree } from '#wire/margin.ts';
import { decimal, dollars, lots, percent, rate } from './figures.ts';

export interface MarginRow {
  /** Unlike every other row's. */
  readonly key: string;
  readonly depth: 0 | 1 | 2;
  readonly name: string;
  readonly reason: string;
  /** Everything that was looked at; undefined when `reason` is all there is. */
  readonly details: string | undefined;
  readonly amount: string;
}

/** The rows from the account down. The amounts of the deepest rows sum to that of the first. */
export function marginRows({ account, amount, products }: MarginTree): MarginRow[] {
  const rows: MarginRow[] = [
    { key: 'account', depth: 0, name: account, reason: 'Initial margin', details: undefined, amount },
  ];
  for (const { product, amount: ofProduct, parts } of products) {
    rows.push({ key: product, depth: 1, name: product, reason: '', details: undefined, amount: ofProduct });
    for (const part of parts) rows.push(rowOf(part));
  }
  return rows;
}

function rowOf(part: MarginPart): MarginRow {
  const { label, name, amount } = part;
  return {
    key: `${label} ${name}`,
    depth: 2,
    name: nameOf(part),
    reason: reasonOf(part),
    details: detailsOf(part),
    amount,
  };
}

function nameOf({ label, name }: MarginPart): string {
  if (label === 'contract') return name;
  return label === 'offset' ? 'Offset between months' : `Concentration in ${name}`;
}

function reasonOf(part: MarginPart): string {
  const value = (label: string) => part.figures.find((figure) => figure.label === label)?.value ?? '0';
  if (part.label === 'contract')
    return `${lots(Number(value('lotsAtRisk')))} lots at ${decimal(value('settlementPrice'))}, ${rate(value('rate'))} by ${wordsOf(part.rule ?? '')}`;
  if (part.label === 'concentration')
    return `${lots(Number(value('lotsOfOwner')))} lots, of which ${lots(Number(value('lotsInTime')))} can be closed out in time`;
  return `${dollars(value('alone'))} one by one, ${dollars(value('together'))} together; ${percent(value('offsetShare'), 0)} of the difference`;
}

const SAID: readonly string[] = [
  ...['lotsAtRisk', 'settlementPrice', 'rate', 'lotsOfOwner', 'lotsInTime', 'alone', 'together', 'offsetShare'],
];

function detailsOf({ figures }: MarginPart): string | undefined {
  const more = figures.filter(({ label }) => !SAID.includes(label)).map(figureText);
  return more.length === 0 ? undefined : more.join(', ');
}

function figureText({ label, unit, value }: MarginFigure): string {
  const written = { lots: decimal, price: decimal, count: decimal, money: dollars, share: rate }[unit](value);
  return `${wordsOf(label)} ${written}`;
}

/** `expectedShortfall` is `expected shortfall`. */
function wordsOf(label: string): string {
  return label.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
