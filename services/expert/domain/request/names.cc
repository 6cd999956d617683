#include "services/expert/domain/request/names.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/id.h"

namespace lianfang::expert {
namespace {

constexpr char kDrawSuffix[] = "/draw";
constexpr char kCompositionSuffix[] = "/composition";

absl::Status CheckTopLevel(absl::string_view field, absl::string_view collection, absl::string_view name) {
  absl::string_view id = name;
  if (absl::ConsumePrefix(&id, absl::StrCat(collection, "s/")) && IsResourceId(id)) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be ", collection, "s/{", collection, "}, was \"", name, "\""));
}

}  // namespace

absl::Status CheckExpertName(absl::string_view field, absl::string_view name) {
  return CheckTopLevel(field, "expert", name);
}

absl::Status CheckEngagementName(absl::string_view field, absl::string_view name) {
  return CheckTopLevel(field, "engagement", name);
}

absl::Status CheckPoolName(absl::string_view field, absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[0] == "plans" && parts[2] == "pools" && IsResourceId(parts[1]) &&
      IsResourceId(parts[3])) {
    return absl::OkStatus();
  }
  return InvalidField(field, absl::StrCat("must be plans/{plan}/pools/{pool}, was \"", name, "\""));
}

absl::StatusOr<std::string> EngagementOfDraw(absl::string_view field, absl::string_view name) {
  absl::string_view engagement = name;
  if (absl::ConsumeSuffix(&engagement, kDrawSuffix) && CheckEngagementName(field, engagement).ok()) {
    return std::string(engagement);
  }
  return InvalidField(field, absl::StrCat("must be engagements/{engagement}/draw, was \"", name, "\""));
}

absl::StatusOr<std::string> PoolOfComposition(absl::string_view field, absl::string_view name) {
  absl::string_view pool = name;
  if (absl::ConsumeSuffix(&pool, kCompositionSuffix) && CheckPoolName(field, pool).ok()) return std::string(pool);
  return InvalidField(field, absl::StrCat("must be plans/{plan}/pools/{pool}/composition, was \"", name, "\""));
}

std::string DrawName(absl::string_view engagement) { return absl::StrCat(engagement, kDrawSuffix); }

std::string PlanOfPool(absl::string_view pool) { return std::string(pool.substr(0, pool.find("/pools/"))); }

std::string PoolId(absl::string_view pool) { return std::string(pool.substr(pool.rfind('/') + 1)); }

absl::Status NotFound(absl::string_view name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                         {{"name", std::string(name)}});
}

}  // namespace lianfang::expert
