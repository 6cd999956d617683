// What is kept of a mutation, and how it is answered again.
//
// Every mutation of every service goes this way (common/pg/mutation.h):
//   1. A repeat, the same request id by the same caller, is answered the first response and changes nothing.
//   2. Otherwise the mutation loads, decides and saves. What it refuses leaves nothing.
//   3. Its response and its line of the audit are stored in the same transaction.
#ifndef LIANFANG_COMMON_MUTATION_H_
#define LIANFANG_COMMON_MUTATION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianfang {

// What a mutation leaves besides its rows.
struct Outcome {
  std::string response;  // serialised, as repeats are answered
  std::string resource;  // what it changed, by name
  std::string detail;    // for the auditor, in a few words
};

// A response that was kept. DATA_LOSS when it does not parse.
template <typename Response>
absl::StatusOr<Response> ParseResponse(const std::string& kept) {
  Response response;
  if (!response.ParseFromString(kept)) return absl::DataLossError("the stored response does not parse");
  return response;
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_MUTATION_H_
