// How much a request may hold. Checked on its bytes before it is parsed: parsing and walking a message costs many times
// its length, so neither may begin before the message is known to be small.
//
// - The length: `Access.max_request_bytes` of the RPC, 64 KiB by default.
// - The elements of a repeated or map field in one message: `max_items` of the field, 1000 by default.
// - The elements of all fields together: a million.
// - A message field that is not repeated is given once: parsers join several occurrences to one message, which would
//   then hold several times its bounds.
// - Messages are nested at most 32 deep.
#ifndef LIANFANG_COMMON_RPC_REQUEST_BOUNDS_H_
#define LIANFANG_COMMON_RPC_REQUEST_BOUNDS_H_

#include <google/protobuf/descriptor.h>

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// The longest request that the method takes, in bytes as sent.
size_t LongestRequest(const google::protobuf::MethodDescriptor& method);

// OK, or INVALID_ARGUMENT with the reason REQUEST_TOO_LONG, naming length and bound.
absl::Status CheckLength(const google::protobuf::MethodDescriptor& method, size_t length);

// OK, or INVALID_ARGUMENT naming the first field that has too many elements or is nested too deep, by its path and with
// the bound; INVALID_ARGUMENT as well where the bytes are no message of this type. Reads the wire format and keeps
// nothing of it.
absl::Status CheckElements(const google::protobuf::Descriptor& message, absl::string_view bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_REQUEST_BOUNDS_H_
