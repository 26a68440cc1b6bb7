/** What an order would need, asked of the exchange while it is still being typed. */
import { useEffect, useRef, useState } from 'react';
import type { OrderPreview, OrderRequest } from '#wire/accounts.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';

export interface Preview {
  /** The newest answer, which may still belong to the order before. */
  readonly value: OrderPreview | undefined;
  /** True when `value` belongs to the order that is typed now. */
  readonly current: boolean;
}

const ASK_AFTER_MS = 150;

/** The preview of `order`, asked for when typing has paused and again when the account has changed. */
export function usePreview(order: OrderRequest | undefined): Preview {
  const { member } = useDesk();
  const accountSequence = usePainted(member.account)?.summary.sequence;
  const [seen, setSeen] = useState<{ readonly asked: string; readonly value: OrderPreview | undefined }>();
  const asked = order === undefined ? '' : JSON.stringify(order);
  const wanted = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // An account that changes all the time must not put off a question that is already on its way.
    if (timer.current !== undefined && wanted.current === asked) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    wanted.current = asked;
    if (asked === '' || accountSequence === undefined) return setSeen(undefined);
    timer.current = setTimeout(async () => {
      timer.current = undefined;
      const value = await member.preview(JSON.parse(asked) as OrderRequest);
      if (wanted.current === asked) setSeen({ asked, value });
    }, ASK_AFTER_MS);
  }, [asked, accountSequence, member]);

  return { value: seen?.value, current: seen !== undefined && seen.asked === asked };
}
