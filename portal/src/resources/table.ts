// Messages in a list, as rows that line up: a column for each field that any of them has, what is nested as short text.
import type { DescMessage, Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { comma, language, semicolon } from '$/words/words';
import { fieldTitle } from './field_words';
import { type Shown, shownFields } from './values';

export interface Table {
  columns: { name: string; title: string }[];
  rows: { message: Message; cells: Map<string, Shown> }[];
}

const mostColumns = 9;

// tableOf: undefined where there are too many columns for the width of a page, or too few for a table.
export function tableOf(desc: DescMessage, messages: Message[]): Table | undefined {
  const rows = messages.map((message) => ({ message, cells: new Map(shownFields(reflect(desc, message)).map((shown) => [shown.field.name, shown])) }));
  const used = desc.fields.filter((field) => rows.some((row) => row.cells.has(field.name)));
  if (used.length > mostColumns || used.length < 2) return undefined;
  return { columns: used.map((field) => ({ name: field.name, title: fieldTitle(field.name) })), rows };
}

const colon = () => (language() === 'zh' ? ' ' : ': ');

// inlineText: a message within a cell: `合同 编号 1 · 金额 ¥175,000`.
export function inlineText(shown: Shown): string {
  if (shown.messages.length === 0) return shown.texts.join(comma());
  return shown.messages.map((message) => partsOf(shown, message).join(' · ')).join(semicolon());
}

// isBareId: the name of a resource whose title would have to be read first.
const isBareId = (shown: Shown) => shown.texts.length > 0 && shown.texts.every((text, index) => shown.links[index] !== undefined && /^[0-9a-f]{12,}$/.test(text));

function partsOf(shown: Shown, message: Message): string[] {
  const desc = shown.field.message;
  if (desc === undefined) return [];
  const parts = shownFields(reflect(desc, message)).filter((inner) => !/^(sha256|id)$/.test(inner.field.name) && !isBareId(inner) && inlineText(inner) !== '');
  // A document is its title; what holds nothing but another message is that one.
  const only = parts.length === 1 ? parts[0]! : undefined;
  if (only !== undefined && (only.field.name === 'title' || only.messages.length > 0)) return [inlineText(only)];
  return parts.map((inner) => `${fieldTitle(inner.field.name)}${colon()}${inlineText(inner)}`);
}
