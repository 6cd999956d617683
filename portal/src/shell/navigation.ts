// What the menu offers a visitor: where the contracts let the role call what the page is about, and the suite has the service.
import { catalogue, type Group as ResourceGroup } from '$/resources/catalogue';
import { type Method, mayCall } from '$/rights';
import { chosenPlan } from '$/plans.svelte';
import { session } from '$/session.svelte';
import { common } from '$/words/common';
import { language } from '$/words/words';

export interface Link {
  href: string;
  text: string;
}
export interface Group {
  title: string;
  links: Link[];
}

const submission = 'lianfang.submission.v1' as const;
const evaluation = 'lianfang.evaluation.v1.EvaluationService' as const;
const notification = 'lianfang.notification.v1.NotificationService' as const;

const when = (method: Method, href: string, text: string): Link[] => (mayCall(method) ? [{ href, text }] : []);

function mine(): Link[] {
  return [
    ...when(`${notification}/ListDuties`, '/', common('today')),
    ...when(`${submission}.SubmissionService/ListObligations`, '/returns', common('returns')),
    ...when(`${submission}.SubmissionService/SignReturn`, '/sign', common('sign')),
    ...when(`${submission}.SubmissionService/ReviewReturn`, '/review', common('review')),
  ];
}

function results(): Link[] {
  return [
    ...when(`${evaluation}/GetScorecard`, '/scorecard', common('scorecard')),
    ...(chosenPlan()?.assessment === undefined ? [] : when('lianfang.evaluation.v1.AppraisalService/ListAppraisals', '/appraisals', common('appraisals'))),
    // Regions are compared where the plan has several.
    ...((chosenPlan()?.regions.length ?? 0) > 1 ? when(`${evaluation}/ListScorecards`, '/league', common('league')) : []),
  ];
}

function resourceLinks(group: ResourceGroup): Link[] {
  const at = language() === 'zh' ? 0 : 1;
  return catalogue
    .filter((one) => one.group === group && session.current.services.includes(one.backend) && mayCall(one.method))
    .map((one) => ({ href: `/list/${one.id}`, text: one.names[at] }));
}

function oversight(): Link[] {
  const files = mayCall(`${submission}.DraftService/SaveDraft`);
  const auditor = mayCall('lianfang.audit.v1.AuditService/ListAuditEvents');
  return [
    // The matrix belongs to whoever watches over the plan; departments see their own returns.
    ...(files ? [] : when(`${submission}.SubmissionService/ListObligations`, '/office', common('matrix'))),
    ...when(`${notification}/PutContact`, '/office/handover', common('handover')),
    ...when('lianfang.submission.v1.PlanService/ListPlans', '/office/plans', common('plan')),
    ...when('lianfang.audit.v1.AuditService/ListAuditEvents', '/audit', common('audit')),
    ...(auditor ? [] : when(`${submission}.LedgerService/StartLedgerAudit`, '/audit/ledger', common('ledger'))),
    ...when(`${submission}.SubmissionService/GetReceipt`, '/verify', common('verify')),
  ];
}

export function menu(): Group[] {
  const pools = session.current.services.includes('expert') ? when('lianfang.expert.v1.ExpertService/GetPoolComposition', '/pools', common('pools')) : [];
  const preview = when(`${notification}/PreviewReminders`, '/reminders', common('preview'));
  const groups = [
    { title: '', links: mine() },
    { title: common('results'), links: [...results(), ...resourceLinks('results')] },
    { title: common('reminders'), links: [...preview, ...resourceLinks('reminders')] },
    { title: common('experts'), links: [...pools, ...resourceLinks('experts')] },
    { title: common('exchange'), links: resourceLinks('exchange') },
    { title: common('coordination'), links: resourceLinks('coordination') },
    { title: common('fund'), links: resourceLinks('fund') },
    { title: common('office'), links: oversight() },
  ];
  return groups.filter((group) => group.links.length > 0);
}

// isHere: a link is current on its page and on those below it.
export function isHere(href: string, path: string): boolean {
  if (href === '/') return path === '/';
  if (href === '/returns') return path === href || /^\/plans\/[^/]+\/obligations\//.test(path);
  if (href === '/office' || href === '/audit') return path === href || (href === '/audit' && path.startsWith('/audit/') && mayCall('lianfang.audit.v1.AuditService/ListAuditEvents'));
  if (href === '/list/templates' && path.startsWith('/languages/')) return true;
  if (href === '/list/engagements' && path.startsWith('/engagements/')) return true;
  return path === href || path.startsWith(`${href}/`) || path.startsWith(`/${href.slice('/list/'.length)}/`);
}
