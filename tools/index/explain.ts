/**
 * `explain`: how a fixing came about, from posted prices to weights to the value, as tables under the names of the steps.
 *
 * What is shown is made from the inputs, so that every figure follows from the one before it. Where the document says
 * something else was published, that is said first.
 */
import { formatDate } from '#core/calendar.ts';
import type { IndexInputs } from '#core/price-index/publication.ts';
import { publish } from '#core/price-index/publish.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import { dayIn, flagsOf } from '../command-line.ts';
import { Complaint } from '../complaint.ts';
import { readDocument } from './document-shape.ts';
import { compared, documents, parts } from './explain-beside.ts';
import { steps } from './explain-steps.ts';
import { documentText } from './fetch-document.ts';
import { placeOf, places } from './flags.ts';
import { embeddedInputs } from './inputs.ts';

const options = {
  ...places,
  date: { type: 'string' },
  'known-at': { type: 'string' },
  embedded: { type: 'boolean', default: false },
  paper: { type: 'boolean', default: false },
  seller: { type: 'string' },
} as const;

/** Prints the steps. Exit code 0. */
export async function explain(argv: readonly string[]): Promise<number> {
  const flags = flagsOf(argv, options);
  const { inputs, about } = await inputsOf(flags);
  const { sellers, version } = inputs.terms.registry;
  if (flags.seller !== undefined && !sellers.some(({ seller }) => seller === flags.seller))
    throw new Complaint('NOT_FOUND', `The registry ${version} has no seller "${flags.seller}".`);
  const publication = publish(inputs);
  const chosen = flags.paper ? publication.paper : publication.index;
  console.log(about.join('\n'));
  console.log(steps(chosen, inputs, flags.seller).join('\n'));
  if (flags.seller !== undefined) return 0;
  console.log(compared(publication).join('\n'));
  console.log(parts(publication).join('\n'));
  console.log(documents(inputs.evidence).join('\n'));
  return 0;
}

type Asked = ReturnType<typeof flagsOf<typeof options>>;

async function inputsOf(flags: Asked): Promise<{ readonly inputs: IndexInputs; readonly about: readonly string[] }> {
  const date = dayIn('--date', flags.date);
  if (flags.embedded) {
    const inputs = embeddedInputs(date);
    return {
      inputs,
      about: [
        titleOf(inputs),
        'Made from the embedded price list. Nothing is remembered of the day before, so a venue may have kept a model or',
        'a seller out or in that this one does not.',
      ],
    };
  }
  const { text, where } = await documentText(placeOf(flags), date, flags['known-at']);
  const { inputs, publication, revision, reason, by } = readDocument(text, date, where);
  const isAnother = canonicalJson(publish(inputs)) !== canonicalJson(publication);
  return {
    inputs,
    about: [
      titleOf(inputs),
      ...(reason === null ? [] : [`Revision ${revision} by ${by}: ${reason}`]),
      ...(isAnother ? ['What was published is NOT what these inputs make; `verify` says where it differs.'] : []),
    ],
  };
}

function titleOf({ date, terms }: IndexInputs): string {
  return `Token Price Index of ${formatDate(date)}, terms ${terms.version}, registry ${terms.registry.version}`;
}
