/**
 * The lab on the wire: which experiments there are, and the report of one that was run, in the shape of `report.json`.
 *
 * The report is written by whoever ran the experiment, perhaps with another version, so it is held against this shape
 * before anybody reads it.
 */
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false };
/** Names that become files. */
const FileName = Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 80 });
const Place = Type.Union([Type.Number(), Type.String()]);
const Tone = Type.Union(
  (['first', 'second', 'third', 'fourth', 'gain', 'loss', 'quiet'] as const).map((tone) => Type.Literal(tone)),
);

const LabClaim = Type.Object(
  {
    claim: Type.String(),
    said: Type.String(),
    measured: Type.String(),
    interval: Type.Optional(Type.String()),
    verdict: Type.Union([
      Type.Literal('holds'),
      Type.Literal('holds under a stated reading'),
      Type.Literal('does not hold'),
    ]),
    because: Type.String(),
  },
  closed,
);

const LabTable = Type.Object(
  {
    name: FileName,
    title: Type.String(),
    columns: Type.Array(
      Type.Object(
        {
          name: Type.String({ pattern: '^[a-z0-9_]+$' }),
          label: Type.String(),
          places: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    rows: Type.Array(Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]))),
  },
  closed,
);

const Axis = Type.Object(
  {
    label: Type.String(),
    scale: Type.Optional(
      Type.Union([Type.Literal('linear'), Type.Literal('logarithmic'), Type.Literal('dates'), Type.Literal('names')]),
    ),
  },
  closed,
);

const name = Type.String();
const Layer = Type.Union([
  Type.Object(
    {
      kind: Type.Union([Type.Literal('line'), Type.Literal('dots'), Type.Literal('bars')]),
      name,
      tone: Tone,
      points: Type.Array(Type.Tuple([Place, Type.Number()])),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('band'),
      name,
      tone: Tone,
      points: Type.Array(Type.Tuple([Place, Type.Number(), Type.Number()])),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('intervals'),
      name,
      tone: Tone,
      points: Type.Array(Type.Tuple([Place, Type.Number(), Type.Number(), Type.Number()])),
    },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('cells'), name, points: Type.Array(Type.Tuple([Place, Place, Type.Number()])) },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('rule'),
      name,
      tone: Tone,
      axis: Type.Union([Type.Literal('x'), Type.Literal('y')]),
      at: Place,
    },
    closed,
  ),
]);

const LabChart = Type.Object(
  {
    name: FileName,
    title: Type.String(),
    reading: Type.String(),
    x: Axis,
    y: Axis,
    layers: Type.Array(Layer),
  },
  closed,
);

export const LabReport = Type.Object(
  {
    experiment: Type.String(),
    question: Type.String(),
    answer: Type.String(),
    seed: Type.Optional(Type.Integer()),
    command: Type.String(),
    claims: Type.Array(LabClaim),
    tables: Type.Array(LabTable),
    charts: Type.Array(LabChart),
    notes: Type.Array(Type.String()),
  },
  closed,
);
export type LabReport = Static<typeof LabReport>;

/** A table as it is shown: its first rows, and how many there are. */
const ShownTable = Type.Object({ ...LabTable.properties, rowCount: Type.Integer({ minimum: 0 }) }, closed);

/** A chart as it is shown: its picture is a file. */
const { name: chartName, title, reading } = LabChart.properties;
const ShownChart = Type.Object({ name: chartName, title, reading }, closed);

/** A report as it is shown: the whole of it is the file `report.json`. */
export const ShownReport = Type.Object(
  { ...LabReport.properties, tables: Type.Array(ShownTable), charts: Type.Array(ShownChart) },
  closed,
);
export type ShownReport = Static<typeof ShownReport>;

/** How an experiment stands: not run here, run, or run with a report that cannot be read. */
export const LabExperiment = Type.Object(
  {
    name: Type.String(),
    about: Type.String(),
    command: Type.String(),
    state: Type.Union([Type.Literal('notRun'), Type.Literal('run'), Type.Literal('unreadable')]),
  },
  closed,
);
export type LabExperiment = Static<typeof LabExperiment>;

/** An experiment with its report, and the names of the files that can be fetched. */
export const LabFinding = Type.Object(
  {
    ...LabExperiment.properties,
    report: Type.Union([ShownReport, Type.Null()]),
    /** Why there is no report although there should be one. */
    trouble: Type.Union([Type.String(), Type.Null()]),
    files: Type.Array(Type.String()),
  },
  closed,
);
export type LabFinding = Static<typeof LabFinding>;
