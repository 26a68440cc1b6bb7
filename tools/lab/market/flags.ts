/** What a person may say behind `npm run lab -- market`, checked before anything is played. */
import {
  designs,
  hedges,
  limitProfiles,
  type MarketSettings,
  marginModels,
  refuseSettings,
  usualSettings,
} from '#lab/market/settings.ts';
import { flagsOf } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';

export interface MarketFlags {
  /** The design that the others are held against comes first. */
  readonly designs: readonly { readonly name: string; readonly settings: MarketSettings }[];
  readonly years: number;
  readonly seed: number;
}

const YEARS = 100;
const DESIGNS_MAX = 20;

/** What each setting is, in the order in which they are told. */
const about: Readonly<Record<keyof MarketSettings, string>> = {
  tick: 'USD per million tokens',
  lot: 'million tokens in a lot',
  margin: marginModels.join(', '),
  limits: limitProfiles.join(', '),
  takerFee: 'basis points of a fill',
  makerFee: 'basis points of a fill',
  makers: 'how many',
  spread: '% between a maker’s bid and ask, front month',
  backSpread: '% the same, nine months out',
  size: 'million tokens at a maker’s best price',
  presence: '% of looks at which a maker quotes',
  capital: 'USD millions of each maker',
  speculators: 'how many',
  sellers: 'providers that sell forward, % of what companies use',
  hedgers: 'companies that hedge',
  usage: 'million tokens a company uses in a month',
  ratio: 'share of its usage that a company hedges',
  basis: 'deviation a year of its own price over the index, as a logarithm',
  hedge: hedges.join(', '),
  build: 'trading days over which a hedge is bought',
  credit: 'what a company can pay in, % of a year’s bill',
  funding: '% a year for what is paid in',
};
const names = Object.keys(about) as readonly (keyof MarketSettings)[];
const words: Readonly<Partial<Record<keyof MarketSettings, readonly string[]>>> = {
  margin: marginModels,
  limits: limitProfiles,
  hedge: hedges,
};

const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const usage = [
  `  --years N      simulated years (${YEARS})`,
  '  --seed N       the seed (1)',
  `  --design NAME  the contract and market to begin with (tokenpit): ${Object.keys(designs).join(', ')}`,
  '  --vary A=X,Y   a variant for each value, on the same prices; may be said again; also design=paper',
  '  and every setting, as a flag of its own or behind --vary, with what it is in tokenpit:',
  ...names.map((name) => `  --${flagOf(name).padEnd(13)}${about[name]} (${usualSettings[name]})`),
].join('\n');

/** Reads the command line. Throws `Complaint`. */
export function readMarketFlags(argv: readonly string[]): MarketFlags {
  const { values, varied } = parsed(argv);
  const { design = 'tokenpit', years = String(YEARS), seed = '1' } = values;
  const said = names.flatMap((name) => {
    const text = values[flagOf(name)];
    return text === undefined ? [] : [[name, read(name, text)] as const];
  });
  const base: MarketSettings = { ...designOf(design), ...Object.fromEntries(said) };
  const own = said.map(([name, value]) => `${flagOf(name)} ${value}`);
  const all = [
    { name: [design, ...own].join(', '), settings: judged(base) },
    ...varied.flatMap((text) => variantsOf(text, base)),
  ];
  if (all.length > DESIGNS_MAX) throw usageError(`at most ${DESIGNS_MAX} designs can be played in one run.`);
  return {
    designs: all,
    years: whole('--years', years, 2, 10_000),
    seed: whole('--seed', seed, 0, 2 ** 31 - 1),
  };
}

/** The flags that give the same again, in full. */
export function again(argv: readonly string[], { years, seed }: MarketFlags): string {
  const has = (flag: string) => argv.some((word) => word === flag || word.startsWith(`${flag}=`));
  const stated = [...(has('--years') ? [] : ['--years', years]), ...(has('--seed') ? [] : ['--seed', seed])];
  return ['npm run lab -- market', ...argv, ...stated].join(' ');
}

function parsed(argv: readonly string[]) {
  const single = Object.fromEntries(
    ['years', 'seed', 'design', ...names.map(flagOf)].map((name) => [name, { type: 'string' } as const]),
  );
  const { vary, ...rest } = flagsOf(argv, { ...single, vary: { type: 'string', multiple: true } });
  return { values: rest as Record<string, string | undefined>, varied: (vary ?? []) as string[] };
}

function variantsOf(text: string, base: MarketSettings): MarketFlags['designs'][number][] {
  const [, flag = '', list = ''] = /^([a-z-]+)=(.+)$/.exec(text) ?? [];
  if (flag === 'design')
    return list.split(',').map((value) => ({ name: `design ${value}`, settings: designOf(value) }));
  const name = names.find((one) => flagOf(one) === flag);
  if (name === undefined)
    throw usageError(`--vary takes a setting and its values, like tick=0.001,0.01, not "${text}".`);
  return list.split(',').map((value) => ({
    name: `${flag} ${value}`,
    settings: judged({ ...base, [name]: read(name, value) }),
  }));
}

function designOf(name: string): MarketSettings {
  const design = Object.hasOwn(designs, name) ? designs[name] : undefined;
  if (design === undefined) throw usageError(`--design takes ${Object.keys(designs).join(' or ')}, not "${name}".`);
  return design.settings;
}

function read(name: keyof MarketSettings, text: string): string | number {
  const known = words[name];
  if (known?.includes(text)) return text;
  const value = Number(text);
  if (known === undefined && text.trim() !== '' && Number.isFinite(value)) return value;
  throw usageError(`--${flagOf(name)} takes ${known?.join(', ') ?? 'a number'}, not "${text}".`);
}

function judged(settings: MarketSettings): MarketSettings {
  const reason = refuseSettings(settings);
  if (reason !== undefined) throw usageError(`${reason}.`);
  return settings;
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw usageError(`${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
}

const usageError = (message: string) => new Complaint('USAGE', message);
