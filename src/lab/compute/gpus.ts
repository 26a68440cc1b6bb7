/**
 * What other GPUs cost beside an H100 at the same seller, in September 2026: on demand, US dollars for one GPU an hour.
 *
 * The conversion table of the registry goes by arithmetic, dense 8-bit operations a second. What the market pays for one
 * GPU in hours of another is the quotient of two prices that one seller posts on one day. Readings of others, as the
 * embedded list of GPU hours: silybench-data of 2026-09-25 (RunPod, Nebius, Lambda), api-evangelist of 2026-09-20 (Crusoe,
 * CoreWeave, Lambda).
 */

export interface PostedBeside {
  readonly seller: string;
  readonly gpu: string;
  readonly hour: number;
  /** An hour of H100-80GB-SXM at the same seller. */
  readonly unit: number;
}

export const postedBeside: readonly PostedBeside[] = [
  { seller: 'runpod', gpu: 'H200-141GB-SXM', hour: 4.59, unit: 3.49 },
  { seller: 'nebius', gpu: 'H200-141GB-SXM', hour: 4.5, unit: 3.85 },
  { seller: 'crusoe', gpu: 'H200-141GB-SXM', hour: 4.29, unit: 3.9 },
  { seller: 'runpod', gpu: 'A100-80GB-SXM', hour: 1.59, unit: 3.49 },
  { seller: 'lambda', gpu: 'A100-80GB-SXM', hour: 2.79, unit: 3.99 },
  { seller: 'crusoe', gpu: 'A100-80GB-SXM', hour: 2.3, unit: 3.9 },
  { seller: 'runpod', gpu: 'B200-180GB-SXM', hour: 6.79, unit: 3.49 },
  { seller: 'nebius', gpu: 'B200-180GB-SXM', hour: 7.15, unit: 3.85 },
  { seller: 'lambda', gpu: 'B200-180GB-SXM', hour: 6.69, unit: 3.99 },
  { seller: 'coreweave', gpu: 'B200-180GB-SXM', hour: 8.6, unit: 6.155 },
  { seller: 'runpod', gpu: 'L40S-48GB', hour: 1.09, unit: 3.49 },
  { seller: 'nebius', gpu: 'L40S-48GB', hour: 1.55, unit: 3.85 },
];

export interface MarketUnits {
  readonly sellers: number;
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
}

/** In how many hours of an H100 sellers price an hour of `gpu`; undefined where nobody posts both. */
export function marketUnits(gpu: string): MarketUnits | undefined {
  const ratios = postedBeside.filter((one) => one.gpu === gpu).map(({ hour, unit }) => hour / unit);
  if (ratios.length === 0) return undefined;
  ratios.sort((a, b) => a - b);
  const half = ratios.length / 2;
  const middle = ratios.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return {
    sellers: ratios.length,
    lowest: ratios[0] as number,
    median: middle.reduce((a, b) => a + b, 0) / middle.length,
    highest: ratios.at(-1) as number,
  };
}
