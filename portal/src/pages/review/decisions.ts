// Decisions on returns: one or several at once, each with a request id of its own.
import { create } from '@bufbuild/protobuf';
import { faultOf } from '$/api/faults';
import { allPages, client, newRequestId } from '$/api/transport';
import {
  type FigureRemark,
  type Return,
  type ReturnState,
  ReviewDecision,
  ReviewSchema,
  SignOffDecision,
  SignOffSchema,
} from '$/gen/lianfang/submission/v1/return_pb';
import { SubmissionService } from '$/gen/lianfang/submission/v1/submission_service_pb';

export async function readReturns(plan: string, state: ReturnState, department = ''): Promise<Return[]> {
  if (plan === '') return [];
  return allPages(async (pageToken) => {
    const answer = await client(SubmissionService).listReturns({ parent: plan, state, department, pageSize: 200, pageToken });
    return { items: answer.returns, nextPageToken: answer.nextPageToken };
  }, 2000);
}

export type Remark = Pick<FigureRemark, 'figure' | 'text'>;

export function review(one: Return, decision: ReviewDecision, reason = '', remarks: Remark[] = []): Promise<Return> {
  return client(SubmissionService).reviewReturn({
    name: one.name,
    review: create(ReviewSchema, { decision, reason, remarks: remarks.map(({ figure, text }) => ({ figure, text })) }),
    etag: one.etag,
    requestId: newRequestId(),
  });
}

export function sign(one: Return, decision: SignOffDecision, reason = ''): Promise<Return> {
  return client(SubmissionService).signReturn({
    name: one.name,
    signOff: create(SignOffSchema, { decision, reason }),
    etag: one.etag,
    requestId: newRequestId(),
  });
}

export interface Outcome {
  done: number;
  failures: { name: string; text: string }[];
}

// signAll signs up to a hundred at a time; each is decided by itself.
export async function signAll(returns: Return[]): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failures: [] };
  for (let from = 0; from < returns.length; from += 100) {
    const some = returns.slice(from, from + 100);
    const requests = some.map((one) => ({
      name: one.name,
      signOff: create(SignOffSchema, { decision: SignOffDecision.SIGN }),
      etag: one.etag,
      requestId: newRequestId(),
    }));
    const answer = await client(SubmissionService).signReturns({ requests });
    answer.results.forEach((result, index) => {
      if ((result.status?.code ?? 0) === 0) outcome.done += 1;
      else outcome.failures.push({ name: some[index]!.name, text: result.status?.message ?? '' });
    });
  }
  return outcome;
}

// acceptAll accepts one after the other, and goes on where one fails.
export async function acceptAll(returns: Return[]): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failures: [] };
  for (const one of returns) {
    try {
      await review(one, ReviewDecision.ACCEPT);
      outcome.done += 1;
    } catch (thrown) {
      outcome.failures.push({ name: one.name, text: faultOf(thrown).text });
    }
  }
  return outcome;
}
