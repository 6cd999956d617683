// A form from a contract: which fields of a request a person fills in, and the request that follows.
import { create, type DescField, type DescMessage, getOption, hasOption, isFieldSet, type Message } from '@bufbuild/protobuf';
import { type Timestamp, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { DateSchema } from '$/gen/google/type/date_pb';
import { MoneySchema } from '$/gen/google/type/money_pb';
import { field_behavior, FieldBehavior } from '$/gen/google/api/field_behavior_pb';
import { max_items } from '$/gen/lianfang/type/v1/bounds_pb';
import { fromInput, readTyped, toDate, toInput } from '$/format/dates';
import { isRegion } from './values';

// Texts as they stand in the controls; messages hold their fields, lists their items.
export type Draft = { [field: string]: DraftValue };
export type DraftValue = string | boolean | Draft | DraftValue[];

// Filled in by the page, not by people.
const automatic = new Set(['name', 'etag', 'request_id', 'validate_only', 'page_size', 'page_token', 'plan', 'parent']);

function behaves(field: DescField, as: FieldBehavior): boolean {
  return hasOption(field, field_behavior) && getOption(field, field_behavior).includes(as);
}

// mostItems: the contract's bound of a list.
export const mostItems = (field: DescField): number => (hasOption(field, max_items) ? getOption(field, max_items) : 20);

export const isRequired = (field: DescField): boolean => behaves(field, FieldBehavior.REQUIRED);

export function editable(message: DescMessage): DescField[] {
  return message.fields.filter(
    (field) =>
      !automatic.has(field.name) &&
      !behaves(field, FieldBehavior.OUTPUT_ONLY) &&
      !behaves(field, FieldBehavior.IDENTIFIER) &&
      field.fieldKind !== 'map' &&
      !(field.fieldKind === 'scalar' && field.scalar === 12),
  );
}

export type Control = 'text' | 'long' | 'number' | 'flag' | 'enum' | 'date' | 'time' | 'money' | 'localized' | 'message' | 'list' | 'department' | 'industry' | 'region' | 'period' | 'files' | 'document';

const longTexts = /(reason|note|description|minutes|demand|text|record|subject|problem|answer|comment|finding)$/;

// isFiles: names of files that coordination keeps.
const isFiles = (field: DescField) => field.fieldKind === 'list' && field.listKind === 'scalar' && field.name === 'files';

export function controlOf(field: DescField, item = false): Control {
  if (isFiles(field)) return 'files';
  if (field.fieldKind === 'list' && !item) return 'list';
  const message = field.message?.typeName;
  if (message === 'google.protobuf.Timestamp') return 'time';
  if (message === 'google.type.Date') return 'date';
  if (message === 'google.type.Money') return 'money';
  if (message === 'lianfang.type.v1.LocalizedText') return 'localized';
  if (message === 'lianfang.fund.v1.Document') return 'document';
  if (message !== undefined) return 'message';
  if (field.enum !== undefined) return 'enum';
  if (field.scalar === 8) return 'flag';
  if (field.scalar !== 9) return 'number';
  if (/(^|_)(department|departments|owner|owners)$/.test(field.name)) return 'department';
  if (/industr(y|ies)$/.test(field.name)) return 'industry';
  if (isRegion(field)) return 'region';
  if (field.name === 'period') return 'period';
  return longTexts.test(field.name) ? 'long' : 'text';
}

export function blankValue(field: DescField, item = false): DraftValue {
  switch (controlOf(field, item)) {
    case 'list':
      return isRequired(field) ? [blankValue(field, true)] : [];
    case 'files':
      return [];
    case 'message':
    case 'document':
      return field.message === undefined ? '' : blank(field.message);
    case 'localized':
      return { zh: '', en: '' };
    case 'flag':
      return false;
    default:
      return '';
  }
}

// blank: oneofs and messages that are not required begin absent, so that a form stays short.
export function blank(message: DescMessage): Draft {
  const draft: Draft = {};
  for (const field of editable(message)) {
    if (field.oneof !== undefined || (controlOf(field) === 'message' && !isRequired(field))) continue;
    draft[field.localName] = blankValue(field);
  }
  return draft;
}

const two = (number: number) => String(number).padStart(2, '0');

function draftOf(field: DescField, value: unknown): DraftValue {
  if (Array.isArray(value)) return value.map((one) => draftOf(field, one));
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const { year, month, day } = value as { year: number; month: number; day: number };
  switch (controlOf(field, true)) {
    case 'time':
      return toInput(toDate(value as Timestamp));
    case 'date':
      return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
    case 'money':
      return `${(value as { units: bigint }).units}.${two(Math.round((value as { nanos: number }).nanos / 1e7))}`;
    default:
      return field.message === undefined ? '' : toDraft(field.message, value as Message);
  }
}

// toDraft is the form of a message as it stands.
export function toDraft(message: DescMessage, value: Message): Draft {
  const draft = blank(message);
  for (const field of editable(message)) {
    if (field.oneof === undefined && isFieldSet(value, field)) {
      draft[field.localName] = draftOf(field, (value as unknown as Record<string, unknown>)[field.localName]);
    }
  }
  return draft;
}

function built(field: DescField, value: DraftValue): unknown {
  if (Array.isArray(value)) return value.map((one) => (controlOf(field) === 'files' ? one : built(field, one))).filter((one) => one !== undefined);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object') return field.message === undefined ? undefined : fromDraft(field.message, value);
  const text = value.trim();
  return text === '' ? undefined : fromText(field, text);
}

function fromText(field: DescField, text: string): unknown {
  const [year, month, day] = text.split('-').map(Number);
  switch (controlOf(field, true)) {
    case 'time': {
      const date = fromInput(text);
      return date === undefined ? undefined : timestampFromDate(date);
    }
    case 'date':
      return create(DateSchema, { year: year ?? 0, month: month ?? 0, day: day ?? 0 });
    case 'money':
      return money(text);
    case 'enum':
      return Number(text);
    case 'number':
      return field.scalar === 3 || field.scalar === 4 ? BigInt(Math.trunc(Number(text))) : Number(text);
    default:
      return text;
  }
}

// misread: fields whose text is no day, instant, amount or number, by their path in the request.
export function misread(message: DescMessage, draft: Draft, above = ''): { field: string; kind: Control }[] {
  return editable(message).flatMap((field) => {
    const given = draft[field.localName];
    const path = above === '' ? field.name : `${above}.${field.name}`;
    if (!Array.isArray(given)) return misreadOne(field, given, path);
    return given.flatMap((one, index) => misreadOne(field, one, `${path}[${index}]`));
  });
}

function misreadOne(field: DescField, given: DraftValue | undefined, path: string): { field: string; kind: Control }[] {
  const kind = controlOf(field, true);
  if (typeof given === 'object' && !Array.isArray(given)) return kind === 'message' && field.message !== undefined ? misread(field.message, given, path) : [];
  return typeof given === 'string' && given.trim() !== '' && !isRead(kind, given.trim()) ? [{ field: path, kind }] : [];
}

function isRead(kind: Control, text: string): boolean {
  if (kind === 'date' || kind === 'time') return readTyped(text, kind === 'time') !== undefined;
  if (kind === 'money') return money(text) !== undefined;
  return kind !== 'number' || Number.isFinite(Number(text));
}

// money: yuan with at most two decimals.
function money(text: string): Message | undefined {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，¥]/g, ''));
  if (match === null) return undefined;
  return create(MoneySchema, { currencyCode: 'CNY', units: BigInt(match[1]!), nanos: Number((match[2] ?? '').padEnd(2, '0')) * 10_000_000 });
}

// fromDraft is the message that a form says.
export function fromDraft(message: DescMessage, draft: Draft): Message {
  const init: Record<string, unknown> = {};
  for (const field of message.fields) {
    const given = draft[field.localName];
    if (given === undefined) continue;
    const value = built(field, given);
    if (value === undefined) continue;
    if (field.oneof === undefined) init[field.localName] = value;
    else init[field.oneof.localName] = { case: field.localName, value };
  }
  return create(message, init as never);
}
