// The store in PostgreSQL together with the pool that it needs.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_OWNING_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_OWNING_STORE_H_

#include <memory>
#include <utility>

#include "common/pg/pool.h"
#include "services/submission/store/pg_submission_store.h"

namespace lianfang::submission {

class OwningStore : public PgSubmissionStore {
 public:
  explicit OwningStore(std::unique_ptr<PgPool> pool) : PgSubmissionStore(*pool, *pool), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_OWNING_STORE_H_
