#include "services/notification/domain/stage/mornings.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace lianfang::notification {
namespace {

constexpr int kMorningHour = 9;          // when what has no stage of its own goes out
constexpr int kMorning = 3 * 3600;       // seconds from the stage's time of day on
constexpr int kClosingTime = 18 * 3600;  // seconds since midnight

}  // namespace

absl::Time Mornings::SendTime(const Stage& stage, absl::TimeZone zone, absl::Time from) const {
  const absl::Time time = std::max(stage.time, from);
  if (hours_ == Hours::kAny) return time;
  const absl::CivilSecond stage_second = absl::ToCivilSecond(stage.time, zone);
  const auto time_of_day = stage_second - absl::CivilSecond(absl::CivilDay(stage_second));
  const absl::CivilSecond now = absl::ToCivilSecond(time, zone);
  const absl::CivilDay day(now);
  const auto morning_of = [&](absl::CivilDay of) { return absl::CivilSecond(of) + time_of_day; };
  const absl::Time next = absl::FromCivil(morning_of(calendar_.AtOrAfter(day + 1)), zone);
  if (!calendar_.IsWorkingDay(day)) return next;
  if (now < morning_of(day)) return absl::FromCivil(morning_of(day), zone);
  if (now < morning_of(day) + kMorning) return time;
  const bool falls_due_first = time < stage.due && stage.due <= next;
  return falls_due_first && now < absl::CivilSecond(day) + kClosingTime ? time : next;
}

absl::Time Mornings::MorningAfter(absl::Time event, absl::TimeZone zone) const {
  if (hours_ == Hours::kAny) return event;
  const auto morning_of = [&](absl::CivilDay day) {
    return absl::FromCivil(absl::CivilHour(day) + kMorningHour, zone);
  };
  const absl::CivilDay day = absl::ToCivilDay(event, zone);
  return morning_of(calendar_.AtOrAfter(event > morning_of(day) ? day + 1 : day));
}

}  // namespace lianfang::notification
