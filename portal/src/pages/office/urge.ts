// 催办: who is written to about what is still owed, and with which words.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { allPages, client } from '$/api/transport';
import { distance, lastDay } from '$/format/dates';
import { departmentName, industryName, periodName, regionName } from '$/format/names';
import type { Contact } from '$/gen/lianfang/notification/v1/contact_pb';
import { NotificationService } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { type Obligation, ObligationState } from '$/gen/lianfang/submission/v1/obligation_pb';
import { type Plan, Recipient } from '$/gen/lianfang/type/v1/plan_pb';
import { aside, inLanguage, type Language, speaking } from '$/words/words';

export const urgeTemplate = 'return-urge';
const longestItems = 1900;
const owedStates = [ObligationState.OPEN, ObligationState.DUE_SOON, ObligationState.OVERDUE, ObligationState.EXTENDED, ObligationState.SENT_BACK];
const pressingStates = [ObligationState.DUE_SOON, ObligationState.OVERDUE, ObligationState.SENT_BACK];

export const isOwed = (one: Obligation): boolean => owedStates.includes(one.state);
export const isPressing = (one: Obligation): boolean => pressingStates.includes(one.state);

export function itemText(plan: Plan, one: Obligation, now: Date): string {
  const where = plan.regions.length > 1 ? `${regionName(plan, one.region)} ` : '';
  const due = one.dueTime === undefined ? '' : aside(lastDay(one.dueTime, plan.timeZone), distance(one.dueTime, now, plan.timeZone));
  return `${where}${industryName(plan, one.industry)} ${periodName(plan, one.period)}${due}`;
}

// itemsText: one line for each; what does not fit is counted, so that the mail says it all the same.
export function itemsText(plan: Plan, chosen: Obligation[], now: Date): string {
  const lines: string[] = [];
  let length = 0;
  for (const one of chosen) {
    const line = itemText(plan, one, now);
    if (length + line.length > longestItems) return [...lines, `…${aside(String(chosen.length))}`].join('\n');
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

export function contactLine(plan: Plan): string {
  return plan.office === undefined ? '' : [inLanguage(plan.office.names), plan.office.phone].filter((part) => part !== '').join(' ');
}

// actingRegions: where the people sit who file these.
export function actingRegions(plan: Plan, department: string, chosen: Obligation[]): string[] {
  const acting = plan.departments.find((one) => one.id === department)?.actingRegion;
  return acting ? [acting] : [...new Set(chosen.map((one) => one.region))];
}

// readContacts: who holds the roles now.
export async function readContacts(department: string, regions: string[], roles: Recipient[], now: Date): Promise<Contact[]> {
  const found = await Promise.all(
    regions.map((region) =>
      allPages(async (pageToken) => {
        const answer = await client(NotificationService).listContacts({ region, department, validTime: timestampFromDate(now), pageSize: 200, pageToken });
        return { items: answer.contacts, nextPageToken: answer.nextPageToken };
      }),
    ),
  );
  return found.flat().filter((one) => roles.includes(one.role) && !one.deputy);
}

export interface Letter {
  department: string;
  items: string;
  text: string;
  contact: string;
}

// readerOf: the language in which somebody is written to.
export const readerOf = (contact: Contact | undefined): Language => (contact?.language.startsWith('en') ? 'en' : 'zh');

// letterOf: in the language of its readers, whatever the page speaks.
export function letterOf(plan: Plan, department: string, chosen: Obligation[], text: string, now: Date, reader: Language): Letter {
  return speaking(reader, () => ({
    department: departmentName(plan, department),
    items: itemsText(plan, chosen, now),
    text: text.trim(),
    contact: contactLine(plan),
  }));
}

// send answers how many were written to; the same letter keeps its request id, so that pressing twice sends once.
export async function send(letter: (reader: Language) => Letter, contacts: Contact[], requestIds: Record<Language, string>): Promise<number> {
  let count = 0;
  for (const reader of ['zh', 'en'] as const) {
    const readers = contacts.filter((one) => readerOf(one) === reader);
    if (readers.length === 0) continue;
    const answer = await client(NotificationService).sendNotice({
      template: urgeTemplate,
      variables: Object.entries(letter(reader)).map(([name, value]) => ({ name, value })),
      recipients: readers.map((one) => ({ recipient: { case: 'contact' as const, value: one.name } })),
      requestId: requestIds[reader],
    });
    count += answer.deliveries.length;
  }
  return count;
}

