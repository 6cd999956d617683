// The signature of a request to the gateway (README.md): HMAC-SHA-256 (RFC 2104) over its time and its body, so that
// neither can be changed or sent again later.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_SIGNATURE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_SIGNATURE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lianfang::notification {

// Headers of a request.
inline constexpr char kTimestampHeader[] = "Lianfang-Timestamp";
inline constexpr char kSignatureHeader[] = "Lianfang-Signature";
inline constexpr char kIdempotencyHeader[] = "Idempotency-Key";

// `v1=` and 64 hex digits: the HMAC over `{Unix seconds}.{body}`.
std::string SignRequest(absl::string_view secret, absl::Time time, absl::string_view body);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_WEBHOOK_SIGNATURE_H_
