#include "services/evaluation/sync/follower.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "common/rpc/status.h"

namespace lianfang::evaluation {
namespace {

// For the database and, once per edition, for fetching a plan.
constexpr absl::Duration kTimePerChange = absl::Seconds(30);

absl::Time Deadline() { return absl::Now() + kTimePerChange; }

template <typename Response, typename Open>
Followed ReceiveAll(EvaluationStore& store, Stream stream, ChangeReceiver& receiver, grpc::ClientContext& context,
                    Open open) {
  absl::StatusOr<std::string> cursor = store.LoadCursor(stream, Deadline());
  if (!cursor.ok()) return {cursor.status()};
  Followed followed;
  const auto reader = open(*cursor);
  Response change;
  while (reader->Read(&change)) {
    followed.status = receiver.Receive(*cursor, change, Deadline());
    if (!followed.status.ok()) {
      context.TryCancel();
      reader->Finish();
      return followed;
    }
    *cursor = change.cursor();
    ++followed.changes;
  }
  followed.status = FromGrpcStatus(reader->Finish());
  return followed;
}

}  // namespace

Followed FollowObligations(EvaluationStore& store, SubmissionClient& client, ChangeReceiver& receiver,
                           grpc::ClientContext& context) {
  return ReceiveAll<submission::v1::WatchObligationsResponse>(
      store, Stream::kObligations, receiver, context,
      [&](const std::string& cursor) { return client.WatchObligations(context, cursor); });
}

Followed FollowReturns(EvaluationStore& store, SubmissionClient& client, ChangeReceiver& receiver,
                       grpc::ClientContext& context) {
  return ReceiveAll<submission::v1::WatchReturnsResponse>(
      store, Stream::kReturns, receiver, context,
      [&](const std::string& cursor) { return client.WatchReturns(context, cursor); });
}

Follower::Follower(std::string name, Follow follow, Backoff backoff)
    : name_(std::move(name)), follow_(std::move(follow)), backoff_(backoff), thread_([this] { Loop(); }) {}

Follower::~Follower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  thread_.join();
}

void Follower::Loop() {
  absl::BitGen random;
  absl::Duration wait = backoff_.least;
  do {
    const absl::Time start = absl::Now();
    const Followed followed = FollowOnce();
    // A stream that was quiet for long was healthy too: servers end connections when they are old.
    const bool healthy = followed.changes > 0 || absl::Now() - start > backoff_.most;
    wait = healthy ? backoff_.least : std::min(2 * wait, backoff_.most);
    const std::string changes = absl::StrCat(followed.changes);
    Log(LogLevel::kInfo, "stream ended",
        {{"stream", name_}, {"changes", changes}, {"status", followed.status.ToString()}});
  } while (!AwaitStop(wait * absl::Uniform(random, 0.5, 1.0)));
}

Followed Follower::FollowOnce() {
  grpc::ClientContext context;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return {absl::CancelledError("stopping")};
    context_ = &context;
  }
  Followed followed = follow_(context);
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
  return followed;
}

bool Follower::AwaitStop(absl::Duration at_most) {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), at_most);
  return stopping_;
}

}  // namespace lianfang::evaluation
