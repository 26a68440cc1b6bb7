/**
 * The venue: what `npm start` runs. It wires the shells together and does nothing else.
 *
 *   flags → terminal → prices → first start → house (journal, sequencer, core, folds) → days → doors → participants
 *
 * Whatever stops it before the doors are open is one sentence and exit 1.
 */
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterOutage } from '#core/due.ts';
import type { IndexRegistry, IndexTerms } from '#core/price-index/terms.ts';
import { dueProducts } from '#core/products.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { embeddedPackage } from '#feeds/embedded.ts';
import { indexTerms } from '#feeds/registry.ts';
import { SubmittersInvalid } from '#feeds/submitters.ts';
import { openGateway } from '#gateway/server.ts';
import { JournalError } from '#journal/errors.ts';
import { castOf } from '#makers/cast.ts';
import { DiskLow } from '#sequencer/refusals.ts';
import { firstTerms } from '#simulation/history.ts';
import { lockFolder } from '#storage/folder-lock.ts';
import type { ParticipantsOptions } from './participants.ts';
import { VenueClock } from './venue/clock.ts';
import { DayKeeper } from './venue/day-keeper.ts';
import { playFirstStart } from './venue/first-start.ts';
import { readFirstTerms } from './venue/first-terms.ts';
import { FlagError, type Flags, readFlags, usage } from './venue/flags.ts';
import { type House, journalFolders, openHouse } from './venue/house.ts';
import { Identity } from './venue/identity.ts';
import { LabFolder } from './venue/lab-folder.ts';
import { PriceRoom } from './venue/price-room.ts';
import { PublicationFolder } from './venue/publication-folder.ts';
import { dueRebates } from './venue/rebates.ts';
import { SnapshotGuard } from './venue/snapshot-guard.ts';
import { buildTerminal, terminalFolder } from './venue/terminal-build.ts';

/** The venue has no transport security of its own, so it speaks to this machine only. */
const HOST = '127.0.0.1';
const say = (line: string) => console.log(line);
const complain = (line: string) => console.error(line);

/** Something that a person has to mend. The message is one sentence. */
class StartError extends Error {
  override readonly name = 'StartError';
}

async function openVenue(flags: Flags): Promise<{ address: string; close(): Promise<void> }> {
  const identity = takeFolder(flags.data);
  await probePort(flags.port);
  await buildTerminal(say);

  const start = flags.clock ?? (Date.now() as Millis);
  const terms = flags.terms === undefined ? indexTerms : readFirstTerms(flags.terms);
  const clock = new VenueClock(start, flags.speed);
  const prices = openPrices(flags, terms.registry, clock);
  const evidenceFor = (date: TradeDate) => prices.evidenceOf(date);
  await playFirstStart(flags, identity, start, { terms, evidenceFor }, say);
  const { journal, heads } = journalFolders(flags.data);
  const house = await openHouse(journal, identity, clock, {
    onHalt: (halted) => complain(halted.message),
    onSnapshot: (file) => guard.check(file),
    onRoom: complain,
  });
  const guard = new SnapshotGuard(journal, heads, say);
  const { exchange, sequencer } = house;
  for (const notice of sequencer.report.notices) say(notice);
  say(house.recovery);
  guard.watch(sequencer);
  clock.set(house.marketData.time);
  clock.run();

  const publications = new PublicationFolder(
    join(flags.data, 'index', 'publications'),
    house.marketData.index,
    complain,
  );
  publications.watch(sequencer);

  await beginIndex(house, terms);
  followTerms(prices, house);

  const days = new DayKeeper({
    days: exchange,
    clock,
    firstFixing: exchange.fixings[0]?.date as TradeDate,
    evidenceFor,
    submit: (command) => sequencer.submit(command),
    dueRebates: () => dueRebates(house.makerRecords, exchange, clock.now()),
    dueProducts: () => dueProducts(exchange.products, exchange.fixings),
  });
  const lastSeen = house.marketData.time;
  await days.catchUp();
  for (const command of afterOutage(exchange, lastSeen, clock.now())) await sequencer.submit(command);
  days.start();
  prices.start();

  if (!flags.bare) await admitCast(flags, identity, house);

  const info = {
    name: 'Tokenpit',
    version: version(),
    venueId: identity.id,
    speed: flags.speed,
    simulated: !flags.bare,
    registryVersion: exchange.indexTerms.at(-1)?.terms.registry.version ?? terms.registry.version,
    priceSource: `${embeddedPackage.name} ${embeddedPackage.version}`,
  };
  const gateway = await openGateway({
    venue: { ...house, clock, info, prices },
    host: HOST,
    port: flags.port,
    terminal: terminalFolder,
    lab: new LabFolder(join(flags.data, 'lab')),
    operatorCredential: identity.operatorCredential,
  }).catch((error) => {
    throw portError(error, flags.port);
  });
  say(`The operator's key stands in ${identity.path}`);
  const participants = flags.bare ? undefined : startParticipants(flags, identity, gateway.address);

  return {
    address: gateway.address,
    async close() {
      days.stop();
      await participants?.terminate();
      await gateway.close();
      await publications.close();
      await prices.close();
      await guard.close();
      await house.close();
    },
  };
}

