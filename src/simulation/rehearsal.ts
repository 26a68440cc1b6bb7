/**
 * One seed, one run: a whole venue on a simulated clock, disk and network, put through everything that its script says,
 * and watched by checkers that keep books of their own. Start here.
 *
 * The run goes through the script, then lets the faults rest until everybody has an answer, and at last recovers twice
 * more: from what a clean stop leaves, and from the bare journal after a power cut. Nothing in it knows the real time or
 * real chance, so the same script gives the same run.
 */
import type { AccountId, ContractId, Millis, Money } from '#core/units.ts';
import { Witness } from './checks/witness.ts';
import { Client, type Request } from './clients/client.ts';
import type { Line } from './clients/stream.ts';
import { type Wisher, wisher } from './clients/wishes.ts';
import { someTopic } from './clients/words.ts';
import { Lives } from './lives.ts';
import { PostedPrices } from './posted-prices.ts';
import { type Finding, RunRecord } from './record.ts';
import { type Act, beginningOf, ENDLESS, nameOf, type Script, type Step } from './script.ts';
import type { Seams } from './simulated-venue.ts';
import { Dice } from './world/dice.ts';
import { Medium } from './world/medium.ts';
import { CALM, Network } from './world/network.ts';
import type { DiskWeather } from './world/simulated-disk.ts';
import { settle, Timeline } from './world/timeline.ts';

export interface RehearsalOptions {
  /** Defects to put in. */
  readonly seams?: Seams;
  /** Hears what happens, a line at a time. */
  readonly tell?: (line: string) => void;
}

export interface Rehearsed {
  /** What should not have happened, if anything did. */
  readonly finding: Finding | undefined;
  /** How many steps of the script were taken. */
  readonly steps: number;
  /** How many commands were carried out and told. */
  readonly commands: number;
  /** How often what happened, by its name: it shows that faults are not only planned. */
  readonly counts: ReadonlyMap<string, number>;
  /** Two runs with the same trace are the same run. */
  readonly trace: string;
}

/** Plays a script to its end, or to the first finding. */
export function rehearse(script: Script, options: RehearsalOptions = {}): Promise<Rehearsed> {
  return new Rehearsal(script, options).run();
}

const CAPITAL = 4_000_000 as Money;
const HOUR_MS = 3_600_000;
/** So seldom a client may ask as long as it likes. */
const UNHURRIED_MS = 200;
/** After the last fault everybody has an answer within this time. */
const REST_MS_MAX = 96 * HOUR_MS;

const LAST_CRASH: Extract<Act, { type: 'crash' }> = {
  type: 'crash',
  ...{ how: 'powerCut', from: undefined, moments: 0 },
  ...{ again: undefined, harms: ['missingSnapshots'], downMs: 100 },
};

class Rehearsal {
  readonly #script: Script;
  readonly #timeline: Timeline;
  readonly #record: RunRecord;
  readonly #witness: Witness;
  readonly #network: Network;
  readonly #disk: DiskWeather;
  readonly #prices: PostedPrices;
  readonly #lives: Lives;
  readonly #clients: readonly Client[];
  readonly #wishers: readonly Wisher[];
  /** How far the venue's clock is ahead of the right time. */
  #clockAheadMs = 0;
  #steps = 0;

