/** `market`: the hedging study through the real exchange, and what another design of the contract changes. */
import type { FormulaCosts } from '#lab/market/formula.ts';
import type { FormulaTask, PlayedYear, YearTask } from '#lab/market/play-year.ts';
import { marketReport } from '#lab/market/report.ts';
import type { MarketSettings } from '#lab/market/settings.ts';
import type { Experiment, Work } from '../experiment.ts';
import { again, readMarketFlags, usage } from '../market/flags.ts';

/** So many years by the formula alone, in parts of so many. */
const FORMULA_YEARS = 4_000;
const PART = 100;

export const market: Experiment = {
  name: 'market',
  usage,
  async run(argv, work) {
    const flags = readMarketFlags(argv);
    const { designs, years, seed } = flags;
    const tasks = designs.flatMap(({ settings }) =>
      Array.from({ length: years }, (_, year): YearTask => ({ settings, seed, year })),
    );
    const formulas = await formulaYearsOf(
      designs.map(({ settings }) => settings),
      seed,
      work,
    );
    const played = await work.map<YearTask, PlayedYear>('playYear', tasks, 'years');
    return marketReport(
      designs.map((design, at) => ({
        ...design,
        years: played.slice(at * years, (at + 1) * years),
        formulaYears: formulas[at] as (readonly FormulaCosts[])[],
      })),
      seed,
      again(argv, flags),
    );
  },
};

/** The years by the formula of each design; those that differ only in the market share them. */
async function formulaYearsOf(
  designs: readonly MarketSettings[],
  seed: number,
  work: Work,
): Promise<(readonly FormulaCosts[])[][]> {
  const keys = designs.map(({ usage: tokens, ratio, basis, hedgers, hedge }) =>
    JSON.stringify({ tokens, ratio, basis, hedgers, hedge }),
  );
  const distinct = [...new Set(keys)];
  const tasks = distinct.flatMap((key) =>
    Array.from({ length: FORMULA_YEARS / PART }, (_, part): FormulaTask => {
      const settings = designs[keys.indexOf(key)] as MarketSettings;
      return { settings, seed, from: part * PART, to: (part + 1) * PART };
    }),
  );
  const parts = await work.map<FormulaTask, (readonly FormulaCosts[])[]>('formulaYears', tasks, 'parts of the formula');
  const each = FORMULA_YEARS / PART;
  return keys.map((key) => {
    const at = distinct.indexOf(key) * each;
    return parts.slice(at, at + each).flat();
  });
}
