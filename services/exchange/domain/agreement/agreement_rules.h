// The life of an agreement: proposed, approved by the owner and the office, amended, ended. Pure: instants come in.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_AGREEMENT_RULES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_AGREEMENT_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// OK, or INVALID_ARGUMENT naming every field at fault below `terms`.
absl::Status CheckTerms(const v1::AgreementTerms& terms, const type::v1::Plan& plan, absl::Time now);

// A new agreement, or `agreement` with another edition; checked terms come in. FAILED_PRECONDITION while an edition waits or after an
// early end; INVALID_ARGUMENT where owner, reader or kind change.
v1::Agreement Proposed(const std::string& name, const v1::AgreementTerms& terms, const std::string& proposer,
                       absl::Time now);
absl::StatusOr<v1::Agreement> Amended(v1::Agreement agreement, const v1::AgreementTerms& terms,
                                      const std::string& reason, const std::string& proposer, absl::Time now);

// Who approves.
enum class ApprovingSide { kOwner, kOffice };

// With the approval, and in force where it is the second one. FAILED_PRECONDITION where nothing waits, another edition does, the side has
// approved, or the terms have ended meanwhile.
absl::StatusOr<v1::Agreement> Approved(v1::Agreement agreement, int edition, ApprovingSide side,
                                       const std::string& approver, absl::Time now);

// Ended early. FAILED_PRECONDITION where it has ended.
absl::StatusOr<v1::Agreement> Ended(v1::Agreement agreement, const std::string& reason, absl::Time now);

// The edition in force at an instant; null: none.
const v1::AgreementEdition* EditionInForce(const v1::Agreement& agreement, absl::Time now);

// The agreement as it stood at an instant: without what came later, its state and edition in force as of then. Without editions where it
// had not been proposed.
v1::Agreement AsOf(v1::Agreement agreement, absl::Time time);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_AGREEMENT_RULES_H_
