#include "cli/records/heading_words.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/import/spelling.h"
#include "cli/records/cell_value.h"
#include "common/credit_code.h"
#include "common/division.h"
#include "common/id_number.h"

namespace lianfang::cli {
namespace {

constexpr int kExact = 94;
constexpr int kBegins = 80;
constexpr int kContains = 66;
constexpr int kName = 90;  // the contract's own name

// By the end of a path; the longest end that is there holds.
const std::map<std::string, std::vector<std::string>>& Words() {
  static const auto& words = *new std::map<std::string, std::vector<std::string>>({
      {"source_id",
       {"编号", "序列号", "业务流水号", "记录编号", "档案编号", "报告卡编号", "卡片编号", "工伤认定编号", "认定编号",
        "事故编号", "单位编号", "案号", "流水号"}},
      {"version", {"版本", "版次", "版本号"}},
      {"region", {"行政区划", "区划代码", "行政区划代码", "地区代码", "所属地区", "地区编码"}},
      {"industry", {"行业", "所属行业", "行业类别", "行业领域"}},
      {"revision_reason", {"更正原因", "修改原因", "更正说明"}},
      {"withdrawn", {"是否撤回", "撤回"}},
      {"person.display_name",
       {"姓名", "人员姓名", "职工姓名", "劳动者姓名", "患者姓名", "参保人姓名", "伤亡人员姓名", "伤者姓名",
        "受伤职工"}},
      {"person.id_number",
       {"身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "社会保障号码", "身份号码", "身份证"}},
      {"person.id_document", {"证件类型", "证件种类", "证件类别"}},
      {"person.birth_date", {"出生日期", "出生年月日", "生日", "出生年月"}},
      {"person.sex", {"性别"}},
      {"person.phone", {"联系电话", "电话", "手机号", "手机", "手机号码", "本人电话"}},
      {"employer.credit_code", {"统一社会信用代码", "信用代码", "单位信用代码", "社会信用代码", "单位代码"}},
      {"credit_code", {"统一社会信用代码", "信用代码", "社会信用代码"}},
      {"employer.display_name",
       {"单位名称", "用人单位", "企业名称", "工作单位", "用人单位名称", "事故单位", "所在单位", "参保单位"}},
      {"names.display_name", {"单位名称", "企业名称", "用人单位名称", "名称"}},
      {"names.start_date", {"名称启用日期"}},
      {"key_position", {"重点岗位", "岗位类别", "重点岗位类别"}},
      {"job_title", {"职务", "岗位", "工种", "岗位名称"}},
      {"start_date", {"任职日期", "参保日期", "起始日期", "开始日期", "上岗日期", "参保起始日期"}},
      {"end_date", {"离职日期", "终止日期", "结束日期", "停保日期"}},
      {"insured", {"是否参保", "参加工伤保险", "是否参加工伤保险"}},
      {"occurrence_time", {"事故时间", "发生时间", "事故发生时间", "事故日期", "发生日期"}},
      {"report_time", {"报告时间", "上报时间"}},
      {"place", {"事故地点", "发生地点", "地点"}},
      {"accident_type", {"事故类型", "事故类别"}},
      {"deaths", {"死亡人数", "死亡", "死亡(人)"}},
      {"missing", {"失踪人数", "失踪", "下落不明人数"}},
      {"seriously_injured", {"重伤人数", "重伤", "重伤(人)"}},
      {"slightly_injured", {"轻伤人数", "轻伤", "轻伤(人)"}},
      {"direct_loss", {"直接经济损失", "经济损失"}},
      {"grade", {"事故等级", "事故级别"}},
      {"road_or_fire", {"是否道路交通或火灾", "道路交通或火灾事故"}},
      {"casualties.outcome", {"伤亡情况", "伤害程度", "伤亡程度"}},
      {"casualties.death_date", {"死亡日期", "死亡时间"}},
      {"card_kind", {"报告类别", "报告卡类别", "卡片类别", "报告类型"}},
      {"disease", {"职业病名称", "病名", "职业病种类", "诊断结论", "尘肺种类"}},
      {"pneumoconiosis", {"是否尘肺", "是否尘肺病"}},
      {"stage", {"期别", "尘肺期别", "分期"}},
      {"diagnosis_date", {"诊断日期", "诊断时间"}},
      {"hazard", {"接触危害", "危害因素", "职业病危害因素", "接触的职业病危害因素"}},
      {"exposure_years", {"接尘工龄年", "接尘工龄(年)", "接害工龄(年)", "工龄年", "专业工龄(年)", "接尘工龄"}},
      {"exposure_months", {"接尘工龄月", "接尘工龄(月)", "接害工龄(月)", "工龄月", "专业工龄(月)"}},
      {"report_date", {"报告日期", "填卡日期"}},
      {"death_date", {"死亡日期", "死亡时间"}},
      {"injury_date", {"事故伤害日期", "受伤日期", "受伤时间", "事故日期", "工伤日期", "伤害发生日期", "事故时间"}},
      {"from_disease", {"是否职业病"}},
      {"from_accident", {"是否生产安全事故", "是否安全事故"}},
      {"applicant", {"申请人", "申请主体", "申请人类别"}},
      {"application_date", {"申请日期", "申请时间", "工伤认定申请日期"}},
      {"acceptance_date", {"受理日期", "受理时间"}},
      {"decision", {"认定结论", "认定结果", "决定"}},
      {"decision_date", {"认定日期", "决定日期", "认定时间"}},
      {"basis", {"认定依据", "适用条款", "依据条款"}},
      {"disability_grade", {"伤残等级", "劳动能力鉴定等级", "鉴定等级"}},
      {"benefits_paid", {"待遇支付金额", "已支付待遇", "支付金额", "待遇金额"}},
      {"course", {"培训课程", "课程", "课程名称", "培训内容", "培训班", "培训名称"}},
      {"training_date", {"培训日期", "培训时间", "结业日期"}},
      {"result", {"培训结果", "考核结果", "成绩", "结果", "是否合格"}},
      {"hours", {"学时", "课时", "培训学时"}},
      {"occupational_health", {"是否职业卫生", "职业卫生培训"}},
      {"certificate", {"证书编号", "合格证编号", "证书号"}},
      {"industry_code", {"行业代码", "国民经济行业代码"}},
      {"status", {"登记状态", "经营状态", "状态", "单位状态"}},
      {"address", {"地址", "住所", "注册地址", "单位地址"}},
      {"head_count", {"从业人数", "职工人数", "人数", "参保人数"}},
      {"legal_representative", {"法定代表人", "法人代表", "负责人"}},
      {"licences.licence_kind", {"许可证名称", "许可证种类"}},
      {"licences.number", {"许可证编号", "许可证号"}},
      {"licences.start_date", {"许可证有效期起"}},
      {"licences.end_date", {"许可证有效期至", "许可证有效期止"}},
  });
  return words;
}

// Words as Spelling makes them, as headings are compared.
const std::map<std::string, std::vector<std::string>>& SpelledWords() {
  static const auto& spelled = *[] {
    auto* all = new std::map<std::string, std::vector<std::string>>(Words());
    for (auto& [_, words] : *all) {
      for (std::string& word : words) word = Spelling(word);
    }
    return all;
  }();
  return spelled;
}

const std::vector<std::string>* WordsFor(absl::string_view path) {
  for (std::string end(path);;) {
    if (const auto found = SpelledWords().find(end); found != SpelledWords().end()) return &found->second;
    const size_t dot = end.find('.');
    if (dot == std::string::npos) return nullptr;
    end = end.substr(dot + 1);
  }
}

bool EndsAs(absl::string_view path, absl::string_view name) {
  return path == name || (absl::EndsWith(path, name) && path[path.size() - name.size() - 1] == '.');
}

}  // namespace

int HeadingCertainty(absl::string_view path, absl::string_view spelled) {
  if (spelled.empty()) return 0;
  if (spelled == Spelling(path)) return kName;
  const std::vector<std::string>* words = WordsFor(path);
  int best = 0;
  if (words == nullptr) return best;
  for (const std::string& known : *words) {
    if (spelled == known) best = std::max(best, kExact);
    constexpr size_t kTwoCharacters = 6;  // bytes: a single character is in many words
    if (known.size() < kTwoCharacters) continue;
    if (absl::StartsWith(spelled, known) || absl::EndsWith(spelled, known)) best = std::max(best, kBegins);
    if (absl::StrContains(spelled, known)) best = std::max(best, kContains);
  }
  return best;
}

int LooksLike(absl::string_view path, absl::string_view cell) {
  const std::string text = absl::AsciiStrToUpper(FoldNumber(cell));
  if (EndsAs(path, "id_number")) {
    constexpr size_t kOld = 15;
    const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::UTCTimeZone());
    return IdNumberFault(text, today).empty() || (text.size() == kOld && BirthDateIn(text).has_value()) ? 1 : 0;
  }
  if (EndsAs(path, "credit_code")) return CreditCodeFault(text).empty() ? 1 : 0;
  if (EndsAs(path, "region")) return IsDivisionCode(text) ? 1 : 0;
  if (absl::EndsWith(path, "_date")) return ParseDay(cell).has_value() ? 1 : 0;
  if (absl::EndsWith(path, "_time")) return ParseInstant(cell).has_value() ? 1 : 0;
  return -1;
}

}  // namespace lianfang::cli
