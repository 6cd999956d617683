#include "words/enum_words.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace lianfang {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

struct Words {
  absl::string_view zh;
  absl::string_view en = "";  // empty: the value's name
};

// By the value's name in the contracts.
const absl::flat_hash_map<absl::string_view, Words>& Table() {
  static const auto& words = *new absl::flat_hash_map<absl::string_view, Words>({
      {"OBLIGATION_STATE_NOT_OPEN", {"未开放"}},
      {"OBLIGATION_STATE_OPEN", {"待报送"}},
      {"OBLIGATION_STATE_DUE_SOON", {"即将到期"}},
      {"OBLIGATION_STATE_OVERDUE", {"已逾期"}},
      {"OBLIGATION_STATE_MET", {"已报送"}},
      {"OBLIGATION_STATE_MET_LATE", {"逾期报送"}},
      {"OBLIGATION_STATE_EXTENDED", {"已延期"}},
      {"OBLIGATION_STATE_WAIVED", {"已豁免"}},
      {"OBLIGATION_STATE_LOCKED", {"已关闭"}},
      {"OBLIGATION_STATE_SENT_BACK", {"已退回"}},
      {"DUTY_STATE_NOT_OPEN", {"未开放"}},
      {"DUTY_STATE_OPEN", {"待办"}},
      {"DUTY_STATE_DUE_SOON", {"即将到期"}},
      {"DUTY_STATE_OVERDUE", {"已逾期"}},
      {"DUTY_STATE_MET", {"已完成"}},
      {"DUTY_STATE_MET_LATE", {"逾期完成"}},
      {"DUTY_STATE_WITHDRAWN", {"已取消"}},
      {"DUTY_STATE_LOCKED", {"已关闭"}},
      {"RETURN_EDITION_FIRST", {"首报"}},
      {"RETURN_EDITION_FINAL", {"终报"}},
      {"ADJUSTMENT_KIND_EXTENSION", {"延期"}},
      {"ADJUSTMENT_KIND_WAIVER", {"豁免"}},
      {"ADJUSTMENT_KIND_AMENDMENT", {"方案修订"}},
      {"OBLIGATION_INSTANT_OPEN", {"开放时间"}},
      {"OBLIGATION_INSTANT_DUE", {"截止时间"}},
      {"OBLIGATION_INSTANT_GRACE_END", {"宽限截止"}},
      {"OBLIGATION_INSTANT_LOCK", {"关闭时间"}},
      {"OBLIGATION_INSTANT_FINAL_OPEN", {"终报开放"}},
      {"OBLIGATION_INSTANT_FINAL_DUE", {"终报截止"}},
      {"RETURN_STATE_SUBMITTED", {"待审核"}},
      {"RETURN_STATE_ACCEPTED", {"已审核"}},
      {"RETURN_STATE_SENT_BACK", {"已退回"}},
      {"RETURN_STATE_AWAITING_SIGN_OFF", {"待审签", "awaiting sign-off"}},
      {"RETURN_STATE_NOT_SIGNED", {"召集人退回", "not signed"}},
      {"RETURN_STATE_WITHDRAWN", {"已撤回"}},
      {"SIGN_OFF_DECISION_SIGN", {"同意"}},
      {"SIGN_OFF_DECISION_SEND_BACK", {"退回"}},
      {"REVIEW_DECISION_ACCEPT", {"通过"}},
      {"REVIEW_DECISION_SEND_BACK", {"退回"}},
      {"RESULT_STATUS_ATTAINED", {"达标"}},
      {"RESULT_STATUS_NOT_ATTAINED", {"未达标"}},
      {"RESULT_STATUS_PROVISIONAL_ATTAINED", {"暂达标", "provisionally attained"}},
      {"RESULT_STATUS_PROVISIONAL_NOT_ATTAINED", {"暂未达标", "provisionally not attained"}},
      {"RESULT_STATUS_PENDING", {"待定"}},
      {"RESULT_STATUS_MISSING", {"缺报"}},
      {"RESULT_STATUS_NOT_APPLICABLE", {"不适用"}},
      {"DEPARTMENT_ROLE_LEAD", {"牵头"}},
      {"DEPARTMENT_ROLE_RESPONSIBLE", {"责任部门"}},
      {"DEPARTMENT_ROLE_MEMBER", {"成员单位"}},
      {"DEPARTMENT_ROLE_OBSERVER", {"监督"}},
      {"DEPARTMENT_ROLE_ADDRESSEE", {"抄送"}},
      {"RECIPIENT_LIAISON", {"联络员", "liaison officer"}},
      {"RECIPIENT_CONVENER", {"召集人"}},
      {"RECIPIENT_OFFICE_DIRECTOR", {"办公室主任"}},
      {"URGENCY_OVERDUE", {"已逾期"}},
      {"URGENCY_DUE_TODAY", {"今日到期"}},
      {"URGENCY_DUE_SOON", {"即将到期"}},
      {"URGENCY_UPCOMING", {"待报送"}},
      {"DELIVERY_KIND_REMINDER", {"催报"}},
      {"DELIVERY_KIND_NOTICE", {"通知"}},
      {"DELIVERY_KIND_ALERT", {"告警"}},
      {"DELIVERY_KIND_CONFIRMATION", {"报送确认"}},
      {"FILE_TYPE_PDF", {"PDF", "PDF"}},
      {"FILE_TYPE_PNG", {"PNG", "PNG"}},
      {"FILE_TYPE_JPEG", {"JPEG", "JPEG"}},
      {"FILE_TYPE_XLSX", {"xlsx 工作簿", "xlsx workbook"}},
      {"JOURNAL_OPERATIONS", {"操作日志"}},
      {"JOURNAL_READS", {"查阅日志"}},
      {"AUDIT_OUTCOME_DONE", {"已完成"}},
      {"AUDIT_OUTCOME_DENIED", {"无权"}},
      {"AUDIT_OUTCOME_REFUSED", {"被规则拒绝"}},
      {"AUDIT_OUTCOME_REHEARSED", {"试运行"}},
      {"DELIVERY_STATE_QUEUED", {"待发送"}},
      {"DELIVERY_STATE_SENT", {"已发送"}},
      {"DELIVERY_STATE_DEFERRED", {"待重发"}},
      {"DELIVERY_STATE_FAILED", {"发送失败"}},
      {"DELIVERY_STATE_SUPPRESSED", {"已取消"}},
      {"ATTEMPT_OUTCOME_ACCEPTED", {"已接收"}},
      {"ATTEMPT_OUTCOME_TRANSIENT_FAILURE", {"暂时失败"}},
      {"ATTEMPT_OUTCOME_PERMANENT_FAILURE", {"永久失败"}},
      {"FAILURE_SCOPE_MAILBOX", {"收件邮箱"}},
      {"FAILURE_SCOPE_MAIL", {"本邮件"}},
      {"FAILURE_SCOPE_CHANNEL", {"邮件通道"}},
      {"TEMPLATE_ORIGIN_SHIPPED", {"随软件"}},
      {"TEMPLATE_ORIGIN_DIRECTORY", {"本地目录"}},
      {"TEMPLATE_ORIGIN_UPLOADED", {"已上传"}},
      {"EXPERT_STATE_NOMINATED", {"待审核"}},
      {"EXPERT_STATE_REJECTED", {"未通过"}},
      {"EXPERT_STATE_ACTIVE", {"在库"}},
      {"EXPERT_STATE_TERM_ENDED", {"聘期届满"}},
      {"EXPERT_STATE_SUSPENDED", {"暂停"}},
      {"EXPERT_STATE_RETIRED", {"退出"}},
      {"EXPERT_STATE_REMOVED", {"清退"}},
      {"ENGAGEMENT_KIND_PROJECT_REVIEW", {"立项评审"}},
      {"ENGAGEMENT_KIND_PUBLICITY_TRAINING", {"宣传培训"}},
      {"ENGAGEMENT_KIND_DIAGNOSIS", {"问题诊断"}},
      {"ENGAGEMENT_KIND_MEASURES", {"措施制定"}},
      {"ENGAGEMENT_KIND_ACCEPTANCE", {"评估验收"}},
      {"ENGAGEMENT_KIND_CUSTOM_TRAINING", {"定制式培训"}},
      {"ENGAGEMENT_STATE_PLANNED", {"待抽取"}},
      {"ENGAGEMENT_STATE_FROZEN", {"名单已锁定"}},
      {"ENGAGEMENT_STATE_INVITING", {"邀请中"}},
      {"ENGAGEMENT_STATE_CONFIRMED", {"已确认"}},
      {"ENGAGEMENT_STATE_EXHAUSTED", {"候选不足"}},
      {"ENGAGEMENT_STATE_HELD", {"待评价"}},
      {"ENGAGEMENT_STATE_RATED", {"已评价"}},
      {"ENGAGEMENT_STATE_CANCELLED", {"已取消"}},
      {"INVITATION_STATE_INVITED", {"待答复"}},
      {"INVITATION_STATE_ACCEPTED", {"接受"}},
      {"INVITATION_STATE_DECLINED", {"谢绝"}},
      {"INVITATION_STATE_EXPIRED", {"逾期未复"}},
      {"INVITATION_STATE_WITHDRAWN", {"已撤回"}},
      {"INVITATION_STATE_NOT_REACHABLE", {"未能联系"}},
      {"NOTICE_STATE_PENDING", {"通知中"}},
      {"NOTICE_STATE_DELIVERED", {"已送达"}},
      {"NOTICE_STATE_FAILED", {"通知失败"}},
      {"NOTICE_STATE_TOLD_OTHERWISE", {"已另行告知"}},
      {"ANSWER_CHANNEL_TOKEN", {"本人回执"}},
      {"ANSWER_CHANNEL_PHONE", {"电话"}},
      {"ANSWER_CHANNEL_EMAIL", {"邮件"}},
      {"ANSWER_CHANNEL_MESSAGE", {"短信"}},
      {"ANSWER_CHANNEL_IN_PERSON", {"当面或书面"}},
      {"CONFLICT_STATE_REPORTED", {"待确认"}},
      {"CONFLICT_STATE_CONFIRMED", {"已确认"}},
      {"CONFLICT_STATE_REJECTED", {"不成立"}},
      {"FACT_KIND_DRAW_FROZEN", {"抽取名单锁定"}},
      {"DRAW_STATE_FROZEN", {"名单已锁定"}},
      {"DRAW_STATE_WITNESSED", {"已见证"}},
      {"DRAW_STATE_DRAWN", {"已抽取"}},
      {"DRAW_STATE_CANCELLED", {"已取消"}},
      {"EXCLUSION_REASON_NOT_ACTIVE", {"不在库"}},
      {"EXCLUSION_REASON_TERM_ENDS", {"聘期届满"}},
      {"EXCLUSION_REASON_SPECIALTY", {"专业不符"}},
      {"EXCLUSION_REASON_OWN_DEPARTMENT", {"本部门"}},
      {"EXCLUSION_REASON_EMPLOYER", {"任职关系"}},
      {"EXCLUSION_REASON_HOLDING", {"持股或任董监事"}},
      {"EXCLUSION_REASON_KINSHIP", {"近亲属"}},
      {"EXCLUSION_REASON_OTHER_INTEREST", {"其他利害关系"}},
      {"EXCLUSION_REASON_WORKLOAD", {"任务已满"}},
      {"EXCLUSION_REASON_ABSENT", {"无法出席"}},
      {"EXCLUSION_REASON_BOOKED", {"时间冲突"}},
      {"EXCLUSION_REASON_DECLINED", {"谢绝"}},
      {"EXCLUSION_REASON_NO_ANSWER", {"逾期未复"}},
      {"EXCLUSION_REASON_NOT_REACHABLE", {"未能联系"}},
      {"BUDGET_EXCEPTION_KIND_CAP", {"超出上限"}},
      {"BUDGET_EXCEPTION_KIND_SPLIT", {"不按用途比例"}},
      {"PROJECT_STATE_PROPOSED", {"已申报"}},
      {"PROJECT_STATE_REVIEWING", {"评审中"}},
      {"PROJECT_STATE_REVIEWED", {"评审通过"}},
      {"PROJECT_STATE_REVIEW_FAILED", {"评审未通过"}},
      {"PROJECT_STATE_APPROVED", {"已立项"}},
      {"PROJECT_STATE_CONTRACTED", {"已签约"}},
      {"PROJECT_STATE_RUNNING", {"实施中"}},
      {"PROJECT_STATE_COMPLETED", {"待验收"}},
      {"PROJECT_STATE_ACCEPTED", {"验收合格"}},
      {"PROJECT_STATE_SETTLED", {"已结算"}},
      {"PROJECT_STATE_REJECTED", {"不予立项"}},
      {"PROJECT_STATE_WITHDRAWN", {"已撤回"}},
      {"PROJECT_STATE_ACCEPTANCE_FAILED", {"验收不合格"}},
      {"PROJECT_STATE_TERMINATED", {"已终止"}},
      {"PROJECT_STEP_KIND_PROPOSE", {"申报"}},
      {"PROJECT_STEP_KIND_REVISE", {"修改申报"}},
      {"PROJECT_STEP_KIND_WITHDRAW", {"撤回"}},
      {"PROJECT_STEP_KIND_ASSIGN_PANEL", {"交付评审"}},
      {"PROJECT_STEP_KIND_PASS_REVIEW", {"评审通过"}},
      {"PROJECT_STEP_KIND_FAIL_REVIEW", {"评审不通过"}},
      {"PROJECT_STEP_KIND_APPROVE", {"批准立项"}},
      {"PROJECT_STEP_KIND_REJECT", {"不予立项"}},
      {"PROJECT_STEP_KIND_CONTRACT", {"签订合同"}},
      {"PROJECT_STEP_KIND_PAY_ADVANCE", {"预付"}},
      {"PROJECT_STEP_KIND_START", {"开工"}},
      {"PROJECT_STEP_KIND_REACH_MILESTONE", {"完成节点"}},
      {"PROJECT_STEP_KIND_VISIT", {"现场检查"}},
      {"PROJECT_STEP_KIND_COMPLETE", {"完工"}},
      {"PROJECT_STEP_KIND_ACCEPT", {"验收合格"}},
      {"PROJECT_STEP_KIND_SEND_BACK", {"验收整改"}},
      {"PROJECT_STEP_KIND_FAIL_ACCEPTANCE", {"验收不合格"}},
      {"PROJECT_STEP_KIND_SETTLE", {"结算"}},
      {"PROJECT_STEP_KIND_TERMINATE", {"终止"}},
      {"APPLICANT_KIND_DEPARTMENT", {"部门"}},
      {"APPLICANT_KIND_ASSOCIATION", {"行业协会"}},
      {"APPLICANT_KIND_ENTERPRISE", {"企业"}},
      {"ACCEPTANCE_RESULT_PASSED", {"合格"}},
      {"ACCEPTANCE_RESULT_SENT_BACK", {"限期整改"}},
      {"ACCEPTANCE_RESULT_FAILED", {"不合格"}},
      {"PROVIDER_KIND_THIRD_PARTY", {"第三方机构"}},
      {"PROVIDER_KIND_MODEL_ENTERPRISE", {"示范企业"}},
      {"CONDUCT_KIND_COMMENDED", {"表扬"}},
      {"CONDUCT_KIND_WARNED", {"警示"}},
      {"CONDUCT_KIND_BARRED", {"禁入"}},
      {"CONDUCT_KIND_BAR_LIFTED", {"解除禁入"}},
      {"INJURY_CONDITION_ANY", {"不论是否发生工伤"}},
      {"INJURY_CONDITION_WITHOUT", {"未发生工伤"}},
      {"INJURY_CONDITION_WITH", {"发生工伤"}},
      {"RATE_LIST_STATE_COLLECTING", {"归集中"}},
      {"RATE_LIST_STATE_PROPOSED", {"待审核"}},
      {"RATE_LIST_STATE_PUBLISHED", {"已公布"}},
  });
  return words;
}

// `OBLIGATION_STATE_`: what the zero value's name has before UNSPECIFIED.
absl::string_view PrefixOf(const EnumDescriptor& type) {
  return absl::StripSuffix(type.FindValueByNumber(0)->name(), "UNSPECIFIED");
}

}  // namespace

absl::string_view NameWithoutPrefix(const EnumValueDescriptor& value) {
  return absl::StripPrefix(value.name(), PrefixOf(*value.type()));
}

type::v1::LocalizedText EnumWords(const EnumDescriptor& type, int number) {
  type::v1::LocalizedText text;
  const EnumValueDescriptor* value = number == 0 ? nullptr : type.FindValueByNumber(number);
  if (value == nullptr) return text;
  const auto found = Table().find(value->name());
  const Words words = found == Table().end() ? Words{} : found->second;
  text.set_zh(std::string(words.zh));
  text.set_en(words.en.empty() ? absl::StrReplaceAll(absl::AsciiStrToLower(NameWithoutPrefix(*value)), {{"_", " "}})
                               : std::string(words.en));
  return text;
}

}  // namespace lianfang
