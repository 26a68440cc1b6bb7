/** Amounts of money counted, where two of them are compared or subtracted: in whole micro-dollars, so exactly. */

export function countAmount(amount: string): bigint {
  const [whole = '0', places = ''] = amount.replace('-', '').split('.');
  const magnitude = BigInt(whole + places.slice(0, 6).padEnd(6, '0'));
  return amount.startsWith('-') ? -magnitude : magnitude;
}

export function writeAmount(microDollars: bigint): string {
  const digits = String(microDollars < 0n ? -microDollars : microDollars).padStart(7, '0');
  return `${microDollars < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
