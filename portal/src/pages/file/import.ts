// Figures from a spreadsheet: lines of a name and a value, as copied (tabs) or as CSV. Every fault names its line.
import { inLanguage } from '$/words/words';
import { type Entry, parseWhole } from './form';
import { w } from './words';

export interface ImportFault {
  line: number;
  text: string;
}

export interface Imported {
  entries: Entry[];
  filled: number;
  faults: ImportFault[];
}

// cells cuts a line of a spreadsheet; quotes of CSV keep commas.
export function cells(line: string): string[] {
  if (line.includes('\t')) return line.split('\t').map((cell) => cell.trim());
  const found: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    found.push((match[1]?.replace(/""/g, '"') ?? match[2] ?? '').trim());
  }
  return found;
}

const normal = (name: string) => name.replace(/[\s（）()：:，,]/g, '').toLowerCase();

function findEntry(entries: Entry[], name: string): number {
  const wanted = normal(name);
  return entries.findIndex(({ figure }) => [figure.id, figure.names?.zh ?? '', figure.names?.en ?? ''].some((known) => known !== '' && normal(known) === wanted));
}

export function importFigures(entries: Entry[], text: string): Imported {
  const result: Imported = { entries: [...entries], filled: 0, faults: [] };
  text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, index) => {
      if (line.trim() !== '') takeLine(result, cells(line), index + 1);
    });
  return result;
}

function takeLine(result: Imported, [name = '', ...rest]: string[], line: number): void {
  const at = findEntry(result.entries, name);
  const value = rest.find((cell) => cell !== '') ?? '';
  if (at < 0) {
    // The first line may be a heading.
    if (line > 1 || parseWhole(value) !== undefined) result.faults.push({ line, text: w('importUnknown', { name }) });
    return;
  }
  const entry = result.entries[at]!;
  if (value === '') {
    result.faults.push({ line, text: `${inLanguage(entry.figure.names)}：${w('importShort')}` });
    return;
  }
  const number = parseWhole(value);
  if (number === undefined) {
    result.faults.push({ line, text: w('importValue', { value }) });
    return;
  }
  result.entries[at] = { ...entry, choice: number === 0n ? 'zero' : 'number', text: String(number), reason: '' };
  result.filled += 1;
}
