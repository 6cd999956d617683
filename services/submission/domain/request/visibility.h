// Which obligations and returns a caller may read. Which RPCs it may call at all is in the contract's access options.
//
// A department sees its own rows; the office, observers and auditors see every department's. All see their own region
// and those below it: a county itself, its prefecture and province downwards. A row belongs to the region reported on
// and to the region in the certificates of whoever files. The suite's own services see everything.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_VISIBILITY_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_VISIBILITY_H_

#include <string>

#include "absl/status/status.h"
#include "common/identity.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

// Rows that may be read; an empty member does not restrict.
struct RowScope {
  std::string department{};
  std::string division_prefix{};  // of the region reported on or of the acting region
};

RowScope ScopeOf(const Identity& caller);

// Whose an obligation is, and with it its return and their ledger entries.
struct RowKey {
  std::string department;
  std::string region;
  std::string acting_region;

  bool operator==(const RowKey&) const = default;
};

RowKey RowKeyOf(const v1::Obligation& obligation);

bool IsInScope(const RowScope& scope, const RowKey& row);
bool IsInScope(const RowScope& scope, const v1::Obligation& obligation);

// PERMISSION_DENIED unless the obligation, and with it its return and their ledger entries, is in the caller's scope.
absl::Status CheckVisible(const Identity& caller, const v1::Obligation& obligation);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_VISIBILITY_H_
