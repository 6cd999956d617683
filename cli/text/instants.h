// Instants as people type and read them.
//
//   auto moment = ParseMoment("2022-05-31");
//   moment->StartIn(zone);                              // 2022-05-31 00:00
//   moment->EndIn(zone);                                // 2022-06-01 00:00, the first instant after the day
#ifndef LIANFANG_CLI_TEXT_INSTANTS_H_
#define LIANFANG_CLI_TEXT_INSTANTS_H_

#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"
#include "words/instant_words.h"  // IWYU pragma: export

namespace lianfang::cli {

// An exact instant, or a day, which is a stretch of time once the zone is known.
struct Moment {
  std::variant<absl::Time, absl::CivilDay> value;

  // The instant, or the first one of the day.
  absl::Time StartIn(absl::TimeZone zone) const;
  // The instant, or the first one after the day.
  absl::Time EndIn(absl::TimeZone zone) const;

  // Bounds of due instants, of which midnight belongs to the day that ends: those of this day and later are at or after
  // DueFromIn, those of this day and earlier before DueUntilIn.
  absl::Time DueFromIn(absl::TimeZone zone) const;
  absl::Time DueUntilIn(absl::TimeZone zone) const;
};

// RFC 3339 with an offset (`2022-05-31T12:00:00+08:00`), or a day (`2022-05-31`).
absl::StatusOr<Moment> ParseMoment(absl::string_view text);

// A positive length of time, such as `30s` or `2m`.
absl::StatusOr<absl::Duration> ParseLength(absl::string_view text);

// `2022-05-31`; empty for an absent date.
std::string DateText(const google::type::Date& date);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_INSTANTS_H_
