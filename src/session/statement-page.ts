/**
 * A statement as a page to print: plain HTML with its own style, light, on A4, nothing fetched and no script.
 *
 * Amounts stand with all their places, so that whoever adds the lines up by hand finds the total.
 */
import { itemWords, partWords } from '#wire/statement-words.ts';
import type { Statement } from '#wire/statements.ts';

/** A whole HTML document; `venue` is the venue's name. */
export function statementPage(statement: Statement, venue: string): string {
  const { account, member, date, closed } = statement;
  const title = `Statement of ${account}, ${date}`;
  const belongs = member === account ? '' : `<div><dt>Client of</dt><dd>${escaped(member)}</dd></div>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<p class="venue">${escaped(venue)}</p>
<h1>Daily statement</h1>
<dl class="head">
<div><dt>Account</dt><dd>${escaped(account)}</dd></div>
${belongs}<div><dt>Trade date</dt><dd>${date}</dd></div>
<div><dt>Currency</dt><dd>USD</dd></div>
</dl>
${closed ? '' : '<p class="open">This day has not closed: the page still changes.</p>'}
</header>
${balance(statement)}
${positions(statement)}
${margin(statement)}
${trades(statement)}
<footer>
<p>Commands ${whole(statement.firstSequence)} to ${whole(statement.lastSequence)} of the venue’s journal.</p>
<p>SHA-256 of this statement without its trades, as canonical JSON:<br><code>${statement.hash}</code></p>
</footer>
</main>
</body>
</html>
`;
}

function balance({ openingBalance, items, closingBalance }: Statement): string {
  const line = (name: string, amount: string, tag = 'td') =>
    `<tr><th scope="row">${name}</th><${tag}>${amount}</${tag}></tr>`;
  const rows = items.map(({ item, amount }) => line(escaped(itemWords(item)), signed(amount)));
  return `<table>
<caption>Balance</caption>
<thead><tr><th scope="col">Item</th><th scope="col">USD</th></tr></thead>
<tbody>${line('Opening balance', figure(openingBalance))}${rows.join('')}</tbody>
<tbody class="total">${line('Closing balance', figure(closingBalance))}</tbody>
</table>`;
}

function positions({ positions: held }: Statement): string {
  if (held.length === 0) return section('Positions', 'No contract was held or traded.');
  const names = [
    'Carried',
    'Bought',
    'Sold',
    'Reduced',
    'Position',
    'Settlement price',
    'Realised',
    'Unrealised',
    'Variation',
  ];
  const rows = held.map((one) => {
    const price = one.settlementPrice === null ? '–' : figure(one.settlementPrice);
    const lots = [signed(one.carried), whole(one.bought), whole(one.sold), signed(one.reduced), signed(one.position)];
    return [one.contract, ...lots, price, signed(one.realised), signed(one.unrealised), signed(one.variation)];
  });
  return table('Positions and variation', ['Contract', ...names], rows);
}

function margin({ margin: held }: Statement): string {
  if (held === null) return '';
  const rows = [
    ...held.parts.map((part) => [partWords(part), figure(part.amount)]),
    ['Initial margin', figure(held.initial)],
    ['Maintenance margin', figure(held.maintenance)],
    held.excess.startsWith('-') ? ['Deficit', figure(held.excess)] : ['Excess', figure(held.excess)],
    ...(held.call === null ? [] : [[callWords(held.call), figure(held.call.amount)]]),
  ];
  return table('Margin for the next day', ['Requirement', 'USD'], rows);
}

function callWords({ due, met }: { readonly due: string; readonly met: boolean }): string {
  return met ? 'Margin call, met' : `Margin call, due ${due.slice(0, 16).replace('T', ' ')} UTC`;
}

