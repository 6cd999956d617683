// What a request must be before anything is loaded for it. Pure: `now` is a value.
//
//   const auto name = ValidateScorecard(request, now);                  // of `name` and `as_of`
//   if (!name.ok()) return name.status();
#ifndef LIANFANG_SERVICES_EVALUATION_VALIDATE_H_
#define LIANFANG_SERVICES_EVALUATION_VALIDATE_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "common/time.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "services/evaluation/domain/request/names.h"

namespace lianfang::evaluation {

// Each answers INVALID_ARGUMENT naming every field at fault.

// An instant asked about must not be in the future: what will be filed until then is not known.
void CheckNotInFuture(absl::string_view field, const google::protobuf::Timestamp& instant, absl::Time now,
                      FieldViolations& faults);

// The instant that a request asks about; InfiniteFuture: now.
template <typename Request>
absl::Time AsOf(const Request& request) {
  return request.has_as_of() ? FromTimestamp(request.as_of()) : absl::InfiniteFuture();
}

absl::StatusOr<ScorecardName> Validate(const v1::GetScorecardRequest& request, absl::Time now);
absl::StatusOr<RegionName> Validate(const v1::ListScorecardsRequest& request, absl::Time now);
absl::StatusOr<ScorecardName> Validate(const v1::CompareScorecardsRequest& request, absl::Time now);
absl::StatusOr<ScorecardName> Validate(const v1::ExportScorecardRequest& request, absl::Time now);
// The plan's id; empty: all plans.
absl::StatusOr<std::string> Validate(const v1::WatchScorecardsRequest& request);

// Of a request that is about a scorecard: its `name` and `as_of`.
template <typename Request>
absl::StatusOr<ScorecardName> ValidateScorecard(const Request& request, absl::Time now) {
  FieldViolations faults;
  absl::StatusOr<ScorecardName> name = ParseScorecardName("name", request.name());
  if (!name.ok()) faults.AddAll("", name.status());
  if (request.has_as_of()) CheckNotInFuture("as_of", request.as_of(), now, faults);
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

// Of a request that is about a region: its `parent` and `as_of`.
template <typename Request>
absl::StatusOr<RegionName> ValidateRegion(const Request& request, absl::Time now) {
  FieldViolations faults;
  absl::StatusOr<RegionName> name = ParseRegionName("parent", request.parent());
  if (!name.ok()) faults.AddAll("", name.status());
  if (request.has_as_of()) CheckNotInFuture("as_of", request.as_of(), now, faults);
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_VALIDATE_H_
