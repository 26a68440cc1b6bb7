/**
 * Commands drawn from dice over every protection there is: those of `random-rules.ts`, with protection figures in their
 * products, orders that repeat themselves or are protected, and between them the commands of those who run the venue.
 */
import type { Command, PlaceOrder } from '#core/commands.ts';
import type { Exchange } from '#core/exchange.ts';
import type { Permission } from '#core/protection/risk-settings.ts';
import type { SwitchTarget } from '#core/protection/switches.ts';
import type { AccountId, ContractId, Lots, Millionths, Millis, Money, TradeDate } from '#core/units.ts';
import { changed, dollars } from './commands.ts';
import { PROTECTION } from './protected.ts';
import type { Dice, Step } from './random-commands.ts';
import { randomRules } from './random-rules.ts';

const ACCOUNTS = 6;
const PRODUCTS = ['PLAIN', 'OURS', 'PAPER', 'LADDER'];
const figures = {
  orderValueMax: dollars(16),
  repeats: { most: 2, windowMs: 5_000 },
  spotMonthMax: 16 as Lots,
  allMonthsMax: 24 as Lots,
  openInterestShare: 400_000 as Millionths,
  openInterestFloor: 15 as Lots,
};

/** Steps without end, most of them those of `randomRules` on the same dice. */
export function* randomProtection(exchange: () => Exchange, dice: Dice): Generator<Step, never> {
  const rules = randomRules(exchange, dice);
  let opened = 0;
  for (;;) {
    const { command, time } = rules.next().value;
    if (command.type === 'openAccount') opened += 1;
    for (const one of varied(command, opened, dice)) yield { command: one, time };
    if (opened < ACCOUNTS || dice(100) >= 14) continue;
    yield { command: protection(exchange(), dice, time), time };
  }
}

/** The command as it is here: now and then it comes several times. */
function varied(command: Command, opened: number, dice: Dice): Command[] {
  switch (command.type) {
    case 'defineProduct': {
      const protection = { ...PROTECTION, ...figures };
      return [
        {
          ...command,
          specification: changed(command.specification, { protection, consecutiveMonths: 2, positionMax: 25 }),
        },
      ];
    }
    case 'changePhase':
      // Mostly it trades, or nothing could go too far.
      return command.phase === 'continuous' || dice(4) === 0 ? [command] : [];
    case 'openAccount':
      return [{ ...command, credential: `k${opened % 4}` }];
    case 'placeOrder': {
      const isProtected = dice(3) === 0;
      const order: PlaceOrder = isProtected ? { ...command, terms: { ...command.terms, protected: true } } : command;
      return Array<Command>(dice(12) === 0 ? 4 : 1).fill(order);
    }
    default:
      return [command];
  }
}

function protection(exchange: Exchange, dice: Dice, time: Millis): Command {
  const account = dice(ACCOUNTS + (dice(20) === 0 ? 1 : 0)) as AccountId;
  const product = PRODUCTS[dice(PRODUCTS.length)] ?? '';
  const by = ['ada', 'ben', 'eve', ' ada'][dice(dice(10) === 0 ? 4 : 3)] ?? '';
  const chance = dice(100);
  if (chance < 3) return { type: 'throwSwitch', target: target(account, dice), by };
  if (chance < 30) {
    const { switches = [] } = exchange.snapshot();
    return { type: 'releaseSwitch', target: switches[dice(switches.length)]?.target ?? target(account, dice), by };
  }
  if (chance < 45) {
    const permissions: Permission[] = ['trade', 'trade', 'trade', 'trade', 'closeOnly', 'cancelOnly'];
    return { type: 'permitAccount', account, product, permission: permissions[dice(6)] as Permission };
  }
  if (chance < 57) {
    const [quantity, value] = [dice(2) * (5 + dice(15)), dice(2) * (2 + dice(3))];
    return { type: 'capOrders', account, ...{ quantity: orNull(quantity), value: orNull(value * 4e6) } };
  }
  if (chance < 67) {
    const until = ((exchange.tradeDate as TradeDate) + dice(4) - 1) as TradeDate;
    return { type: 'grantExemption', account, product, lots: (dice(12) - (dice(12) === 0 ? 1 : 0)) as Lots, until };
  }
  if (chance < 92) {
    const settings = {
      ...{ intervalMs: 1 + dice(60_000), frozenMs: dice(3) * 90_000 },
      ...{ quantity: orNull<Lots>(dice(9)), delta: orNull<Lots>(dice(7)) },
    };
    return { type: 'protectMaker', account, product, settings: dice(12) === 0 ? null : settings };
  }
  if (chance < 97) return { type: 'resetProtection', account, product };
  const month = Math.floor(time / 86_400_000 / 30.44) + 1_970 * 12 - dice(2);
  return { type: 'payRebate', account, product, month, amount: dice(2_000) as Money };
}

function orNull<T extends number>(value: number): T | null {
  return value === 0 ? null : (value as T);
}

function target(account: AccountId, dice: Dice): SwitchTarget {
  const targets: SwitchTarget[] = [
    { level: 'venue' },
    { level: 'contract', contract: dice(9) as ContractId },
    { level: 'group', account },
    { level: 'account', account },
    { level: 'key', credential: `k${dice(5)}` },
  ];
  return targets[dice(targets.length)] as SwitchTarget;
}
