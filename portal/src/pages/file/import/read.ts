// A file, or what was pasted, as a return; and the empty table that a clerk fills in.
import { regionName, industryName, lastPart, periodName } from '$/format/names';
import { statement } from '$/format/numbers';
import { inLanguage } from '$/words/words';
import { stated } from '../form';
import { cellOf, decoded, readCsv } from './csv';
import { type Filling, headingOf, type Imported, importSheets } from './layout';
import { FileFault, limits, type Sheet } from './table';
import { readWorkbook } from './workbook';

// readSheets: the sheets of a workbook, or what a text file has as one.
export async function readSheets(file: File): Promise<Sheet[]> {
  if (file.size > limits.fileBytes) throw new FileFault('tooLarge');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(bytes);
  // Compound files: .xls, .et, and workbooks with a password.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new FileFault('oldFormat');
  return readPasted(decoded(bytes));
}

export const readPasted = (text: string): Sheet[] => [{ name: '', rows: readCsv(text) }];

export const importFile = async (file: File, filling: Filling): Promise<Imported> => importSheets(await readSheets(file), filling);

export const importText = (text: string, filling: Filling): Imported => importSheets(readPasted(text), filling);

// emptyTable: one row in the layout of the clerk's template, with what the form states already. It reads back.
export function emptyTable({ plan, obligation, entries }: Filling): string {
  const values = stated(entries);
  const figures = entries.map((entry) => {
    const value = values.find((one) => one.figure === entry.figure.id);
    const said = value?.value.case === 'notApplicable' ? `不适用：${value.value.value.reason}` : value === undefined ? '' : statement(value).replace(/,/g, '');
    return { heading: `${inLanguage(entry.figure.names)}（${inLanguage(entry.figure.unit)}）`, said };
  });
  const columns: [string, string][] = [
    [headingOf('region'), regionName(plan, obligation.region)],
    [headingOf('industry'), industryName(plan, obligation.industry)],
    [headingOf('choice'), ''],
    ...figures.map(({ heading, said }): [string, string] => [heading, said]),
    [headingOf('note'), ''],
    [headingOf('correctionReason'), ''],
    [headingOf('warningConfirmation'), ''],
    [headingOf('period'), periodName(plan, obligation.period)],
    [headingOf('obligation'), lastPart(obligation.name)],
  ];
  const line = (at: 0 | 1) => columns.map((column) => cellOf(column[at])).join(',');
  // The mark tells Excel that it is UTF-8.
  return `\ufeff${line(0)}\r\n${line(1)}\r\n`;
}
