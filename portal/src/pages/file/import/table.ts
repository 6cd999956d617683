// A spreadsheet as text: rows of cells at their own positions. What a file may have at most is bounded here, so that no file can fill the tab's memory.
import type { words } from './words';

export interface Row {
  // As the file's own program counts them, from 1.
  number: number;
  cells: string[];
}

export interface Sheet {
  name: string;
  rows: Row[];
}

// FileFault: the file as a whole cannot be read; `key` is the word that says why.
export class FileFault extends Error {
  constructor(readonly key: keyof typeof words) {
    super(key);
  }
}

// A plan's obligations of a department fill some hundred rows; a file beyond these is no return.
export const limits = {
  fileBytes: 5 * 1024 * 1024,
  parts: 2000,
  partBytes: 24 * 1024 * 1024,
  strings: 100_000,
  rows: 10_000,
  columns: 256,
  cells: 200_000,
};
