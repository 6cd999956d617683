#include "common/rpc/stream_follower.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"

namespace lianfang {

StreamFollower::StreamFollower(std::string name, Follow follow, const Clock& clock, const BackoffOptions& backoff)
    : name_(std::move(name)),
      follow_(std::move(follow)),
      clock_(clock),
      long_lasting_(backoff.most),
      backoff_(backoff) {}

absl::Duration StreamFollower::Step() {
  grpc::ClientContext context;
  if (!SetContext(&context)) return absl::InfiniteDuration();
  const absl::Time start = clock_.Now();
  const End end = follow_(context);
  SetContext(nullptr);
  // Servers restart and drain; whatever else ends a stream may well end the next one, too, and somebody has to look.
  const bool passing = end.status.ok() || absl::IsUnavailable(end.status) || absl::IsCancelled(end.status);
  Log(passing ? LogLevel::kInfo : LogLevel::kWarning, "stream ended",
      {{"stream", name_}, {"messages", absl::StrCat(end.messages)}, {"status", end.status.ToString()}});
  // A stream that was quiet for long was healthy too: servers end connections when they are old.
  if (end.messages > 0 || clock_.Now() - start > long_lasting_) backoff_.Reset();
  return backoff_.Next();
}

void StreamFollower::Interrupt() {
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

bool StreamFollower::SetContext(grpc::ClientContext* context) {
  absl::MutexLock lock(&mutex_);
  context_ = interrupted_ ? nullptr : context;
  return !interrupted_;
}

}  // namespace lianfang
