// The life of a membership: nominated → admitted for a term → renewed, suspended, retired, removed. Every change is a
// function of the record as it was, the pool's policy and the instant.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_MEMBERSHIP_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_MEMBERSHIP_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// Who decides, and when.
struct Decision {
  std::string actor;  // identity URI
  absl::Time now;
};

// Whether a refusal says as whom the person is known: to the office alone. Anybody else could try ID numbers.
enum class TellName { kNo, kYes };

// OK when a person with these memberships, in any pool, may be nominated to `pool`. ALREADY_EXISTS when in the pool
// already; FAILED_PRECONDITION with ErrorInfo BARRED while a removal bars.
absl::Status CheckNomination(const std::vector<ExpertRecord>& memberships, const PoolView& pool, absl::Time now,
                             TellName tell);

// OK unless a removal bars a person with these memberships: FAILED_PRECONDITION with ErrorInfo BARRED.
absl::Status CheckNotBarred(const std::vector<ExpertRecord>& memberships, const PoolView& pool, absl::Time now,
                            TellName tell);

// Each changes the record, or refuses and leaves it as it was: FAILED_PRECONDITION with the state it is in.
// An admission that the pool's policy does not allow is FAILED_PRECONDITION with a PreconditionFailure for each check;
// so is one of somebody whom a removal bars by now. `memberships` are all of the person's. Who filed the nomination (AddFiler)
// does not review it: PERMISSION_DENIED.
absl::Status Review(ExpertRecord& record, const std::vector<ExpertRecord>& memberships, const PoolView& pool,
                    absl::CivilDay birth_date, const v1::ReviewNominationRequest& request, const Decision& by);
absl::Status Suspend(ExpertRecord& record, const std::string& reason, const Decision& by);
absl::Status Reinstate(ExpertRecord& record, const Decision& by);
absl::Status Retire(ExpertRecord& record, const std::string& reason, const Decision& by);
absl::Status RenewTerm(ExpertRecord& record, const PoolView& pool, absl::CivilDay birth_date, const Decision& by);
absl::Status RecordYearlyReview(ExpertRecord& record, const PoolView& pool, const Decision& by);

// A removal as asked for: without a day of its own the bar ends when the pool's policy says. INVALID_ARGUMENT for a bar
// that ends before that, or is over already.
absl::StatusOr<v1::Removal> RemovalOf(const v1::RemoveExpertRequest& request, const PoolView& pool, const Decision& by);
absl::Status Remove(ExpertRecord& record, const v1::Removal& removal, const Decision& by);

// Notes who nominated, or changed the nomination.
void AddFiler(v1::Expert& expert, const std::string& actor);

// Lists the expert for review by `day`, unless an earlier day is set.
void ListForReview(v1::Expert& expert, absl::CivilDay day);

// Where the membership stands at an instant; a term that has run out is never stored.
v1::ExpertState StateAt(const ExpertRecord& record, absl::Time time);

// The expert as answered at an instant: state and reason, seats of the year, nothing that ended with the membership.
v1::Expert Shown(const ExpertRecord& record, const PoolView& pool, absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_MEMBERSHIP_H_
