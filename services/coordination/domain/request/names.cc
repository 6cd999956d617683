#include "services/coordination/domain/request/names.h"

#include <set>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/id.h"

namespace lianfang::coordination {
namespace {

constexpr int kMostFiles = 20;
constexpr char kTemplateSuffix[] = "/minutes-template";

}  // namespace

absl::Status CheckName(absl::string_view field, absl::string_view collection, absl::string_view name) {
  absl::string_view id = name;
  if (absl::ConsumePrefix(&id, absl::StrCat(collection, "/")) && IsResourceId(id)) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be ", collection, "/{id}, was \"", Shortened(name), "\""));
}

absl::Status CheckPlanName(absl::string_view field, absl::string_view name) { return CheckName(field, "plans", name); }

absl::StatusOr<NumberedName> ParseNumbered(absl::string_view field, absl::string_view collection,
                                           absl::string_view part, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  NumberedName parsed{"", 0};
  if (parts.size() == 4 && parts[0] == collection && IsResourceId(parts[1]) && parts[2] == part &&
      absl::SimpleAtoi(parts[3], &parsed.number) && parsed.number > 0 && absl::StrCat(parsed.number) == parts[3]) {
    parsed.owner = absl::StrCat(parts[0], "/", parts[1]);
    return parsed;
  }
  return InvalidField(field,
                      absl::StrCat("must be ", collection, "/{id}/", part, "/{number}, was \"", Shortened(name), "\""));
}

absl::StatusOr<TaskName> ParseTaskName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[0] == "plans" && IsResourceId(parts[1]) && parts[2] == "tasks" &&
      IsResourceId(parts[3])) {
    return TaskName{absl::StrCat("plans/", parts[1]), parts[3]};
  }
  return InvalidField(field, absl::StrCat("must be plans/{plan}/tasks/{task}, was \"", Shortened(name), "\""));
}

std::string TaskNameOf(absl::string_view plan, absl::string_view task) { return absl::StrCat(plan, "/tasks/", task); }

absl::StatusOr<std::string> PlanOfTemplate(absl::string_view field, absl::string_view name) {
  absl::string_view plan = name;
  if (absl::ConsumeSuffix(&plan, kTemplateSuffix) && CheckPlanName(field, plan).ok()) return std::string(plan);
  return InvalidField(field, absl::StrCat("must be plans/{plan}/minutes-template, was \"", Shortened(name), "\""));
}

void CheckFiles(FieldViolations& faults, absl::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& files) {
  if (files.size() > kMostFiles) faults.Add(field, absl::StrCat("must be at most ", kMostFiles));
  std::set<std::string> seen;
  for (int i = 0; i < files.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    faults.AddAll("", CheckName(at, "files", files[i]));
    if (!seen.insert(files[i]).second) faults.Add(at, "is named twice");
  }
}

}  // namespace lianfang::coordination
