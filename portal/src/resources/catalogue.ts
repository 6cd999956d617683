// The described resources as the menu knows them; resources.ts and people.ts have the rest, which is loaded with their pages.
import type { Method } from '$/rights';
import type { Pair } from '$/words/words';

export type Group = 'results' | 'reminders' | 'experts' | 'exchange' | 'coordination' | 'fund';

export interface Entry {
  id: string;
  group: Group;
  // The name as the suite's services are called: the menu leaves out what is not running.
  backend: string;
  // What lists it.
  method: Method;
  names: Pair;
}

const entry = (id: string, group: Group, backend: string, method: Method, names: Pair): Entry => ({ id, group, backend, method, names });
const coordination = 'lianfang.coordination.v1' as const;
const expert = 'lianfang.expert.v1.ExpertService' as const;
const notification = 'lianfang.notification.v1.NotificationService' as const;
const premium = 'lianfang.fund.v1.PremiumService' as const;
const project = 'lianfang.fund.v1.ProjectService' as const;

export const catalogue: Entry[] = [
  entry('concealments', 'results', 'evaluation', 'lianfang.evaluation.v1.AppraisalService/ListConcealments', ['瞒报认定', 'Concealed accidents']),
  entry('deliveries', 'reminders', 'notification', `${notification}/ListDeliveries`, ['邮件', 'Mails']),
  entry('contacts', 'reminders', 'notification', `${notification}/ListContacts`, ['联系人', 'Contacts']),
  entry('pauses', 'reminders', 'notification', `${notification}/ListReminderPauses`, ['暂停催报', 'Pauses']),
  entry('templates', 'reminders', 'notification', `${notification}/ListTemplates`, ['邮件模板', 'Templates']),
  entry('experts', 'experts', 'expert', `${expert}/ListExperts`, ['专家', 'Experts']),
  entry('engagements', 'experts', 'expert', `${expert}/ListEngagements`, ['专家任务与抽取', 'Engagements and draws']),
  entry('discrepancies', 'exchange', 'exchange', 'lianfang.exchange.v1.ReconciliationService/ListDiscrepancies', ['数据差异', 'Discrepancies']),
  entry('links', 'exchange', 'exchange', 'lianfang.exchange.v1.ReconciliationService/ListUncertainLinks', ['待定比对', 'Uncertain links']),
  entry('linkage-models', 'exchange', 'exchange', 'lianfang.exchange.v1.ReconciliationService/ListLinkageModels', ['关联模型', 'Linkage models']),
  entry('reads', 'exchange', 'exchange', 'lianfang.exchange.v1.ExchangeService/ListReads', ['查阅记录', 'Who has read']),
  entry('agreements', 'exchange', 'exchange', 'lianfang.exchange.v1.ExchangeService/ListAgreements', ['共享协议', 'Agreements']),
  entry('employers', 'exchange', 'exchange', 'lianfang.exchange.v1.ExchangeService/ListEmployers', ['用人单位', 'Employers']),
  entry('tasks', 'coordination', 'coordination', `${coordination}.TaskService/ListTasks`, ['工作任务', 'Tasks']),
  entry('conferences', 'coordination', 'coordination', `${coordination}.ConferenceService/ListConferences`, ['联席会议', 'Conferences']),
  entry('inspections', 'coordination', 'coordination', `${coordination}.InspectionService/ListInspections`, ['联合检查', 'Inspections']),
  entry('orders', 'coordination', 'coordination', `${coordination}.InspectionService/ListOrders`, ['限期整改', 'Rectification orders']),
  entry('opinions', 'coordination', 'coordination', `${coordination}.OpinionService/ListOpinions`, ['监督意见', 'Opinions']),
  entry('activities', 'coordination', 'coordination', `${coordination}.ActivityService/ListActivities`, ['宣传培训', 'Activities']),
  entry('budgets', 'fund', 'fund', `${project}/ListBudgets`, ['预算', 'Budgets']),
  entry('projects', 'fund', 'fund', `${project}/ListProjects`, ['项目', 'Projects']),
  entry('providers', 'fund', 'fund', `${project}/ListProviders`, ['服务机构', 'Providers']),
  entry('rate-lists', 'fund', 'fund', `${premium}/ListRateLists`, ['费率浮动', 'Floating rates']),
  entry('rate-tables', 'fund', 'fund', `${premium}/ListRateTables`, ['费率表', 'Rate tables']),
];

// Resources within one of the catalogue: shown on its page, and in no menu.
export const ratesEntry = entry('rates', 'fund', 'fund', `${premium}/ListRates`, ['单位费率', 'Rates of employers']);

export function entryOf(id: string): Entry {
  const found = catalogue.find((one) => one.id === id);
  if (found === undefined) throw new Error(`the catalogue lacks ${id}`);
  return found;
}
