/** Which key does what. A letter typed into a field is text, not a shortcut. */

export type Shortcut =
  | { readonly do: 'moveContract'; readonly steps: number }
  | { readonly do: 'focusContracts' }
  | { readonly do: 'ticket'; readonly side: 'buy' | 'sell' }
  | { readonly do: 'clear' }
  | { readonly do: 'cancelOrder' }
  | { readonly do: 'help' };

export interface KeyPress {
  readonly key: string;
  /** Ctrl, Alt or Meta is down: the browser's own shortcut. */
  readonly modified: boolean;
  /** Where the keyboard stands: in a text field, on another control, or on the page itself. */
  readonly within: 'text' | 'control' | 'page';
}

/** The list shown under `?`. */
export const shortcutHelp: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['j', '\u2193'], does: 'Next contract' },
  { keys: ['k', '\u2191'], does: 'Contract before' },
  { keys: ['/'], does: 'Go to the contract list' },
  { keys: ['b'], does: 'Order ticket, buy' },
  { keys: ['s'], does: 'Order ticket, sell' },
  { keys: ['\u2191', '\u2193'], does: 'In the price field: one tick up or down' },
  { keys: ['Enter'], does: 'In the ticket: send the order shown' },
  { keys: ['Esc'], does: 'Clear the ticket, close a dialog' },
  { keys: ['x'], does: 'Select the newest resting order; again: cancel it' },
  { keys: ['?'], does: 'This list' },
];

export function shortcutOf(press: KeyPress): Shortcut | undefined {
  if (press.modified) return undefined;
  if (press.key === 'Escape') return { do: 'clear' };
  if (press.within === 'text') return undefined;
  if (press.within === 'page' && press.key === 'ArrowDown') return { do: 'moveContract', steps: 1 };
  if (press.within === 'page' && press.key === 'ArrowUp') return { do: 'moveContract', steps: -1 };
  switch (press.key) {
    case 'j':
      return { do: 'moveContract', steps: 1 };
    case 'k':
      return { do: 'moveContract', steps: -1 };
    case '/':
      return { do: 'focusContracts' };
    case 'b':
      return { do: 'ticket', side: 'buy' };
    case 's':
      return { do: 'ticket', side: 'sell' };
    case 'x':
      return { do: 'cancelOrder' };
    case '?':
      return { do: 'help' };
    default:
      return undefined;
  }
}
