// The described resources; those of exchange, coordination and fund stand here. A resource that is not here has no page.
import { ActivityService } from '$/gen/lianfang/coordination/v1/activity_service_pb';
import { ConferenceService } from '$/gen/lianfang/coordination/v1/conference_service_pb';
import { InspectionService } from '$/gen/lianfang/coordination/v1/inspection_service_pb';
import { OpinionService } from '$/gen/lianfang/coordination/v1/opinion_service_pb';
import { TaskService } from '$/gen/lianfang/coordination/v1/task_service_pb';
import { AppraisalService } from '$/gen/lianfang/evaluation/v1/appraisal_service_pb';
import { ConcealmentState } from '$/gen/lianfang/evaluation/v1/concealment_pb';
import { ExchangeService } from '$/gen/lianfang/exchange/v1/exchange_service_pb';
import { LinkageModelState } from '$/gen/lianfang/exchange/v1/linkage_pb';
import { ReconciliationService } from '$/gen/lianfang/exchange/v1/reconciliation_service_pb';
import { RateListState } from '$/gen/lianfang/fund/v1/premium_pb';
import { PremiumService } from '$/gen/lianfang/fund/v1/premium_service_pb';
import { ProjectService } from '$/gen/lianfang/fund/v1/project_service_pb';
import { entryOf, ratesEntry } from './catalogue';
import type { Resource } from './describe';
import { inState, peopleResources } from './people';

const results: Resource[] = [
  {
    ...entryOf('concealments'),
    text: ['查实的瞒报事故：一人登记，另一人确认后计入部门考核。', 'Accidents proven concealed: one person records, another confirms; then it counts in the assessment of departments.'],
    service: AppraisalService,
    list: 'listConcealments',
    within: 'parent',
    get: 'getConcealment',
    pattern: /^plans\/[^/]+\/concealments\/[^/]+$/,
    columns: ['employer', 'industry', 'department', 'accidentDate', 'provenDate', 'documentNumber', 'state'],
    title: 'employer',
    create: { method: 'recordConcealment', words: ['登记瞒报', 'Record a concealment'] },
    actions: [
      { method: 'decideConcealment', words: ['确认或驳回', 'Confirm or reject'], when: inState(ConcealmentState.RECORDED) },
      { method: 'revokeConcealment', words: ['撤销', 'Revoke'], danger: true, when: inState(ConcealmentState.CONFIRMED) },
    ],
  },
];

