// The difference of two editions of a plan, as paths with the values before and after. Lists of things with an id are compared by it.
export interface Difference {
  path: string;
  before: string;
  after: string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const outputs = new Set(['edition', 'amendmentReason', 'etag', 'createTime', 'updateTime']);

export function differences(before: Json, after: Json): Difference[] {
  const found: Difference[] = [];
  walk(before, after, '', found);
  return found;
}

const text = (value: Json | undefined): string => (value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value));

function walk(before: Json | undefined, after: Json | undefined, path: string, found: Difference[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => path !== '' || !outputs.has(key));
    for (const key of keys) walk(before[key], after[key], path === '' ? key : `${path}.${key}`, found);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    walkLists(before, after, path, found);
    return;
  }
  found.push({ path, before: text(before), after: text(after) });
}

function walkLists(before: Json[], after: Json[], path: string, found: Difference[]): void {
  const keyed = (list: Json[]) => new Map(list.map((item, index) => [keyOf(item, index), item]));
  const left = keyed(before);
  const right = keyed(after);
  for (const key of new Set([...left.keys(), ...right.keys()])) walk(left.get(key), right.get(key), `${path}[${key}]`, found);
}

// keyOf: an item's id; a target's or request's indicator, period and industries; else its place.
function keyOf(item: Json, index: number): string {
  if (!isObject(item)) return String(index);
  const parts = [item.id ?? item.code, item.indicator, item.period, Array.isArray(item.industries) ? item.industries.join('+') : undefined].filter(
    (part) => part !== undefined && part !== '',
  );
  return parts.length > 0 ? parts.map(String).join(' ') : String(index);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
