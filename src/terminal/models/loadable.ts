/** Something that was asked for: not here yet, here, or refused with a sentence. */
export type Loadable<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'failed'; readonly sentence: string };

export const loading: Loadable<never> = { state: 'loading' };

export function here<T>(value: T): Loadable<T> {
  return { state: 'here', value };
}

export function failed(sentence: string): Loadable<never> {
  return { state: 'failed', sentence };
}

export function loadedValue<T>(loadable: Loadable<T>): T | undefined {
  return loadable.state === 'here' ? loadable.value : undefined;
}
