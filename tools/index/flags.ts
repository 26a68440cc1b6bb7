import { Complaint } from '../complaint.ts';

const DEFAULT_VENUE = 'http://127.0.0.1:8080';

export const usage = `npm run index -- COMMAND [flags]
  verify --date D      makes the fixing of a day again from its inputs and compares, byte for byte
    --known-at T       as it was known at that moment (2026-11-21T09:00:00Z)
  explain --date D     from the posted price to the weight, step by step
    --paper            by the paper's definitions instead of ours
    --seller S         the rows of one seller
    --embedded         from the embedded price list, without a venue
  history              the days on which the index changed, and the dated price changes behind them
    --from D --to D    from and to these days
    --embedded         from the embedded price list, without a venue
  save --date D --out F
                       writes the document of a day to a file
  attack               what it costs to move a final settlement, and what position limits let it earn
    --days N           so many days of attack, which are what the settlement is the mean of (30)
    --until D          the last of them (yesterday)
    --sellers K        so many colluding sellers at most: 1, 2 or 3 (each)
    --budget USD       what the attack may cost (whatever it takes)
    --leaving PERCENT  buyers that leave a price that is raised (100)
    --times X          colluders post at most X times the fixing and at least that part of it (5)
    --out DIR          writes the attacked days as a CSV file
  keygen --name N --out DIR
                       a new key to contribute prices with, and the line for the operator's list
  sign --name N --key F --file CSV
                       the signature of a file of prices
  submit --name N --key F --file CSV
                       hands a file of prices in
where the document of a day comes from, and prices go to
    --venue URL        a running venue (${DEFAULT_VENUE})
    --file F           a document that was saved
  --help               this text`;

export interface Place {
  readonly venue: string;
  readonly file: string | undefined;
}

export const places = { venue: { type: 'string' }, file: { type: 'string' } } as const;

export function placeOf({
  venue,
  file,
}: {
  readonly venue?: string | undefined;
  readonly file?: string | undefined;
}): Place {
  if (venue !== undefined && file !== undefined)
    throw new Complaint(
      'USAGE',
      'The document comes from a venue or from a file, so --venue and --file exclude each other.',
    );
  const address = venue ?? DEFAULT_VENUE;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Complaint('USAGE', `--venue takes an address like ${DEFAULT_VENUE}, not "${address}".`);
  return { venue: address, file };
}
