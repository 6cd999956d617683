#include "services/notification/domain/stage/stage_reason.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "words/enum_words.h"

namespace lianfang::notification {
namespace {

std::string Offset(int days) {
  if (days < 0) return absl::StrCat("截止日前", -days, "天");
  if (days == 0) return "截止日当天";
  return absl::StrCat("逾期", days, "天");
}

std::string Move(const Stage& stage) {
  if (stage.at_opening) return "（开放报送或退回后的首个工作日）";
  if (stage.day == stage.nominal) return "";
  return absl::StrCat("（", FormatDay(stage.nominal), "非工作日，", stage.day < stage.nominal ? "提前至" : "顺延至",
                      FormatDay(stage.day), "）");
}

std::string Roles(RoleSet roles) {
  std::vector<std::string> names;
  for (size_t role = 0; role < roles.size(); ++role) {
    if (roles.test(role)) names.push_back(ChineseOf(static_cast<type::v1::Recipient>(role)));
  }
  return absl::StrJoin(names, "、");
}

}  // namespace

std::string ExplainStage(const Stage& stage, RoleSet roles) {
  return absl::StrCat(Offset(stage.offset_days), Move(stage), "，发", Roles(stage.roles & roles),
                      stage.certain ? "" : "（该年度放假安排尚未公布，按星期推定）");
}

std::string ExplainLate(v1::LateReason reason) {
  switch (reason) {
    case v1::LATE_REASON_PAUSE:
      return "；催报暂停后补发";
    case v1::LATE_REASON_NEW_RECIPIENT:
      return "；新登记的收件人，首次提醒";
    case v1::LATE_REASON_INTERRUPTION:
      return "；此前的提醒未能送达，合并发出";
    default:
      return "";
  }
}

}  // namespace lianfang::notification
