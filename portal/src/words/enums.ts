// Values of the contracts' enums in words. Most come from the table that all programs share (words/enum_words.cc); here stand those
// that only the page shows.
import type { DescEnum } from '@bufbuild/protobuf';
import { sharedEnumWords } from '$/gen/enum_words';
import { language } from './words';

export const pageEnumWords: Record<string, readonly [string, string?]> = {
  TITLE_GRADE_JUNIOR: ['初级'],
  TITLE_GRADE_INTERMEDIATE: ['中级'],
  TITLE_GRADE_ASSOCIATE_SENIOR: ['副高级', 'associate senior'],
  TITLE_GRADE_SENIOR: ['正高级'],
  TIE_KIND_EMPLOYMENT: ['任职'],
  TIE_KIND_DIRECTORSHIP: ['任董监事'],
  TIE_KIND_SHAREHOLDING: ['持股'],
  TIE_KIND_KINSHIP: ['近亲属'],
  TIE_KIND_OTHER: ['其他利害关系', 'other interest'],
  REMOVAL_CAUSE_LEAK: ['泄密'],
  REMOVAL_CAUSE_COLLUSION: ['串通'],
  REMOVAL_CAUSE_UNDECLARED_CONFLICT: ['隐瞒利害关系', 'undeclared conflict of interest'],
  REMOVAL_CAUSE_OTHER_BREACH: ['其他违规', 'other breach'],
  NOMINATION_DECISION_ADMIT: ['准予入库'],
  NOMINATION_DECISION_REJECT: ['不予入库'],
  MATCH_CRITERION_INDUSTRY: ['行业'],
  MATCH_CRITERION_HAZARDS: ['危害因素'],
  MATCH_CRITERION_DATES: ['时间'],
  MATCH_CRITERION_LANGUAGE: ['语言'],
  MATCH_CRITERION_HEAD_COUNT: ['人数规模', 'size of the audience'],
  MATCH_CRITERION_REGION: ['地区'],
  MATCH_CRITERION_RATING: ['评价'],
  CAUSE_KIND_FIRST_EVALUATION: ['首次评估'],
  CAUSE_KIND_FILED: ['新报'],
  CAUSE_KIND_RESTATED: ['更正'],
  CAUSE_KIND_REVIEWED: ['审核'],
  CAUSE_KIND_WAIVER: ['豁免'],
  CAUSE_KIND_OBLIGATION: ['任务调整', 'obligation changed'],
  CAUSE_KIND_PLAN_EDITION: ['方案修订', 'new edition of the plan'],
  CAUSE_KIND_DUE: ['逾期', 'became overdue'],
  CAUSE_KIND_SIGNED: ['召集人审签', 'signed by the convener'],
  CAUSE_KIND_TAKEN_BACK: ['撤回', 'taken back'],
  FORECAST_METHOD_NONE: ['数据不足，不作预测', 'too little data to project'],
  FORECAST_METHOD_LINEAR: ['按直线外推', 'straight line'],
  FORECAST_METHOD_REPORTED: ['已预报', 'reported provisionally'],
  BOUND_KIND_AT_MOST: ['不高于', 'at most'],
  BOUND_KIND_BELOW: ['低于', 'below'],
  BOUND_KIND_AT_LEAST: ['不低于', 'at least'],
  INPUT_ROLE_ACTUAL: ['本期', 'period judged'],
  INPUT_ROLE_BASELINE: ['对比期', 'period compared with'],
  SCORECARD_ORDER_ATTAINED: ['按达标比例', 'by share attained'],
  SCORECARD_ORDER_MISSING: ['按缺报比例', 'by share missing'],
  SCORECARD_VIEW_BASIC: ['概要'],
  SCORECARD_VIEW_FULL: ['全部'],
  EXPORT_DOCUMENT_SCORECARD: ['记分卡'],
  EXPORT_DOCUMENT_MID_TERM_ASSESSMENT: ['中期评估', 'mid-term assessment'],
  EXPORT_DOCUMENT_FINAL_SUMMARY: ['终期总结'],
  LEDGER_AUDIT_STATE_RUNNING: ['正在核验'],
  LEDGER_AUDIT_STATE_DONE: ['已核验'],
  LEDGER_AUDIT_STATE_FAILED: ['未能完成', 'could not be completed'],
  VERDICT_BASIS_EACH_INDUSTRY: ['逐行业', 'each industry'],
  VERDICT_BASIS_SUM_OF_INDUSTRIES: ['行业合计', 'sum of industries'],
  FOUR_EYES_REQUIRED: ['报审分离', 'four eyes required'],
  FOUR_EYES_NOT_REQUIRED: ['不要求报审分离', 'four eyes not required'],
  CONFIRMATIONS_NONE: ['不发确认'],
  CONFIRMATIONS_EACH_FILING: ['逐次确认', 'each filing'],
  CONFIRMATIONS_IN_DIGEST: ['晨间汇总确认', 'in the morning digest'],
  EMPTY_DENOMINATOR_ZERO: ['计为 0', 'counts as 0'],
  EMPTY_DENOMINATOR_NOT_APPLICABLE: ['不适用'],
  LATE_REASON_PAUSE: ['暂停催报'],
  LATE_REASON_NEW_RECIPIENT: ['新联系人'],
  LATE_REASON_INTERRUPTION: ['系统中断'],
  TASK_EVIDENCE_REPORT: ['报告办结', 'reported done'],
  TASK_EVIDENCE_PLAN_PUBLISHED: ['方案印发'],
  TASK_EVIDENCE_RETURNS_FILED: ['数据报齐'],
  TASK_EVIDENCE_POOL_FORMED: ['专家库组建'],
  TASK_EVIDENCE_CONFERENCE_HELD: ['召开联席会议'],
  TASK_EVIDENCE_INSPECTION_HELD: ['开展联合检查'],
  TASK_EVIDENCE_MID_TERM_ASSESSED: ['完成中期评估'],
  DISCREPANCY_STATE_OPEN: ['待核清'],
  DISCREPANCY_STATE_EXPLAINED: ['已说明'],
  DISCREPANCY_STATE_CORRECTED: ['已更正'],
  DISCREPANCY_STATE_REFERRED: ['已转办'],
  CONCEALMENT_DECISION_CONFIRM: ['认定瞒报', 'concealment confirmed'],
  CONCEALMENT_DECISION_REJECT: ['不予认定', 'concealment rejected'],
  AGREEMENT_LEVEL_MISSING: ['无数据'],
  AGREEMENT_LEVEL_EXACT: ['一致'],
  AGREEMENT_LEVEL_SOUND: ['音同'],
  AGREEMENT_LEVEL_CLOSE: ['相近'],
  AGREEMENT_LEVEL_SIMILAR: ['近似'],
  AGREEMENT_LEVEL_DIFFERENT: ['不同'],
  LINK_STATE_LINKED: ['已关联'],
  LINK_STATE_UNCERTAIN: ['待判定'],
  LINK_STATE_CONFIRMED: ['确认同一人'],
  LINK_STATE_REJECTED: ['非同一人'],
  ASSESSMENT_SOURCE_VERDICTS: ['目标完成'],
  ASSESSMENT_SOURCE_PUNCTUALITY: ['按时履行'],
  ASSESSMENT_SOURCE_TASKS: ['任务完成'],
  ASSESSMENT_SOURCE_RECTIFICATION: ['整改率'],
  ASSESSMENT_SOURCE_INDICATOR: ['培训覆盖', 'training coverage'],
  ASSESSMENT_SOURCE_DISCREPANCIES: ['差异核清'],
};

// enumPair is a value's words; undefined where neither table has them.
export function enumPair(type: DescEnum, number: number): readonly [zh: string, en: string] | undefined {
  const value = type.value[number];
  if (value === undefined || number === 0) return undefined;
  const found = sharedEnumWords[value.name] ?? pageEnumWords[value.name];
  if (found === undefined) return undefined;
  return [found[0], found[1] ?? value.localName.toLowerCase().replace(/_/g, ' ')];
}

// enumWords says a value in the language of the page; empty for the unspecified value. A value that this page does not know yet, because the
// service is newer, is shown by its number.
export function enumWords(type: DescEnum, number: number): string {
  if (number === 0) return '';
  const pair = enumPair(type, number);
  return pair === undefined ? `#${number}` : pair[language() === 'zh' ? 0 : 1];
}
