import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { FigureValueSchema } from '$/gen/lianfang/type/v1/figures_pb';
import { PlanSchema } from '$/gen/lianfang/type/v1/plan_pb';
import { brokenRules, canFile, type Entry, entryFault, fillIn, newEntries, parseWhole, stated, unknownCount, warnings } from './form';

const figure = (id: string, zh: string, more = {}) => ({ id, names: { zh, en: id }, unit: { zh: '人', en: 'persons' }, maximum: 1000n, ...more });
const plan = create(PlanSchema, {
  figures: [figure('deaths', '死亡人数'), figure('accidents', '事故起数', { minimum: 0n }), figure('trained', '已培训', { mayBeNotApplicable: true })],
  consistencyRules: [
    { id: 'deaths-need-accident', text: { zh: '有死亡必有事故', en: 'deaths need an accident' }, rule: { case: 'implies', value: { left: ['deaths'], right: ['accidents'] } } },
    { id: 'trained', text: { zh: '不超过', en: 'at most' }, rule: { case: 'atMost', value: { left: ['trained'], right: ['accidents'] } } },
  ],
  plausibilityRules: [
    { id: 'change', text: { zh: '变化过大', en: 'changed' }, rule: { case: 'change', value: { percent: 50, units: 3n } } },
    { id: 'round', text: { zh: '整数过多', en: 'round' }, rule: { case: 'roundNumbers', value: { multiple: 10n, length: 2 } } },
  ],
});

function entries(values: Record<string, Partial<Entry>>): Entry[] {
  return newEntries(plan, ['deaths', 'accidents', 'trained']).map((entry) => ({ ...entry, ...values[entry.figure.id] }));
}

test('numbers are read as people type them, and nothing else is', () => {
  assert.equal(parseWhole(' 1,234 '), 1234n);
  assert.equal(parseWhole('１２，３４５'), 12345n);
  assert.equal(parseWhole('-3'), -3n);
  for (const wrong of ['', '1.5', '12人', '1,23', '--1', '1e3', '0x10']) assert.equal(parseWhole(wrong), undefined, wrong);
});

test('zero, not applicable and not yet known stay different', () => {
  const form = entries({ deaths: { choice: 'zero' }, accidents: { choice: 'unknown' }, trained: { choice: 'notApplicable', reason: ' 无此岗位 ' } });
  assert.deepEqual(
    stated(form).map((value) => [value.figure, value.value.case, value.value.value]),
    [
      ['deaths', 'number', 0n],
      ['trained', 'notApplicable', create(FigureValueSchema, { value: { case: 'notApplicable', value: { reason: '无此岗位' } } }).value.value],
    ],
  );
  assert.equal(unknownCount(form), 1);
  assert.equal(canFile(plan, form), false, 'what is not known cannot be filed');
});

test('an empty number is missing only when one files', () => {
  const [deaths] = entries({});
  assert.equal(entryFault(deaths!, false), '');
  assert.notEqual(entryFault(deaths!, true), '');
  assert.equal(canFile(plan, entries({})), false);
});

test('bounds are the plan’s', () => {
  const [deaths] = entries({ deaths: { text: '1001' } });
  assert.match(entryFault(deaths!, false), /1,000/);
  assert.equal(entryFault({ ...deaths!, text: '1000' }, false), '');
  assert.notEqual(entryFault({ ...deaths!, text: '-1' }, false), '');
});

test('a consistency rule holds over numbers alone', () => {
  const broken = (values: Record<string, Partial<Entry>>) => brokenRules(plan, entries(values)).map((rule) => rule.rule);
  assert.deepEqual(broken({ deaths: { text: '1' }, accidents: { choice: 'zero' } }), ['deaths-need-accident']);
  assert.deepEqual(broken({ deaths: { text: '1' }, accidents: { choice: 'unknown' } }), []);
  assert.deepEqual(broken({ accidents: { text: '3' }, trained: { text: '4' } }), ['trained']);
  assert.deepEqual(broken({ accidents: { text: '3' }, trained: { choice: 'notApplicable' } }), []);
});

test('unlikely figures are warnings, and both bounds must be passed', () => {
  const before = (number: bigint) => [create(FigureValueSchema, { figure: 'accidents', value: { case: 'number', value: number } })];
  const found = (text: string, then: bigint) => warnings(plan, entries({ accidents: { text } }), before(then)).map((one) => one.rule);
  assert.deepEqual(found('9', 5n), ['change']);
  assert.deepEqual(found('3', 1n), [], 'more than half, but only two units');
  assert.deepEqual(found('104', 100n), [], 'four units, but only 4 %');
  assert.deepEqual(warnings(plan, entries({ accidents: { text: '20' }, deaths: { text: '30' } }), []).map((one) => one.figures), [['deaths', 'accidents']]);
});

test('a draft fills the form in again', () => {
  const form = entries({ deaths: { text: '2' }, accidents: { choice: 'zero' }, trained: { choice: 'notApplicable', reason: '无' } });
  const again = fillIn(newEntries(plan, ['deaths', 'accidents', 'trained']), stated(form));
  assert.deepEqual(again.map(({ choice, reason }) => [choice, reason]), [['number', ''], ['zero', ''], ['notApplicable', '无']]);
  assert.equal(again[0]!.text, '2');
});
