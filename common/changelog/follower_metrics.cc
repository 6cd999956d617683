#include "common/changelog/follower_metrics.h"

#include "common/changelog/changelog.h"

namespace lianfang {

FollowerMetrics::FollowerMetrics(Metrics& metrics, const std::string& stream, const Clock& clock)
    : position_(&metrics.Gauge("lianfang_follower_position",
                               "Position in the followed changelog up to which everything was received.",
                               {{"stream", stream}})),
      current_(&metrics.Gauge("lianfang_follower_current_timestamp_seconds",
                              "Instant up to which every change of the followed stream was received.",
                              {{"stream", stream}})),
      clock_(&clock) {
  current_->Set(absl::ToDoubleSeconds(clock.Now() - absl::UnixEpoch()));
}

void FollowerMetrics::Resumed(absl::string_view cursor) const {
  const auto place = ParseCursor(cursor);
  if (place.ok()) position_->Set(static_cast<double>(place->position));
}

void FollowerMetrics::Received(absl::string_view cursor, absl::Time commit_time) const {
  Resumed(cursor);
  current_->Set(absl::ToDoubleSeconds(commit_time - absl::UnixEpoch()));
}

void FollowerMetrics::Idle(absl::string_view cursor) const { Received(cursor, clock_->Now()); }

}  // namespace lianfang
