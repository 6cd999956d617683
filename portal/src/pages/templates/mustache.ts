// As much of Mustache as the templates of mails have (deploy/templates/README.md): variables, sections and inverted sections. Partials, other
// delimiters and unescaped variables are refused there, so they are here.
export type Values = { [name: string]: string | boolean | Values | Values[] };

export class TemplateFault extends Error {}

interface Node {
  kind: 'text' | 'variable' | 'section' | 'inverted';
  // A text, or the name.
  value: string;
  children: Node[];
}

const tag = /\{\{([#^/!>&{=]?)\s*([^}]*?)\s*\}\}/g;

// parse reads a template. A tag of a section that stands alone on its line takes the line with it, as Mustache has it.
export function parse(source: string): Node[] {
  const root: Node = { kind: 'section', value: '', children: [] };
  const open = [root];
  let at = 0;
  for (const found of source.matchAll(tag)) {
    const [whole, sigil = '', name = ''] = found;
    let begin = found.index;
    let end = begin + whole.length;
    if (sigil !== '' && isAlone(source, begin, end)) {
      begin = source.lastIndexOf('\n', begin - 1) + 1;
      end = lineEnd(source, end);
    }
    const top = open[open.length - 1]!;
    if (begin > at) top.children.push({ kind: 'text', value: source.slice(at, begin), children: [] });
    at = end;
    if (sigil === '') top.children.push({ kind: 'variable', value: name, children: [] });
    else if (sigil === '#' || sigil === '^') {
      const section: Node = { kind: sigil === '#' ? 'section' : 'inverted', value: name, children: [] };
      top.children.push(section);
      open.push(section);
    } else if (sigil === '/') {
      if (top.value !== name || open.length === 1) throw new TemplateFault(whole);
      open.pop();
    } else if (sigil !== '!') throw new TemplateFault(whole);
  }
  if (open.length > 1) throw new TemplateFault(`{{#${open[open.length - 1]!.value}}}`);
  root.children.push({ kind: 'text', value: source.slice(at), children: [] });
  return root.children;
}

const lineEnd = (source: string, end: number) => {
  const next = source.indexOf('\n', end);
  return next < 0 ? source.length : next + 1;
};

function isAlone(source: string, begin: number, end: number): boolean {
  const before = source.slice(source.lastIndexOf('\n', begin - 1) + 1, begin);
  return before.trim() === '' && source.slice(end, lineEnd(source, end)).trim() === '';
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// render writes a template; values are escaped where it is HTML.
export function render(source: string, values: Values, html: boolean): string {
  const write = (text: string) => (html ? text.replace(/[&<>"']/g, (c) => escapes[c]!) : text);
  return renderNodes(parse(source), [values], write);
}

function renderNodes(nodes: Node[], scopes: Values[], write: (text: string) => string): string {
  return nodes
    .map((node): string => {
      if (node.kind === 'text') return node.value;
      const value = lookUp(scopes, node.value);
      if (node.kind === 'variable') return typeof value === 'string' ? write(value) : '';
      const none = value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
      if (node.kind === 'inverted') return none ? renderNodes(node.children, scopes, write) : '';
      if (none) return '';
      const inner = Array.isArray(value) ? value : typeof value === 'object' ? [value] : [{}];
      return inner.map((scope) => renderNodes(node.children, [...scopes, scope], write)).join('');
    })
    .join('');
}

function lookUp(scopes: Values[], name: string): Values[string] | undefined {
  for (let i = scopes.length - 1; i >= 0; --i) if (name in scopes[i]!) return scopes[i]![name];
  return undefined;
}

// sampleValues: a value for every variable that a template may name; `section.variable` stands in a section with one item. What a value says is
// its own name, so that one sees where it lands; known ones have an example.
export function sampleValues(variables: string[], examples: Record<string, string>): Values {
  const values: Values = {};
  for (const variable of variables) {
    let scope = values;
    const steps = variable.split('.');
    const last = steps.pop()!;
    for (const step of steps) {
      const inner = scope[step];
      if (Array.isArray(inner)) scope = inner[0]!;
      else scope = (scope[step] = [{}] as Values[])[0]!;
    }
    if (!(last in scope)) scope[last] = examples[last] ?? `〈${last}〉`;
  }
  return values;
}
