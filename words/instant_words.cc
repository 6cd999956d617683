#include "words/instant_words.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/time.h"

namespace lianfang {
namespace {

bool IsAbsent(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() == 0 && timestamp.nanos() == 0;
}

}  // namespace

std::string InstantText(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, zone);
}

std::string InstantText(const google::protobuf::Timestamp& timestamp, absl::TimeZone zone) {
  return IsAbsent(timestamp) ? "" : InstantText(FromTimestamp(timestamp), zone);
}

std::string DeadlineText(absl::Time time, absl::TimeZone zone) {
  const auto civil = absl::ToCivilSecond(time, zone);
  const absl::CivilDay day(civil);
  if (civil == absl::CivilSecond(day) && time == absl::FromCivil(civil, zone)) {
    return absl::StrCat(FormatDay(day - 1), " 24:00");
  }
  return InstantText(time, zone);
}

std::string DeadlineText(const google::protobuf::Timestamp& timestamp, absl::TimeZone zone) {
  return IsAbsent(timestamp) ? "" : DeadlineText(FromTimestamp(timestamp), zone);
}

}  // namespace lianfang
