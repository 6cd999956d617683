// The real database of the store's tests. tests/run gives the server: LIANFANG_TEST_DATABASE_URL (administrator, to
// empty the tables, which the service's role may not) and LIANFANG_TEST_SUBMISSION_DATABASE_URL (that role).
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_PG_TEST_DATABASE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_PG_TEST_DATABASE_H_

#include <pqxx/pqxx>

#include "common/pg/pool.h"
#include "common/testing/environment.h"

namespace lianfang::submission {

inline void EmptyTables() {
  pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work work(administrator);
  work.exec("SET search_path = submission");
  work.exec(
      "TRUNCATE returns, obligations, plans, seals, ledger, ledger_heads, changelog, request_log, "
      "pruned_requests, ledger_audits, drafts");
  work.exec("UPDATE changelog_head SET position = 0");
  work.exec("UPDATE changelog_horizon SET pruned_through = 0");
  work.exec("TRUNCATE audit_events, audit_ends");
  work.exec(
      "UPDATE audit_heads SET sequence = 0, event_time = '-infinity', "
      "chain_hash = sha256(convert_to('lianfang-audit/submission/' || journal, 'UTF8'))");
  work.exec("UPDATE request_log_horizon SET pruned_before = '-infinity', pruned_count = 0");
  work.commit();
}

// As the service connects.
inline PgPool::Options TestDatabase() {
  PgPool::Options options;
  options.url = RequiredVariable("LIANFANG_TEST_SUBMISSION_DATABASE_URL");
  return options;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_PG_TEST_DATABASE_H_
