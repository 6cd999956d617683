#include "common/changelog/tailer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang {
namespace {

constexpr int kPage = 100;
constexpr int kPagesPerPull = 10;
constexpr absl::Duration kReadTimeout = absl::Seconds(10);

// Why a stream cannot go on from a place that the changelog does not have.
absl::Status NotThere(const ChangePlace& place, const ChangePlace& last) {
  const bool ahead = place.position > last.position;
  return ErrorWithReason(absl::StatusCode::kOutOfRange,
                         absl::StrCat("the cursor ", FormatCursor(place),
                                      ahead ? absl::StrCat(" is ahead of the last change, ", FormatCursor(last))
                                            : " is of a change that is not there any more",
                                      ": the database was set back to an earlier state, or the cursor is another's"),
                         ahead ? "CURSOR_AHEAD" : "CURSOR_REPLACED",
                         {{"cursor", FormatCursor(place)}, {"last", FormatCursor(last)}});
}

}  // namespace

ChangelogTailer::ChangelogTailer(PgPool& pool, Metrics& metrics, absl::Duration interval, absl::Duration heartbeat)
    : pool_(pool),
      position_(metrics.Gauge("lianfang_changelog_position", "Newest position of the service's changelog.", {})),
      lag_(metrics.Gauge("lianfang_watch_lag_seconds",
                         "For how long the slowest open stream has not come to the newest position of back then.", {})),
      interval_(interval),
      heartbeat_(heartbeat),
      thread_([this] { Loop(); }) {}

ChangelogTailer::~ChangelogTailer() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void ChangelogTailer::Ring() {
  absl::MutexLock lock(&mutex_);
  rung_ = true;
}

int64_t ChangelogTailer::Subscribe(std::function<void()> wake, const std::atomic<int64_t>& delivered) {
  absl::MutexLock lock(&mutex_);
  subscriptions_.emplace(next_, Subscription{std::move(wake), &delivered});
  return next_++;
}

void ChangelogTailer::Unsubscribe(int64_t subscription) {
  absl::MutexLock lock(&mutex_);
  subscriptions_.erase(subscription);
}

// Waits for the bell, if anybody is there to be woken, or the interval; false when it is time to stop.
bool ChangelogTailer::AwaitRing() {
  absl::MutexLock lock(&mutex_);
  const auto due = [this]()
                       ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || (rung_ && !subscriptions_.empty()); };
  mutex_.AwaitWithTimeout(absl::Condition(&due), interval_);
  rung_ = false;
  return !stopping_;
}

void ChangelogTailer::Measure(int64_t head, absl::Time now) {
  position_.Set(static_cast<double>(head));
  absl::Duration lag = absl::ZeroDuration();
  absl::MutexLock lock(&mutex_);
  for (auto& [number, subscription] : subscriptions_) {
    if (subscription.delivered->load(std::memory_order_relaxed) >= subscription.target) {
      subscription.target = head;
      subscription.since = now;
    }
    lag = std::max(lag, now - subscription.since);
  }
  lag_.Set(absl::ToDoubleSeconds(lag));
}

void ChangelogTailer::Loop() {
  int64_t seen = -1;
  absl::Time beat = absl::Now();
  while (AwaitRing()) {
    const auto head = ReadHead(pool_, absl::Now() + kReadTimeout);
    if (!head.ok()) {
      Log(LogLevel::kWarning, "changelog_head", {{"error", head.status().message()}});
      continue;
    }
    Measure(head->position, absl::Now());
    const bool beats = absl::Now() - beat >= heartbeat_;
    if (head->position == seen && !beats) continue;
    seen = head->position;
    if (beats) {
      beat = absl::Now();
      ++heartbeats_;
    }
    // Under the lock, so that Unsubscribe returns only when no wake is under way; wakes do not block.
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, subscription] : subscriptions_) subscription.wake();
  }
}

ChangelogFeed::ChangelogFeed(PgPool& pool, ChangelogTailer& tailer, std::string topic, const ChangePlace& after,
                             Encode encode, Options options)
    : pool_(pool),
      tailer_(tailer),
      topic_(std::move(topic)),
      place_(after),
      delivered_(after.position),
      heartbeat_(tailer.heartbeats()),
      encode_(std::move(encode)),
      select_(std::move(options.select)),
      announces_(options.announces) {}

ChangelogFeed::~ChangelogFeed() {
  if (subscription_ != 0) tailer_.Unsubscribe(subscription_);
}

void ChangelogFeed::Subscribe(std::function<void()> wake) {
  subscription_ = tailer_.Subscribe(std::move(wake), delivered_);
}

absl::StatusOr<std::vector<std::string>> ChangelogFeed::Pull() {
  const int64_t beat = tailer_.heartbeats();
  // Read before the changes, so that none up to it can be missed; what was read by the pull before is not beyond it.
  const auto end = ReadEnd(pool_, absl::Now() + kReadTimeout, place_);
  if (!end.ok()) return end.status();
  if (!end->has_place) return NotThere(place_, end->last);
  std::vector<std::string> messages;
  bool more = true;
  for (int page = 0; more && messages.empty() && page < kPagesPerPull; ++page) {
    const auto left = TakePage(messages);
    if (!left.ok()) return left.status();
    more = *left;
  }
  const ChangePlace& known = more || place_.position > end->last.position ? place_ : end->last;
  delivered_ = known.position;
  if (messages.empty() && (more || announces_ || beat != heartbeat_)) {
    place_ = known;
    if (absl::Status told = TellPosition(messages); !told.ok()) return told;
  }
  if (messages.empty()) return messages;
  heartbeat_ = beat;
  announces_ = false;
  return messages;
}

// Reads a page and adds what of it is for this stream; whether there may be another one.
absl::StatusOr<bool> ChangelogFeed::TakePage(std::vector<std::string>& messages) {
  const auto changes = ReadChanges(pool_, absl::Now() + kReadTimeout, topic_, place_.position, kPage);
  if (!changes.ok()) return changes.status();
  const auto wanted = select_ == nullptr ? absl::StatusOr<std::vector<bool>>(std::vector<bool>(changes->size(), true))
                                         : select_(*changes);
  if (!wanted.ok()) return wanted.status();
  for (size_t i = 0; i < changes->size(); ++i) {
    const PlacedChange& change = (*changes)[i];
    if ((*wanted)[i]) {
      auto message = encode_(change.payload, FormatCursor(change.place));
      if (!message.ok()) return message.status();
      if (message->has_value()) messages.push_back(**std::move(message));
    }
    place_ = change.place;
  }
  return changes->size() == kPage;
}

absl::Status ChangelogFeed::TellPosition(std::vector<std::string>& messages) const {
  auto message = encode_("", FormatCursor(place_));
  if (!message.ok()) return message.status();
  if (message->has_value()) messages.push_back(**std::move(message));
  return absl::OkStatus();
}

}  // namespace lianfang
