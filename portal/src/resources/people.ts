// The resources of expert and notification, described as those of resources.ts are.
import { EngagementState } from '$/gen/lianfang/expert/v1/engagement_pb';
import { ExpertState } from '$/gen/lianfang/expert/v1/expert_pb';
import { ExpertService } from '$/gen/lianfang/expert/v1/expert_service_pb';
import { NotificationService } from '$/gen/lianfang/notification/v1/notification_service_pb';
import { entryOf } from './catalogue';
import type { Resource } from './describe';

const seated = [EngagementState.INVITING, EngagementState.CONFIRMED, EngagementState.EXHAUSTED];
// inState: of an action that can be done in some states alone.
export const inState =
  (...states: number[]) =>
  (item: Record<string, unknown>) =>
    states.includes(item.state as number);

const experts: Resource[] = [
  {
    ...entryOf('experts'),
    text: ['专家库成员。身份信息只显示首尾，查看全文须说明理由并留痕。', 'Members of the pools. Identifying data are masked; seeing them takes a reason and leaves a trace.'],
    service: ExpertService,
    list: 'listExperts',
    get: 'getExpert',
    pattern: /^experts\/[^/]+$/,
    columns: ['displayName', 'professionalTitle', 'employer', 'specialties', 'state', 'engagementsThisYear'],
    title: 'displayName',
    create: { method: 'createExpert', words: ['提名专家', 'Nominate an expert'] },
    actions: [
      { method: 'reviewNomination', words: ['审核提名', 'Review the nomination'], when: inState(ExpertState.NOMINATED) },
      { method: 'renewTerm', words: ['续聘', 'Renew the term'], when: inState(ExpertState.ACTIVE, ExpertState.TERM_ENDED) },
      { method: 'recordYearlyReview', words: ['年度考评', 'Yearly review'], when: inState(ExpertState.ACTIVE) },
      { method: 'suspendExpert', words: ['暂停', 'Suspend'], danger: true, when: inState(ExpertState.ACTIVE) },
      { method: 'reinstateExpert', words: ['恢复', 'Reinstate'], when: inState(ExpertState.SUSPENDED) },
      { method: 'retireExpert', words: ['退出', 'Retire'], danger: true, when: inState(ExpertState.ACTIVE, ExpertState.SUSPENDED, ExpertState.TERM_ENDED) },
      { method: 'removeExpert', words: ['清退', 'Remove'], danger: true, when: inState(ExpertState.ACTIVE, ExpertState.SUSPENDED, ExpertState.TERM_ENDED) },
    ],
  },
  {
    ...entryOf('engagements'),
    text: ['评审、验收、培训等任务，及其专家组的抽取。', 'Reviews, acceptance, training, and how their panels are drawn.'],
    service: ExpertService,
    list: 'listEngagements',
    get: 'getEngagement',
    pattern: /^engagements\/[^/]+$/,
    columns: ['subject', 'kind', 'requestingDepartment', 'startTime', 'panelSize', 'state'],
    title: 'subject',
    create: { method: 'createEngagement', words: ['提出任务', 'Ask for a panel'] },
    links: [{ suffix: '/draw', words: ['抽取', 'The draw'] }],
    actions: [
      { method: 'freezeCandidates', words: ['锁定名单', 'Freeze the list'], when: inState(EngagementState.PLANNED) },
      { method: 'respondInvitation', words: ['代记答复', 'Record an answer'], when: inState(EngagementState.INVITING) },
      { method: 'recordNotification', words: ['代记通知', 'Record a notification'], when: inState(EngagementState.INVITING) },
      { method: 'declareConflict', words: ['报告利害关系', 'Report a conflict'], when: inState(...seated) },
      { method: 'confirmConflict', words: ['确认利害关系', 'Confirm a conflict'], when: (item) => (item.conflictReports as unknown[]).length > 0 },
      { method: 'rateEngagement', words: ['评价专家', 'Rate the panel'], when: inState(EngagementState.HELD) },
      { method: 'cancelEngagement', words: ['取消任务', 'Cancel'], danger: true, when: inState(EngagementState.PLANNED, EngagementState.FROZEN, ...seated) },
    ],
  },
];

const notification: Resource[] = [
  {
    ...entryOf('deliveries'),
    text: ['系统发出的催报、通知和告警。', 'Reminders, notices and alerts that the suite has sent.'],
    service: NotificationService,
    list: 'listDeliveries',
    get: 'getDelivery',
    pattern: /^deliveries\/[^/]+$/,
    columns: ['subject', 'kind', 'displayName', 'department', 'state', 'scheduledTime'],
    title: 'subject',
    actions: [{ method: 'retryDelivery', words: ['重新发送', 'Send again'] }],
  },
  {
    ...entryOf('contacts'),
    text: ['各部门的联络员、召集人。人员变动时，在原联系人上填写到期时间，再登记新的联系人。', 'Liaison officers and conveners. When officers change, end the old contact and enter the new one.'],
    service: NotificationService,
    list: 'listContacts',
    columns: ['displayName', 'department', 'role', 'email', 'startTime', 'endTime', 'deputy'],
    title: 'displayName',
    create: { method: 'putContact', words: ['登记联系人', 'Enter a contact'], named: { contact: 'contacts' } },
    actions: [{ method: 'putContact', words: ['修改', 'Change'], prefill: 'contact' }],
  },
  {
    ...entryOf('pauses'),
    text: ['暂停期间不发催报；恢复后只补发最近一次。', 'Nothing is sent meanwhile; afterwards only what is newest.'],
    service: NotificationService,
    list: 'listReminderPauses',
    within: 'parent',
    columns: ['department', 'region', 'reason', 'pauseTime', 'untilTime', 'resumeTime'],
    title: 'reason',
    create: { method: 'pauseReminders', words: ['暂停催报', 'Pause reminders'] },
    actions: [{ method: 'resumeReminders', words: ['恢复催报', 'Resume'], begins: ['department', 'region'], when: (item) => item.resumeTime === undefined }],
  },
  {
    ...entryOf('templates'),
    text: ['邮件的文字。上传的模板立即生效，可随时恢复原样。', 'The words of mails. An uploaded template holds at once, and can be reset.'],
    service: NotificationService,
    list: 'listTemplates',
    get: 'getTemplate',
    pattern: /^languages\/[^/]+\/templates\/.+$/,
    columns: ['name', 'origin', 'fault'],
    title: 'name',
    actions: [
      { method: 'uploadTemplate', words: ['上传', 'Upload'] },
      { method: 'resetTemplate', words: ['恢复原样', 'Reset'], danger: true },
    ],
  },
];

export const peopleResources: Resource[] = [...experts, ...notification];
