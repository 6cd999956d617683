// `languages/{language}/templates/{template}/parts/{part}`, taken apart, and templates in the order of the list.
import { allPages, client } from '$/api/transport';
import type { MailTemplate } from '$/gen/lianfang/notification/v1/template_pb';
import { NotificationService } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { language } from '$/words/words';
import { sampleValues, type Values } from './mustache';
import { samples } from './words';

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

export interface TemplateRow {
  language: string;
  template: string;
  parts: Map<string, MailTemplate>;
}

// readTemplates: a row for each template and language.
export async function readTemplates(): Promise<TemplateRow[]> {
  const all = await allPages(async (pageToken) => {
    const answer = await client(NotificationService).listTemplates({ pageSize: 500, pageToken });
    return { items: answer.templates, nextPageToken: answer.nextPageToken };
  });
  const rows = new Map<string, TemplateRow>();
  for (const one of all) {
    const name = parseName(one.name);
    if (name === undefined) continue;
    const key = `${name.template} ${name.language}`;
    if (!rows.has(key)) rows.set(key, { language: name.language, template: name.template, parts: new Map() });
    rows.get(key)!.parts.set(name.part, one);
  }
  return [...rows.values()].sort((a, b) => a.template.localeCompare(b.template) || (a.language < b.language ? 1 : -1));
}

// exampleValues are in the language of the template, not of the page.
export function exampleValues(variables: string[], templateLanguage: string): Values {
  const at = templateLanguage.startsWith('zh') ? 0 : 1;
  const examples = Object.fromEntries(Object.entries(samples.table).map(([name, pair]) => [name, pair[at]]));
  return sampleValues(variables, examples);
}

export const mailLanguage = (): string => (language() === 'zh' ? 'zh-CN' : 'en');
