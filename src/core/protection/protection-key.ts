/** Under which key an account's market-maker protection in a product is kept. */
import type { AccountId } from '../units.ts';

export const protectionKey = (account: AccountId, product: string): string => `${account} ${product}`;
