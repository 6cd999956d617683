import { fieldTitle } from '$/resources/field_words';
import { words } from '$/words/words';

export const w = words({
  pairTitle: ['相关记录', 'The records'],
  recordTitle: ['{kind}记录', 'Record: {kind}'],
  field: ['字段', 'Field'],
  left: ['记录甲', 'One record'],
  right: ['记录乙', 'The other record'],
  agreement: ['一致程度', 'Agreement'],
  same: ['一致', 'the same'],
  different: ['不同', 'different'],
  oneOnly: ['仅一方有', 'one of them only'],
  ownerOf: ['{department} {kind} {date}', '{department} {kind} {date}'],
  unreadable: ['没有可据以查阅这条记录的协议', 'No agreement in force lets you read this record'],
  masked: ['姓名、证件号等只显示首尾；每次查阅都会留痕，记录所属部门可以看到。', 'Names and numbers are masked. Each reading leaves a trace that the record’s department can see.'],
  show: ['查看并排记录', 'Show the records side by side'],
  hide: ['收起', 'Hide'],
  weight: ['权重 {weight}', 'weight {weight}'],
  linksTitle: ['待定比对', 'Uncertain links'],
  linksText: ['可能是同一个人的两条记录。看清两边，再作判定；记录变动后会重新询问。', 'Two records that may be of one person. Compare them and decide; the question comes again when a record changes.'],
  linksEmpty: ['没有待判定的比对', 'No link waits for a decision'],
  probability: ['相同的可能 {percent} %', 'Probability {percent} %'],
  isSame: ['是同一人', 'The same person'],
  isOther: ['不是同一人', 'Two persons'],
  decideTitle: ['判定比对', 'Decide the link'],
  decided: ['已判定', 'Decided'],
  casualty: ['第 {number} 名伤亡人员', 'casualty {number}'],
  evidence: ['依据', 'Evidence'],
  onlyOne: ['这项差异只涉及一条记录', 'This discrepancy is about one record'],
  proposeTitle: ['从本部门记录测算', 'From the department’s own records'],
  proposeText: ['按领导小组办公室设定的口径，由本部门已发布的记录逐项计数；采用后仍可修改。', 'Counted from the records that your department has published, as the plan office has defined it. What is taken over can still be changed.'],
  propose: ['测算', 'Count'],
  proposed: ['测算值', 'Counted'],
  inForm: ['表中现值', 'In the form'],
  useAll: ['全部采用', 'Take all over'],
  use: ['采用', 'Take over'],
  used: ['已采用', 'Taken over'],
  sources: ['{count} 条记录', '{count} records'],
  sourcesOf: ['“{figure}”所依据的记录', 'Records behind “{figure}”'],
  adds: ['计入 {number}', 'adds {number}'],
  moreSources: ['再看 {count} 条', '{count} more'],
  noSources: ['没有符合口径的记录', 'No record counts'],
  undefinedFigures: ['未设定口径的数据项：{figures}', 'Figures without a definition: {figures}'],
  noneDefined: ['领导小组办公室还没有设定这些数据项的计数口径。', 'The plan office has not yet defined how these figures are counted.'],
});

// What the fields of records are called, where that differs from what forms of other services call them.
export const recordWords = words({
  person: ['人员', 'Person'],
  person_name: ['姓名', 'Name'],
  id_document: ['证件类型', 'Document'],
  id_note: ['证件号说明', 'Note on the number'],
  birth_date: ['出生日期', 'Born on'],
  sex: ['性别', 'Sex'],
  key_position: ['重点岗位', 'Key position'],
  job_title: ['岗位', 'Job'],
  insured: ['参加工伤保险', 'Insured'],
  occurrence_time: ['发生时间', 'Happened'],
  accident_type: ['事故类型', 'Type'],
  deaths: ['死亡人数', 'Deaths'],
  missing: ['失踪人数', 'Missing'],
  seriously_injured: ['重伤人数', 'Seriously injured'],
  slightly_injured: ['轻伤人数', 'Slightly injured'],
  direct_loss: ['直接经济损失', 'Direct loss'],
  grade: ['事故等级', 'Grade'],
  grade_note: ['等级说明', 'Note on the grade'],
  road_or_fire: ['道路交通或火灾', 'Road or fire'],
  casualties: ['伤亡人员', 'Casualties'],
  outcome: ['伤亡情况', 'Outcome'],
  death_date: ['死亡日期', 'Died on'],
  card_kind: ['报告类别', 'Kind of card'],
  disease: ['病名', 'Disease'],
  pneumoconiosis: ['尘肺病', 'Pneumoconiosis'],
  stage: ['期别', 'Stage'],
  diagnosis_date: ['诊断日期', 'Diagnosed on'],
  hazard: ['危害因素', 'Hazard'],
  exposure_years: ['接触工龄（年）', 'Years of exposure'],
  exposure_months: ['接触工龄（月）', 'Months of exposure'],
  report_date: ['报告日期', 'Reported on'],
  injury_date: ['受伤日期', 'Injured on'],
  from_disease: ['因职业病', 'By a disease'],
  from_accident: ['因生产安全事故', 'By an accident'],
  applicant: ['申请人', 'Applicant'],
  application_date: ['申请日期', 'Applied on'],
  acceptance_date: ['受理日期', 'Accepted on'],
  decision: ['认定结论', 'Decision'],
  decision_date: ['结论日期', 'Decided on'],
  basis: ['依据条款', 'Basis'],
  disability_grade: ['伤残等级', 'Grade of disability'],
  benefits_paid: ['已付待遇', 'Benefits paid'],
  course: ['课程', 'Course'],
  training_date: ['培训日期', 'Trained on'],
  result: ['结果', 'Result'],
  hours: ['学时', 'Hours'],
  occupational_health: ['职业卫生', 'Occupational health'],
  certificate: ['证书编号', 'Certificate'],
});

// The fields that linkage compares, by their ids.
export const linkageWords = words({
  name: ['姓名', 'Name'],
  id_number: ['证件号码', 'Identity number'],
  birth_date: ['出生日期', 'Date of birth'],
  sex: ['性别', 'Sex'],
  phone: ['电话', 'Phone'],
  employer: ['用人单位', 'Employer'],
});

// recordFieldTitle: a person's name is called otherwise than an employer's.
export function recordFieldTitle(name: string, within = ''): string {
  if (name === 'display_name' && within === 'person') return recordWords('person_name');
  return name in recordWords.table ? recordWords(name as keyof typeof recordWords.table) : fieldTitle(name);
}

// recordPathTitle: `person.display_name` as people read it.
export const recordPathTitle = (path: string): string =>
  path
    .split('.')
    .map((part, at, all) => recordFieldTitle(part, all[at - 1] ?? ''))
    .join(' › ');