  constructor(script: Script, { seams = {}, tell }: RehearsalOptions) {
    const { seed, clients, flushMsMax, prepares } = script;
    this.#script = script;
    this.#timeline = new Timeline(beginningOf(script));
    this.#record = new RunRecord(this.#timeline, tell);
    this.#witness = new Witness(this.#record);
    this.#network = new Network(this.#timeline, new Dice(seed, 'network'));
    this.#disk = { flushMsMax, prepares, freeSegments: ENDLESS, failsOn: undefined };
    this.#prices = new PostedPrices(new Dice(seed, 'prices'));
    const world = {
      timeline: this.#timeline,
      record: this.#record,
      witness: this.#witness,
      network: this.#network,
    };
    this.#lives = new Lives({
      ...world,
      script,
      seams,
      medium: new Medium(),
      weather: this.#disk,
      prices: this.#prices,
      clock: { now: () => (this.#timeline.now + this.#clockAheadMs) as Millis },
      dice: new Dice(seed, 'disk'),
    });
    const doors = {
      arrive: (request: Request) => this.#lives.venue?.doors.receive(request),
      connect: (line: Line, client: Client) => this.#connect(line, client),
    };
    this.#clients = clients.map(
      (_, account) => new Client(account as AccountId, nameOf(script, account), { ...world, ...doors }),
    );
    this.#wishers = clients.map((character, account) => wisher(character, seed + account, CAPITAL));
  }

  async run(): Promise<Rehearsed> {
    for (const step of this.#script.steps) this.#timeline.after(step.at, () => this.#take(step));
    try {
      this.#lives.start();
      await this.#go(() => this.#steps === this.#script.steps.length);
      await this.#comeToRest();
      await this.#startOnceMore(() => this.#lives.stop());
      await this.#startOnceMore(() => this.#lives.crash(LAST_CRASH));
    } catch (cause) {
      this.#record.noteThrown(cause);
    }
    const { finding, counts } = this.#record;
    const { trace, heard: commands } = this.#witness;
    return { finding, steps: this.#steps, commands, counts, trace };
  }

  /** Where nobody listens a connection ends at once. */
  #connect(line: Line, client: Client): void {
    const { venue, isStopping } = this.#lives;
    if (venue === undefined || isStopping) line.break();
    else venue.doors.welcome(line, client);
  }

  /** Lets time pass until `isDone`. */
  async #go(isDone: () => boolean, msMax = Number.POSITIVE_INFINITY): Promise<void> {
    const end = this.#timeline.now + msMax;
    while (!isDone()) {
      if (this.#timeline.now > end) this.#record.report('everybody gets an answer', this.#whoWaits());
      this.#record.attempt(() => this.#timeline.step());
      await settle();
      if (this.#record.finding !== undefined) throw this.#record.finding;
      this.#lives.lookAfter();
    }
  }

  /** No more faults. Everybody is answered, asks once more for every answer there was, and is told the same. */
  async #comeToRest(): Promise<void> {
    this.#record.tell('the faults rest');
    this.#network.weather = CALM;
    Object.assign(this.#disk, { flushMsMax: this.#script.flushMsMax, freeSegments: ENDLESS, failsOn: undefined });
    this.#lives.spare();
    this.#record.attempt(() => this.#lives.venue?.keepDays());
    await this.#go(() => this.#isAtRest(), REST_MS_MAX);
    for (const client of this.#clients)
      for (const [place, id] of [...client.answers.keys()].entries())
        this.#timeline.after(place * UNHURRIED_MS, () => client.askAgain(id));
    const later = this.#timeline.now + HOUR_MS;
    this.#timeline.after(HOUR_MS, () => {});
    await this.#go(() => this.#timeline.now >= later);
  }

  async #startOnceMore(end: () => void): Promise<void> {
    this.#record.attempt(end);
    await this.#go(() => this.#lives.venue === undefined, REST_MS_MAX);
    await this.#go(() => this.#isAtRest(), REST_MS_MAX);
  }

  #isAtRest(): boolean {
    const { venue, isStopping } = this.#lives;
    return venue?.isQuiet === true && !isStopping && this.#clients.every(({ waiting }) => waiting.size === 0);
  }

  #whoWaits(): string {
    const ids = this.#clients.flatMap(({ waiting }) => [...waiting.keys()]);
    return `in vain there waits ${ids.join(', ') || 'the venue itself'}`;
  }

  #take(step: Step): void {
    this.#steps += 1;
    if (step.type !== 'ask') {
      const { number: _, at: __, type, ...parts } = step;
      this.#record.tell(`${type} ${JSON.stringify(parts)}`);
      this.#record.count(type);
    }
    switch (step.type) {
      case 'ask':
        return this.#ask(step.client, new Dice(this.#script.seed, `step ${step.number}`));
      case 'crash':
        return this.#lives.crash(step);
      case 'stop':
        return this.#lives.stop(step.downMs);
      case 'snapshot':
        return this.#lives.venue?.saveSnapshot();
      case 'clock':
        this.#clockAheadMs += step.jumpMs;
        return this.#lives.venue?.keepDays();
      case 'network':
        this.#network.weather = step.weather;
        return;
      case 'disk':
        Object.assign(this.#disk, step.weather);
        // Somebody makes room before long.
        return this.#timeline.after(HOUR_MS, () => {
          this.#disk.freeSegments = ENDLESS;
        });
      case 'connection':
        return this.#clients[step.client]?.stream.trouble(step.deafMs);
      case 'index':
        this.#prices.move(step.factor);
        this.#prices.silentDays = step.silentDays;
        return;
    }
  }

  /** A client asks for what it wants; now and then for something it was already answered, or under an id it has used. */
  #ask(number: number, dice: Dice): void {
    const [client, wish] = [this.#clients[number] as Client, this.#wishers[number] as Wisher];
    const answered = [...client.answers.keys()];
    const { exchange, listings = () => undefined } = this.#lives.venue ?? {};
    const { account } = client;
    const isOpen = exchange !== undefined && exchange.contracts.length > 0 && account < exchange.accounts.length;
    if (answered.length > 0 && (!isOpen || dice.happens(0.08))) {
      const id = dice.oneOf(answered);
      if (dice.happens(0.8)) return client.askAgain(id);
      return client.misuse(id, dice.below(1_000) as Money, listings);
    }
    const listed = listings(dice.below(2) as ContractId);
    if (listed !== undefined && dice.happens(0.15))
      return dice.happens(0.6) ? client.stream.listen(someTopic(listed.code, dice)) : client.mutter(listed.code, dice);
    const time = this.#timeline.now as Millis;
    const wanted = isOpen
      ? wish({ exchange, account, time }, dice)
      : [{ type: 'deposit', account, amount: CAPITAL } as const];
    for (const command of wanted) this.#record.tell(`${client.name} asks for ${JSON.stringify(command)}`);
    client.ask(wanted, listings);
  }
}
