#include "services/coordination/domain/task/evidence_rules.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::coordination {
namespace {

bool IsWithin(absl::Time time, const v1::TaskStatus& task) {
  return time >= FromTimestamp(task.open_time()) && time < FromTimestamp(task.due_time());
}

}  // namespace

std::string ShownByReturns(int owed, int filed) {
  if (owed == 0 || filed < owed) return "";
  return absl::StrCat("系统记录：应报 ", owed, " 份数据已全部报送");
}

std::string ShownByAssessment(const std::string& period, int judged, int open) {
  if (judged == 0 || open > 0) return "";
  return absl::StrCat("系统记录：已完成至 ", period, " 年度的中期评估，", judged, " 项指标均有结论");
}

std::string ShownByPool(int active, int target) {
  if (target <= 0 || int64_t{5} * active < int64_t{4} * target) return "";
  return absl::StrCat("系统记录：专家库现有专家 ", active, " 人，目标 ", target, " 人");
}

std::string ShownByConference(const v1::Conference& conference, const v1::TaskStatus& task, const PlanFrame& frame) {
  const absl::Time start = FromTimestamp(conference.start_time());
  if (conference.state() != v1::CONFERENCE_STATE_HELD || !IsWithin(start, task)) return "";
  return absl::StrCat("系统记录：", FormatDay(frame.Day(start)), " 已召开会议《", conference.title(), "》");
}

std::string ShownByInspection(const v1::Inspection& inspection, const v1::TaskStatus& task, const PlanFrame& frame) {
  const absl::CivilDay day = DayOf(inspection.date());
  if (inspection.state() != v1::INSPECTION_STATE_CARRIED_OUT || !IsWithin(frame.Start(day), task)) return "";
  return absl::StrCat("系统记录：", FormatDay(day), " 已检查 ", inspection.employer().display_name());
}

}  // namespace lianfang::coordination
