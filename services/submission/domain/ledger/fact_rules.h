// Facts that other services of the suite enter in a ledger: entries from which no state follows. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_FACT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_FACT_RULES_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/identity.h"
#include "common/ledger/keys.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// RecordFact. NOT_FOUND when the plan is not published; INVALID_ARGUMENT naming every field at fault.
absl::StatusOr<Decision> DecideFact(const Snapshot& snapshot, const v1::RecordFactRequest& request,
                                    const Identity& caller);

// What the request behind such an entry answers. It is kept with its receipt: facts are few.
std::string AnswerToFact(const type::v1::Receipt& receipt);

// Whether an answer as kept is the one to this entry; `keys` are the ledger's.
bool IsAnswerToFact(const v1::LedgerEntry& entry, const std::string& kept, const KeyRing& keys);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_FACT_RULES_H_
