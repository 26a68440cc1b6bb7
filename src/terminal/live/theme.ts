/** The theme in force: the system's, until the person chooses the other one; choosing the system's again follows it. */
import { useSyncExternalStore } from 'react';
import { forget, keep, recall } from './keepsake.ts';

export type Theme = 'light' | 'dark';

const light = matchMedia('(prefers-color-scheme: light)');
/** Read once and told from then on: a query that is read just before its change is told does not tell it any more. */
let systemTheme = themeOf(light.matches);
const listeners = new Set<() => void>();
light.addEventListener('change', ({ matches }) => {
  systemTheme = themeOf(matches);
  changed();
});
changed();

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, themeInForce);
}

export function switchTheme(): void {
  const next: Theme = themeInForce() === 'dark' ? 'light' : 'dark';
  if (next === systemTheme) forget('theme');
  else keep('theme', next);
  changed();
}

function themeInForce(): Theme {
  const chosen = recall('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : systemTheme;
}

function themeOf(isLight: boolean): Theme {
  return isLight ? 'light' : 'dark';
}

function changed(): void {
  document.documentElement.dataset.theme = themeInForce();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
