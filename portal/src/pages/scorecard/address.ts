// What a scorecard page is about, as its address says it.
import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';
import { fromInput } from '$/format/dates';
import { query } from '$/router.svelte';

export interface Chosen {
  region: string;
  period: string;
  asOf: Timestamp | undefined;
  asOfText: string;
}

// targetPeriods: those that the plan sets targets for.
export function targetPeriods(plan: Plan): string[] {
  const judged = new Set(plan.targets.map((target) => target.period));
  return plan.periods.map((period) => period.id).filter((id) => judged.has(id));
}

// currentPeriod: the last target period that has begun by now, else the first.
export function currentPeriod(plan: Plan, now: Date): string {
  const judged = targetPeriods(plan);
  const begun = judged.filter((id) => {
    const start = plan.periods.find((period) => period.id === id)?.startDate;
    return start !== undefined && Date.UTC(start.year, start.month - 1, start.day) <= now.getTime();
  });
  return begun[begun.length - 1] ?? judged[0] ?? '';
}

export function chosenCard(plan: Plan, now: Date): Chosen {
  const asOfText = query('as_of');
  const asOf = asOfText === '' ? undefined : fromInput(asOfText, plan.timeZone);
  return {
    region: query('region') || plan.regions[0]?.code || '',
    period: query('period') || currentPeriod(plan, now),
    asOf: asOf === undefined ? undefined : timestampFromDate(asOf),
    asOfText,
  };
}

export function cardName(plan: Plan, chosen: Chosen): string {
  return `${plan.name}/regions/${chosen.region}/scorecards/${chosen.period}`;
}

// ancestors: the regions above, 140581 → 140500, 140000, 100000, where they differ from the region.
export function ancestors(code: string): string[] {
  const above = [`${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, '100000'];
  return above.filter((one, index) => one !== code && above.indexOf(one) === index);
}

export function resultAddress(plan: Plan, chosen: Chosen, industry: string, indicator: string): string {
  const values = new URLSearchParams({ plan: plan.name.slice('plans/'.length), region: chosen.region, period: chosen.period, industry, indicator });
  if (chosen.asOfText !== '') values.set('as_of', chosen.asOfText);
  return `/scorecard/result?${values.toString()}`;
}
