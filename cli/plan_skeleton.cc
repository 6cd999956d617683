#include "cli/plan_skeleton.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace lianfang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using type::v1::Plan;

constexpr absl::string_view kSkeleton = R"(# 方案文件样本。以 # 开头的是说明，可删。填好后先检查：
#   lianfang plan publish 本文件 --validate-only
# 再发布：
#   lianfang plan publish 本文件
# 代号（id）用小写英文单词，以连字符相连，发布后不要再改。

# 方案代号，须以 plans/ 开头。
name: "plans/example-2026-2030"
title { zh: "某市工伤预防五年行动计划（2026-2030年）实施方案" }
# 文号，没有可不写。
document_number: "某人社字〔2026〕1号"
# 发文日期。此前不开放报送，也不催报。
issue_date { year: 2026 month: 5 day: 20 }
time_zone: "Asia/Shanghai"

# 催报邮件中的联系方式。
office {
  names { zh: "某市人力资源和社会保障局工伤保险科" }
  phone: "000-0000000"
  email: "office@hrss.example"
}

# 报送地区：六位行政区划代码。有几个地区就写几段。
regions { code: "140581" names { zh: "某市" } }

# 部门。有且只有一个牵头部门（LEAD）；报送数据的是责任部门（RESPONSIBLE）；
# 此外有成员单位（MEMBER）、监督（OBSERVER）、抄送（ADDRESSEE）。id 须与各部门证书中的一致。
departments {
  id: "hrss"
  names { zh: "某市人力资源和社会保障局" }
  role: DEPARTMENT_ROLE_LEAD
}
departments {
  id: "emergency"
  names { zh: "某市应急管理局" }
  role: DEPARTMENT_ROLE_RESPONSIBLE
}

# 行业及其责任部门。codes 为 GB/T 4754 行业代码，没有可不写。
industries {
  id: "coal-mining"
  names { zh: "煤矿" }
  responsible_department: "emergency"
  codes: "06"
}

# 数据年度，按开始日期先后。目标要与之比较的基期也写在内。
periods {
  id: "2025"
  names { zh: "2025年度" }
  start_date { year: 2025 month: 1 day: 1 }
  end_date { year: 2025 month: 12 day: 31 }
}
periods {
  id: "2026"
  names { zh: "2026年度" }
  start_date { year: 2026 month: 1 day: 1 }
  end_date { year: 2026 month: 12 day: 31 }
}

# 指标：报送的数字。maximum 为合理上限，只用来防止误填。
figures {
  id: "accidents"
  names { zh: "安全生产事故起数" }
  unit { zh: "起" }
  maximum: 10000
}
figures {
  id: "deaths"
  names { zh: "死亡人数" }
  unit { zh: "人" }
  maximum: 100000
}

# 一份数据内部必须满足的关系：implies 左边大于 0 则右边也须大于 0；at_most 左边之和不超过右边之和。
consistency_rules {
  id: "deaths-need-an-accident"
  text { zh: "有死亡人数就必须有事故起数" }
  implies { left: "deaths" right: "accidents" }
}

# 合理性提示：不拒绝，只要求说明原因。
plausibility_rules {
  id: "large-change"
  text { zh: "与上一数据年度相比变化过大，请核对" }
  change { percent: 100 units: 10 }
}

# 评价指标：由报送的指标相加而得；比率另写 denominator、scale 和 empty_denominator。
indicators {
  id: "accidents"
  names { zh: "安全生产事故起数" }
  unit { zh: "起" }
  numerator: "accidents"
  industries: "coal-mining"
}

# 年度目标：reduce_by 比基期下降百分之几；below_base 低于基期；keeps_falling 低于上一年度；at_least 不低于。
targets { indicator: "accidents" period: "2026" reduce_by { percent: "5" base_period: "2025" } }

# 报送要求：哪个年度、哪些行业、哪些指标，最迟哪一天（含当日）。年度未结束就要报的，加 provisional: true；
# 须由部门召集人审签才生效的，加 needs_sign_off: true。
data_requests {
  period: "2025"
  industries: "coal-mining"
  figures: "accidents"
  figures: "deaths"
  due_date { year: 2026 month: 6 day: 30 }
}
data_requests {
  period: "2026"
  industries: "coal-mining"
  figures: "accidents"
  figures: "deaths"
  due_date { year: 2027 month: 2 day: 28 }
}

# 催报：offset_days 为距截止日的天数，负数在前，正数在后；只有最后一段可以重复（repeat_days）。
reminder_stages { offset_days: -7 time { hours: 9 } recipients: RECIPIENT_LIAISON }
reminder_stages { offset_days: 0 time { hours: 9 } recipients: RECIPIENT_LIAISON recipients: RECIPIENT_CONVENER }
reminder_stages {
  offset_days: 1
  time { hours: 9 }
  recipients: RECIPIENT_LIAISON
  recipients: RECIPIENT_CONVENER
  recipients: RECIPIENT_OFFICE_DIRECTOR
  repeat_days: 7
}

