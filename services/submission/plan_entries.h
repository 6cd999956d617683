// Reading those entries of a plan's ledger that concern no return.
#ifndef LIANFANG_SERVICES_SUBMISSION_PLAN_ENTRIES_H_
#define LIANFANG_SERVICES_SUBMISSION_PLAN_ENTRIES_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// Calls `take` with every entry of the plan (id) that concerns no return, in order, until it answers false.
absl::Status ForEachPlanEntry(LedgerStore& store, const std::string& plan, absl::Time deadline,
                              absl::FunctionRef<bool(const v1::LedgerEntry&)> take);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_PLAN_ENTRIES_H_
