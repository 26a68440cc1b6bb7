/** The default fund as it is drawn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FundSize, LossReport } from '#wire/clearing.ts';
import { exhaustedSentence, lossSteps, stressRows, waterfall } from '../../src/terminal/models/default-fund.ts';

const size: FundSize = {
  date: '2026-11-23',
  cover: '13800.000000',
  fund: '15180.000000',
  collected: '7688.500000',
  capital: '250.000000',
  buffer: '1380.000000',
  scenario: 'all months +100 %',
  scenarios: [
    { scenario: 'all months −50 %', cover: '6300.000000' },
    { scenario: 'all months +100 %', cover: '13800.000000' },
    { scenario: 'exactly', cover: '7938.500000' },
    { scenario: 'a micro-dollar more', cover: '7938.500001' },
  ],
  exhaustedBy: '-0.610000',
  contributors: 2,
  assessable: '15180.000000',
};

test('TRM-22 the layers stand in the order in which they are asked, and what nobody can say beforehand is no zero', () => {
  assert.deepEqual(
    waterfall(size).map(({ place, name, amount }) => [place, name, amount]),
    [
      [1, 'Margin of the defaulter', null],
      [2, 'Its contribution', null],
      [3, 'Venue’s capital', '250.000000'],
      [4, 'Contributions of the others', '7688.500000'],
      [5, 'Assessments', '15180.000000'],
      [6, 'Gains of the day', null],
    ],
  );
});

test('TRM-22 a worst day is covered as long as fund and capital pay what two members lack, to the micro-dollar', () => {
  const { rows, resources } = stressRows(size);
  assert.deepEqual(
    rows.map(({ scenario, isCovered }) => [scenario, isCovered]),
    [
      ['all months +100 %', false],
      ['a micro-dollar more', false],
      ['exactly', true],
      ['all months −50 %', true],
    ],
  );
  assert.equal(rows[0]?.bar, 1);
  assert.equal(resources, 7938.5 / 13_800);
  // Where everything is covered the resources are the longest.
  assert.equal(stressRows({ ...size, capital: '90000.000000' }).resources, 1);
  assert.deepEqual(stressRows({ ...size, scenarios: [], capital: '0.000000', collected: '0.000000' }).rows, []);
});

test('TRM-22 a loss shows the layers that bore something, each in its place', () => {
  const report: LossReport = {
    date: '2026-11-24',
    loss: '2200.000000',
    layers: [
      { layer: 'defaulterMargin', amount: '1200.000000' },
      { layer: 'defaulterContribution', amount: '0.000000' },
      { layer: 'memberContributions', amount: '1000.000000' },
    ],
    remainder: '0.000000',
  };
  assert.deepEqual(
    lossSteps(report).map(({ place, amount }) => [place, amount]),
    [
      [1, '1200.000000'],
      [4, '1000.000000'],
    ],
  );
});

test('TRM-22 the smallest move that uses everything up is a sentence', () => {
  assert.equal(exhaustedSentence(size), 'Fund and capital last until all prices fall by 61\u00a0% at once.');
  const rise = exhaustedSentence({ exhaustedBy: '1.070000' });
  assert.equal(rise, 'Fund and capital last until all prices rise by 107\u00a0% at once.');
  assert.match(exhaustedSentence({ exhaustedBy: null }), /^No move of all prices/);
});
