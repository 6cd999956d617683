// A value of a message as people read it, whatever its kind.
import { type DescField, type DescMessage, isFieldSet, type Message, ScalarType } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { Duration, Timestamp } from '@bufbuild/protobuf/wkt';
import type { Date as CivilDate } from '$/gen/google/type/date_pb';
import type { Money } from '$/gen/google/type/money_pb';
import type { LocalizedText } from '$/gen/lianfang/type/v1/figures_pb';
import type { RatioBound } from '$/gen/lianfang/fund/v1/premium_pb';
import { RecordKind, RecordKindSchema, type RecordOwner } from '$/gen/lianfang/exchange/v1/record_pb';
import { dateTime, lastDay, plainDate } from '$/format/dates';
import { departmentName, figureName, identityName, indicatorName, industryName, lastPart, periodName, planOf, regionName } from '$/format/names';
import { grouped } from '$/format/numbers';
import { recordPathTitle } from '$/pages/exchange/words';
import { chosenPlan, planNamed, plans } from '$/plans.svelte';
import { common } from '$/words/common';
import { enumWords } from '$/words/enums';
import { inLanguage, words } from '$/words/words';
import { resourceOf } from './resources';

const w = words({
  hours: ['{count} 小时', '{count} hours'],
  numbered: ['第 {number} 项', 'no. {number}'],
  year: ['{year}年', '{year}'],
  edition: ['{id} 第 {number} 版', '{id}, edition {number}'],
  including: ['{ratio} %（含）', '{ratio} %, included'],
  excluding: ['{ratio} %（不含）', '{ratio} %, not included'],
});

const hours = (seconds: bigint) => w('hours', { count: String(Math.round(Number(seconds) / 360) / 10) });

// isRegion: a field of a division's code.
export const isRegion = (field: DescField): boolean => /(^|_)regions?$/.test(field.name);

const departmentFields = /(^|_)(department|departments|owner|owners)$/;
const actorFields = /^(actor|creator|recorder|uploader|proposer|publisher|corrector|decider|replier|reader|signer|judge)$/;

// scalarText: ids in the words of the plan, identities as people, names of resources by their last part.
export function scalarText(field: DescField, value: string | number | bigint | boolean): string {
  if (typeof value === 'boolean') return value ? common('yes') : common('no');
  if (typeof value !== 'string') return numberText(field.name, value);
  const plan = chosenPlan();
  if (departmentFields.test(field.name)) return departmentName(plan, value);
  if (isRegion(field)) return regionName(plan, value);
  if (/industr(y|ies)$/.test(field.name)) return industryName(plan, value);
  if (field.name === 'period') return periodName(plan, value);
  if (/^figures?$/.test(field.name)) return figureName(plan, value);
  if (/^indicators?$/.test(field.name)) return indicatorName(plan, value);
  if (actorFields.test(field.name) || value.startsWith('spiffe://')) return identityName(value, plan);
  if (field.name === 'pool') return poolName(value);
  if (/^special(ty|ties)$/.test(field.name)) return specialtyName(value);
  if (/^(differing_)?fields$/.test(field.name)) return recordPathTitle(value);
  if (field.name === 'purpose' || field.name === 'procurement_way') return fundWord(field.name, value);
  return nameText(field, value);
}

// numberText: shares as percentages, in whatever unit the contract has them.
function numberText(field: string, value: number | bigint): string {
  if (field.endsWith('basis_points')) return `${Number(value) / 100} %`;
  if (field.endsWith('_ppm')) return `${Number(value) / 10_000} %`;
  if (/(^|_)percent$/.test(field)) return `${String(value)} %`;
  return field === 'probability' ? `${(Number(value) * 100).toFixed(1)} %` : grouped(value);
}

