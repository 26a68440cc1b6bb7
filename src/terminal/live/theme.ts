/** The theme in force: the system's, until the person chooses the other one; choosing the system's again follows it. */
import { useSyncExternalStore } from 'react';
import { forget, keep, recall } from './keepsake.ts';

export type Theme = 'light' | 'dark';

const systemIsLight = matchMedia('(prefers-color-scheme: light)');
const listeners = new Set<() => void>();
systemIsLight.addEventListener('change', changed);
changed();

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, themeInForce);
}

export function switchTheme(): void {
  const next: Theme = themeInForce() === 'dark' ? 'light' : 'dark';
  if (next === systemTheme()) forget('theme');
  else keep('theme', next);
  changed();
}

function themeInForce(): Theme {
  const chosen = recall('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : systemTheme();
}

function systemTheme(): Theme {
  return systemIsLight.matches ? 'light' : 'dark';
}

function changed(): void {
  document.documentElement.dataset.theme = themeInForce();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
