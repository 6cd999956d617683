// A record as rows of a field and its text, so that two of them can stand side by side.
import type { DescMessage, Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { type Record as ExchangeRecord, RecordSchema } from '$/gen/lianfang/exchange/v1/record_pb';
import { comma, semicolon } from '$/words/words';
import { shownFields } from '$/resources/values';
import { recordFieldTitle } from './words';

export interface FieldRow {
  // `person.display_name`: the path below the kind's message.
  path: string;
  title: string;
  text: string;
}

// contentRows: what a record says; of an accident the casualty asked for alone, as the persons of other kinds are shown.
export function contentRows(record: ExchangeRecord, casualty = 0): FieldRow[] {
  const { content } = record;
  const desc = content.case === undefined ? undefined : RecordSchema.field[content.case]?.message;
  return desc === undefined ? [] : rowsOf(desc, content.value as Message, '', casualty);
}

const lastStep = (path: string) => path.slice(path.lastIndexOf('.') + 1);

function rowsOf(desc: DescMessage, message: Message, path: string, casualty: number): FieldRow[] {
  return shownFields(reflect(desc, message)).flatMap((shown): FieldRow[] => {
    const { field } = shown;
    const here = path === '' ? field.name : `${path}.${field.name}`;
    const own = shown.texts.length > 0 ? [{ path: here, title: recordFieldTitle(field.name, lastStep(path)), text: shown.texts.join(comma()) }] : [];
    const isCasualties = field.name === 'casualties';
    const chosen = isCasualties && casualty > 0 ? shown.messages.slice(casualty - 1, casualty) : shown.messages;
    // A casualty's person stands beside the person of another kind.
    return [...own, ...chosen.flatMap((inner) => (field.message === undefined ? [] : rowsOf(field.message, inner, isCasualties ? '' : here, casualty)))];
  });
}

export interface Pair {
  path: string;
  title: string;
  left: string;
  right: string;
}

// sideBySide: the fields of both in the order of the first, those of the second alone behind.
export function sideBySide(left: FieldRow[], right: FieldRow[]): Pair[] {
  const paths = [...new Set([...left, ...right].map((row) => row.path))];
  const of = (rows: FieldRow[], path: string) => rows.filter((row) => row.path === path);
  return paths.map((path) => {
    const text = (rows: FieldRow[]) => of(rows, path).map((row) => row.text).join(semicolon());
    return { path, title: (of(left, path)[0] ?? of(right, path)[0])!.title, left: text(left), right: text(right) };
  });
}

// The field that tells when, by kind; it stands behind the record's name.
const days = ['occurrenceTime', 'injuryDate', 'diagnosisDate', 'trainingDate', 'startDate'];

export function dayOf(record: ExchangeRecord): string {
  const { content } = record;
  const desc = content.case === undefined ? undefined : RecordSchema.field[content.case]?.message;
  if (desc === undefined) return '';
  const found = shownFields(reflect(desc, content.value as Message)).find((shown) => days.includes(shown.field.localName));
  return found?.texts[0] ?? '';
}
