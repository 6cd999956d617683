// What the form of an obligation needs, read at once.
import type { Obligation } from '$/gen/lianfang/submission/v1/obligation_pb';
import { DraftService, type ReturnDraft } from '$/gen/lianfang/submission/v1/draft_service_pb';
import { type Return, ReturnState } from '$/gen/lianfang/submission/v1/return_pb';
import { SubmissionService } from '$/gen/lianfang/submission/v1/submission_service_pb';
import type { FigureValue } from '$/gen/lianfang/type/v1/figures_pb';
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';
import { client, orNone } from '$/api/transport';
import { lastPart } from '$/format/names';
import { may } from '$/rights';

export interface Before {
  period: string;
  figures: FigureValue[];
}

export interface Filing {
  plan: Plan;
  obligation: Obligation;
  filed: Return | undefined;
  draft: ReturnDraft | undefined;
  before: Before | undefined;
}

export async function loadFiling(plan: Plan, name: string, department: string): Promise<Filing> {
  const service = client(SubmissionService);
  const obligation = await service.getObligation({ name });
  const owns = obligation.department === department && may(DraftService.method.getDraft);
  const [filed, draft, before] = await Promise.all([
    orNone(service.getReturn({ name: `${plan.name}/returns/${lastPart(name)}` })),
    owns ? orNone(client(DraftService).getDraft({ name: `${plan.name}/drafts/${lastPart(name)}` })) : undefined,
    readBefore(plan, obligation),
  ]);
  return { plan, obligation, filed, draft, before };
}

// The latest earlier period with a return in force for the same region and industry: what the plausibility rules compare with.
async function readBefore(plan: Plan, obligation: Obligation): Promise<Before | undefined> {
  const { industry, region } = obligation;
  const answer = await client(SubmissionService).listReturns({ parent: plan.name, industry, region, pageSize: 100 });
  const earlier = plan.periods.slice(0, plan.periods.findIndex((period) => period.id === obligation.period)).reverse();
  for (const period of earlier) {
    const found = answer.returns.find((one) => lastPart(one.obligation) === `${period.id}-${region}-${industry}`);
    const figures = found === undefined ? undefined : figuresInForce(found);
    if (figures !== undefined) return { period: period.id, figures };
  }
  return undefined;
}

export function figuresInForce(filed: Return): FigureValue[] | undefined {
  if (filed.inForce !== undefined) return filed.inForce.figures;
  const notInForce = [ReturnState.SENT_BACK, ReturnState.WITHDRAWN, ReturnState.NOT_SIGNED, ReturnState.AWAITING_SIGN_OFF];
  return filed.latest === undefined || notInForce.includes(filed.state) ? undefined : filed.latest.figures;
}
