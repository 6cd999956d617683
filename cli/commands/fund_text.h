// What the verbs of the fund share: options, tables.
#ifndef LIANFANG_CLI_COMMANDS_FUND_TEXT_H_
#define LIANFANG_CLI_COMMANDS_FUND_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/files.h"
#include "cli/options.h"
#include "lianfang/fund/v1/budget.pb.h"
#include "lianfang/fund/v1/project.pb.h"

namespace lianfang::cli {

// `--document TITLE=FILE`, several times: the digest of the file is made here; the file itself stays where it is.
void AddDocuments(Verb& verb, std::vector<std::pair<std::string, std::string>>& files);
// The documents of these files. A usage error where one cannot be read.
absl::Status ReadDocuments(const std::vector<std::pair<std::string, std::string>>& files,
                           google::protobuf::RepeatedPtrField<fund::v1::Document>& documents);

// A day of the calendar.
absl::StatusOr<google::type::Date> ParseDate(absl::string_view text);

// `--plan` and `--year`, required: the name of the year's `collection` in the plan.
struct YearArgs {
  std::string plan;
  int year = 0;

  void Declare(Verb& verb);
  std::string Name(absl::string_view collection) const;
};

// The same, and where to save a workbook of it.
struct YearFileArgs : YearArgs {
  std::string path;
};

void DeclareYearFile(Verb& verb, YearFileArgs& args);

// Saves the content that an export answered.
template <typename Exported>
ExitCode SaveWorkbook(Session& session, const absl::StatusOr<Exported>& exported, const std::string& path) {
  if (!exported.ok()) return session.Fail(exported.status());
  if (absl::Status written = ReplaceFile(path, exported->content()); !written.ok()) return session.Fail(written);
  return ExitCode::kSuccess;
}

std::string RenderBudget(const fund::v1::Budget& budget, Session& session);
std::string RenderProject(const fund::v1::Project& project, Session& session);

// More verbs of `project`, in a file of their own.
void ProjectStepVerbs(CLI::App& noun, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_FUND_TEXT_H_
