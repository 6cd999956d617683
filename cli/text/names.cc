#include "cli/text/names.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang::cli {
namespace {

std::vector<absl::string_view> Segments(absl::string_view name) { return absl::StrSplit(name, '/'); }

}  // namespace

absl::StatusOr<std::string> TopLevelName(absl::string_view collection, absl::string_view text) {
  const auto segments = Segments(text);
  if (segments.size() == 1 && !text.empty()) return absl::StrCat(collection, "/", text);
  if (segments.size() == 2 && segments[0] == collection && !segments[1].empty()) return std::string(text);
  return absl::InvalidArgumentError(
      absl::StrCat("`", text, "` is not an id, nor a name of the form ", collection, "/ID"));
}

absl::StatusOr<std::string> PlanName(absl::string_view text) { return TopLevelName("plans", text); }

absl::StatusOr<std::string> NameInPlan(absl::string_view plan, absl::string_view collection, absl::string_view text) {
  const auto segments = Segments(text);
  if (segments.size() == 4 && segments[0] == "plans" && segments[2] == collection && !segments[3].empty()) {
    return std::string(text);
  }
  if (segments.size() != 1 || text.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", text, "` is not an id, nor a name of the form plans/PLAN/", collection, "/ID"));
  }
  if (plan.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("`", text, "` is an id: say which plan's, with --plan"));
  }
  auto parent = PlanName(plan);
  if (!parent.ok()) return parent.status();
  return absl::StrCat(*parent, "/", collection, "/", text);
}

std::string PlanOf(absl::string_view name) {
  const auto segments = Segments(name);
  if (segments.size() < 2 || segments[0] != "plans") return "";
  return absl::StrCat(segments[0], "/", segments[1]);
}

std::string IdOf(absl::string_view name) { return std::string(Segments(name).back()); }

}  // namespace lianfang::cli
