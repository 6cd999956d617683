#include "common/changelog/tailer.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/log.h"

namespace lianfang {
namespace {

constexpr int kPage = 100;
constexpr int kPagesPerPull = 10;
constexpr absl::Duration kReadTimeout = absl::Seconds(10);

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

std::shared_ptr<const ChangelogWindow> ChangelogTailer::window() const {
  absl::MutexLock lock(&mutex_);
  return window_;
}

// Reads what is new; whether there is anything.
bool ChangelogTailer::Look() {
  const auto last = window();
  const absl::Time deadline = absl::Now() + kReadTimeout;
  auto next = last == nullptr ? OpenWindow(pool_, deadline) : NextWindow(*last, pool_, deadline);
  if (!next.ok()) {
    Log(LogLevel::kWarning, "changelog_read", {{"error", next.status().message()}});
    return false;
  }
  const int64_t head = next->head.position;
  const bool moved = last == nullptr || head != last->head.position || next->generation != last->generation;
  if (moved) {
    auto shared = std::make_shared<const ChangelogWindow>(*std::move(next));
    absl::MutexLock lock(&mutex_);
    window_ = std::move(shared);
  }
  Measure(head, absl::Now());
  return moved;
}

void ChangelogTailer::Loop() {
  absl::Time beat = absl::Now();
  while (AwaitRing()) {
    const bool moved = Look();
    const bool beats = absl::Now() - beat >= heartbeat_;
    if (!moved && !beats) continue;
    if (beats) {
      beat = absl::Now();
      ++heartbeats_;
    }
    // Under the lock, so that Unsubscribe returns only when no wake is under way; wakes do not block.
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, subscription] : subscriptions_) subscription.wake();
  }
}

ChangelogFeed::ChangelogFeed(PgPool& pool, ChangelogTailer& tailer, std::string topic, Cursor after, Encode encode,
                             Options options)
    : pool_(pool),
      tailer_(tailer),
      topic_(std::move(topic)),
      position_(std::move(after)),
      delivered_(position_.position),
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

// The head that this pull goes up to, read before the changes, so that none up to it can be missed. In the database at
// the beginning and after it was set back, where the cursor is checked as well; then in the window.
absl::StatusOr<Cursor> ChangelogFeed::FindHead() {
  window_ = tailer_.window();
  const bool checked = window_ != nullptr && generation_ == window_->generation;
  if (checked && position_.position >= window_->after) return window_->head;
  if (!checked) {
    const absl::Status good = CheckCursor(pool_, absl::Now() + kReadTimeout, position_);
    if (!good.ok()) return good;
    if (window_ != nullptr) generation_ = window_->generation;
  }
  window_ = nullptr;
  return ReadHead(pool_, absl::Now() + kReadTimeout);
}

absl::StatusOr<std::vector<std::string>> ChangelogFeed::Pull() {
  const int64_t beat = tailer_.heartbeats();
  const auto head = FindHead();
  if (!head.ok()) return head.status();
  std::vector<std::string> messages;
  bool more = true;
  for (int page = 0; more && messages.empty() && page < kPagesPerPull; ++page) {
    const auto left = TakePage(messages);
    if (!left.ok()) return left.status();
    more = *left;
  }
  const bool past = !more && head->position > position_.position;  // up to the head there is nothing more to see
  delivered_ = past ? head->position : position_.position;
  if (messages.empty() && (more || announces_ || beat != heartbeat_)) {
    if (past) position_ = *head;
    if (absl::Status told = TellPosition(messages); !told.ok()) return told;
  }
  if (messages.empty()) return messages;
  heartbeat_ = beat;
  announces_ = false;
  return messages;
}

absl::StatusOr<Changes> ChangelogFeed::NextPage() {
  if (window_ != nullptr) return window_->Select(topic_, position_.position, kPage);
  return ReadChanges(pool_, absl::Now() + kReadTimeout, topic_, position_.position, kPage);
}

// Takes a page and adds what of it is for this stream; whether there may be another one.
absl::StatusOr<bool> ChangelogFeed::TakePage(std::vector<std::string>& messages) {
  const auto changes = NextPage();
  if (!changes.ok()) return changes.status();
  const auto wanted = select_ == nullptr ? absl::StatusOr<std::vector<bool>>(std::vector<bool>(changes->size(), true))
                                         : select_(*changes);
  if (!wanted.ok()) return wanted.status();
  for (size_t i = 0; i < changes->size(); ++i) {
    Cursor here = CursorAt(*(*changes)[i]);
    if ((*wanted)[i]) {
      auto message = encode_((*changes)[i]->payload, FormatCursor(here));
      if (!message.ok()) return message.status();
      if (message->has_value()) messages.push_back(**std::move(message));
    }
    position_ = std::move(here);
  }
  return changes->size() == kPage;
}

absl::Status ChangelogFeed::TellPosition(std::vector<std::string>& messages) const {
  auto message = encode_("", FormatCursor(position_));
  if (!message.ok()) return message.status();
  if (message->has_value()) messages.push_back(**std::move(message));
  return absl::OkStatus();
}

}  // namespace lianfang
