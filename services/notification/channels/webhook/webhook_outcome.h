// What the gateway's answer says something about: this recipient, this message, or us.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_OUTCOME_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_OUTCOME_H_

#include <string>

#include "absl/time/time.h"
#include "services/notification/channels/send_result.h"

namespace lianfang::notification {

// The outcome by the HTTP status; 0 when there was no answer. `text` is what went wrong, for people; `rest` is the
// answer's Retry-After.
//
//   2xx                               accepted
//   400, 413                          this message, for good
//   401, 403, 429, 5xx, no answer     the channel: everything waits
//   405 … 431 as in RFC 9110, 3xx     the channel: the request itself is wrong, for every recipient
//   other 4xx, such as 404, 410, 422  this recipient's address, for good
SendResult OutcomeOf(int status, std::string text, absl::Duration rest);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_OUTCOME_H_
