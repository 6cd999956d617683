// The database of the store tests, emptied. Needs LIANFANG_TEST_EVALUATION_DATABASE_URL (the service's role) and
// LIANFANG_TEST_DATABASE_URL (an administrator, who alone may empty append-only tables); tests/run sets both.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_TESTING_EMPTY_DATABASE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_TESTING_EMPTY_DATABASE_H_

#include <pqxx/pqxx>
#include <string>

#include "common/testing/environment.h"

namespace lianfang::evaluation {

// Empties the tables and answers the URL for the service's role.
inline std::string EmptyDatabase() {
  pqxx::connection connection(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work work(connection);
  work.exec(
      "TRUNCATE evaluation.plan_editions, evaluation.obligation_changes, evaluation.return_changes, "
      "evaluation.evaluations, evaluation.changelog, evaluation.duties, evaluation.duty_cursors, "
      "evaluation.concealments, evaluation.appraisal_editions, evaluation.request_log");
  work.exec(
      "UPDATE evaluation.changelog_head SET position = 0");  // positions have no gaps: a later first one means pruned
  work.exec("UPDATE evaluation.stream_cursors SET cursor = ''");
  work.commit();
  return RequiredVariable("LIANFANG_TEST_EVALUATION_DATABASE_URL");
}

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_TESTING_EMPTY_DATABASE_H_
