// The visitor's duties in the order in which they press.
import type { Duty } from '$/gen/lianfang/duty/v1/duty_pb';
import { DutyState } from '$/gen/lianfang/duty/v1/duty_pb';
import { NotificationService } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { Role } from '$/gen/lianfang/type/v1/access_pb';
import { allPages, client } from '$/api/transport';
import type { Session } from '$/session.svelte';

const owedStates = [DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.OPEN, DutyState.NOT_OPEN];
const urgency: Partial<Record<DutyState, number>> = { [DutyState.OVERDUE]: 0, [DutyState.DUE_SOON]: 1, [DutyState.OPEN]: 2 };

const roles: Record<string, Role> = { liaison: Role.LIAISON, convener: Role.CONVENER, office: Role.OFFICE, observer: Role.OBSERVER };

export interface Inbox {
  mine: Duty[];
  // Of the department's other roles; for the office and supervisors those of all departments.
  others: Duty[];
}

export async function readInbox(plan: string, who: Session): Promise<Inbox> {
  const service = client(NotificationService);
  const filer = who.role === 'liaison' || who.role === 'convener';
  const duties = await allPages(
    async (pageToken) => {
      const answer = await service.listDuties({
        parent: plan,
        department: filer ? who.department : '',
        states: owedStates,
        pageSize: 200,
        pageToken,
      });
      return { items: answer.duties, nextPageToken: answer.nextPageToken };
    },
    2000,
  );
  return divide(duties, who);
}

export function divide(duties: Duty[], who: { role: string; department: string }): Inbox {
  const ordered = inOrder(duties.filter(isAwaited));
  const owns = (duty: Duty) => duty.role === roles[who.role] && (who.role === 'office' || duty.department === who.department);
  return { mine: ordered.filter(owns), others: ordered.filter((duty) => !owns(duty)) };
}

// A duty that waits for another one, such as final figures for the first ones, is nothing to do yet.
function isAwaited(duty: Duty): boolean {
  return duty.awaitedSpans.length > 0 || duty.state !== DutyState.NOT_OPEN;
}

// inOrder: overdue before due soon before open, and by their dates; what was sent back comes first among equals.
export function inOrder(duties: Duty[]): Duty[] {
  const seconds = (duty: Duty) => duty.dueTime?.seconds ?? 0n;
  const order = (duty: Duty) => urgency[duty.state] ?? 3;
  return [...duties].sort((a, b) => {
    if (order(a) !== order(b)) return order(a) - order(b);
    if ((a.sentBackTime === undefined) !== (b.sentBackTime === undefined)) return a.sentBackTime === undefined ? 1 : -1;
    return seconds(a) < seconds(b) ? -1 : seconds(a) > seconds(b) ? 1 : 0;
  });
}

export function dutyKey(duty: Duty): string {
  return [duty.resource, duty.occasion, duty.sentBackTime?.seconds ?? ''].join('|');
}
