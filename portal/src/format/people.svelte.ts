// Names of people. A certificate says who somebody is by a short name in letters; the register of contacts has the name behind it: the contact
// `{region}-{department}-{role}-{short name}`, as for the single sign-on (contact.proto). Read once for each login, when a page shows a person first;
// whom the register does not have, or does not show the visitor, goes without a name.
import { session } from '$/session.svelte';
import type { Identity } from './names';

let names = $state.raw<ReadonlyMap<string, string> | undefined>();
let loading: Promise<void> | undefined;

export function personName(who: Identity): string {
  if (who.person === '') return '';
  // Where it cannot be had, nobody has a name.
  void loadPeople().catch(() => undefined);
  return names?.get(contactId(who.region, who.department, who.role === 'office' ? 'office-director' : who.role, who.person)) ?? '';
}

// contactId: the contact of an officer whose certificate has this short name; the role as contacts have it.
export const contactId = (region: string, department: string, role: string, shortName: string): string => `${region}-${department}-${role}-${shortName}`;

export function loadPeople(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  // Never at once: whoever asks is being written, and would not hear of it.
  await Promise.resolve();
  names = new Map(recall() ?? remember(await readRegister()));
}

async function readRegister(): Promise<[string, string][]> {
  const [{ allPages, client }, { NotificationService }] = await Promise.all([import('$/api/transport'), import('$/gen/lianfang/notification/v1/notification_service_pb')]);
  return allPages(async (pageToken) => {
    const answer = await client(NotificationService).listContacts({ pageSize: 1000, pageToken });
    return { items: answer.contacts.map((one): [string, string] => [one.name.slice('contacts/'.length), one.displayName]), nextPageToken: answer.nextPageToken };
  });
}

// The register is read with a trace, so not with every page that is opened: what was read is kept as long as the login, in this tab.
const kept = () => `lianfang.people ${session.current.identity} ${session.current.expireTime}`;

function recall(): [string, string][] | undefined {
  try {
    const text = sessionStorage.getItem(kept());
    return text === null ? undefined : (JSON.parse(text) as [string, string][]);
  } catch {
    return undefined;
  }
}

function remember(read: [string, string][]): [string, string][] {
  try {
    sessionStorage.setItem(kept(), JSON.stringify(read));
  } catch {
    // It holds for this visit only.
  }
  return read;
}
