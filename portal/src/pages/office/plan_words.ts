// What the parts of a plan are called where two editions differ: `pools[professional].targetSize` is 专家库“工伤预防专家库” › 目标人数.
import type { Plan } from '$/gen/lianfang/type/v1/plan_pb';
import { comma, inLanguage, words } from '$/words/words';

const w = words({
  title: ['标题', 'Title'],
  zh: ['中文', 'Chinese'],
  en: ['英文', 'English'],
  names: ['名称', 'Names'],
  departments: ['部门', 'Departments'],
  role: ['角色', 'Role'],
  actingRegion: ['所在地区', 'Acting region'],
  regions: ['地区', 'Regions'],
  industries: ['行业', 'Industries'],
  responsibleDepartment: ['责任部门', 'Responsible department'],
  periods: ['年度', 'Periods'],
  startDate: ['开始日期', 'First day'],
  endDate: ['结束日期', 'Last day'],
  figures: ['数据项', 'Figures'],
  unit: ['单位', 'Unit'],
  minimum: ['下限', 'Minimum'],
  maximum: ['上限', 'Maximum'],
  mayBeNotApplicable: ['可填不适用', 'May be not applicable'],
  indicators: ['指标', 'Indicators'],
  numerator: ['分子', 'Numerator'],
  denominator: ['分母', 'Denominator'],
  targets: ['目标', 'Targets'],
  consistencyRules: ['勾稽规则', 'Consistency rules'],
  plausibilityRules: ['合理性规则', 'Plausibility rules'],
  dataRequests: ['报送要求', 'Data requests'],
  dueDate: ['截止日期', 'Due date'],
  openDate: ['开放日期', 'Opens on'],
  finalDueDate: ['终报截止日期', 'Final figures due'],
  provisional: ['预报', 'Provisional'],
  needsSignOff: ['须审签', 'Needs a signature'],
  reminderStages: ['催报节点', 'Reminder stages'],
  offsetDays: ['提前天数', 'Days from due'],
  recipients: ['收件角色', 'Recipients'],
  pools: ['专家库', 'Pools'],
  targetSize: ['目标人数', 'Size aimed at'],
  specialties: ['专业', 'Specialties'],
  ageLimit: ['年龄上限', 'Age limit'],
  minimumPanelSize: ['专家组最少人数', 'Smallest panel'],
  tasks: ['工作任务', 'Tasks'],
  owners: ['责任部门', 'Owners'],
  text: ['内容', 'Text'],
  assessment: ['考核', 'Assessment'],
  items: ['考核项', 'Items'],
  points: ['分值', 'Points'],
  coordination: ['协调', 'Coordination'],
  orderDays: ['整改最长天数', 'Longest order, days'],
  fund: ['基金', 'Fund'],
  purposes: ['用途', 'Purposes'],
  procurement: ['采购方式', 'Procurement'],
  exchange: ['信息交换', 'Exchange'],
  rules: ['规则', 'Rules'],
  days: ['天数', 'Days'],
  notes: ['说明', 'Notes'],
  office: ['联系单位', 'Office'],
  phone: ['电话', 'Phone'],
  email: ['邮箱', 'Mailbox'],
  issueDate: ['印发日期', 'Issued on'],
  documentNumber: ['文号', 'Document number'],
  timeZone: ['时区', 'Time zone'],
});

const title = (name: string) => (name in w.table ? w(name as keyof typeof w.table) : name);

// Names: what an id of the plan is called.
export type Names = ReadonlyMap<string, string>;

// namesOf: of everything in a plan that has an id and a name.
export function namesOf(plan: Plan): Names {
  const named = [plan.departments, plan.industries, plan.figures, plan.indicators, plan.periods, plan.pools, ...plan.pools.map((pool) => pool.specialties)].flat() as { id: string; names?: Parameters<typeof inLanguage>[0] }[];
  const regions = plan.regions.map((one) => ({ id: one.code, names: one.names }));
  return new Map([...named, ...regions].map((one) => [one.id, inLanguage(one.names) || one.id]));
}

// idText: ids that stand together, such as `incidence-rate 2026 construction+transportation`.
const idText = (ids: string, names: Names) => ids.split(' ').map((one) => one.split('+').map((id) => names.get(id) ?? id).join(comma())).join(' ');

// valueText: an id by its name, everything else as it stands.
export const valueText = (value: string, names: Names): string => names.get(value) ?? value;

export function pathText(path: string, names: Names = new Map()): string {
  return path
    .split(/\.(?![^[]*\])/)
    .map((step) => {
      const found = /^([^[]+)(?:\[(.*)\])?$/.exec(step);
      return found?.[2] === undefined ? title(step) : `${title(found[1]!)}“${idText(found[2], names)}”`;
    })
    .join(' › ');
}

export const planWords = w;
