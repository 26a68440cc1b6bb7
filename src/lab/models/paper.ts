/**
 * The paper's margin as the exchange computes it (rule MAR-1), with the figures of SIT.
 */
import { SIT } from '#core/contract.ts';
import { initialRate, RETURNS_IN_SIGMA } from '#core/margin/rates.ts';
import { type MarginModel, returnsOf } from './margin-model.ts';

export const paper: MarginModel = {
  name: 'paper',
  about: 'Three deviations of the last twenty daily returns, at least 8 % and at most 12 %.',
  horizon: 1,
  memory: RETURNS_IN_SIGMA + 1,
  rateAfter: (prices) => initialRate(SIT, returnsOf(prices)),
};
