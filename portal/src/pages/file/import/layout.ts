// A return in a spreadsheet: the layout of the clerk's template (a row for each obligation, a column for each figure, in any order, below a
// title), or two columns of names and values. What is wrong stands at its cell.
import type { Obligation } from '$/gen/lianfang/submission/v1/obligation_pb';
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';
import { industryName, lastPart, periodName } from '$/format/names';
import { comma, inLanguage } from '$/words/words';
import { type Entry, parseWhole } from '../form';
import { readCell, rowChoice } from './cell';
import { isDash, spelling } from './spelling';
import type { Row, Sheet } from './table';
import { w } from './words';

export interface CellFault {
  // The row's own number; 0: about the file.
  row: number;
  column: number;
  text: string;
}

export interface Imported {
  entries: Entry[];
  filled: number;
  // Texts of the row; undefined where it has none.
  note?: string;
  correctionReason?: string;
  warningConfirmation?: string;
  faults: CellFault[];
  sheet: string;
  // The rows that were read, the header's included.
  rows: Row[];
  // Rows about other obligations.
  others: number;
}

export interface Filling {
  plan: Plan;
  obligation: Obligation;
  entries: Entry[];
}

type Field = 'obligation' | 'period' | 'region' | 'industry' | 'choice' | 'note' | 'correctionReason' | 'warningConfirmation';

const headings: Record<Field, string[]> = {
  obligation: ['报送任务', 'obligation'],
  period: ['数据年度', 'period'],
  region: ['地区', 'region'],
  industry: ['行业', 'industry'],
  choice: ['填报情况', 'choice'],
  note: ['备注', 'note'],
  correctionReason: ['更正原因', 'correction_reason'],
  warningConfirmation: ['提示确认说明', 'warning_confirmation'],
};

const fieldOf = (heading: string): Field | undefined =>
  (Object.keys(headings) as Field[]).find((field) => headings[field].some((word) => spelling(word) === spelling(heading)));

export const headingOf = (field: Field): string => headings[field][0]!;

// figureOf: a figure's id by its heading: its id or name, with its unit behind or without.
function figureOf(plan: Plan, heading: string): string | undefined {
  const wanted = spelling(heading);
  const found = plan.figures.filter(({ id, names, unit }) =>
    [id, names?.zh, names?.en]
      .filter((name): name is string => name !== undefined && name !== '')
      .flatMap((name) => [name, `${name}（${unit?.zh ?? ''}）`, `${name}(${unit?.en ?? ''})`])
      .some((name) => spelling(name) === wanted),
  );
  return found.length === 1 ? found[0]!.id : undefined;
}

interface Header {
  row: Row;
  fields: Map<Field, number>;
  figures: Map<string, number>;
}

const titleRows = 50;

function findHeader(plan: Plan, rows: Row[]): Row | undefined {
  return rows.slice(0, titleRows).find((row) => row.cells.filter((cell) => cell !== '' && (fieldOf(cell) ?? figureOf(plan, cell)) !== undefined).length >= 2);
}

function readHeader(plan: Plan, row: Row, faults: CellFault[]): Header {
  const header: Header = { row, fields: new Map(), figures: new Map() };
  row.cells.forEach((cell, column) => {
    if (cell.trim() === '') return;
    const field = fieldOf(cell);
    const figure = field === undefined ? figureOf(plan, cell) : undefined;
    const taken = field !== undefined ? header.fields.has(field) : figure !== undefined && header.figures.has(figure);
    if (taken) faults.push({ row: row.number, column, text: w('twice') });
    else if (field !== undefined) header.fields.set(field, column);
    else if (figure !== undefined) header.figures.set(figure, column);
    else faults.push({ row: row.number, column, text: w('unknownHeading') });
  });
  return header;
}

// importSheets reads the first sheet that has this return.
export function importSheets(sheets: Sheet[], filling: Filling): Imported {
  let other: Imported | undefined;
  for (const sheet of sheets) {
    const header = findHeader(filling.plan, sheet.rows);
    if (header === undefined) continue;
    const read = importTable(sheet, header, filling);
    if (read.rows.length > 1) return read;
    other ??= read;
  }
  if (other !== undefined) return other;
  return importPairs(sheets[0] ?? { name: '', rows: [] }, filling);
}

function nothing(sheet: Sheet, { entries }: Filling): Imported {
  return { entries: [...entries], filled: 0, faults: [], sheet: sheet.name, rows: [], others: 0 };
}

function importTable(sheet: Sheet, headerRow: Row, filling: Filling): Imported {
  const result = nothing(sheet, filling);
  const header = readHeader(filling.plan, headerRow, result.faults);
  const below = sheet.rows.filter((row) => row.number > headerRow.number);
  const ours = below.filter((row) => isAbout(row, header, filling));
  result.others = below.length - ours.length;
  result.rows = [headerRow, ...ours.slice(0, 20)];
  if (ours.length === 0) {
    result.faults.push({ row: 0, column: 0, text: w('noRow', { subject: `${industryName(filling.plan, filling.obligation.industry)} ${periodName(filling.plan, filling.obligation.period)}` }) });
  } else if (ours.length > 1) {
    for (const row of ours) result.faults.push({ row: row.number, column: header.fields.get('obligation') ?? 0, text: w('rowTwice') });
  } else {
    readRow(result, ours[0]!, header, filling);
  }
  return result;
}

