#include "services/exchange/domain/record/versions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::exchange {
namespace {

absl::Status Refusal(const OfferedVersion& offered, absl::string_view message, absl::string_view reason,
                     int64_t newest) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, message, reason,
                         {{"name", offered.record}, {"newest_version", absl::StrCat(newest)}});
}

VersionDecision Decide(const OfferedVersion& offered, const KnownRecord& known, absl::Time now) {
  if (known.hashes.empty()) return {VersionVerdict::kNew, absl::OkStatus(), offered.version};
  const int64_t newest = known.hashes.rbegin()->first;
  const auto same = known.hashes.find(offered.version);
  if (same != known.hashes.end()) {
    if (same->second == offered.content_hash) return {VersionVerdict::kUnchanged, absl::OkStatus(), newest};
    return {VersionVerdict::kRefused,
            Refusal(offered, absl::StrCat("version ", offered.version, " is stored with another content"),
                    "VERSION_DIFFERS", newest)};
  }
  if (offered.version < newest) {
    return {VersionVerdict::kRefused,
            Refusal(offered, absl::StrCat("version ", offered.version, " is below the newest one, ", newest),
                    "VERSION_GOES_BACKWARDS", newest)};
  }
  const bool counts_change =
      !offered.casualties.empty() && !known.casualties.empty() && offered.casualties != known.casualties;
  if (counts_change && now >= offered.casualties_final && !offered.has_reason) {
    return {VersionVerdict::kRefused,
            Refusal(offered, "the days in which casualties may change are over: revision_reason must say why they do",
                    "CASUALTIES_FINAL", newest)};
  }
  return {VersionVerdict::kNew, absl::OkStatus(), offered.version};
}

}  // namespace

std::vector<VersionDecision> DecideVersions(const std::vector<OfferedVersion>& offered,
                                            std::map<std::string, KnownRecord> known, absl::Time now) {
  std::vector<VersionDecision> decisions;
  decisions.reserve(offered.size());
  for (const OfferedVersion& one : offered) {
    KnownRecord& record = known[one.record];
    decisions.push_back(Decide(one, record, now));
    if (decisions.back().verdict != VersionVerdict::kNew) continue;
    record.hashes[one.version] = one.content_hash;
    if (!one.casualties.empty()) record.casualties = one.casualties;
  }
  return decisions;
}

}  // namespace lianfang::exchange
