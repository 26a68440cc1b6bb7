/** The keyboard at a glance. */
import { useEffect, useRef } from 'react';
import { shortcutHelp } from '../models/shortcuts.ts';

export function HelpDialog({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="help-title">
      <div className="panel-head">
        <h2 id="help-title">Keyboard</h2>
        <form method="dialog">
          <button type="submit" className="button slim">
            Close
          </button>
        </form>
      </div>
      <dl className="shortcuts">
        {shortcutHelp.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="note soft">Letters work wherever no text is being typed. Tab reaches every control.</p>
    </dialog>
  );
}
