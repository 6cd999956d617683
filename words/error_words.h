// The Chinese of what services refuse, for whoever shows it: the service puts it beside the English as
// google.rpc.LocalizedMessage, and the command line shows it.
//
//   Localize(status);                                // at the edge of a service
//   ChineseOf(status)                                // "没有可报送的任务……"
//
// There is Chinese for every error: of its message, else of its reason, else of its code. Pure; thread-safe.
#ifndef LIANFANG_WORDS_ERROR_WORDS_H_
#define LIANFANG_WORDS_ERROR_WORDS_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace lianfang {

// Of a message that says what is wrong with a field, or of one that a whole error has. Nullopt where there is none.
std::optional<std::string> ChineseOfMessage(absl::string_view message);

// Of an ErrorInfo's reason, such as STALE_ETAG. Nullopt where there is none.
std::optional<std::string> ChineseOfReason(absl::string_view reason);

// Of a canonical code. Never empty.
std::string ChineseOfCode(absl::StatusCode code);

// Of the error as a whole: what the service put there, else as above. Never empty for an error.
std::string ChineseOf(const absl::Status& status);

// Adds a LocalizedMessage (zh-CN) to an error and to each of its field violations, as far as the whole then has at most
// `most_bytes`: what does not fit is left out, last ones first.
void Localize(google::rpc::Status& status, size_t most_bytes);

}  // namespace lianfang

#endif  // LIANFANG_WORDS_ERROR_WORDS_H_
