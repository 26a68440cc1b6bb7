/** The findings of a design as a report: a table for each severity, and the design's margin beside the moves that it meets. */
import type { Chart, Report, Table } from '../experiment/report.ts';
import { checkDesign } from './check-design.ts';
import { movesOf } from './checks-of-margin.ts';
import type { Design } from './design.ts';
import { type Finding, grouped, percent, plain, type Severity, severities, usd } from './finding.ts';
import { leastRate, mostRate } from './margin-rate.ts';
import { CUT, HEDGE, HEDGE_MONTHS, TOTAL_VOLATILITY } from './yardsticks.ts';

/** The report on `design`, which `command` makes again. */
export function reportOfDesign(design: Design, command: string): Report {
  const findings = checkDesign(design);
  return {
    experiment: 'check',
    question: `What is wrong with ${design.name}${design.source === undefined ? '' : ` (${design.source})`}, and which figure shows it?`,
    answer: answerOf(findings),
    seed: undefined,
    command,
    claims: [],
    tables: severities.flatMap((severity) => tableOf(severity, findings)),
    charts: chartOf(design),
    notes: [
      `The yardsticks are ours: ${usd(HEDGE)} to hedge ${HEDGE_MONTHS} months ahead, a list price cut by ${percent(CUT)} overnight, and Table 3 of arXiv 2603.21690, which moves by ${plain(TOTAL_VOLATILITY * 100, 1)} % a year.`,
      'What is questionable may be meant; whoever means it should say why. What is not given was not judged.',
    ],
  };
}

const TITLES: Readonly<Record<Severity, string>> = {
  fails: 'What fails',
  questionable: 'What is questionable',
  'not given': 'What is not given',
  holds: 'What holds',
};

/** The findings of one severity; none where there are none. */
function tableOf(severity: Severity, findings: readonly Finding[]): Table[] {
  const rows = findings
    .filter((finding) => finding.severity === severity)
    .map(({ check, figure, says, rests }) => [check, figure, says, rests]);
  if (rows.length === 0) return [];
  return [
    {
      name: severity.replace(' ', '-'),
      title: TITLES[severity],
      columns: [
        { name: 'check', label: 'check' },
        { name: 'figure', label: 'the figure' },
        { name: 'says', label: 'says' },
        { name: 'rests_on', label: 'rests on' },
      ],
      rows,
    },
  ];
}

function answerOf(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = severities.map((severity) => `${grouped(count(severity))} ${severity}`).join(', ');
  const [first] = findings;
  const gravest = first?.severity === 'fails' ? ` The first that fails: ${first.says}` : '';
  return `Of ${findings.length} findings: ${counts}.${gravest}`;
}

/** What prices may do within a day, and what is held against it. */
function chartOf({ limits, margin }: Design): Chart[] {
  if (limits === undefined || margin === undefined) return [];
  const moves = [...movesOf(limits), { what: 'a cut of a list price', move: CUT }];
  const inPercent = (share: number) => share / 10_000;
  const held = (rate: (move: (typeof moves)[number]['move']) => number | undefined) =>
    moves.flatMap(({ what, move }) => {
      // A cut goes beyond any limit, so it meets the margin of an ordinary evening.
      const value = rate(move === CUT ? (moves[0] as (typeof moves)[number]).move : move);
      return value === undefined ? [] : [[what, inPercent(value)] as const];
    });
  return [
    {
      name: 'margin-and-moves',
      title: 'What a day may do, and what is held against it',
      reading:
        'A bar is a move that the design allows or a list price makes; where it stands above the dots, margin is gone.',
      x: { label: 'move', scale: 'names' },
      y: { label: 'per cent of the contract’s value' },
      layers: [
        {
          kind: 'bars',
          name: 'move',
          tone: 'quiet',
          points: moves.map(({ what, move }) => [what, inPercent(move)] as const),
        },
        { kind: 'dots', name: 'least margin', tone: 'first', points: held((move) => leastRate(margin, move)) },
        ...(margin.cap === undefined
          ? []
          : [
              {
                kind: 'dots' as const,
                name: 'most margin',
                tone: 'second' as const,
                points: held((move) => mostRate(margin, move)),
              },
            ]),
      ],
    },
  ];
}
