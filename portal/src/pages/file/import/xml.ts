// The tags and texts of an XML document, in order. As much of XML as workbooks have: no document types, hence no entities but the five of XML itself.
import { FileFault } from './table';

export interface Piece {
  kind: 'open' | 'close' | 'text';
  // Local name of a tag; of a text the text.
  value: string;
  attributes: string;
  // A tag without content closes itself: its `close` follows at once.
  empty: boolean;
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([A-Za-z_][^\s/>]*)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;

export function* pieces(document: string): Generator<Piece> {
  token.lastIndex = 0;
  let at = document.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < document.length) {
    token.lastIndex = at;
    const found = token.exec(document);
    if (found === null) throw new FileFault('damaged');
    at = token.lastIndex;
    const [, data, closed, opened, attributes = '', slash, text] = found;
    if (text !== undefined) yield { kind: 'text', value: unescaped(text), attributes: '', empty: false };
    else if (data !== undefined) yield { kind: 'text', value: data, attributes: '', empty: false };
    else if (closed !== undefined) yield { kind: 'close', value: local(closed), attributes: '', empty: false };
    else if (opened !== undefined) {
      const name = local(opened);
      yield { kind: 'open', value: name, attributes, empty: slash === '/' };
      if (slash === '/') yield { kind: 'close', value: name, attributes: '', empty: true };
    }
  }
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

// attribute is the value of an attribute by its local name; empty where there is none.
export function attribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)(?:[^\\s=:]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return unescaped(found?.[1] ?? found?.[2] ?? '');
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
