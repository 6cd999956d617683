// Decisions on returns: one or several at once, each with a request id of its own.
import { create } from '@bufbuild/protobuf';
import { ConnectError } from '@connectrpc/connect';
import { faultOf } from '$/api/faults';
import { allPages, client, newRequestId } from '$/api/transport';
import type { Status } from '$/gen/google/rpc/status_pb';
import {
  type FigureRemark,
  type Return,
  type ReturnState,
  ReviewDecision,
  ReviewSchema,
  SignOffDecision,
  SignOffSchema,
} from '$/gen/lianfang/submission/v1/return_pb';
import { type SignReturnsResponse, SubmissionService } from '$/gen/lianfang/submission/v1/submission_service_pb';

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

// What became of one of several returns that were decided at once; `problem` is empty where it is done.
export interface Outcome {
  name: string;
  problem: string;
}

// DecideAll decides several, each by itself; `told` hears how many are through.
export type DecideAll = (returns: Return[], reason: string, told: (through: number) => void) => Promise<Outcome[]>;

const batch = 100;

// signAll signs, or sends back, up to a hundred in one call.
export const signAll =
  (decision: SignOffDecision): DecideAll =>
  async (returns, reason, told) => {
    const outcomes: Outcome[] = [];
    for (let from = 0; from < returns.length; from += batch) {
      const some = returns.slice(from, from + batch);
      const requests = some.map((one) => ({
        name: one.name,
        signOff: create(SignOffSchema, { decision, reason }),
        etag: one.etag,
        requestId: newRequestId(),
      }));
      outcomes.push(...(await outcomesOf(some, client(SubmissionService).signReturns({ requests }))));
      told(outcomes.length);
    }
    return outcomes;
  };

// outcomesOf: a call that fails as a whole decides none of its returns; those decided before stay decided.
async function outcomesOf(some: Return[], call: Promise<SignReturnsResponse>): Promise<Outcome[]> {
  try {
    const { results } = await call;
    return some.map(({ name }, at) => ({ name, problem: problemOf(results[at]?.status) }));
  } catch (thrown) {
    const { text } = faultOf(thrown);
    return some.map(({ name }) => ({ name, problem: text }));
  }
}

function problemOf(status: Status | undefined): string {
  if (status === undefined || status.code === 0) return '';
  const error = new ConnectError(status.message, status.code);
  error.details = status.details.map(({ typeUrl, value }) => ({ type: typeUrl.slice(typeUrl.lastIndexOf('/') + 1), value }));
  return faultOf(error).text;
}

// reviewAll accepts, or sends back, one after the other, and goes on where one fails.
export const reviewAll =
  (decision: ReviewDecision): DecideAll =>
  async (returns, reason, told) => {
    const outcomes: Outcome[] = [];
    for (const one of returns) {
      try {
        await review(one, decision, reason);
        outcomes.push({ name: one.name, problem: '' });
      } catch (thrown) {
        outcomes.push({ name: one.name, problem: faultOf(thrown).text });
      }
      told(outcomes.length);
    }
    return outcomes;
  };
