// What the rules about a plan's lists check alike, each fault named by its path.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_CHECKS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_CHECKS_H_

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "google/type/date.pb.h"
#include "services/submission/domain/plan/plan_view.h"

namespace lianfang::submission {

inline std::string Quoted(absl::string_view text) { return absl::StrCat("\"", text, "\""); }

// `plan.industries[3].id`.
inline std::string At(absl::string_view list, int index, absl::string_view field = "") {
  return absl::StrCat("plan.", list, "[", index, "]", field.empty() ? "" : ".", field);
}

// Every entry has a well-formed id of its own.
template <typename Entries>
void CheckUniqueIds(FieldViolations& faults, absl::string_view list, const Entries& entries) {
  std::set<std::string> ids;
  for (int i = 0; i < entries.size(); ++i) {
    const std::string& id = entries[i].id();
    if (!IsResourceId(id)) {
      faults.Add(At(list, i, "id"),
                 absl::StrCat("must be lower-case words joined by hyphens, at most 63 characters, was ", Quoted(id)));
    }
    if (!ids.insert(id).second) faults.Add(At(list, i, "id"), absl::StrCat(Quoted(id), " is used twice"));
  }
}

// Every id names one of `entries`, and none is named twice. `kind` is what the entries are, for people.
template <typename Ids, typename Entries>
void CheckKnownIds(FieldViolations& faults, absl::string_view path, const Ids& ids, const Entries& entries,
                   absl::string_view kind) {
  std::set<std::string> seen;
  for (int i = 0; i < ids.size(); ++i) {
    const std::string at = absl::StrCat(path, "[", i, "]");
    if (FindById(entries, ids[i]) == nullptr) faults.Add(at, absl::StrCat("no ", kind, " has the id ", Quoted(ids[i])));
    if (!seen.insert(ids[i]).second) faults.Add(at, absl::StrCat(Quoted(ids[i]), " is named twice"));
  }
}

// The day, if it is one.
inline std::optional<absl::CivilDay> CheckDay(FieldViolations& faults, absl::string_view path,
                                              const google::type::Date& date) {
  const auto day = FromDate(date);
  if (day.ok()) return *day;
  faults.Add(path, day.status().message());
  return std::nullopt;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_CHECKS_H_
