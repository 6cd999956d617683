// A statement with a name and a bound on its time. SQL stands beside the store that uses it and is never assembled from
// input.
//
//   constexpr Query kFindPlan{"find_plan", "SELECT document FROM plans WHERE plan_id = $1 AND edition = $2"};
#ifndef LIANFANG_COMMON_PG_QUERY_H_
#define LIANFANG_COMMON_PG_QUERY_H_

#include <chrono>

namespace lianfang {

struct Query {
  const char* name;  // unique in the process; the statement is prepared under it
  const char* sql;
  std::chrono::milliseconds timeout = std::chrono::seconds(5);  // the server gives up after it (DEADLINE_EXCEEDED)
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_QUERY_H_
