/** What margin each product asks for today, and by which model. */
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { MISSING, percent, rate } from '../models/figures.ts';
import { loadedValue } from '../models/loadable.ts';

export function MarginParameters() {
  const desk = useDesk();
  const products = loadedValue(usePainted(desk.products)) ?? [];
  const tickers = loadedValue(usePainted(desk.tickers)) ?? [];
  return (
    <section className="clearing-part">
      <h3>
        <strong>Initial margin</strong> <span className="soft">of the value at the settlement price</span>
      </h3>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="name">
              Product
            </th>
            <th scope="col" className="name">
              Model
            </th>
            <th scope="col">Months today</th>
            <th scope="col">Maintenance margin</th>
          </tr>
        </thead>
        <tbody>
          {products.map((product) => (
            <tr key={product.code}>
              <th scope="row" className="name" title={product.name}>
                {product.code}
              </th>
              <td className="name">{product.marginModel}</td>
              <td className="strong">
                {rangeOf(
                  tickers.flatMap((ticker) => (ticker.product === product.code ? [ticker.initialMarginRate] : [])),
                )}
              </td>
              <td>{rate(product.maintenanceShare)} of it</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** `12.0 % to 15.4 %`, or the one rate that all have. */
function rangeOf(rates: readonly string[]): string {
  // All have the same places, and none has more than a figure before the point.
  const inOrder = rates.toSorted();
  const [low, high] = [inOrder[0], inOrder.at(-1)];
  if (low === undefined || high === undefined) return MISSING;
  return low === high ? percent(low) : `${percent(low)} to ${percent(high)}`;
}
