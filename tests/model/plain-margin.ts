/**
 * Margin reckoned once more from the rulebook, in floating point: who hears only events, and reads positions and orders.
 *
 * It keeps every settlement price and every day's volume, and works all of them through again whenever it is asked.
 */
import type { ProductSpecification } from '#core/contract.ts';
import type { Event } from '#core/events.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import type { HistoricalRules, ScenarioRules } from '#core/margin/margin-rules.ts';
import { plainScenarios } from './margin-figures.ts';

interface PlainMonth {
  readonly id: number;
  readonly month: number;
  price: number;
  rate: number;
  /** The price that the day's end has fixed, until terms follow from it. */
  settled: number | undefined;
  volume: number;
}

interface Lots {
  readonly contract: ListedContract;
  readonly rank: number;
  readonly atRisk: number;
  readonly middle: number;
  readonly margin: number;
}

export class PlainMargin {
  readonly #specification: ProductSpecification;
  readonly #months = new Map<number, PlainMonth>();
  #returns: number[][] = [];
  #volumes: number[][] = [];
  #date = 0;

  constructor(specification: ProductSpecification) {
    this.#specification = specification;
  }

  hear(event: Event): void {
    if (event.type === 'contractListed') {
      const { contract: id, month } = event;
      this.#months.set(id, { id, month, price: 0, rate: 0, settled: undefined, volume: 0 });
    } else if (event.type === 'contractTerms') {
      const month = this.#months.get(event.contract) as PlainMonth;
      month.price = event.settlementPrice;
      month.rate = event.initialRate / 1e6;
    } else if (event.type === 'contractSettled') {
      const month = this.#months.get(event.contract) as PlainMonth;
      [month.settled, month.volume] = [event.price, event.volume];
    } else if (event.type === 'dayStepDone' && event.step === 'variation') this.#close();
    else if (event.type === 'contractExpired') this.#expired.add(event.contract);
    else if (event.type === 'dayEnded') this.#date = event.next;
  }

  readonly #expired = new Set<number>();

  #close(): void {
    const months = this.#living();
    this.#returns.push(months.map(({ price, settled }) => ((settled as number) - price) / price));
    this.#volumes.push(months.map(({ volume }) => volume));
    for (const id of this.#expired) this.#months.delete(id);
    this.#expired.clear();
  }

  #living(): PlainMonth[] {
    return [...this.#months.values()].filter(({ price }) => price > 0).sort((a, b) => a.month - b.month);
  }

  /** What the account must have, given the contracts in which its positions and orders are read. */
  marginOf(account: number, contracts: readonly ListedContract[]): { margin: number; outright: number } {
    const rules = this.#specification.margin;
    if (rules === undefined) throw new Error('margin rules are what is reckoned here');
    const held = this.#living().map(({ id, price, rate }, rank): Lots => {
      const contract = contracts[id] as ListedContract;
      const [long, short] = this.#ends(contract, account);
      const margin = price * contract.tickValue * rate;
      return { contract, rank, atRisk: Math.max(long, -short), middle: (long + short) / 2, margin };
    });
    const outright = held.reduce((sum, { atRisk, margin }) => sum + atRisk * margin, 0);
    const offset = held.filter(({ contract }) => this.#date < contract.deliveryFrom);
    // Sixty days stand behind a whole offset of days, and any number behind the others.
    const proven = rules.model === 'historical' ? Math.min(1, this.#returns.length / 60) : 1;
    const saved = (rules.offsetShare / 1e6) * proven * this.#saved(offset);
    return { margin: outright - saved + held.reduce((sum, lots) => sum + this.#concentration(lots), 0), outright };
  }

  /** The most and the least that the account can hold if orders fill. */
  #ends({ positions }: ListedContract, account: number): [long: number, short: number] {
    const id = account as Parameters<typeof positions.positionOf>[0];
    const position = positions.positionOf(id);
    return [position + positions.buyingOf(id), position - positions.sellingOf(id)];
  }

  #saved(held: readonly Lots[]): number {
    const rules = this.#specification.margin;
    const worths = held.map(({ middle, margin }) => middle * margin);
    const apart = worths.reduce((sum, worth) => sum + Math.abs(worth), 0);
    const net = worths.reduce((sum, worth) => sum + worth, 0);
    if (rules?.model === 'rate') return apart - (apart + Math.abs(net)) / 2;
    if (rules?.model === 'scenario') return apart - Math.abs(net) - interMonth(rules, worths, held[0]?.rank ?? 0);
    return this.#savedByDays(rules as HistoricalRules, held);
  }

  #savedByDays(rules: HistoricalRules, held: readonly Lots[]): number {
    const days = this.#returns.slice(-rules.lookBack);
    if (days.length === 0) return 0;
    const k = Math.ceil((days.length * 25) / 1_000);
    const shortfall = (losses: readonly number[]) => {
      const worst = [...losses].sort((a, b) => b - a).slice(0, k);
      return Math.max(0, worst.reduce((sum, loss) => sum + loss, 0) / k);
    };
    const sums = days.map(() => 0);
    let apart = 0;
    for (const { rank, middle, margin } of held) {
      const lived = plainScenarios(
        days.map((day) => day[rank] ?? 0),
        rules,
      );
      const worse = Math.max(shortfall(lived), shortfall(lived.map((r) => -r)));
      const losses = lived.map((r) => (worse === 0 ? 0 : (-r * margin * middle) / worse));
      for (const [day, loss] of losses.entries()) sums[day] = (sums[day] ?? 0) + loss;
      apart += shortfall(losses);
    }
    return apart - shortfall(sums);
  }

  #concentration({ contract, rank, atRisk, margin }: Lots): number {
    const rules = this.#specification.margin?.concentration;
    if (!rules) return 0;
    const volumes = this.#volumes.slice(-30).map((day) => day[rank] ?? 0);
    const daily = Math.floor(volumes.reduce((sum, lots) => sum + lots, 0) / Math.max(1, volumes.length));
    const inTime = Math.max(rules.leastLots, Math.floor((daily * rules.participation) / 1e6) * rules.horizonDays);
    if (atRisk <= inTime) return 0;
    const root = Math.ceil(Math.sqrt(Math.ceil((atRisk / inTime) * 1e6) / 1e6) * 1_000) / 1_000;
    return atRisk * (margin * (root - 1) + rules.halfSpread * contract.tickValue);
  }
}

/** Border by border: half of what stands on one side against its opposite on the other, times what it costs there. */
function interMonth({ interMonth: shares }: ScenarioRules, worths: readonly number[], nearest: number): number {
  let cost = 0;
  for (let border = 1; border < worths.length; border += 1) {
    const [near, far] = [worths.slice(0, border), worths.slice(border)].map((side) => side.reduce((a, b) => a + b, 0));
    const opposed = (near ?? 0) * (far ?? 0) < 0 ? Math.min(Math.abs(near ?? 0), Math.abs(far ?? 0)) : 0;
    cost += (opposed * (shares[Math.min(nearest + border - 1, shares.length - 1)] ?? 0)) / 1e6;
  }
  return cost;
}
