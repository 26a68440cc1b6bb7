/** Figures as people read them: with as many digits as survive, and the true minus sign. */
import type { Estimate } from '../statistics/estimate.ts';

/** `12.3 %` of 0.1234 with one place. */
export function percent(value: number, places = 1): string {
  return `${figure(100 * value, places)} %`;
}

export function figure(value: number, places: number): string {
  const text = value.toFixed(places);
  return text.startsWith('-') ? (Number(text) === 0 ? text.slice(1) : `−${text.slice(1)}`) : text;
}

/** `13.1 % to 13.5 % (95 %)`, as `told` tells a figure. */
export function interval(estimate: Estimate, told: (value: number) => string): string {
  return `${span(estimate, told)} (95 %)`;
}

/** The same where the level is said elsewhere. */
export function span({ low, high }: Estimate, told: (value: number) => string): string {
  return `${told(low)} to ${told(high)}`;
}
