// A scorecard as a workbook (xlsx) in the layout of the plan's official tables: industries down, indicators across,
// Chinese headings; with the returns that it rests on, and a chart for every indicator.
//
//   absl::StatusOr<std::string> bytes = WriteWorkbook({.plan = plan, .scorecard = scorecard, .trend = trend});
#ifndef LIANFANG_SERVICES_EVALUATION_EXPORT_WORKBOOK_H_
#define LIANFANG_SERVICES_EVALUATION_EXPORT_WORKBOOK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

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
