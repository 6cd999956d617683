// A scorecard as a workbook (xlsx) in the layout of the plan's official tables: industries down, indicators across,
// Chinese headings; with the returns that it rests on, and small charts of every industry beside its targets.
//
//   absl::StatusOr<std::string> bytes = WriteWorkbook({.plan = plan, .scorecard = scorecard, .trend = trend});
#ifndef LIANFANG_SERVICES_EVALUATION_EXPORT_WORKBOOK_H_
#define LIANFANG_SERVICES_EVALUATION_EXPORT_WORKBOOK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// Which of the three workbooks it is.
enum class WorkbookKind { kScorecard, kMidTermAssessment, kFinalSummary };

// A name for the file, by what is in it: `联防-中期评估-gaoping-2021-2025-140581-2022.xlsx`.
std::string WorkbookFilename(WorkbookKind kind, absl::string_view plan, absl::string_view region,
                             absl::string_view period);

inline constexpr char kWorkbookMediaType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// What is written, all as of one instant. Refers to the plan.
struct WorkbookContent {
  const type::v1::Plan& plan;
  v1::Scorecard scorecard = {};
  v1::Trend trend = {};
  std::optional<v1::MidTermAssessment> assessment = {};  // a sheet of its own
  std::optional<v1::FinalSummary> summary = {};          // likewise
};

// The bytes of the file; the same content gives the same document. INTERNAL when no temporary file can be written.
absl::StatusOr<std::string> WriteWorkbook(const WorkbookContent& content);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EXPORT_WORKBOOK_H_
