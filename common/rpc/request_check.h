// What every request must be before its handler sees it, checked from the descriptor in one place:
//
// - text is UTF-8 without NUL and other forbidden controls, at any depth;
// - fields with `field_behavior = REQUIRED` are present and not empty, at any depth;
// - a `request_id` is a UUID, a `page_size` 0 to 1000, a Timestamp within its contract;
// - a mutation (it carries a `request_id`) has no field that the contract does not know, at any depth: what is stored of
//   it would hold something that no rule has seen. Reads pass over such fields, as readers of protobuf do.
#ifndef LIANFANG_COMMON_RPC_REQUEST_CHECK_H_
#define LIANFANG_COMMON_RPC_REQUEST_CHECK_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// The largest page that a list answers.
inline constexpr int kMaxPageSize = 1000;

// OK, or INVALID_ARGUMENT naming every field at fault by its path.
absl::Status CheckRequest(const google::protobuf::Message& request);

// OK, or INVALID_ARGUMENT naming the first string field whose bytes are not UTF-8. Runs on the wire bytes, because the
// parser of `message` refuses the whole message then and cannot say where the fault is.
absl::Status ExplainUnparsable(const google::protobuf::Descriptor& message, absl::string_view bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_REQUEST_CHECK_H_