const exchange: Resource[] = [
  {
    ...entryOf('discrepancies'),
    text: ['各部门记录之间、记录与报表之间对不上的地方。', 'Where records contradict each other, or a return.'],
    service: ReconciliationService,
    list: 'listDiscrepancies',
    within: 'parent',
    get: 'getDiscrepancy',
    pattern: /^(plans\/[^/]+\/)?discrepancies\/[^/]+$/,
    columns: ['title', 'owner', 'industry', 'period', 'state', 'dueTime'],
    title: 'title',
    below: () => import('$/pages/exchange/DiscrepancyRecords.svelte'),
    listDownloads: [{ method: 'exportDiscrepancies', words: ['导出 xlsx', 'Export xlsx'], request: (_name, plan, pageToken) => ({ selection: { parent: plan, pageToken } }) }],
    actions: [
      { method: 'explainDiscrepancy', words: ['说明', 'Explain'] },
      { method: 'correctDiscrepancy', words: ['已更正', 'Corrected'] },
      { method: 'referDiscrepancy', words: ['转办', 'Refer'] },
    ],
  },
  {
    ...entryOf('links'),
    text: ['可能是同一个人的两条记录，由办公室判定。', 'Two records that may be of one person: the office decides.'],
    service: ReconciliationService,
    list: 'listUncertainLinks',
    within: 'parent',
    columns: ['left', 'right', 'probability', 'agreements', 'state'],
    title: 'left',
    actions: [{ method: 'decideLink', words: ['判定', 'Decide'] }],
  },
  {
    ...entryOf('linkage-models'),
    text: ['记录按哪个版本的权重关联。新版本须由牵头部门召集人与办公室各批准一次。', 'By which weights records are linked. A new edition is approved twice: by the convener of the lead department and by the office.'],
    service: ReconciliationService,
    list: 'listLinkageModels',
    within: 'parent',
    get: 'getLinkageModel',
    pattern: /^plans\/[^/]+\/linkageModels\/[^/]+$/,
    columns: ['name', 'state', 'proposer', 'reason', 'startTime'],
    title: 'name',
    actions: [
      { method: 'approveLinkageModel', words: ['批准', 'Approve'], when: (item) => item.state === LinkageModelState.PROPOSED },
      { method: 'refuseLinkageModel', words: ['否决', 'Refuse'], danger: true, when: (item) => item.state === LinkageModelState.PROPOSED },
    ],
  },
  {
    ...entryOf('reads'),
    text: ['谁查阅过本部门人员的记录，或按证件号码查询过而未查到。审计人员看到本地区全部。', 'Who has read records of our people, or searched them for somebody in vain. The auditor sees all of the region.'],
    service: ExchangeService,
    list: 'listReads',
    columns: ['readTime', 'reader', 'purpose', 'record', 'fields', 'reason', 'searchedPerson', 'agreementEdition'],
    title: 'reader',
    actions: [],
  },
  {
    ...entryOf('agreements'),
    text: ['谁可以为何目的查阅谁的记录。', 'Who may read whose records, and for which purpose.'],
    service: ExchangeService,
    list: 'listAgreements',
    within: 'plan',
    get: 'getAgreement',
    pattern: /^plans\/[^/]+\/agreements\/[^/]+$/,
    columns: ['editions.terms.kind', 'editions.terms.owner', 'editions.terms.reader', 'editions.terms.purposes', 'state', 'editionInForce', 'updateTime'],
    title: 'name',
    create: { method: 'proposeAgreement', words: ['提出协议', 'Propose an agreement'] },
    actions: [
      { method: 'approveAgreement', words: ['同意', 'Approve'] },
      { method: 'endAgreement', words: ['终止', 'End'], danger: true },
    ],
  },
  {
    ...entryOf('employers'),
    text: ['用人单位登记：以登记部门为准，无协议时以最先登记者为准。', 'The register of employers: of the department that keeps it, or without an agreement of who entered them first.'],
    service: ExchangeService,
    list: 'listEmployers',
    within: 'plan',
    columns: ['record.names.displayName', 'record.creditCode', 'industry', 'region', 'record.headCount', 'record.status', 'publishTime'],
    title: 'record.names.displayName',
    actions: [],
  },
];

