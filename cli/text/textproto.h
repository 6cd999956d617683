// Documents written as textproto.
#ifndef LIANFANG_CLI_TEXT_TEXTPROTO_H_
#define LIANFANG_CLI_TEXT_TEXTPROTO_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

// Reads `content` into `message`. INVALID_ARGUMENT with a line `file:line:column: what` for every fault, both from 1,
// so that an editor can jump there.
absl::Status ParseTextproto(absl::string_view content, absl::string_view file, google::protobuf::Message& message);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_TEXTPROTO_H_
