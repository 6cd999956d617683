// Instants as people read them: in findings, in workbooks, on terminals.
//
// Pure; thread-safe.
#ifndef LIANFANG_WORDS_INSTANT_WORDS_H_
#define LIANFANG_WORDS_INSTANT_WORDS_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace lianfang {

// `2022-05-31 09:00:00` in the zone.
std::string InstantText(absl::Time time, absl::TimeZone zone);
// Likewise; empty for an absent timestamp, whose message the caller passes as it is.
std::string InstantText(const google::protobuf::Timestamp& timestamp, absl::TimeZone zone);

// An instant before which something must happen. Midnight belongs to the day that ends: `2022-05-31 24:00`, because
// "2022-06-01" would be read as a day too late.
std::string DeadlineText(absl::Time time, absl::TimeZone zone);
// Likewise; empty for an absent timestamp.
std::string DeadlineText(const google::protobuf::Timestamp& timestamp, absl::TimeZone zone);

}  // namespace lianfang

#endif  // LIANFANG_WORDS_INSTANT_WORDS_H_