// nameText: names of resources as people know them.
function nameText(field: DescField, value: string): string {
  const part = /^(inspections|conferences)\/[^/]+\/(?:findings|resolutions)\/(\d+)$/.exec(value);
  if (part !== null) return w('numbered', { number: part[2]! });
  const record = /^records\/(\w+)\/(\w{8})/.exec(value);
  if (record !== null) return `${enumWords(RecordKindSchema, RecordKind[record[1]!.toUpperCase() as keyof typeof RecordKind] ?? 0)} ${record[2]}`;
  const year = /\/(?:budgets|rateLists)\/(\d{4})$/.exec(value);
  if (year !== null) return w('year', { year: year[1]! });
  const edition = /\/agreements\/([^/]+)\/editions\/(\d+)$/.exec(value);
  if (edition !== null) return w('edition', { id: edition[1]!, number: edition[2]! });
  const owed = /^(plans\/[^/]+)\/(?:obligations|returns)\/(.+)-\d{6}-([^/]+)$/.exec(value);
  if (owed !== null) return `${industryName(planNamed(owed[1]!), owed[3]!)} ${periodName(planNamed(owed[1]!), owed[2]!)}`;
  if (field.name === 'name' || /^(plans|experts|engagements|contacts|orders|inspections|projects|discrepancies)\//.test(value)) return lastPart(value);
  return value;
}

// fundWord: a purpose or a way of procurement as the plan calls it.
function fundWord(field: string, value: string): string {
  const fund = chosenPlan()?.fund;
  const found = field === 'purpose' ? fund?.purposes.find((one) => one.id === value) : fund?.procurement.find((one) => one.way === value);
  return inLanguage(found?.names) || value;
}

function poolName(value: string): string {
  const found = planNamed(planOf(value))?.pools.find((pool) => pool.id === lastPart(value));
  return inLanguage(found?.names) || lastPart(value);
}

// specialtyName: pools share their specialties' ids.
function specialtyName(id: string): string {
  const found = plans.all.flatMap((plan) => plan.pools).flatMap((pool) => pool.specialties).find((one) => one.id === id);
  return inLanguage(found?.names) || id;
}

// pageOf is the address at which a resource of this name is shown, a part of one on the whole's page; undefined where there is none.
export function pageOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.replace(/\/(findings|resolutions|revisions|versions|editions)\/.*$/, '').replace(/#\d+$/, '');
  const hasPage = resourceOf(name) !== undefined || /^plans\/[^/]+\/(obligations|returns)\/[^/\s]+$|^records\/\w+\/[^/\s]+$/.test(name);
  return hasPage ? `/${name}` : undefined;
}

export function moneyText(money: Money): string {
  const yuan = `${grouped(money.units)}${money.nanos === 0 ? '' : `.${String(Math.round(money.nanos / 1e7)).padStart(2, '0')}`}`;
  return money.currencyCode === '' || money.currencyCode === 'CNY' ? `¥${yuan}` : `${money.currencyCode} ${yuan}`;
}

// messageText: messages that read as one value; undefined for those that are shown field by field.
export function messageText(field: DescField, message: Message): string | undefined {
  switch (message.$typeName) {
    case 'google.protobuf.Timestamp':
      return /due|deadline/.test(field.name) ? lastDay(message as Timestamp) : dateTime(message as Timestamp);
    case 'google.type.Date':
      return plainDate(message as CivilDate);
    case 'google.type.Money':
      return moneyText(message as Money);
    case 'lianfang.fund.v1.RatioBound':
      return ratioText(message as RatioBound);
    case 'google.protobuf.Duration':
      return hours((message as Duration).seconds);
    case 'lianfang.type.v1.LocalizedText':
      return inLanguage(message as LocalizedText);
    case 'lianfang.exchange.v1.RecordOwner':
      return ownerText(message as RecordOwner);
    default:
      return named(message);
  }
}

const ratioText = ({ basisPoints, inclusive }: RatioBound) => w(inclusive ? 'including' : 'excluding', { ratio: basisPoints / 100 });

// Whose record it is; the region where the plan has several, or it is none of the plan's.
function ownerText(owner: RecordOwner): string {
  const plan = chosenPlan();
  const only = plan?.regions.length === 1 && plan.regions[0]!.code === owner.region;
  return `${only ? '' : `${regionName(plan, owner.region)} `}${departmentName(plan, owner.department)}`;
}

// An employer, an organisation: by its name, and its code behind.
function named(message: Message): string | undefined {
  // Of an employer's figures the name is one among others.
  if (message.$typeName === 'lianfang.fund.v1.EmployerFigures') return undefined;
  const { displayName, creditCode } = message as Message & { displayName?: string; creditCode?: string };
  return displayName !== undefined && displayName !== '' && creditCode !== undefined ? `${displayName}${creditCode === '' ? '' : ` ${creditCode}`}` : undefined;
}

export interface Shown {
  field: DescField;
  // Text of a plain value; items of a list; a message in parts.
  texts: string[];
  links: (string | undefined)[];
  enumName: string;
  // A flag that is set.
  isTrue: boolean;
  messages: Message[];
}

export function shown(message: Message, field: DescField): Shown {
  const result: Shown = { field, texts: [], links: [], enumName: '', isTrue: (message as unknown as Record<string, unknown>)[field.localName] === true, messages: [] };
  const value = (message as unknown as Record<string, unknown>)[field.localName];
  const oneof = field.oneof === undefined ? undefined : (message as unknown as Record<string, { case?: string; value?: unknown }>)[field.oneof.localName];
  const given = oneof === undefined ? value : oneof.case === field.localName ? oneof.value : undefined;
  if (given === undefined) return result;
  for (const one of Array.isArray(given) ? given : [given]) addValue(result, field, one);
  return result;
}

function addValue(result: Shown, field: DescField, value: unknown): void {
  if (field.enum !== undefined && typeof value === 'number') {
    result.enumName = field.enum.value[value]?.name ?? '';
    result.texts.push(enumWords(field.enum, value));
    result.links.push(undefined);
  } else if (field.message !== undefined) {
    const text = messageText(field, value as Message);
    if (text === undefined) result.messages.push(value as Message);
    else result.texts.push(text);
    result.links.push(undefined);
  } else if (value instanceof Uint8Array) {
    if (value.length > 0) result.texts.push(Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  } else {
    result.texts.push(scalarText(field, value as string | number | bigint | boolean));
    result.links.push(field.name === 'name' ? undefined : pageOf(value));
  }
}

// firstOf: of the columns `a|b` the first that has something to say.
export function firstOf(reflected: ReflectMessage, columns: string): Shown | undefined {
  const found = columns.split('|').map((path) => at(reflected, path));
  return found.find((one) => one !== undefined && (one.texts.some((text) => text !== '') || one.messages.length > 0)) ?? found[0];
}

// isPerson and isLong: columns of people, and of sentences, which are not to be squeezed.
export const isPerson = (column: string): boolean => actorFields.test(column);
export const isLong = (column: string): boolean => /(reason|note|description|demand|source|fields)$/i.test(column);

// isNumber: whether a column is of numbers or money, which line up at their right.
export function isNumber(desc: DescMessage, path: string): boolean {
  const [first = '', ...rest] = path.split('|')[0]!.split('.');
  const field = desc.field[first];
  if (field === undefined) return false;
  if (rest.length > 0) return field.message !== undefined && isNumber(field.message, rest.join('.'));
  if (field.fieldKind === 'message') return field.message.typeName === 'google.type.Money';
  return field.fieldKind === 'scalar' && ![ScalarType.STRING, ScalarType.BYTES, ScalarType.BOOL].includes(field.scalar);
}

// at goes along `proposal.title` and answers the field that is shown there.
export function at(reflected: ReflectMessage, path: string): Shown | undefined {
  const [first = '', ...rest] = path.split('.');
  const field = reflected.desc.field[first];
  if (field === undefined) return undefined;
  if (rest.length === 0) return shown(reflected.message, field);
  const found = (reflected.message as unknown as Record<string, Message | Message[] | undefined>)[first];
  // Of a list the last one counts: the newest edition of an agreement.
  const inner = Array.isArray(found) ? found[found.length - 1] : found;
  if (inner === undefined || field.message === undefined) return undefined;
  return at(reflect(field.message, inner), rest.join('.'));
}

const bookkeeping = new Set(['name', 'etag', 'create_time', 'update_time', 'plan', 'next_actions']);
// What says to people nothing that another field does not: ids of rules, errors as programs have them, how far a transfer came.
const unsaid = new Set([
  'lianfang.coordination.v1.Invitation.problem',
  'lianfang.exchange.v1.Discrepancy.rule',
  'lianfang.coordination.v1.AttendanceStatus.begun',
  'lianfang.coordination.v1.AttendanceStatus.begun_version',
]);

// shownFields: the fields of a message that have something to say.
export function shownFields(reflected: ReflectMessage): Shown[] {
  return reflected.fields
    .filter((field) => !bookkeeping.has(field.name) && !unsaid.has(`${field.parent.typeName}.${field.name}`) && isFieldSet(reflected.message, field))
    .map((field) => shown(reflected.message, field))
    .filter((one) => one.texts.length > 0 || one.messages.length > 0);
}
