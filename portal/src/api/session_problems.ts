// Answers that are about the session, not about the call.
import { Code, type ConnectError } from '@connectrpc/connect';
import { ErrorInfoSchema } from '$/gen/google/rpc/error_details_pb';

export type SessionProblem = 'ended' | 'fresh';

export function problemOf(error: ConnectError): SessionProblem | undefined {
  if (error.code === Code.Unauthenticated) return 'ended';
  if (error.findDetails(ErrorInfoSchema).some((info) => info.reason === 'FRESH_LOGIN_REQUIRED')) return 'fresh';
  return undefined;
}

let keeper: (problem: SessionProblem) => void = () => undefined;

// keepSession registers who is told.
export function keepSession(tell: (problem: SessionProblem) => void): void {
  keeper = tell;
}

export function onSessionProblem(problem: SessionProblem): void {
  keeper(problem);
}
