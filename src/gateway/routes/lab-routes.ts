/** What everyone may see of the lab: its experiments, their reports, and the files of those that were run. */
import { Type } from 'typebox';
import { Refused } from '#session/refused.ts';
import { LabExperiment, LabFinding } from '#wire/lab.ts';
import { FileAnswer, publicRoute, type Route } from './route.ts';

/** The experiments, wherever their reports are kept. */
export interface Lab {
  experiments(): Promise<LabExperiment[]>;
  /** Undefined where there is no such experiment. */
  finding(experiment: string): Promise<LabFinding | undefined>;
  /** The bytes of one file of a report; undefined where there is none, whatever the names say. */
  file(experiment: string, file: string): Promise<Uint8Array | undefined>;
}

const types: Readonly<Record<string, { readonly type: string; readonly isSaved: boolean }>> = {
  json: { type: 'application/json; charset=utf-8', isSaved: true },
  csv: { type: 'text/csv; charset=utf-8', isSaved: true },
  parquet: { type: 'application/vnd.apache.parquet', isSaved: true },
  svg: { type: 'image/svg+xml; charset=utf-8', isSaved: false },
  png: { type: 'image/png', isSaved: false },
};

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 100 });

export function labRoutes(lab: Lab): Route[] {
  const tag = 'lab';
  const refuses = ['NOT_FOUND'] as const;
  return [
    publicRoute(
      {
        method: 'GET',
        path: '/lab',
        tag,
        summary: 'Every experiment of the lab, and whether it was run here',
        answer: Type.Array(LabExperiment),
      },
      () => lab.experiments(),
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/lab/:experiment',
        tag,
        summary: 'An experiment with its report, where it was run, and the names of its files',
        params: Type.Object({ experiment: Name }, closed),
        answer: LabFinding,
        refuses,
      },
      async ({ params }) => {
        const finding = await lab.finding(params.experiment);
        if (finding === undefined)
          throw Refused.atTheDoor('NOT_FOUND', 'experiment', 'There is no experiment of this name.');
        return finding;
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/lab/:experiment/files/:file',
        tag,
        summary: 'A file of a report, byte for byte',
        params: Type.Object({ experiment: Name, file: Name }, closed),
        answer: Type.Unknown(),
        refuses,
      },
      async ({ params: { experiment, file } }) => {
        const kind = types[file.slice(file.lastIndexOf('.') + 1)];
        const bytes = kind === undefined ? undefined : await lab.file(experiment, file);
        if (kind === undefined || bytes === undefined)
          throw Refused.atTheDoor('NOT_FOUND', 'file', 'This experiment has no file of this name.');
        return new FileAnswer(kind.type, bytes, `${experiment}-${file}`, kind.isSaved);
      },
    ),
  ];
}
