// Which regions a plan may include that its office does not cover: those that their own office has granted to it. Grants are
// entries of the plan's ledger, also before its first edition. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_GRANT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_GRANT_RULES_H_

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// What a ledger's entries say last about each pair of regions, read in ledger order; entries of other kinds say nothing.
class PlanGrants {
 public:
  using Regions = std::pair<std::string, std::string>;  // granted, and of the office that may include it

  // Also of an entry of another kind: it was read.
  void Add(const v1::LedgerEntry& entry);

  // Sequence of the last entry added; 0: none.
  int64_t read_to() const { return read_to_; }

  // Whether the office of `office_region` may include `region`.
  bool Allow(absl::string_view region, absl::string_view office_region) const;
  // Whether exactly this grant is in force.
  bool InForce(const std::string& region, const std::string& office_region) const;
  // In the order of lists.
  const std::map<Regions, v1::PlanGrant>& all() const { return grants_; }

 private:
  std::map<Regions, v1::PlanGrant> grants_;
  int64_t read_to_ = 0;
};

// ABORTED when the plan's ledger went on since the grants were read, which is before the ledger is locked: a revocation may be among what was
// not read. OK in a rehearsal.
absl::Status CheckReadWhole(const Snapshot& snapshot, const PlanGrants& grants);

// GrantPlanRegion and RevokePlanRegion. As CheckReadWhole, then: PERMISSION_DENIED unless the caller's region covers the one granted;
// INVALID_ARGUMENT for what is no division code, too long a reason, or a region that the office covers anyway;
// ALREADY_EXISTS when the grant is in force, FAILED_PRECONDITION when the one to take back is not.
absl::StatusOr<Decision> DecideGrant(const Snapshot& snapshot, const PlanGrants& grants,
                                     const v1::GrantPlanRegionRequest& request, const Identity& caller);
absl::StatusOr<Decision> DecideRevocation(const Snapshot& snapshot, const PlanGrants& grants,
                                          const v1::RevokePlanRegionRequest& request, const Identity& caller);

// PERMISSION_DENIED unless every region that the plan reports on, and every region that a department that owes returns acts
// from, is covered by the region of the plan's office or granted to it.
absl::Status CheckRegionsGranted(const type::v1::Plan& plan, const PlanGrants& grants);

// What the request behind such an entry answers.
v1::PlanGrant GrantOf(const v1::LedgerEntry& entry);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_GRANT_RULES_H_