function trades({ trades: fills, tradeCount }: Statement): string {
  if (tradeCount === 0) return section('Trades', 'None.');
  const names = ['Time (UTC)', 'Contract', 'Side', 'Lots', 'Price', 'Fee', 'As', 'Trade'];
  const rows = fills.map((fill) => {
    const figures = [whole(fill.quantity), figure(fill.price), figure(fill.fee)];
    return [fill.time.slice(11, 23), fill.contract, fill.side, ...figures, fill.liquidity, whole(fill.trade)];
  });
  const missing = tradeCount - fills.length;
  const note = missing === 0 ? '' : `<p>${whole(missing)} earlier trades are not kept here; the journal has them.</p>`;
  return (fills.length === 0 ? section('Trades', `${whole(tradeCount)} trades.`) : table('Trades', names, rows)) + note;
}

function section(name: string, sentence: string): string {
  return `<section><h2>${name}</h2><p>${sentence}</p></section>`;
}

/** The first field of a row names it. */
function table(caption: string, names: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = names.map((name) => `<th scope="col">${name}</th>`).join('');
  const row = ([name = '', ...cells]: readonly string[]) =>
    `<tr><th scope="row">${escaped(name)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  const body = `<tbody>${rows.map(row).join('')}</tbody>`;
  // A table of many columns scrolls by itself on a narrow screen; on paper it has the width it needs.
  const inner = `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead>${body}</table>`;
  return names.length > 2
    ? `<div class="wide" role="region" aria-label="${caption}" tabindex="0">${inner}</div>`
    : inner;
}

/** A figure in groups of three digits, with the true minus sign. */
function figure(value: string | number): string {
  const text = String(value);
  const [digits = '', places] = text.replace('-', '').split('.');
  const grouped = digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${text.startsWith('-') ? '−' : ''}${grouped}${places === undefined ? '' : `.${places}`}`;
}

const whole = (count: number): string => figure(count);

/** With a plus sign where it is above zero. */
function signed(value: string | number): string {
  const text = String(value);
  return text.startsWith('-') || /^[0.]*$/.test(text) ? figure(value) : `+${figure(value)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const STYLE = `
@page { size: A4; margin: 16mm 14mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #14171d; font: 400 10pt/1.4 -apple-system, "Segoe UI", Roboto, "Noto Sans",
  "Liberation Sans", Arial, sans-serif; font-variant-numeric: tabular-nums lining-nums; }
main { max-width: 182mm; margin: 0 auto; padding: 8mm 4mm; }
h1 { margin: 0; font-size: 18pt; font-weight: 600; }
h2, caption { margin: 0; padding: 0 0 1.5mm; font-size: 10pt; font-weight: 600; text-align: left; }
p { margin: 0; }
.venue { color: #495162; }
.head { display: flex; flex-wrap: wrap; gap: 2mm 10mm; margin: 3mm 0 0; }
dt { color: #495162; font-size: 8pt; }
dd { margin: 0; font-weight: 600; }
.open { margin-top: 3mm; padding: 2mm 3mm; background: #fdf0d5; color: #7a4b00; }
table, section { width: 100%; margin-top: 7mm; border-collapse: collapse; }
.wide { overflow-x: auto; }
th, td { padding: 1mm 0 1mm 3mm; border-bottom: 0.2mm solid #dfe3e9; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
th { font-weight: 400; }
thead th { color: #495162; font-size: 8pt; border-bottom-color: #868e9c; }
.total th, .total td { border-top: 0.3mm solid #14171d; border-bottom: 0; font-weight: 600; }
.wide th, .wide td { font-size: 8pt; }
.wide :is(th, td):not(:first-child) { padding-left: 2mm; }
.wide caption { font-size: 10pt; }
footer { margin-top: 9mm; color: #495162; font-size: 8pt; break-inside: avoid; }
footer p + p { margin-top: 1.5mm; }
code { font-size: 8pt; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr, .total, section { break-inside: avoid; }
@media print { main { max-width: none; padding: 0; } .wide { overflow: visible; } }
`;
