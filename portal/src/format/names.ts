// Resource names and identities, taken apart for people.
import { inLanguage, language, words } from '$/words/words';
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';
import { plans } from '$/plans.svelte';
import { divisionName } from './divisions.svelte';
import { personName } from './people.svelte';

const w = words({
  convener: ['召集人', 'convener'],
  liaison: ['联络员', 'liaison officer'],
  office: ['领导小组办公室', 'plan office'],
  observer: ['监督员', 'observer'],
  auditor: ['审计', 'auditor'],
  operator: ['运维', 'operator'],
  service: ['系统（{name}）', 'system ({name})'],
});

const services = words({
  submission: ['报送', 'submission'],
  evaluation: ['评估', 'evaluation'],
  notification: ['催报', 'notification'],
  expert: ['专家', 'expert'],
  exchange: ['信息交换', 'exchange'],
  coordination: ['协调', 'coordination'],
  fund: ['基金', 'fund'],
  portal: ['网页', 'portal'],
});

// serviceName: a service of the suite as people know it.
export function serviceName(id: string): string {
  return id in services.table ? services(id as keyof typeof services.table) : id;
}

// lastPart: `2026-140581-coal-mining` of `plans/x/obligations/2026-140581-coal-mining`.
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

// planOf: `plans/x` of any name below it; empty where the name is of no plan.
export function planOf(name: string): string {
  return /^plans\/[^/]+/.exec(name)?.[0] ?? '';
}

export interface Identity {
  region: string;
  department: string;
  role: string;
  person: string;
  service: string;
}

export function parseIdentity(uri: string): Identity {
  const part = (key: string) => new RegExp(`/${key}/([^/]+)`).exec(uri)?.[1] ?? '';
  return { region: part('region'), department: part('department'), role: part('role'), person: part('person'), service: part('service') };
}

const roleWords: Record<string, Parameters<typeof w>[0]> = {
  convener: 'convener',
  liaison: 'liaison',
  office: 'office',
  observer: 'observer',
  auditor: 'auditor',
  operator: 'operator',
  'office-director': 'office',
};

export function roleName(role: string): string {
  const key = roleWords[role];
  return key === undefined ? role : w(key);
}

// identityName: 应急管理局 联络员 张伟; without a name where the register of contacts has none.
export function identityName(uri: string, plan?: Plan): string {
  if (uri === '') return '';
  const id = parseIdentity(uri);
  if (id.service !== '') return w('service', { name: serviceName(id.service) });
  const known = plan?.departments.find((d) => d.id === id.department);
  return [known ? inLanguage(known.names) : id.department, roleName(id.role), personName(id)].filter((part) => part !== '').join(' ');
}

// Names of the plan's parts; the id where the plan has none.
export function departmentName(plan: Plan | undefined, id: string): string {
  return inLanguage(plan?.departments.find((d) => d.id === id)?.names) || id;
}

export function industryName(plan: Plan | undefined, id: string): string {
  return inLanguage(plan?.industries.find((i) => i.id === id)?.names) || id;
}

export function periodName(plan: Plan | undefined, id: string): string {
  return inLanguage(plan?.periods.find((p) => p.id === id)?.names) || id;
}

// regionName: as the plan calls it, else another plan, else the table of divisions; of a county that none of them has, the city's name and
// the code.
export function regionName(plan: Plan | undefined, code: string): string {
  const named = [plan, ...plans.all].map((one) => one?.regions.find((region) => region.code === code)).find((region) => region !== undefined);
  if (named !== undefined) return inLanguage(named.names) || code;
  if (!/^\d{6}$/.test(code)) return code;
  const [own, ...above] = [code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`].map((one) => divisionName(one)?.[language() === 'zh' ? 0 : 1]);
  const near = above.find((name) => name !== undefined);
  return own ?? (near === undefined ? code : `${near} ${code}`);
}

// regionChoices: the codes that a form offers: the plan's regions, those from which its departments act, and the visitor's own.
export function regionChoices(plan: Plan | undefined, own: string): string[] {
  const codes = [...(plan?.regions.map((region) => region.code) ?? []), ...(plan?.departments.map((one) => one.actingRegion) ?? []), own];
  return [...new Set(codes.filter((code) => code !== ''))];
}

export function indicatorName(plan: Plan | undefined, id: string): string {
  return inLanguage(plan?.indicators.find((one) => one.id === id)?.names) || id;
}

export function figureName(plan: Plan | undefined, id: string): string {
  return inLanguage(plan?.figures.find((f) => f.id === id)?.names) || id;
}
