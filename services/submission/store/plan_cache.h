// Plan documents by edition, each read once: an edition never changes.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PLAN_CACHE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PLAN_CACHE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "common/pg/transaction.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// Thread-safe. Throws as libpqxx does.
class PlanCache {
 public:
  using PlanPtr = std::shared_ptr<const type::v1::Plan>;

  // The plan (id) at an edition; null where it is not stored.
  PlanPtr Find(PgTransaction& reads, const std::string& plan, int edition);
  // The edition that a ledger's head names; null for 0, which stands for none. Throws std::runtime_error where it is not
  // stored: only somebody else can have removed it.
  PlanPtr InForce(PgTransaction& reads, const std::string& plan, int edition);

 private:
  absl::Mutex mutex_;
  std::map<std::pair<std::string, int>, PlanPtr> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PLAN_CACHE_H_