const coordination: Resource[] = [
  {
    ...entryOf('tasks'),
    text: ['方案附件 2 的各项任务。', 'The tasks of the plan’s annex 2.'],
    service: TaskService,
    list: 'listTasks',
    within: 'parent',
    get: 'getTask',
    pattern: /^plans\/[^/]+\/tasks\/[^/]+$/,
    columns: ['task.text', 'task.owners', 'state', 'overdue', 'dueTime'],
    title: 'task.text',
    actions: [
      { method: 'reportTask', words: ['报告办结', 'Report done'] },
      { method: 'confirmTask', words: ['核实', 'Verify'] },
    ],
  },
  {
    ...entryOf('conferences'),
    text: ['会议、议题、议定事项。', 'Conferences, agendas and resolutions.'],
    service: ConferenceService,
    list: 'listConferences',
    within: 'plan',
    get: 'getConference',
    pattern: /^conferences\/[^/]+$/,
    columns: ['title', 'startTime', 'place', 'state'],
    title: 'title',
    create: { method: 'conveneConference', words: ['召集会议', 'Convene'] },
    actions: [
      { method: 'replyInvitation', words: ['回复参会', 'Reply'] },
      { method: 'recordMinutes', words: ['记录纪要', 'Record minutes'] },
      { method: 'cancelConference', words: ['取消会议', 'Cancel'], danger: true },
    ],
    parts: {
      resolutions: [
        { method: 'reportResolution', words: ['报告办结', 'Report done'] },
        { method: 'verifyResolution', words: ['核实', 'Verify'] },
      ],
    },
  },
  {
    ...entryOf('inspections'),
    text: ['检查计划、检查记录和发现的问题。', 'Inspections planned and held, and what they found.'],
    service: InspectionService,
    list: 'listInspections',
    within: 'plan',
    get: 'getInspection',
    pattern: /^inspections\/[^/]+$/,
    columns: ['subject', 'employer', 'kind', 'date', 'departments', 'state'],
    title: 'subject',
    create: { method: 'createInspection', words: ['安排检查', 'Plan an inspection'] },
    actions: [
      { method: 'recordFindings', words: ['记录检查', 'Record findings'] },
      { method: 'cancelInspection', words: ['取消', 'Cancel'], danger: true },
    ],
  },
  {
    ...entryOf('orders'),
    text: ['责令整改、延期、复查、移送。', 'Orders, extensions, re-inspections, transfers.'],
    service: InspectionService,
    list: 'listOrders',
    within: 'plan',
    get: 'getOrder',
    pattern: /^orders\/[^/]+$/,
    columns: ['employer', 'demand', 'department', 'dueDate', 'state', 'overdue'],
    title: 'demand',
    create: { method: 'createOrder', words: ['拟定整改', 'Draft an order'] },
    actions: [{ method: 'advanceOrder', words: ['办理', 'Take the next step'], choices: { action: 'nextActions' } }],
  },
  {
    ...entryOf('opinions'),
    text: ['工会提出的监督意见及答复。', 'What the union has to say, and the answers.'],
    service: OpinionService,
    list: 'listOpinions',
    within: 'plan',
    get: 'getOpinion',
    pattern: /^opinions\/[^/]+$/,
    columns: ['text', 'department', 'state', 'updateTime'],
    title: 'text',
    create: { method: 'issueOpinion', words: ['提出意见', 'Issue an opinion'] },
    actions: [
      { method: 'answerOpinion', words: ['答复', 'Answer'] },
      { method: 'judgeAnswer', words: ['评议答复', 'Judge the answer'] },
    ],
  },
  {
    ...entryOf('activities'),
    text: ['主题、宣传活动、培训、警示教育基地。', 'Themes, campaigns, training, the education base.'],
    service: ActivityService,
    list: 'listActivities',
    within: 'plan',
    get: 'getActivity',
    pattern: /^activities\/[^/]+$/,
    columns: ['title', 'kind', 'department', 'startDate', 'people', 'state'],
    title: 'title',
    create: { method: 'createActivity', words: ['登记活动', 'Record an activity'] },
    below: () => import('$/pages/attendance/Attendance.svelte'),
    actions: [{ method: 'withdrawActivity', words: ['撤回', 'Withdraw'], danger: true }],
  },
];

