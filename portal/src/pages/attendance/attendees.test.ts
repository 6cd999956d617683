// A list of attendees out of a spreadsheet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { ActivitySchema } from '$/gen/lianfang/coordination/v1/activity_service_pb';
import { IdDocument, TrainingResult } from '$/gen/lianfang/exchange/v1/record_pb';
import { readPasted } from '$/pages/file/import/read';
import { readAttendees } from './attendees';

const activity = create(ActivitySchema, { title: '班组长培训', startDate: { year: 2026, month: 11, day: 3 }, endDate: { year: 2026, month: 11, day: 4 } });
const read = (text: string) => readAttendees(readPasted(text)[0]!.rows, activity);

test('attendees are read below a title, in any order of columns', () => {
  const list = read('建筑班组长培训名单\n结果\t姓 名\t身份证号\t学时\t单位名称\n合格\t张三\t140581199001011234\t16\t示例建设\n不合格\t李四\tE1234567\t\t\n');
  assert.deepEqual(list.faults, []);
  assert.deepEqual(list.rows, [3, 4]);
  const [first, second] = list.attendees;
  assert.equal(first?.person?.displayName, '张三');
  assert.equal(first?.person?.idDocument, IdDocument.RESIDENT_CARD);
  assert.equal(first?.employer?.displayName, '示例建设');
  assert.equal(first?.course, '班组长培训');
  assert.equal(first?.trainingDate?.day, 4, 'the last day of the activity');
  assert.equal(first?.hours, 16);
  assert.equal(second?.result, TrainingResult.FAILED);
  assert.equal(second?.employer, undefined);
});

test('what is wrong stands at its row', () => {
  const list = read('姓名,证件号码,证件类型,结果,学时\n张三,140581199001011234,,及格,16\n,E1,护照,合格,一天\n');
  assert.deepEqual(list.faults.map((fault) => fault.row), [2, 3, 3]);
  assert.match(list.faults[0]!.text, /合格/);
  assert.match(list.faults[1]!.text, /姓名/);
});

test('a table without the three headings is no list', () => {
  assert.equal(read('姓名,电话\n张三,1\n').faults[0]?.row, 0);
});
