import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { setLanguage } from '$/words/words';
import { dateTime, day, distance, fromInput, lastDay, plainDate, readTyped, recent, toInput } from './dates';
import { grouped } from './numbers';

Object.assign(globalThis, { document: { documentElement: {} } });
const at = (text: string) => timestampFromDate(new Date(text));

test('dates are written as people write them, in the zone of the plan', () => {
  setLanguage('zh');
  assert.equal(day(at('2026-02-28T16:30:00Z')), '2026年3月1日');
  assert.equal(dateTime(at('2026-02-28T15:59:00Z')), '2026年2月28日 23:59');
  assert.equal(plainDate({ year: 2026, month: 9, day: 30 }), '2026年9月30日');
  setLanguage('en');
  assert.equal(dateTime(at('2026-02-28T15:59:00Z')), '28 Feb 2026 23:59');
  assert.equal(day(at('2026-02-28T15:59:00Z'), 'UTC'), '28 Feb 2026');
});

test('a half-open due instant is the end of the day before', () => {
  setLanguage('zh');
  assert.equal(lastDay(at('2024-02-29T16:00:00Z')), '2024年2月29日');
  const due = at('2026-02-28T16:00:00Z');
  assert.equal(distance(due, new Date('2026-02-28T15:59:59Z')), '今天到期');
  assert.equal(distance(due, new Date('2026-02-28T16:00:00Z')), '已逾期 1 天');
  assert.equal(distance(due, new Date('2026-02-26T00:00:00Z')), '还有 2 天');
  setLanguage('en');
  assert.equal(distance(due, new Date('2026-02-27T00:00:00Z')), '1 day left');
});

test('what was recently is told by its hour', () => {
  setLanguage('zh');
  const now = new Date('2026-11-30T04:00:00Z');
  assert.equal(recent(at('2026-11-29T16:12:00Z'), now), '今天 00:12');
  assert.equal(recent(at('2026-11-29T15:00:00Z'), now), '昨天 23:00');
  assert.equal(recent(at('2026-11-01T15:00:00Z'), now), '2026年11月1日 23:00');
});

test('an input of date and time goes there and back', () => {
  const date = new Date('2026-11-30T01:05:00Z');
  assert.equal(toInput(date), '2026-11-30T09:05');
  assert.equal(fromInput('2026-11-30T09:05')?.getTime(), date.getTime());
  assert.equal(fromInput('tomorrow'), undefined);
});

test('a day is read as people type it, and only a day that there is', () => {
  for (const text of ['2026-12-01', '2026-12-1', '2026/12/1', '2026.12.01', '2026年12月1日', ' 2026 年 12 月 1 日 ']) {
    assert.equal(readTyped(text, false), '2026-12-01', text);
    assert.equal(readTyped(text, true), '2026-12-01T00:00', text);
  }
  for (const text of ['2026-12-01 09:05', '2026-12-01T09:05', '2026年12月1日9时5分', '2026年12月1日 9：05']) {
    assert.equal(readTyped(text, true), '2026-12-01T09:05', text);
    assert.equal(readTyped(text, false), undefined, text);
  }
  assert.equal(readTyped('2026年12月1日 9时', true), '2026-12-01T09:00');
  assert.equal(readTyped('2028-02-29', false), '2028-02-29');
  for (const text of ['', '12/01/2026', '2026-02-29', '2026-13-01', '2026-12-00', '2026-12-01 24:00', '2026-12-01 09:60', '明天']) assert.equal(readTyped(text, true), undefined, text);
});

test('digits are grouped', () => {
  assert.equal(grouped(1234567n), '1,234,567');
  assert.equal(grouped('-1234.5678'), '-1,234.5678');
});
