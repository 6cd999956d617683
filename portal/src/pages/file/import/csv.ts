// CSV, and what is copied from a spreadsheet (tabs between cells), as rows of text. Excel in China saves CSV as GB18030, other programs as UTF-8.
import { FileFault, limits, type Row } from './table';

// decoded is the text of a file: UTF-8 where it is well-formed as such, else GB18030.
export function decoded(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.includes('\0')) throw new FileFault('notText');
      return text;
    } catch (thrown) {
      if (thrown instanceof FileFault) throw thrown;
    }
  }
  throw new FileFault('notText');
}

// readCsv: quotes keep separators and line breaks; `number` is the row's, as a spreadsheet counts it.
export function readCsv(given: string): Row[] {
  const text = given.replace(/^\ufeff/, '');
  // A title above the table has neither.
  const first = text.split(/\r?\n|\r/, 10).find((line) => /[\t,]/.test(line));
  const separator = first?.includes('\t') === true ? '\t' : ',';
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let count = 0;
  let number = 0;

  const endCell = () => {
    if (cells.length >= limits.columns || ++count > limits.cells) throw new FileFault('tooMuch');
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = () => {
    endCell();
    number += 1;
    if (cells.some((one) => one !== '')) {
      if (rows.length >= limits.rows) throw new FileFault('tooMuch');
      rows.push({ number, cells });
    }
    cells = [];
  };

  for (let at = 0; at < text.length; ++at) {
    const c = text[at]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (c === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (c === separator) {
      endCell();
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
    } else {
      cell += c;
    }
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

// cellOf writes a cell of CSV.
export const cellOf = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
