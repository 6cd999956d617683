// What a cell of a spreadsheet states of a figure.
import { type Entry, entryFault, parseWhole } from '../form';
import { isDash, spelling } from './spelling';
import { w } from './words';

export type RowChoice = 'asStated' | 'allZero' | 'notApplicable' | 'unknown';

const choices: Record<RowChoice, string[]> = {
  asStated: ['', '据实填报', 'as-stated'],
  allZero: ['全部为零', 'all-zero'],
  notApplicable: ['不适用', 'not-applicable'],
  unknown: ['暂缺', 'not-yet-known'],
};

// rowChoice: what a row says instead of figures (填报情况); undefined for a word that is none.
export function rowChoice(text: string): RowChoice | undefined {
  const wanted = spelling(text);
  return (Object.keys(choices) as RowChoice[]).find((choice) => choices[choice].some((word) => spelling(word) === wanted));
}

export interface Stated {
  // Absent where the cell says nothing that can be entered.
  entry?: Entry;
  fault: string;
}

const formulaError = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)$/;

// readCell: `note` is the row's, the reason of a row that is not applicable as a whole.
export function readCell(entry: Entry, text: string, choice: RowChoice, note: string): Stated {
  const cell = text.trim();
  if (cell === '') return emptyCell(entry, choice, note);
  if (isDash(cell)) return choice === 'notApplicable' ? emptyCell(entry, choice, note) : { fault: w('dash') };
  if (formulaError.test(cell)) return { fault: w('formulaError') };
  if (cell.startsWith('=')) return { fault: w('formula') };
  const stated = /^(?:不适用|n\/a)\s*(?:[：:]\s*([\s\S]*))?$/i.exec(cell);
  if (stated !== null) return notApplicable(entry, stated[1]?.trim() ?? '', choice);
  const number = parseWhole(cell.normalize('NFKC').replace(/[\u2010-\u2015\u2212]/g, '-'));
  if (number === undefined) return { fault: w('notNumber') };
  if (choice === 'notApplicable' || choice === 'unknown' || (choice === 'allZero' && number !== 0n)) return { fault: w('againstChoice') };
  const next: Entry = { ...entry, choice: number === 0n ? 'zero' : 'number', text: String(number), reason: '' };
  return { entry: next, fault: entryFault(next, true) };
}

function emptyCell(entry: Entry, choice: RowChoice, note: string): Stated {
  if (choice === 'allZero') return { entry: { ...entry, choice: 'zero', text: '0', reason: '' }, fault: '' };
  if (choice === 'unknown') return { entry: { ...entry, choice: 'unknown', text: '', reason: '' }, fault: '' };
  if (choice === 'notApplicable') return notApplicable(entry, note, choice);
  return { fault: w('absent') };
}

function notApplicable(entry: Entry, reason: string, choice: RowChoice): Stated {
  if (choice === 'allZero' || choice === 'unknown') return { fault: w('againstChoice') };
  if (!entry.figure.mayBeNotApplicable) return { fault: w('mustApply') };
  if (reason === '') return { fault: w('noReason') };
  return { entry: { ...entry, choice: 'notApplicable', text: '', reason }, fault: '' };
}
