#include "services/notification/domain/notice/office_alerts.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "words/error_words.h"

namespace lianfang::notification {
namespace {

constexpr char kCalendarFaultTemplate[] = "alert-calendar-fault";
constexpr char kCalendarEndTemplate[] = "alert-calendar-end";
constexpr char kSourceSilentTemplate[] = "alert-source-silent";
constexpr int kMostFaults = 20;

// One line for every fault, up to a bound.
std::string FaultLines(const absl::Status& fault, bool english) {
  const auto details = BadRequestOf(fault);
  if (!details.has_value()) return std::string(fault.message());
  std::string lines;
  for (int i = 0; i < std::min(details->field_violations_size(), kMostFaults); ++i) {
    const auto& violation = details->field_violations(i);
    const std::string chinese = ChineseOfMessage(violation.description()).value_or(violation.description());
    if (english) {
      absl::StrAppend(&lines, violation.field(), ": ", violation.description(), "\n");
    } else {
      absl::StrAppend(&lines, absl::StrReplaceAll(violation.field(), {{"line ", "第"}, {"calendar", "全表"}}),
                      absl::StartsWith(violation.field(), "line ") ? "行：" : "：", chinese, "\n");
    }
  }
  if (details->field_violations_size() > kMostFaults) absl::StrAppend(&lines, "…\n");
  return lines;
}

}  // namespace

NoticeTemplates OfficeAlertTemplates() {
  return {{kCalendarFaultTemplate, {"file", "faults"}},
          {kCalendarEndTemplate, {"file", "year"}},
          {kSourceSilentTemplate, {"since", "source"}}};
}

Notice CalendarFaultAlert(absl::string_view file, absl::string_view content, const absl::Status& fault,
                          const AlertDesk& desk, absl::Time now) {
  return MakeAlert(kCalendarFaultTemplate,
                   {{"file", std::string(file)}, {"faults", FaultLines(fault, desk.office.language() == "en")}},
                   absl::StrCat(file, "\n", content), desk, now);
}

Notice CalendarEndAlert(absl::civil_year_t year, absl::CivilMonth month, absl::string_view file, const AlertDesk& desk,
                        absl::Time now) {
  return MakeAlert(kCalendarEndTemplate, {{"file", std::string(file)}, {"year", absl::StrCat(year)}},
                   absl::StrCat(year, "\n", absl::FormatCivilTime(month)), desk, now);
}

Notice SourceSilentAlert(const std::string& source, absl::Time since, absl::TimeZone zone, const AlertDesk& desk,
                         absl::Time now) {
  const std::string instant = absl::FormatTime("%Y-%m-%d %H:%M", since, zone);
  return MakeAlert(kSourceSilentTemplate, {{"since", instant}, {"source", source}}, absl::StrCat(source, "\n", instant),
                   desk, now);
}

}  // namespace lianfang::notification
