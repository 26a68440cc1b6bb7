/** What the items of a statement are called on paper and on the screen. */
const words: Readonly<Record<string, string>> = {
  deposits: 'Deposits',
  withdrawals: 'Withdrawals',
  realisedVariation: 'Variation realised',
  unrealisedVariation: 'Variation of open positions',
  takerFees: 'Trading fees as taker',
  makerFees: 'Trading fees as maker',
  rebates: 'Rebates',
  fundContribution: 'Default fund contribution',
  assessment: 'Default fund assessment',
  gainsHaircut: 'Haircut of gains',
  debtCovered: 'Debt covered by others',
  clientCovered: 'Debt of a client paid',
  closeOutFee: 'Close-out fees',
  unexplained: 'Not explained by any item',
};

const parts: Readonly<Record<string, string>> = {
  contract: 'Initial margin',
  concentration: 'Concentration',
  offset: 'Offset between months',
};

/** A part of the initial margin as a person reads it: `Offset between months, SIT`. */
export function partWords({ label, name }: { readonly label: string; readonly name: string }): string {
  return `${parts[label] ?? label}, ${name}`;
}

/** `takerFees` as a person reads it; an item that is new here is spelt out. */
export function itemWords(item: string): string {
  const spelt = item.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words[item] ?? spelt.charAt(0).toUpperCase() + spelt.slice(1);
}
