/** The way in: one button opens a practice account; who has a key already pastes it. */
import { type FormEvent, useState } from 'react';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';

export function OpenPracticeAccount({ className }: { readonly className: string }) {
  const { member } = useDesk();
  const access = usePainted(member.access);
  const opening = access.state === 'opening';
  return (
    <button type="button" className={className} disabled={opening} onClick={member.openAccount}>
      {opening ? 'Opening the account' : 'Open a practice account (USD 1,000,000 play money)'}
    </button>
  );
}

export function PracticeAccount() {
  const { member } = useDesk();
  const access = usePainted(member.access);
  const [key, setKey] = useState('');
  const signIn = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() !== '') member.signIn(key.trim());
  };
  return (
    <div className="offer">
      <p>
        No account is open in this browser. A practice account trades play money at the same exchange, under the same
        rules, as everyone else here.
      </p>
      <OpenPracticeAccount className="button primary" />
      <form onSubmit={signIn}>
        <label htmlFor="account-key">Or paste the key of an account you have:</label>
        <div className="field">
          <input
            id="account-key"
            className="text"
            type="password"
            autoComplete="off"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </div>
        <button type="submit" className="button">
          Sign in
        </button>
      </form>
      <p role="alert">{access.state === 'refused' && access.sentence}</p>
    </div>
  );
}
