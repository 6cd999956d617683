// The entries of a ledger that concern no return: editions, adjustments, keys, witnesses, facts.
#ifndef LIANFANG_SERVICES_SUBMISSION_PLAN_ENTRIES_H_
#define LIANFANG_SERVICES_SUBMISSION_PLAN_ENTRIES_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// Calls `take` with each of them, in order, until it answers false.
absl::Status ForEachPlanEntry(LedgerStore& store, const std::string& plan, absl::Time deadline,
                              const std::function<bool(const v1::LedgerEntry&)>& take);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_PLAN_ENTRIES_H_
