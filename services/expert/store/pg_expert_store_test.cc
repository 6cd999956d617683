// The PostgreSQL store against a real database, which tests/run provides.
#include "services/expert/store/pg_expert_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>

#include "common/testing/environment.h"
#include "services/expert/store/testing/store_conformance.h"

namespace lianfang::expert {
namespace {

// A store on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other
// tests out while this store lives.
class EmptyStore : public PgExpertStore {
 public:
  EmptyStore()
      : PgExpertStore(pool_),
        administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = RequiredVariable("LIANFANG_TEST_EXPERT_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('expert tests'))");
    work.exec(
        "TRUNCATE expert.bookings, expert.deliveries, expert.draws, expert.invitations, expert.engagements, "
        "expert.experts, expert.plans, expert.request_log");
    work.exec("UPDATE expert.cursors SET cursor = ''");
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, ExpertStoreConformance, ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::expert
