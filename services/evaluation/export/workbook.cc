#include "services/evaluation/export/workbook.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/export/sheets.h"

namespace lianfang::evaluation {
namespace {

absl::Status Fault(absl::string_view what) {
  return absl::InternalError(absl::StrCat("the workbook cannot be written: ", what));
}

// Times in a workbook's properties are those of its content, so that the same content gives the same document.
void SetProperties(lxw_workbook* workbook, const WorkbookContent& content) {
  std::string title = content.plan.title().zh();
  lxw_doc_properties properties = {};
  properties.title = title.data();
  properties.created = absl::ToTimeT(FromTimestamp(content.scorecard.as_of()));
  workbook_set_properties(workbook, &properties);
}

absl::Status WriteFile(const std::string& path, const WorkbookContent& content) {
  lxw_workbook* workbook = workbook_new(path.c_str());
  if (workbook == nullptr) return Fault("out of memory");
  SetProperties(workbook, content);
  const Styles styles(workbook);
  WriteResultSheet(workbook, styles, content);
  if (content.assessment) WriteAssessmentSheet(workbook, styles, content);
  if (content.summary) WriteSummarySheet(workbook, styles, content);
  WriteTrendSheet(workbook, styles, content);
  WriteEvidenceSheet(workbook, styles, content);
  const lxw_error error = workbook_close(workbook);  // frees everything
  return error == LXW_NO_ERROR ? absl::OkStatus() : Fault(lxw_strerror(error));
}

}  // namespace

absl::StatusOr<std::string> WriteWorkbook(const WorkbookContent& content) {
  // The library writes files only; this one is gone again before the call ends.
  std::string path = std::filesystem::temp_directory_path() / "lianfang-workbook-XXXXXX";
  const int descriptor = mkstemp(path.data());
  if (descriptor < 0) return Fault("there is no room for a temporary file");
  close(descriptor);
  const auto remove = absl::MakeCleanup([&path] { unlink(path.c_str()); });
  if (absl::Status status = WriteFile(path, content); !status.ok()) return status;
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace lianfang::evaluation