const fund: Resource[] = [
  {
    ...entryOf('budgets'),
    text: ['工伤预防费年度预算及执行。', 'The prevention fee’s budget of each year, and what became of it.'],
    service: ProjectService,
    list: 'listBudgets',
    within: 'parent',
    get: 'getBudget',
    pattern: /^plans\/[^/]+\/budgets\/[^/]+$/,
    columns: ['name', 'amount', 'cap', 'committed', 'paid'],
    title: 'name',
    downloads: [{ method: 'exportStatement', words: ['导出决算 xlsx', 'Export the statement'], request: (name) => ({ budget: name }) }],
    create: { method: 'putBudget', words: ['编制预算', 'Enter a budget'] },
    actions: [],
  },
  {
    ...entryOf('projects'),
    text: ['立项、评审、合同、验收、支付。', 'Proposals, reviews, contracts, acceptance and payment.'],
    service: ProjectService,
    list: 'listProjects',
    within: 'parent',
    get: 'getProject',
    pattern: /^(plans\/[^/]+\/)?projects\/[^/]+$/,
    columns: ['proposal.title', 'proposal.applicant|proposal.department', 'proposal.amount', 'state', 'paid'],
    title: 'proposal.title',
    create: { method: 'createProject', words: ['申报项目', 'Propose a project'] },
    actions: [{ method: 'recordProjectStep', words: ['办理', 'Record a step'] }],
  },
  {
    ...entryOf('providers'),
    text: ['第三方服务机构和示范企业。', 'Third parties and model enterprises.'],
    service: ProjectService,
    list: 'listProviders',
    within: 'parent',
    get: 'getProvider',
    pattern: /^(plans\/[^/]+\/)?providers\/[^/]+$/,
    columns: ['displayName', 'kinds', 'contractCount', 'acceptedCount', 'barredUntilDate'],
    title: 'displayName',
    create: { method: 'putProvider', words: ['登记机构', 'Enter a provider'] },
    actions: [{ method: 'recordConduct', words: ['记录奖惩', 'Record conduct'] }],
  },
  {
    ...entryOf('rate-lists'),
    text: ['各年度浮动费率名单。', 'The floating rates of each year.'],
    service: PremiumService,
    list: 'listRateLists',
    within: 'parent',
    get: 'getRateList',
    pattern: /^(plans\/[^/]+\/)?rateLists\/[^/]+$/,
    downloads: [{ method: 'exportRates', words: ['导出 xlsx', 'Export xlsx'], request: (name) => ({ name }) }],
    columns: ['name', 'state', 'employerCount', 'raisedCount', 'loweredCount', 'publishTime'],
    title: 'name',
    below: () => import('$/pages/fund/Rates.svelte'),
    actions: [
      { method: 'proposeRates', words: ['测算', 'Propose'], when: inState(RateListState.COLLECTING, RateListState.PROPOSED) },
      { method: 'publishRates', words: ['公布', 'Publish'], when: inState(RateListState.PROPOSED) },
      { method: 'reopenRateList', words: ['退回测算', 'Reopen'], danger: true, when: inState(RateListState.PROPOSED) },
    ],
  },
  {
    ...ratesEntry,
    text: ['名单中每个单位的费率及推算依据。', 'The rate of each employer on a list, and how it follows.'],
    service: PremiumService,
    list: 'listRates',
    within: 'parent',
    above: (name) => name.replace(/\/rates\/.*$/, ''),
    get: 'getRate',
    pattern: /^plans\/[^/]+\/rateLists\/[^/]+\/rates\/[^/]+$/,
    columns: ['figures.displayName', 'figures.industryClass', 'figures.premiums', 'figures.benefits', 'previousPercent', 'percent', 'ratePpm', 'correctionReason'],
    title: 'figures.displayName',
    actions: [{ method: 'correctRate', words: ['更正费率', 'Correct the rate'] }],
  },
  {
    ...entryOf('rate-tables'),
    text: ['浮动档次和基准费率：按来源、按施行日期。', 'Bands and base rates, by source and by the day from which they hold.'],
    service: PremiumService,
    list: 'listRateTables',
    within: 'parent',
    get: 'getRateTable',
    pattern: /^plans\/[^/]+\/rateTables\/[^/]+$/,
    columns: ['names', 'effectiveDate', 'endDate', 'reviewingDepartment', 'source'],
    title: 'names',
    actions: [],
  },
];

export const resources: Resource[] = [...results, ...peopleResources, ...exchange, ...coordination, ...fund];

export function resourceNamed(id: string): Resource | undefined {
  return resources.find((one) => one.id === id);
}

export function resourceOf(name: string): Resource | undefined {
  return resources.find((one) => one.pattern?.test(name) === true);
}
