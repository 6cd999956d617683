// Where libpqxx's exceptions end: every store turns them into statuses here.
#ifndef LIANFANG_COMMON_PG_ERROR_H_
#define LIANFANG_COMMON_PG_ERROR_H_

#include <exception>

#include "absl/status/status.h"

namespace lianfang {

// What kind of failure it was, for whoever decides about trying again.
enum class PgFailure {
  kFinal,       // trying again gives the same
  kTransient,   // serialization failure, deadlock: the transaction did not happen, try again
  kConnection,  // the connection is gone before COMMIT was sent: did not happen, try on another connection
  kInDoubt,     // the connection is gone while COMMIT was under way: may have happened
};

struct PgError {
  absl::Status status;
  PgFailure failure;
};

// Reads an exception that came out of libpqxx; any other exception is INTERNAL and final. Messages of the database stay
// in the log: the status says what the caller may know.
PgError ReadPgException(const std::exception& exception);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_ERROR_H_
