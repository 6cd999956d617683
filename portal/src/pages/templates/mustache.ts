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

// parse reads a template.
export function parse(source: string): Node[] {
  const root: Node = { kind: 'section', value: '', children: [] };
  const open = [root];
  let at = 0;
  for (const found of source.matchAll(tag)) {
    const [whole, sigil = '', name = ''] = found;
    const top = open[open.length - 1]!;
    if (found.index > at) top.children.push({ kind: 'text', value: source.slice(at, found.index), children: [] });
    at = found.index + whole.length;
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

// Lines puts text together. A line on which there was nothing but tags of sections leaves no empty line behind, as in the service's library.
class Lines {
  private done = '';
  private line = '';
  private hadSection = false;

  text(text: string): void {
    const parts = text.split('\n');
    parts.forEach((part, index) => {
      this.line += part;
      if (index < parts.length - 1) this.end('\n');
    });
  }

  value(text: string): void {
    this.line += text;
  }

  section(): void {
    this.hadSection = true;
  }

  finish(): string {
    this.end('');
    return this.done;
  }

  private end(mark: string): void {
    if (!this.hadSection || this.line.trim() !== '') this.done += this.line + mark;
    this.line = '';
    this.hadSection = false;
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// render writes a template; values are escaped where it is HTML.
export function render(source: string, values: Values, html: boolean): string {
  const lines = new Lines();
  const write = (text: string) => lines.value(html ? text.replace(/[&<>"']/g, (c) => escapes[c]!) : text);
  renderNodes(parse(source), [values], lines, write);
  return lines.finish();
}

function renderNodes(nodes: Node[], scopes: Values[], lines: Lines, write: (text: string) => void): void {
  for (const node of nodes) {
    if (node.kind === 'text') {
      lines.text(node.value);
      continue;
    }
    const value = lookUp(scopes, node.value);
    if (node.kind === 'variable') {
      if (typeof value === 'string') write(value);
      continue;
    }
    lines.section();
    for (const scope of scopesOf(node, value)) renderNodes(node.children, [...scopes, scope], lines, write);
    lines.section();
  }
}

// scopesOf: once for each time that the section's content is written.
function scopesOf(node: Node, value: Values[string] | undefined): Values[] {
  const none = value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
  if (node.kind === 'inverted') return none ? [{}] : [];
  if (none) return [];
  if (Array.isArray(value)) return value;
  return typeof value === 'object' ? [value] : [{}];
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
