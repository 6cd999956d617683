// `languages/{language}/templates/{template}/parts/{part}`, taken apart, and templates in the order of the list.
import { allPages, client } from '$/api/transport';
import type { MailTemplate } from '$/gen/lianfang/notification/v1/template_pb';
import { NotificationService } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { words } from '$/words/words';
import { sampleValues, type Values } from './mustache';
import { samples, templateNames, w } from './words';

export interface TemplateName {
  language: string;
  template: string;
  part: string;
}

export function parseName(name: string): TemplateName | undefined {
  const found = /^languages\/([^/]+)\/templates\/([^/]+)\/parts\/([^/]+)$/.exec(name);
  return found === null ? undefined : { language: found[1]!, template: found[2]!, part: found[3]! };
}

export const partOrder = ['subject', 'txt', 'html', 'short'];

// templateTitle: a template that the table lacks is shown by its id.
export function templateTitle(id: string): string {
  return id in templateNames.table ? templateNames(id as keyof typeof templateNames.table) : id;
}

const partWords = { subject: 'subject', txt: 'txt', html: 'html', short: 'short' } as const;

// partTitle: a part of a mail as people know it; its file's ending where the table lacks it.
export const partTitle = (part: string): string => (part in partWords ? w(partWords[part as keyof typeof partWords]) : part);

const languageWords = words({ 'zh-CN': ['中文', 'Chinese'], en: ['英文', 'English'] });

// languageTitle: a language of mails; its id where the table lacks it.
export const languageTitle = (id: string): string => (id in languageWords.table ? languageWords(id as keyof typeof languageWords.table) : id);

export interface TemplateRow {
  template: string;
  // By `{language} {part}`.
  parts: Map<string, MailTemplate>;
}

export interface TemplateList {
  languages: string[];
  rows: TemplateRow[];
}

// readTemplates: a row for each template, Chinese first among its languages.
export async function readTemplates(): Promise<TemplateList> {
  const all = await allPages(async (pageToken) => {
    const answer = await client(NotificationService).listTemplates({ pageSize: 500, pageToken });
    return { items: answer.templates, nextPageToken: answer.nextPageToken };
  });
  const rows = new Map<string, TemplateRow>();
  const languages = new Set<string>();
  for (const one of all) {
    const name = parseName(one.name);
    if (name === undefined) continue;
    languages.add(name.language);
    if (!rows.has(name.template)) rows.set(name.template, { template: name.template, parts: new Map() });
    rows.get(name.template)!.parts.set(`${name.language} ${name.part}`, one);
  }
  // What people get comes before what the office is told about the sending.
  const order = (id: string) => `${id.startsWith('alert-') ? 1 : 0}${id}`;
  return {
    languages: [...languages].sort((a, b) => Number(b.startsWith('zh')) - Number(a.startsWith('zh')) || a.localeCompare(b)),
    rows: [...rows.values()].sort((a, b) => order(a.template).localeCompare(order(b.template))),
  };
}

// exampleValues are in the language of the template, not of the page.
export function exampleValues(variables: string[], templateLanguage: string): Values {
  const at = templateLanguage.startsWith('zh') ? 0 : 1;
  const examples = Object.fromEntries(Object.entries(samples.table).map(([name, pair]) => [name, pair[at]]));
  return sampleValues(variables, examples);
}