const at = (row: Row, column: number | undefined) => (column === undefined ? '' : (row.cells[column] ?? '').trim());

// isAbout: by the obligation's name or id where the row has one, else by what it says of period, region and industry.
function isAbout(row: Row, header: Header, filling: Filling): boolean {
  const named = spelling(at(row, header.fields.get('obligation')));
  if (named !== '') return [filling.obligation.name, lastPart(filling.obligation.name)].some((name) => spelling(name) === named);
  const said = subject(filling).map(({ field, known }) => ({ text: spelling(at(row, header.fields.get(field))), known }));
  const telling = [...header.figures.values(), header.fields.get('choice')];
  const anything = row.cells.some((cell, column) => cell.trim() !== '' && telling.includes(column));
  return anything && said.every(({ text, known }) => text === '' || known.includes(text));
}

// subject: the spellings under which the obligation's period, region and industry go.
function subject({ plan, obligation }: Filling): { field: Field; known: string[] }[] {
  const spellings = (id: string, names: { zh: string; en: string } | undefined) => [id, names?.zh ?? '', names?.en ?? ''].filter((name) => name !== '').map(spelling);
  return [
    { field: 'period', known: spellings(obligation.period, plan.periods.find((one) => one.id === obligation.period)?.names) },
    { field: 'region', known: spellings(obligation.region, plan.regions.find((one) => one.code === obligation.region)?.names) },
    { field: 'industry', known: spellings(obligation.industry, plan.industries.find((one) => one.id === obligation.industry)?.names) },
  ];
}

function readRow(result: Imported, row: Row, header: Header, filling: Filling): void {
  const fault = (column: number, text: string) => result.faults.push({ row: row.number, column, text });
  // Sorting one column alone makes what a row says of itself disagree with the obligation that it names.
  for (const { field, known } of subject(filling)) {
    const said = spelling(at(row, header.fields.get(field)));
    if (said !== '' && !known.includes(said)) fault(header.fields.get(field)!, w('contradicts'));
  }
  const note = at(row, header.fields.get('note'));
  const choice = rowChoice(at(row, header.fields.get('choice')));
  if (note !== '') result.note = note;
  for (const field of ['correctionReason', 'warningConfirmation'] as const) {
    const text = at(row, header.fields.get(field));
    if (text !== '') result[field] = text;
  }
  if (choice === undefined) return void fault(header.fields.get('choice')!, w('choice'));
  if (choice === 'notApplicable' && note === '') return void fault(header.fields.get('note') ?? header.fields.get('choice')!, w('noteNeeded'));
  for (const [figure, column] of header.figures) {
    const place = result.entries.findIndex((entry) => entry.figure.id === figure);
    const text = at(row, column);
    if (place >= 0) take(result, place, readCell(result.entries[place]!, text, choice, note), row.number, column);
    else if (text !== '' && !isDash(text)) fault(column, w('notAsked'));
  }
  const missing = result.entries.filter((entry) => !header.figures.has(entry.figure.id)).map((entry) => inLanguage(entry.figure.names));
  if (missing.length > 0) result.faults.push({ row: 0, column: 0, text: w('missing', { figures: missing.join(comma()) }) });
}

function take(result: Imported, place: number, stated: { entry?: Entry; fault: string }, row: number, column: number): void {
  if (stated.entry !== undefined) {
    result.entries[place] = stated.entry;
    result.filled += 1;
  }
  if (stated.fault !== '') result.faults.push({ row, column, text: stated.fault });
}

// importPairs: names in the first column, values in the next one that is not empty; a heading may stand above.
function importPairs(sheet: Sheet, filling: Filling): Imported {
  const result = nothing(sheet, filling);
  result.rows = sheet.rows.slice(0, 200);
  for (const row of sheet.rows) {
    const name = at(row, 0);
    const column = row.cells.findIndex((cell, index) => index > 0 && cell.trim() !== '');
    const place = result.entries.findIndex((entry) => entry.figure.id === figureOf(filling.plan, name));
    if (place >= 0) {
      take(result, place, readCell(result.entries[place]!, at(row, Math.max(1, column)), 'asStated', ''), row.number, Math.max(1, column));
    } else if (fieldOf(name) === 'note') {
      result.note = at(row, Math.max(1, column));
    } else if (row !== sheet.rows[0] || parseWhole(at(row, column)) !== undefined) {
      result.faults.push({ row: row.number, column: 0, text: w('unknownName') });
    }
  }
  if (result.filled === 0 && result.faults.every((one) => one.text === w('unknownName'))) {
    result.faults = [{ row: 0, column: 0, text: w('nothing') }, ...result.faults.slice(0, 20)];
  }
  return result;
}
