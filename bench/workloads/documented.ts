/**
 * The workloads whose outcome is known: six engines in C++, Java and TypeScript, written apart from one another, agree
 * on these trades. An engine that makes others is wrong, however fast.
 */
import type { Profile } from './generator.ts';

export interface DocumentedWorkload {
  readonly profile: Profile;
  readonly commands: number;
  readonly seed: number;
  readonly trades: number;
  readonly volume: number;
  readonly cancelsRefused: number;
  readonly digest: string;
}

export const documentedWorkloads: readonly DocumentedWorkload[] = [
  known('mixed', 200_000, 7, 80_036, 2_328_573, 1_061, '37095ea8'),
  known('deep', 200_000, 7, 93_461, 2_671_529, 876, 'af2a58a3'),
  known('mixed', 2_000_000, 42, 822_616, 23_905_764, 11_802, '8578c646'),
  known('deep', 2_000_000, 42, 936_645, 26_785_572, 10_497, '78a5293e'),
];

function known(
  profile: Profile,
  commands: number,
  seed: number,
  trades: number,
  volume: number,
  cancelsRefused: number,
  digest: string,
): DocumentedWorkload {
  return { profile, commands, seed, trades, volume, cancelsRefused, digest };
}
