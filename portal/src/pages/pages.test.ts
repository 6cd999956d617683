// Pure parts of pages: trends, the matrix' differences, the inbox's order, links of invitations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { DutySchema, DutyState } from '$/gen/lianfang/duty/v1/duty_pb';
import { PlanSchema } from '$/gen/lianfang/type/v1/plan_pb';
import { Role } from '$/gen/lianfang/type/v1/access_pb';
import { parseLink } from './invitation/link';
import { differences } from './office/difference';
import { namesOf, pathText, valueText } from './office/plan_words';
import { ancestors } from './scorecard/address';
import { niceTop, pathOf, type Point, scaleOf } from './scorecard/trend';
import { divide } from './today/duties';
import { onPage, withoutName } from './today/duty_text';

const box = { width: 220, height: 96, left: 10, right: 10, top: 18, bottom: 18 };
const point = (value: number | undefined, bound?: number): Point => ({ period: '', value, text: '', provisional: false, bound });

test('a picture of a trend begins at zero, and a gap breaks its line', () => {
  const points = [point(10), point(undefined), point(5, 40)];
  const scale = scaleOf(points, box);
  assert.equal(scale.top, 50);
  assert.equal(scale.y(0), box.height - box.bottom);
  assert.equal(pathOf(points.map((one) => one.value), scale).match(/M/g)?.length, 2);
  assert.deepEqual([0, 1, 3, 24, 99, 101].map(niceTop), [1, 1, 5, 25, 100, 200]);
});

test('regions above are found by their code', () => {
  assert.deepEqual(ancestors('140581'), ['140500', '140000', '100000']);
  assert.deepEqual(ancestors('140000'), ['100000']);
});

test('editions differ by what has an id, not by its place', () => {
  const before = { title: 'a', edition: 1, figures: [{ id: 'x', maximum: '5' }, { id: 'y' }] };
  const after = { title: 'a', edition: 2, figures: [{ id: 'y' }, { id: 'x', maximum: '6' }] };
  assert.deepEqual(differences(before, after), [{ path: 'figures[x].maximum', before: '5', after: '6' }]);
  assert.equal(pathText('figures[x.y z].maximum'), '数据项“x.y z” › 上限');
  assert.equal(pathText('somethingNew'), 'somethingNew');
  const plan = create(PlanSchema, {
    indicators: [{ id: 'rate', names: { zh: '发生率', en: 'Rate' } }],
    industries: [{ id: 'a', names: { zh: '煤矿', en: 'Coal' } }, { id: 'b', names: { zh: '建筑', en: 'Construction' } }],
  });
  assert.equal(pathText('targets[rate 2026 a+b].bound', namesOf(plan)), '目标“发生率 2026 煤矿、建筑” › bound');
  assert.equal(valueText('a', namesOf(plan)), '煤矿');
  assert.equal(valueText('15', namesOf(plan)), '15');
});

test('the inbox is the visitor’s, most pressing first', () => {
  const duty = (resource: string, state: DutyState, role: Role, department: string, due: bigint, back = false) =>
    create(DutySchema, { resource, state, role, department, dueTime: { seconds: due }, awaitedSpans: [{}], ...(back ? { sentBackTime: { seconds: 1n } } : {}) });
  const inbox = divide(
    [
      duty('later', DutyState.OPEN, Role.LIAISON, 'a', 9n),
      duty('soon', DutyState.DUE_SOON, Role.LIAISON, 'a', 5n),
      duty('late', DutyState.OVERDUE, Role.LIAISON, 'a', 2n),
      duty('back', DutyState.OVERDUE, Role.LIAISON, 'a', 3n, true),
      duty('signs', DutyState.OPEN, Role.CONVENER, 'a', 1n),
    ],
    { role: 'liaison', department: 'a' },
  );
  assert.deepEqual(inbox.mine.map((one) => one.resource), ['back', 'late', 'soon', 'later']);
  assert.deepEqual(inbox.others.map((one) => one.resource), ['signs']);
});

test('the link of an invitation has all three parts or none', () => {
  assert.deepEqual(parseLink('#engagement=engagements/e&expert=experts/x&token=abc'), { name: 'engagements/e', expert: 'experts/x', token: 'abc' });
  assert.equal(parseLink('#engagement=engagements/e&token=abc'), undefined);
  assert.equal(parseLink(''), undefined);
});

test('a duty says what to do on the page, and nothing of the command line or of names', () => {
  assert.equal(onPage('打开该项报送，或用 `lianfang return submit` 报送'), '打开该项报送');
  assert.equal(onPage('Open it, or with `lianfang return submit`'), 'Open it');
  assert.equal(onPage('打开该项报送'), '打开该项报送');
  assert.equal(withoutName('整改：示例矿业有限公司（orders/0123456789ab）'), '整改：示例矿业有限公司');
});
