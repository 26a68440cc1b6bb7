/**
 * What this browser remembers between visits: the account's key, the theme, the contract last looked at.
 *
 * A browser may forbid storage; then the terminal works all the same and forgets when it is closed.
 */
export type Keepsake = 'key' | 'theme' | 'contract';

const unstored = new Map<Keepsake, string>();

export function recall(name: Keepsake): string | undefined {
  try {
    return localStorage.getItem(`tokenpit.${name}`) ?? unstored.get(name);
  } catch {
    return unstored.get(name);
  }
}

export function keep(name: Keepsake, value: string): void {
  unstored.set(name, value);
  try {
    localStorage.setItem(`tokenpit.${name}`, value);
  } catch {
    // Kept for this visit only.
  }
}

export function forget(name: Keepsake): void {
  unstored.delete(name);
  try {
    localStorage.removeItem(`tokenpit.${name}`);
  } catch {
    // Nothing was stored.
  }
}
