// Dates as people write them, in the plan's time zone. Due instants are half-open: "due before 1 March 00:00" is shown as 28 February.
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { language, words } from '$/words/words';

const w = words({
  today: ['今天', 'today'],
  tomorrow: ['明天', 'tomorrow'],
  yesterday: ['昨天', 'yesterday'],
  daysLeft: ['还有 {days} 天', '{days} days left'],
  dayLeft: ['还有 1 天', '1 day left'],
  dueToday: ['今天到期', 'due today'],
  daysOver: ['已逾期 {days} 天', '{days} days overdue'],
  dayOver: ['已逾期 1 天', '1 day overdue'],
});

export const defaultZone = 'Asia/Shanghai';

export function toDate(time: Timestamp): Date {
  return new Date(Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6));
}

interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

function civil(date: Date, zone: string): Civil {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(date);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

function writeDate({ year, month, day }: { year: number; month: number; day: number }): string {
  if (language() === 'zh') return `${year}年${month}月${day}日`;
  const name = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1, 1));
  return `${day} ${name} ${year}`;
}

const two = (n: number) => String(n).padStart(2, '0');
const clock = ({ hour, minute }: Civil) => `${two(hour)}:${two(minute)}`;

// day: 2026年2月28日, 28 Feb 2026.
export function day(time: Timestamp | undefined, zone = defaultZone): string {
  return time === undefined ? '' : writeDate(civil(toDate(time), zone));
}

// dateTime: 2026年2月28日 17:05.
export function dateTime(time: Timestamp | undefined, zone = defaultZone): string {
  if (time === undefined) return '';
  const c = civil(toDate(time), zone);
  return `${writeDate(c)} ${clock(c)}`;
}

// lastDay is the last day on which something is in time: the day before the half-open instant.
export function lastDay(due: Timestamp | undefined, zone = defaultZone): string {
  return due === undefined ? '' : writeDate(civil(new Date(toDate(due).getTime() - 1), zone));
}

// plainDate: a google.type.Date.
export function plainDate(date: { year: number; month: number; day: number } | undefined): string {
  if (date === undefined || date.year === 0) return '';
  // A day that is masked is told by its year.
  if (date.month === 0) return language() === 'zh' ? `${date.year}年` : String(date.year);
  return writeDate(date);
}

const dayNumber = (c: Civil) => Date.UTC(c.year, c.month - 1, c.day) / 86_400_000;

// daysUntil counts calendar days from now to the last day in time; negative once it has passed.
export function daysUntil(due: Timestamp, now: Date, zone = defaultZone): number {
  return dayNumber(civil(new Date(toDate(due).getTime() - 1), zone)) - dayNumber(civil(now, zone));
}

// distance: 还有 3 天, 今天到期, 已逾期 2 天.
export function distance(due: Timestamp | undefined, now: Date, zone = defaultZone): string {
  if (due === undefined) return '';
  const days = daysUntil(due, now, zone);
  if (days === 0) return w('dueToday');
  if (days > 0) return days === 1 ? w('dayLeft') : w('daysLeft', { days });
  return days === -1 ? w('dayOver') : w('daysOver', { days: -days });
}

// recent: 今天 09:12, 昨天 17:40, 2026年11月2日 08:00.
export function recent(time: Timestamp | undefined, now: Date, zone = defaultZone): string {
  if (time === undefined) return '';
  const c = civil(toDate(time), zone);
  const days = dayNumber(civil(now, zone)) - dayNumber(c);
  if (days === 0) return `${w('today')} ${clock(c)}`;
  if (days === 1) return `${w('yesterday')} ${clock(c)}`;
  return `${writeDate(c)} ${clock(c)}`;
}

// toInput and fromInput: what a field of a day and an hour holds, `2026-11-30T09:05`, in the zone of the plan (whole hours off UTC, as China's).
export function toInput(date: Date, zone = defaultZone): string {
  const c = civil(date, zone);
  return `${c.year}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}`;
}

export function fromInput(text: string, zone = defaultZone): Date | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
  if (match === null) return undefined;
  const [year, month, dayOfMonth, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number];
  const asUtc = Date.UTC(year, month - 1, dayOfMonth, hour, minute);
  const c = civil(new Date(asUtc), zone);
  return new Date(asUtc - (Date.UTC(c.year, c.month - 1, c.day, c.hour, c.minute) - asUtc));
}

const typed = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?)?$/;

// readTyped: what a field holds for a day as somebody typed it: 2026-12-01, 2026/12/1, 2026年12月1日; with `hours` also 2026-12-01 9:05 and
// 2026年12月1日 9时, and a day alone is its first minute. Undefined where it is no day that there is.
export function readTyped(text: string, hours: boolean): string | undefined {
  const match = typed.exec(text.trim());
  if (match === null || (!hours && match[4] !== undefined)) return undefined;
  const [year, month, dayOfMonth, hour, minute] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth || hour > 23 || minute > 59) return undefined;
  const written = `${year}-${two(month)}-${two(dayOfMonth)}`;
  return hours ? `${written}T${two(hour)}:${two(minute)}` : written;
}
