#include "services/evaluation/validate.h"

#include <utility>

#include "common/errors.h"
#include "common/time.h"

namespace lianfang::evaluation {

absl::StatusOr<ScorecardQuestion> Validate(const v1::GetScorecardRequest& request, absl::Time now) {
  FieldViolations faults;
  absl::StatusOr<ScorecardName> name = ParseScorecardName("name", request.name());
  if (!name.ok()) faults.AddAll("", name.status());
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : absl::InfiniteFuture();
  if (request.has_as_of() && as_of > now) {
    faults.Add("as_of", "must not be in the future: what will be filed until then is not known");
  }
  if (request.has_as_of() && request.has_min_return_update_time()) {
    faults.Add("min_return_update_time", "must be absent where as_of is given");
  }
  if (!faults.empty()) return faults.ToStatus();
  return ScorecardQuestion{
      *std::move(name), as_of,
      request.has_min_return_update_time() ? FromTimestamp(request.min_return_update_time()) : absl::InfinitePast()};
}

}  // namespace lianfang::evaluation
