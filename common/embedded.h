// What stands in several messages is serialised once: a field of a message whose value is serialised already.
// Serialised messages may be joined; the fields of both are the fields of the whole.
//
//   std::string change = EmbeddedField(WatchReturnsResponse::kReturnFieldNumber, document) + rest.SerializeAsString();
#ifndef LIANFANG_COMMON_EMBEDDED_H_
#define LIANFANG_COMMON_EMBEDDED_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang {

// The field `number`, of message or bytes type, with these bytes.
std::string EmbeddedField(int number, absl::string_view bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_EMBEDDED_H_
