// The sheets of a workbook (xlsx) as text: numbers as they are stored, formulas by the results that were saved with them, errors as `#REF!`.
// Hidden sheets are left out.
import { FileFault, limits, type Row, type Sheet } from './table';
import { attribute, pieces } from './xml';
import { Archive } from './zip';

interface Relationship {
  id: string;
  type: string;
  target: string;
}

export async function readWorkbook(bytes: Uint8Array): Promise<Sheet[]> {
  const archive = Archive.open(bytes);
  const text = async (part: string) => new TextDecoder().decode(await archive.read(part));
  const relationships = async (part: string) => {
    const at = part.lastIndexOf('/');
    const rels = `${part.slice(0, at + 1)}_rels/${part.slice(at + 1)}.rels`;
    return archive.has(rels) ? readRelationships(await text(rels), part.slice(0, at + 1)) : [];
  };
  const root = (await relationships('')).find((one) => one.type === 'officeDocument');
  const book = root?.target ?? 'xl/workbook.xml';
  const parts = await relationships(book);
  const shared = parts.find((one) => one.type === 'sharedStrings');
  const strings = shared === undefined ? [] : readStrings(await text(shared.target));
  const counter = { cells: 0 };
  const sheets: Sheet[] = [];
  for (const { name, id } of shownSheets(await text(book))) {
    const part = parts.find((one) => one.id === id && one.type === 'worksheet');
    if (part !== undefined) sheets.push({ name, rows: readSheet(await text(part.target), strings, counter) });
  }
  return sheets;
}

function readRelationships(document: string, folder: string): Relationship[] {
  const found: Relationship[] = [];
  for (const piece of pieces(document)) {
    if (piece.kind !== 'open' || piece.value !== 'Relationship' || attribute(piece.attributes, 'TargetMode') === 'External') continue;
    const type = attribute(piece.attributes, 'Type');
    found.push({
      id: attribute(piece.attributes, 'Id'),
      type: type.slice(type.lastIndexOf('/') + 1),
      target: resolved(folder, attribute(piece.attributes, 'Target')),
    });
  }
  return found;
}

function resolved(folder: string, target: string): string {
  const steps = (target.startsWith('/') ? target : folder + target).split('/');
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

function shownSheets(document: string): { name: string; id: string }[] {
  const found: { name: string; id: string }[] = [];
  for (const piece of pieces(document)) {
    if (piece.kind !== 'open' || piece.value !== 'sheet' || /hidden/i.test(attribute(piece.attributes, 'state'))) continue;
    found.push({ name: attribute(piece.attributes, 'name'), id: attribute(piece.attributes, 'id') });
  }
  return found;
}

// readStrings: the shared strings. Readings of characters (rPh) stand beside a text and are no part of it.
function readStrings(document: string): string[] {
  const strings: string[] = [];
  let within = '';
  let reading = false;
  for (const piece of pieces(document)) {
    if (piece.kind === 'text') {
      if (within === 't' && !reading) strings[strings.length - 1] += piece.value;
      continue;
    }
    if (piece.value === 'rPh') reading = piece.kind === 'open' && !piece.empty;
    if (piece.kind === 'open' && piece.value === 'si') {
      if (strings.length >= limits.strings) throw new FileFault('tooMuch');
      strings.push('');
    }
    within = piece.kind === 'open' ? piece.value : '';
  }
  return strings;
}

interface Cell {
  column: number;
  type: string;
  value: string;
  formula: string;
}

function readSheet(document: string, strings: string[], counter: { cells: number }): Row[] {
  const rows: Row[] = [];
  let row: Row | undefined;
  let cell: Cell | undefined;
  let within = '';
  for (const piece of pieces(document)) {
    if (piece.kind === 'text') {
      if (cell !== undefined && (within === 'v' || within === 't')) cell.value += piece.value;
      if (cell !== undefined && within === 'f') cell.formula += piece.value;
      continue;
    }
    if (piece.kind === 'open' && piece.value === 'row') {
      row = newRow(rows, attribute(piece.attributes, 'r'));
    } else if (piece.kind === 'open' && piece.value === 'c' && row !== undefined) {
      cell = newCell(row, piece.attributes);
    } else if (piece.kind === 'close' && piece.value === 'c' && row !== undefined && cell !== undefined) {
      put(row, cell, strings, counter);
      cell = undefined;
    }
    within = piece.kind === 'open' ? piece.value : '';
  }
  return rows.filter((one) => one.cells.some((text) => text !== ''));
}

function newRow(rows: Row[], stated: string): Row {
  const row = { number: Number(stated) || (rows[rows.length - 1]?.number ?? 0) + 1, cells: [] };
  if (rows.length >= limits.rows) throw new FileFault('tooMuch');
  rows.push(row);
  return row;
}

function newCell(row: Row, attributes: string): Cell {
  const column = columnOf(attribute(attributes, 'r')) ?? row.cells.length;
  if (column >= limits.columns) throw new FileFault('tooMuch');
  return { column, type: attribute(attributes, 't'), value: '', formula: '' };
}

// columnOf: 0 of `A5`, 27 of `AB5`.
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function put(row: Row, cell: Cell, strings: string[], counter: { cells: number }): void {
  const text = textOf(cell, strings);
  if (text === '') return;
  counter.cells += 1;
  if (counter.cells > limits.cells) throw new FileFault('tooMuch');
  while (row.cells.length < cell.column) row.cells.push('');
  row.cells[cell.column] = text;
}

function textOf({ type, value, formula }: Cell, strings: string[]): string {
  if (value === '') return formula === '' ? '' : `=${formula}`;
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== '' && type !== 'n') return value;
  // 1.2E3 is 1200; a binary fraction is shown with the digits that tell it apart.
  return /^-?\d+$/.test(value) || !Number.isFinite(Number(value)) ? value : String(Number(value));
}
