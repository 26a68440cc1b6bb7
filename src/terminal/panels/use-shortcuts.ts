/** Listens to the keyboard for the whole page. */
import { useEffect, useRef } from 'react';
import { type Shortcut, shortcutOf } from '../models/shortcuts.ts';

export function useShortcuts(act: (shortcut: Shortcut) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // A dialog has the keyboard to itself, and what a control has used is used.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      const shortcut = shortcutOf({ key: event.key, modified, within: placeOf(event.target) });
      if (shortcut === undefined) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}

function placeOf(target: EventTarget | null): 'text' | 'control' | 'page' {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('input, textarea, select') !== null) return 'text';
  // In the contract list the arrows move from contract to contract, as they do on the page.
  if (target.closest('.contracts tbody') !== null) return 'page';
  return target.closest('button, a, [tabindex]') === null ? 'page' : 'control';
}
