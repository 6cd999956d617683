#include "services/submission/store/plan_cache.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "services/submission/store/stored_rows.h"
#include "services/submission/store/submission_sql.h"

namespace lianfang::submission {

PlanCache::PlanPtr PlanCache::Find(PgTransaction& reads, const std::string& plan, int edition) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = plans_.find({plan, edition});
    if (found != plans_.end()) return found->second;
  }
  const pqxx::result rows = reads.Execute(sql::kFindPlan, plan, edition);
  if (rows.empty()) return nullptr;
  auto loaded = std::make_shared<const type::v1::Plan>(Parse<type::v1::Plan>(rows[0][0]));
  absl::MutexLock lock(&mutex_);
  return plans_.emplace(std::make_pair(plan, edition), std::move(loaded)).first->second;
}

PlanCache::PlanPtr PlanCache::InForce(PgTransaction& reads, const std::string& plan, int edition) {
  if (edition == 0) return nullptr;
  PlanPtr found = Find(reads, plan, edition);
  if (found == nullptr) throw std::runtime_error(absl::StrCat("edition ", edition, " of ", plan, " is not stored"));
  return found;
}

}  // namespace lianfang::submission