/** Takes the folder until the process ends: while the history is played there is no journal yet that could be taken. */
function takeFolder(folder: string): Identity {
  try {
    mkdirSync(folder, { recursive: true });
    if (lockFolder(folder) === undefined)
      throw new StartError(`${folder} is in use by another venue; stop that one first.`);
    return new Identity(folder);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The folder ${folder} cannot be used (${reason}); choose another with --data.`);
  }
}

function openPrices({ data, sources }: Flags, registry: IndexRegistry, clock: VenueClock): PriceRoom {
  try {
    return new PriceRoom({ folder: join(data, 'index'), sources, now: () => clock.now(), say: complain }, registry);
  } catch (error) {
    if (!(error instanceof SubmittersInvalid)) throw error;
    throw new StartError(`${join(data, 'index', 'submitters.json')} cannot be used: ${error.message}.`);
  }
}

/** A venue of before the index had terms goes on under the shipped ones, from its next day. */
async function beginIndex({ exchange, sequencer }: House, terms: IndexTerms): Promise<void> {
  const last = exchange.fixings.at(-1);
  if (exchange.indexTerms.length > 0 || last === undefined) return;
  await sequencer.submit(firstTerms(terms, (last.date + 1) as TradeDate));
}

/** Prices are read for the listings of all terms that are in force or will be. */
function followTerms(prices: PriceRoom, { exchange, sequencer }: House): void {
  const read = () => {
    prices.registries = exchange.indexTerms.slice(-2).map(({ terms }) => terms.registry);
  };
  read();
  sequencer.subscribe(({ events }) => {
    if (events.some(({ type }) => type === 'indexTermsAdopted')) read();
  });
}

/** A port that is taken is said before the history is played, and not half a minute later. */
async function probePort(port: number): Promise<void> {
  const probe = createServer().listen(port, HOST);
  await once(probe, 'listening').catch((error) => {
    throw portError(error, port);
  });
  probe.close();
  await once(probe, 'close');
}

function portError(error: unknown, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is taken; choose another with --port.`);
  if (code === 'EACCES') return new StartError(`Port ${port} needs rights that this user lacks; choose another.`);
  return error;
}

/** Opens the accounts of simulated participants that this venue does not have yet; one that began bare has none. */
async function admitCast({ seed }: Flags, identity: Identity, { exchange, sequencer }: House): Promise<void> {
  for (const { name, capital } of castOf(seed)) {
    if (exchange.accounts.some((account) => account.name === name)) continue;
    const credential = identity.credentialOf(name);
    await sequencer.submit({ type: 'openAccount', name, kind: 'simulated', credential });
    const account = exchange.accounts.find((opened) => opened.name === name)?.id;
    if (account !== undefined) await sequencer.submit({ type: 'deposit', account, amount: capital });
  }
}

function startParticipants({ seed }: Flags, identity: Identity, address: string): Worker {
  const keyOf = Object.fromEntries(castOf(seed).map(({ name }) => [name, identity.keyOf(name)]));
  const workerData: ParticipantsOptions = { address, seed, keyOf };
  const worker = new Worker(new URL('./participants.ts', import.meta.url), { workerData });
  worker.on('error', (error) => console.error(`The simulated participants stopped: ${error.message}`));
  return worker;
}

function version(): string {
  const file = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

async function main(): Promise<void> {
  // Whoever read what we say may have gone; the market goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) return say(usage);
  const venue = await openVenue(flags);
  say(`Tokenpit is open at ${venue.address}`);

  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      say('Closing …');
      venue.close().then(() => process.exit(0), fail);
    });
}

function fail(error: unknown): never {
  const known = [FlagError, StartError, JournalError, DiskLow].some((kind) => error instanceof kind);
  if (error instanceof Error) console.error(known ? error.message : error.stack);
  else console.error(error);
  process.exit(1);
}

main().catch(fail);
