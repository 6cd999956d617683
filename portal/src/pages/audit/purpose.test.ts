import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speaking } from '$/words/words';
import { purposeText } from './purpose';

test('a purpose of exchange’s goes by its words, with what the caller wrote; any other stands as it was written', () => {
  assert.equal(purposeText('PURPOSE_RECONCILIATION'), '数据比对');
  assert.equal(purposeText('PURPOSE_RECONCILIATION: 核对\n两处'), '数据比对：核对\n两处');
  assert.equal(speaking('en', () => purposeText('PURPOSE_RECONCILIATION: check')), 'reconciliation: check');
  assert.equal(purposeText('PURPOSE_UNSPECIFIED'), '');
  assert.equal(purposeText('PURPOSE_UNSPECIFIED: 自查'), '自查');
  for (const text of ['年度考核', 'PURPOSE_OF_LATER: x', '']) assert.equal(purposeText(text), text);
});
