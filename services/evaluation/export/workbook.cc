#include "services/evaluation/export/workbook.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/workbook_file.h"
#include "services/evaluation/export/sheets.h"

namespace lianfang::evaluation {
namespace {

absl::string_view KindText(WorkbookKind kind) {
  switch (kind) {
    case WorkbookKind::kScorecard:
      return "记分卡";
    case WorkbookKind::kMidTermAssessment:
      return "中期评估";
    case WorkbookKind::kFinalSummary:
      return "终期总结";
  }
  return "";
}

// Times in a workbook's properties are those of its content, so that the same content gives the same document.
void SetProperties(lxw_workbook* workbook, const WorkbookContent& content) {
  std::string title = content.plan.title().zh();
  lxw_doc_properties properties = {};
  properties.title = title.data();
  properties.created = absl::ToTimeT(FromTimestamp(content.scorecard.as_of()));
  workbook_set_properties(workbook, &properties);
}

}  // namespace

std::string WorkbookFilename(WorkbookKind kind, absl::string_view plan, absl::string_view region,
                             absl::string_view period) {
  return absl::StrCat("联防-", KindText(kind), "-", plan, "-", region, "-", period, ".xlsx");
}

absl::StatusOr<std::string> WriteWorkbook(const WorkbookContent& content) {
  return lianfang::WriteWorkbook([&content](lxw_workbook* workbook) {
    SetProperties(workbook, content);
    const Styles styles(workbook);
    WriteResultSheet(workbook, styles, content);
    if (content.assessment) WriteAssessmentSheet(workbook, styles, content);
    if (content.summary) WriteSummarySheet(workbook, styles, content);
    WriteTrendSheet(workbook, styles, content);
    WriteEvidenceSheet(workbook, styles, content);
    WriteWarningSheet(workbook, styles, content);
  });
}

}  // namespace lianfang::evaluation