# 报送确认邮件：CONFIRMATIONS_EACH_FILING 每次报送、退回、审核通过各发一封，附回执；CONFIRMATIONS_IN_DIGEST 退回立即发，其余并入
# 下一个工作日的提醒；CONFIRMATIONS_NONE 不发。
confirmations: CONFIRMATIONS_IN_DIGEST

# 关闭日：此后更正已审核的数据，须经办公室同意。不写则不关闭。
closing_date { year: 2028 month: 12 day: 31 }
)";

constexpr absl::string_view kLookAgain =
    "# 以前一周期的方案为底稿，各日期和年份已整体后移。发布前请核对：\n"
    "#   1. 标题、文号（已删去）、发文日期；\n"
    "#   2. 基期：目标与哪一年度相比；\n"
    "#   3. 各年度目标的数值；\n"
    "#   4. 报送截止日是否逢节假日；\n"
    "#   5. 部门、行业的设置有无调整。\n"
    "# 检查：lianfang plan publish 本文件 --validate-only\n\n";

// Every year from 1900 to 2099 in the text, that stands alone, moved.
std::string YearsMoved(absl::string_view text, int years) {
  std::string moved;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end]))) ++end;
    const absl::string_view digits = text.substr(i, end - i);
    if (digits.size() == 4 && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20")) {
      absl::StrAppend(&moved, std::stoi(std::string(digits)) + years);
    } else if (!digits.empty()) {
      absl::StrAppend(&moved, digits);
    } else {
      moved.push_back(text[i]);
      ++end;
    }
    i = end;
  }
  return moved;
}

void MoveText(type::v1::LocalizedText& text, int years) {
  text.set_zh(YearsMoved(text.zh(), years));
  text.set_en(YearsMoved(text.en(), years));
}

void MoveDate(google::type::Date& date, int years) {
  const bool last_of_month = absl::CivilDay(date.year(), date.month(), date.day() + 1).day() == 1;
  date.set_year(date.year() + years);
  const absl::CivilDay last = absl::CivilDay(absl::CivilMonth(date.year(), date.month()) + 1) - 1;
  date.set_day(last_of_month ? last.day() : std::min(date.day(), static_cast<int>(last.day())));
}

// Every date below `message`.
void MoveDates(Message& message, int years) {
  if (message.GetDescriptor() == google::type::Date::descriptor()) {
    MoveDate(static_cast<google::type::Date&>(message), years);
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      MoveDates(*reflection.MutableMessage(&message, field), years);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      MoveDates(*reflection.MutableRepeatedMessage(&message, field, i), years);
    }
  }
}

// Wherever a field names a period.
void MovePeriodIds(Plan& plan, int years) {
  auto move = [years](std::string* id) { *id = YearsMoved(*id, years); };
  for (auto& period : *plan.mutable_periods()) {
    move(period.mutable_id());
    MoveText(*period.mutable_names(), years);
  }
  for (auto& request : *plan.mutable_data_requests()) move(request.mutable_period());
  for (auto& target : *plan.mutable_targets()) {
    move(target.mutable_period());
    if (target.has_reduce_by()) move(target.mutable_reduce_by()->mutable_base_period());
    if (target.has_below_base()) move(target.mutable_below_base()->mutable_base_period());
    if (target.has_keeps_falling()) move(target.mutable_keeps_falling()->mutable_previous_period());
  }
}

}  // namespace

absl::string_view PlanSkeleton() { return kSkeleton; }

int YearsToNextCycle(const Plan& plan) {
  std::set<std::string> judged;
  for (const auto& target : plan.targets()) judged.insert(target.period());
  int first = 0;
  int last = 0;
  for (const auto& period : plan.periods()) {
    last = std::max(last, period.end_date().year());
    if (judged.count(period.id()) > 0 && (first == 0 || period.start_date().year() < first)) {
      first = period.start_date().year();
    }
  }
  return first == 0 ? 1 : last + 1 - first;
}

Plan MovedByYears(const Plan& plan, int years) {
  Plan moved = plan;
  moved.set_name(YearsMoved(plan.name(), years));
  MoveText(*moved.mutable_title(), years);
  moved.clear_document_number();
  moved.clear_edition();
  moved.clear_amendment_reason();
  moved.clear_etag();
  moved.clear_create_time();
  moved.clear_update_time();
  moved.clear_notes();  // readings of the earlier document
  MovePeriodIds(moved, years);
  MoveDates(moved, years);
  return moved;
}

std::string PlanTextproto(const Plan& plan) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(plan, &text);
  return absl::StrCat(kLookAgain, text);
}

}  // namespace lianfang::cli
