// Names as people write them, compared: without regard to width, case, blanks, what nobody sees, and the kind of a dash.
const unseen = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;

export function spelling(text: string): string {
  return text.normalize('NFKC').replace(unseen, '').replace(dashes, '-').toLowerCase();
}

// isDash: `—`, `-`, `／`: what a template has where nothing is asked.
export function isDash(text: string): boolean {
  return /^(-+|\/)$/.test(spelling(text));
}
