// The office's matrix: departments by periods, and in each cell what is owed there.
import { type Obligation, ObligationState } from '$/gen/lianfang/submission/v1/obligation_pb';
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';

export interface Row {
  department: string;
  cells: Obligation[][];
  filed: number;
  all: number;
  overdue: number;
}

const filedStates = [ObligationState.MET, ObligationState.MET_LATE];
const overdueStates = [ObligationState.OVERDUE, ObligationState.LOCKED, ObligationState.SENT_BACK];

export function periodsOf(plan: Plan, obligations: Obligation[]): string[] {
  const used = new Set(obligations.map((one) => one.period));
  return plan.periods.map((period) => period.id).filter((id) => used.has(id));
}

export function matrix(plan: Plan, obligations: Obligation[]): Row[] {
  const periods = periodsOf(plan, obligations);
  return plan.departments
    .map((department) => obligations.filter((one) => one.department === department.id))
    .filter((mine) => mine.length > 0)
    .map((mine) => {
      const owed = mine.filter((one) => one.state !== ObligationState.WAIVED && one.state !== ObligationState.NOT_OPEN);
      return {
        department: mine[0]!.department,
        cells: periods.map((period) => mine.filter((one) => one.period === period)),
        filed: owed.filter((one) => filedStates.includes(one.state)).length,
        all: owed.length,
        overdue: owed.filter((one) => overdueStates.includes(one.state)).length,
      };
    });
}
