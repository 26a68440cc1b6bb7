/** The tree behind the initial margin, as rows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MarginFigure, MarginTree } from '#wire/margin.ts';
import { marginRows } from '../../src/terminal/models/margin-tree.ts';

const figure = (label: string, unit: MarginFigure['unit'], value: string): MarginFigure => ({ label, unit, value });

const tree: MarginTree = {
  account: 'anna',
  sequence: 7,
  amount: '1368.000000',
  products: [
    {
      product: 'SIT',
      amount: '1368.000000',
      parts: [
        {
          label: 'contract',
          name: 'SIT2612',
          amount: '3000.000000',
          rule: 'scanRange',
          figures: [
            figure('lotsAtRisk', 'lots', '1500'),
            figure('settlementPrice', 'price', '1.000'),
            figure('rate', 'share', '0.120000'),
            figure('marginPerLot', 'money', '120.000000'),
            figure('scanRange', 'share', '0.120000'),
          ],
        },
        {
          label: 'concentration',
          name: 'SIT2612',
          amount: '0.000001',
          rule: null,
          figures: [figure('lotsOfOwner', 'lots', '1500'), figure('lotsInTime', 'lots', '1000')],
        },
        {
          label: 'offset',
          name: 'SIT',
          amount: '-1632.000000',
          rule: null,
          figures: [
            figure('alone', 'money', '2700.000000'),
            figure('together', 'money', '660.000000'),
            figure('offsetShare', 'share', '0.800000'),
            figure('scenario', 'count', '13'),
            figure('interMonth', 'money', '360.000000'),
          ],
        },
      ],
    },
  ],
};

test('TRM-17 every amount of the tree is a row that says what it was worked out from', () => {
  const written = marginRows(tree).map(({ depth, name, reason, details, amount }) =>
    [depth, name, reason, details ?? '', amount].join(' | ').replaceAll('\u00a0', ' '),
  );
  assert.deepEqual(written, [
    '0 | anna | Initial margin |  | 1368.000000',
    '1 | SIT |  |  | 1368.000000',
    '2 | SIT2612 | 1,500 lots at 1.000, 12 % by scan range | margin per lot 120.00, scan range 12 % | 3000.000000',
    '2 | Concentration in SIT2612 | 1,500 lots, of which 1,000 can be closed out in time |  | 0.000001',
    '2 | Offset between months | 2,700.00 one by one, 660.00 together; 80 % of the difference | scenario 13, inter month 360.00 | -1632.000000',
  ]);
  assert.equal(new Set(marginRows(tree).map(({ key }) => key)).size, 5);
});
