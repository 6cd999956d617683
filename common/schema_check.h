// Whether a service's schema is one that this version works on, asked before it calls itself ready.
//
//   AwaitSchema(server, pool, "expert");      // in main, before server.Run
//
// A service without a database that it can use answers every call with an error. It must not take the place of a replica that works: a
// wrong password, a database that was never migrated, and a schema of a later version keep it unready.
#ifndef LIANFANG_COMMON_SCHEMA_CHECK_H_
#define LIANFANG_COMMON_SCHEMA_CHECK_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/pg/pool.h"
#include "common/rpc/server.h"

namespace lianfang {

// A change with this prefix takes away what older versions need. All others only add, so that a version works on the schema of a later one
// (deploy/README.md, "Migrations").
inline constexpr char kContraction[] = "contract_";

// OK, or FAILED_PRECONDITION that names a change of `known` that is not deployed, or a deployed contraction that is not known.
absl::Status CheckSchema(absl::string_view service, const std::vector<std::string>& known,
                         const std::set<std::string>& deployed);

// The changes of the service's migrations at the time of the build, in their order; empty for a name that is no service's.
const std::vector<std::string>& KnownChanges(absl::string_view service);

// The server is ready once the schema of `service`, as `pool` sees it, has passed the check. `pool` outlives the server's Run.
void AwaitSchema(Server& server, PgPool& pool, const std::string& service);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SCHEMA_CHECK_H_
