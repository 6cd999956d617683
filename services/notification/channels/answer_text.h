// What a server answered, as it is kept and logged.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_ANSWER_TEXT_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_ANSWER_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::notification {

// The answer as one line of at most 500 printable ASCII characters; what is none becomes `?`.
std::string AnswerLine(absl::string_view text);

// `text` for a log: every mailbox in it, and every word that is the recipient's address or its local part, is replaced.
std::string WithoutAddresses(absl::string_view text, absl::string_view recipient);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_ANSWER_TEXT_H_
