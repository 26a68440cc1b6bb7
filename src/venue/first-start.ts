/**
 * The first start of a venue: its history is played into a journal that is put in place when it is whole.
 *
 * A start that is cut short leaves nothing behind that a later one would take for a venue.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dateOf, firstDayOf, monthOf, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { dueProducts } from '#core/products.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { firstTerms, historyStart, playHistory } from '#simulation/history.ts';
import { VenueClock } from './clock.ts';
import { dueCommand, type EvidenceFor } from './day-keeper.ts';
import type { Flags } from './flags.ts';
import { type House, journalFolders, openHouse } from './house.ts';
import type { Identity } from './identity.ts';

/** Plays the history of a new venue up to `until`; does nothing when there is a journal. */
export async function playFirstStart(
  flags: Flags,
  identity: Identity,
  until: Millis,
  index: { readonly terms: IndexTerms; readonly evidenceFor: EvidenceFor },
  say: (line: string) => void,
): Promise<void> {
  const { journal, playing } = journalFolders(flags.data);
  if (existsSync(journal)) return;
  rmSync(playing, { recursive: true, force: true });

  const from = historyStart(dateOf(until), flags.bare ? 0 : flags.history);
  const clock = new VenueClock(startOf(from), 1);
  let failure: Error | undefined;
  const onHalt = (error: Error): void => {
    failure = error;
  };
  const house = await openHouse(playing, identity, clock, { onHalt });
  const submit = (command: Command, time: Millis): void => {
    clock.set(time);
    house.sequencer.post(command, (_, refusal) => {
      failure ??= refusal;
    });
    if (failure !== undefined) throw failure;
  };
  if (flags.bare) listProducts(house, until, index, submit);
  else
    await playHistory({
      exchange: house.exchange,
      submit,
      pause: () => house.sequencer.barrier(),
      indexTerms: index.terms,
      evidenceFor: index.evidenceFor,
      credentialOf: (name) => identity.credentialOf(name),
      seed: flags.seed,
      from,
      until,
      onProgress: quarters(say, flags.history),
    });
  clock.set(until);
  await house.close();
  renameSync(playing, journal);
}

/** A venue without history: the index of this month and the last, and the products. */
function listProducts(
  { exchange }: House,
  until: Millis,
  { terms, evidenceFor }: { readonly terms: IndexTerms; readonly evidenceFor: EvidenceFor },
  submit: (command: Command, time: Millis) => void,
): void {
  const first = firstDayOf(monthOf(dateOf(until)) - 1) as TradeDate;
  submit(firstTerms(terms, first), until);
  for (;;) {
    const command = dueCommand(exchange, until, first, evidenceFor);
    if (command === undefined) break;
    submit(command, until);
  }
  for (const command of dueProducts(exchange.products, exchange.fixings)) submit(command, until);
}

/** Says four times how far the play is. */
function quarters(say: (line: string) => void, tradingDays: number): (done: number, all: number) => void {
  let said = 0;
  say(`Playing ${tradingDays} trading days with simulated participants on real posted prices …`);
  return (done, all) => {
    const quarter = Math.floor((done / all) * 4);
    if (quarter <= said || quarter === 4) return;
    said = quarter;
    say(`  ${quarter * 25} %`);
  };
}
