/** What an order would need, asked of the exchange while it is still being typed. */
import { useEffect, useRef, useState } from 'react';
import type { Ticker } from '#wire/market.ts';
import type { OrderPreview, OrderRequest } from '#wire/orders.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';

export interface Preview {
  /** The newest answer, which may still belong to the order before. */
  readonly value: OrderPreview | undefined;
  /** True when `value` belongs to the order that is typed now. */
  readonly current: boolean;
}

const ASK_AFTER_MS = 150;

/**
 * The preview of an order in the contract of `ticker`, asked for when typing has paused, and again when the account, the
 * market or the phase has changed: all of them decide what an order needs.
 */
export function usePreview(order: OrderRequest | undefined, ticker: Ticker | undefined): Preview {
  const { member, venue } = useDesk();
  const info = usePainted(venue)?.info;
  const accountSequence = usePainted(member.account)?.summary.sequence;
  const { markPrice, limitDown, limitUp, initialMargin } = ticker ?? {};
  const situation =
    accountSequence === undefined
      ? undefined
      : [accountSequence, markPrice, limitDown, limitUp, initialMargin, info?.phase, info?.tradeDate].join();
  const [seen, setSeen] = useState<{ readonly asked: string; readonly value: OrderPreview | undefined }>();
  const asked = order === undefined ? '' : JSON.stringify(order);
  const wanted = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // A market that changes all the time must not put off a question that is already on its way.
    if (timer.current !== undefined && wanted.current === asked) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    wanted.current = asked;
    if (asked === '' || situation === undefined) return setSeen(undefined);
    timer.current = setTimeout(async () => {
      timer.current = undefined;
      const value = await member.preview(JSON.parse(asked) as OrderRequest);
      if (wanted.current === asked) setSeen({ asked, value });
    }, ASK_AFTER_MS);
  }, [asked, situation, member]);

  return { value: seen?.value, current: seen !== undefined && seen.asked === asked };
}
