/** Whether the screen is a phone's, which shows one view at a time. The width is the one in `design/phone.css`. */
import { useSyncExternalStore } from 'react';

const phone = matchMedia('(max-width: 767px)');

export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => phone.matches);
}

function subscribe(listener: () => void): () => void {
  phone.addEventListener('change', listener);
  return () => phone.removeEventListener('change', listener);
}
