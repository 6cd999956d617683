#include "cli/text/instants.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::cli {
namespace {

constexpr absl::Duration kJustAfter = absl::Microseconds(1);

}  // namespace

absl::Time Moment::StartIn(absl::TimeZone zone) const {
  if (const auto* day = std::get_if<absl::CivilDay>(&value)) return absl::FromCivil(*day, zone);
  return std::get<absl::Time>(value);
}

absl::Time Moment::EndIn(absl::TimeZone zone) const {
  if (const auto* day = std::get_if<absl::CivilDay>(&value)) return absl::FromCivil(*day + 1, zone);
  return std::get<absl::Time>(value);
}

absl::Time Moment::DueFromIn(absl::TimeZone zone) const {
  const bool is_day = std::holds_alternative<absl::CivilDay>(value);
  return StartIn(zone) + (is_day ? kJustAfter : absl::ZeroDuration());
}

absl::Time Moment::DueUntilIn(absl::TimeZone zone) const {
  const bool is_day = std::holds_alternative<absl::CivilDay>(value);
  return EndIn(zone) + (is_day ? kJustAfter : absl::ZeroDuration());
}

absl::StatusOr<Moment> ParseMoment(absl::string_view text) {
  absl::CivilDay day;
  // Abseil fills in what is missing (`2022` is a day to it); a duty's day is written out.
  if (text.size() == 10 && absl::ParseCivilTime(text, &day)) return Moment{day};
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return Moment{time};
  return absl::InvalidArgumentError(
      absl::StrCat("`", text, "` is neither a day (2022-05-31) nor an instant (2022-05-31T12:00:00+08:00)"));
}

absl::StatusOr<absl::Duration> ParseLength(absl::string_view text) {
  absl::Duration length;
  if (!absl::ParseDuration(text, &length) || length <= absl::ZeroDuration() || length > absl::Hours(24)) {
    return absl::InvalidArgumentError(
        absl::StrCat("`", text, "` is not a length of time such as 30s or 2m, at most 24h"));
  }
  return length;
}

std::string DateText(const google::type::Date& date) {
  auto day = FromDate(date);
  return day.ok() ? FormatDay(*day) : "";
}

}  // namespace lianfang::cli
