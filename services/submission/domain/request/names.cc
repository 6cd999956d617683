#include "services/submission/domain/request/names.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/id.h"

namespace lianfang::submission {
namespace {

// Obligation ids join three ids, so they may be longer than one.
bool IsChildId(absl::string_view id) {
  if (id.size() > 140) return false;
  for (const absl::string_view word : absl::StrSplit(id, '-')) {
    if (!IsResourceId(word)) return false;
  }
  return true;
}

absl::StatusOr<ChildName> ParseChild(absl::string_view field, absl::string_view name, absl::string_view collection) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "plans" || parts[2] != collection || !IsResourceId(parts[1]) ||
      !IsChildId(parts[3])) {
    return InvalidField(field,
                        absl::StrCat("must have the form plans/{plan}/", collection, "/{id}, was \"", name, "\""));
  }
  return ChildName{parts[1], parts[3]};
}

}  // namespace

std::string CaseId(absl::string_view period, absl::string_view region, absl::string_view industry) {
  return absl::StrCat(period, "-", region, "-", industry);
}

std::string PlanName(absl::string_view plan) { return absl::StrCat("plans/", plan); }
std::string ObligationName(absl::string_view plan, absl::string_view id) {
  return absl::StrCat("plans/", plan, "/obligations/", id);
}
std::string ReturnName(absl::string_view plan, absl::string_view id) {
  return absl::StrCat("plans/", plan, "/returns/", id);
}
std::string RevisionName(absl::string_view plan, absl::string_view id, int revision) {
  return absl::StrCat(ReturnName(plan, id), "/revisions/", revision);
}

absl::StatusOr<std::string> ParsePlanName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "plans" || !IsResourceId(parts[1])) {
    return InvalidField(field, absl::StrCat("must have the form plans/{plan}, was \"", name, "\""));
  }
  return parts[1];
}

absl::StatusOr<ChildName> ParseObligationName(absl::string_view field, absl::string_view name) {
  return ParseChild(field, name, "obligations");
}
absl::StatusOr<ChildName> ParseReturnName(absl::string_view field, absl::string_view name) {
  return ParseChild(field, name, "returns");
}
absl::StatusOr<ChildName> ParseDraftName(absl::string_view field, absl::string_view name) {
  return ParseChild(field, name, "drafts");
}
absl::StatusOr<ChildName> ParseEvidenceName(absl::string_view field, absl::string_view name) {
  constexpr absl::string_view kCollection = "/evidence/";
  const size_t at = name.rfind(kCollection);
  if (at != absl::string_view::npos && IsUuid(name.substr(at + kCollection.size()))) {
    if (auto parent = ParseReturnName(field, name.substr(0, at)); parent.ok()) return parent;
  }
  return InvalidField(
      field, absl::StrCat("must have the form plans/{plan}/returns/{id}/evidence/{evidence}, was \"", name, "\""));
}

}  // namespace lianfang::submission
