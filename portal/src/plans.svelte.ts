// The plans, and the one that the pages are about.
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';
import { PlanService } from '$/gen/lianfang/submission/v1/plan_service_pb';
import { allPages, client } from '$/api/transport';
import { inLanguage } from '$/words/words';
import { query } from './router.svelte';
import { session } from './session.svelte';

const stored = 'lianfang.plan';

export const plans = $state({ known: false, all: [] as Plan[], chosen: '' });

export async function loadPlans(): Promise<void> {
  const service = client(PlanService);
  plans.all = await allPages(async (pageToken) => {
    const answer = await service.listPlans({ pageSize: 50, pageToken });
    return { items: answer.plans, nextPageToken: answer.nextPageToken };
  });
  plans.chosen = pick();
  plans.known = true;
}

// pick: the address's plan, the one chosen last, else the newest that names the visitor's department in the region.
function pick(): string {
  const wanted = [query('plan') && `plans/${query('plan')}`, remembered()];
  for (const name of wanted) if (plans.all.some((plan) => plan.name === name)) return name;
  const issued = (plan: Plan) => (plan.issueDate ? plan.issueDate.year * 400 + plan.issueDate.month * 31 + plan.issueDate.day : 0);
  const ours = plans.all.filter((plan) => plan.departments.some((d) => d.id === session.current.department));
  const near = ours.filter((plan) => plan.regions.some((r) => r.code.startsWith(session.current.region.replace(/0+$/, ''))));
  const from = near.length > 0 ? near : ours.length > 0 ? ours : plans.all;
  return [...from].sort((a, b) => issued(b) - issued(a))[0]?.name ?? '';
}

function remembered(): string {
  try {
    return localStorage.getItem(stored) ?? '';
  } catch {
    return '';
  }
}

export function choosePlan(name: string): void {
  plans.chosen = name;
  try {
    localStorage.setItem(stored, name);
  } catch {
    // It holds for this visit only.
  }
}

export function planNamed(name: string): Plan | undefined {
  return plans.all.find((plan) => plan.name === name);
}

export function chosenPlan(): Plan | undefined {
  return planNamed(plans.chosen);
}

export function planTitle(plan: Plan): string {
  return inLanguage(plan.title);
}

// isDemo: a plan whose title says that its figures are made up.
export function isDemo(plan: Plan | undefined): boolean {
  return plan?.title?.zh.includes('演示数据') ?? false;
}

// officeRegion is the region in which the plan's office sits.
export function officeRegion(plan: Plan): string {
  const lead = plan.departments.find((d) => d.role === 1);
  return lead?.actingRegion || plan.regions[0]?.code || '';
}
