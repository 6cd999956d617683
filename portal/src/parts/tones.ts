// Colour and sign of a state. The sign and the word say it, too: nothing hangs on colour alone.
import { ObligationState } from '$/gen/lianfang/submission/v1/obligation_pb';
import { ReturnState } from '$/gen/lianfang/submission/v1/return_pb';
import { DutyState } from '$/gen/lianfang/duty/v1/duty_pb';
import { ResultStatus } from '$/gen/lianfang/evaluation/v1/scorecard_pb';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'quiet';
export interface Look {
  tone: Tone;
  glyph: string;
}

const look = (tone: Tone, glyph: string): Look => ({ tone, glyph });
const quiet = look('quiet', '–');

const duties: Partial<Record<DutyState, Look>> = {
  [DutyState.OPEN]: look('info', '○'),
  [DutyState.DUE_SOON]: look('warn', '◷'),
  [DutyState.OVERDUE]: look('bad', '!'),
  [DutyState.MET]: look('good', '✓'),
  [DutyState.MET_LATE]: look('warn', '✓'),
  [DutyState.LOCKED]: look('bad', '×'),
};

const obligations: Partial<Record<ObligationState, Look>> = {
  [ObligationState.OPEN]: look('info', '○'),
  [ObligationState.DUE_SOON]: look('warn', '◷'),
  [ObligationState.OVERDUE]: look('bad', '!'),
  [ObligationState.MET]: look('good', '✓'),
  [ObligationState.MET_LATE]: look('warn', '✓'),
  [ObligationState.EXTENDED]: look('info', '◷'),
  [ObligationState.LOCKED]: look('bad', '×'),
  [ObligationState.SENT_BACK]: look('bad', '↩'),
};

const returns: Partial<Record<ReturnState, Look>> = {
  [ReturnState.SUBMITTED]: look('info', '○'),
  [ReturnState.ACCEPTED]: look('good', '✓'),
  [ReturnState.SENT_BACK]: look('bad', '↩'),
  [ReturnState.AWAITING_SIGN_OFF]: look('warn', '✎'),
  [ReturnState.NOT_SIGNED]: look('bad', '↩'),
};

const results: Partial<Record<ResultStatus, Look>> = {
  [ResultStatus.ATTAINED]: look('good', '✓'),
  [ResultStatus.NOT_ATTAINED]: look('bad', '×'),
  [ResultStatus.PROVISIONAL_ATTAINED]: look('good', '≈'),
  [ResultStatus.PROVISIONAL_NOT_ATTAINED]: look('bad', '≉'),
  [ResultStatus.PENDING]: look('info', '○'),
  [ResultStatus.MISSING]: look('warn', '!'),
};

export const dutyLook = (state: DutyState): Look => duties[state] ?? quiet;
export const obligationLook = (state: ObligationState): Look => obligations[state] ?? quiet;
export const returnLook = (state: ReturnState): Look => returns[state] ?? quiet;
export const resultLook = (status: ResultStatus): Look => results[status] ?? quiet;

// anyLook guesses from a value's name, for states of services that have no table here: CLOSED is good, OVERDUE is bad.
export function anyLook(name: string): Look {
  if (name === 'CONCEALMENT_STATE_CONFIRMED') return look('bad', '!');
  // Said by whoever owed it, and not verified yet.
  if (/(REPORTED|REPORTED_DONE|PROPOSED|EXPLAINED)$/.test(name)) return look('info', '◷');
  if (/(ACCEPTED|CLOSED|CLEARED|CONFIRMED|DONE|PAID|HELD|RATED|ACTIVE|SENT|DRAWN|APPROVED|MET|IN_FORCE|VERIFIED|ATTAINED|PUBLISHED)$/.test(name)) return look('good', '✓');
  if (/(OVERDUE|REFUSED|REJECTED|FAILED|DENIED|NOT_RECTIFIED|REMOVED|EXHAUSTED|TERMINATED|PENALTY_CASE)$/.test(name)) return look('bad', '×');
  if (/(SOON|RETURNED|SENT_BACK|SUSPENDED|DEFERRED|ASKED|SUPERVISED|EXPIRED)$/.test(name)) return look('warn', '!');
  if (/(CANCELLED|WITHDRAWN|REVOKED|SUPPRESSED|RETIRED|ENDED)$/.test(name)) return quiet;
  return look('info', '○');
}
