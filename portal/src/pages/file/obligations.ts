// Obligations of a plan, as lists need them.
import type { Obligation } from '$/gen/lianfang/submission/v1/obligation_pb';
import { SubmissionService } from '$/gen/lianfang/submission/v1/submission_service_pb';
import { allPages, client } from '$/api/transport';

export interface ObligationFilter {
  department?: string;
  industry?: string;
  period?: string;
  region?: string;
}

export async function readObligations(plan: string, filter: ObligationFilter = {}): Promise<Obligation[]> {
  const service = client(SubmissionService);
  return allPages(async (pageToken) => {
    const answer = await service.listObligations({ parent: plan, pageSize: 500, pageToken, ...filter });
    return { items: answer.obligations, nextPageToken: answer.nextPageToken };
  }, 10_000);
}
