// Words in the two languages of the page, side by side, so that none can be missing:
//
//   const w = words({ title: ['今日', 'Today'], left: ['还有 {days} 天', '{days} days left'] });
//   w('left', { days: 3 })
//
// Every page keeps its table beside it; tests/portal checks them all.
export type Language = 'zh' | 'en';
export type Pair = readonly [zh: string, en: string];
export type Values = Record<string, string | number>;

const storedLanguage = 'lianfang.language';
let current: Language = readLanguage();

function readLanguage(): Language {
  try {
    return localStorage.getItem(storedLanguage) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh'; // storage is blocked, or there is none
  }
}

export function language(): Language {
  return current;
}

// setLanguage changes what words() answers from now on; whoever shows words mounts again.
export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(storedLanguage, next);
  } catch {
    // It holds for this visit only.
  }
}

// speaking answers what said() says in another language than the page's: for texts that somebody else reads.
export function speaking<T>(other: Language, said: () => T): T {
  const own = current;
  current = other;
  try {
    return said();
  } finally {
    current = own;
  }
}

// comma and semicolon stand between the parts of a list, colon after what names the next words, aside() around what is said beside.
export const comma = (): string => (current === 'zh' ? '、' : ', ');
export const semicolon = (): string => (current === 'zh' ? '；' : '; ');
export const colon = (): string => (current === 'zh' ? '：' : ': ');
export const aside = (...parts: string[]): string => (current === 'zh' ? `（${parts.join('，')}）` : ` (${parts.join(', ')})`);

export interface Words<Key extends string> {
  (key: Key, values?: Values): string;
  readonly table: Record<Key, Pair>;
}

export function words<Key extends string>(table: Record<Key, Pair>): Words<Key> {
  const say = (key: Key, values?: Values) => fill(table[key][current === 'zh' ? 0 : 1], values);
  return Object.assign(say, { table });
}

function fill(text: string, values?: Values): string {
  if (values === undefined) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

// inLanguage is a text of a plan or a service in the language of the page; Chinese is the official one.
export function inLanguage(text: { zh: string; en: string } | undefined): string {
  if (text === undefined) return '';
  return current === 'en' && text.en !== '' ? text.en : text.zh;
}
