#include "services/portal/stream_relay.h"

#include <utility>

#include "common/errors.h"
#include "common/rpc/status.h"
#include "services/portal/domain/connect/protocol.h"

namespace lianfang::portal {

StreamRelay::StreamRelay(std::shared_ptr<HttpExchange> exchange, Parts parts)
    : exchange_(std::move(exchange)),
      parts_(std::move(parts)),
      streams_(parts_.sources.size()),
      faults_(parts_.sources.size()),
      open_(parts_.sources.size()) {}

void StreamRelay::Run(std::shared_ptr<HttpExchange> exchange, HttpReply head, Upstreams& upstreams, Parts parts) {
  const std::shared_ptr<StreamRelay> relay(new StreamRelay(std::move(exchange), std::move(parts)));
  relay->exchange_->BeginStream(std::move(head));
  relay->Open(upstreams);
  relay->exchange_->OnGone([relay](HttpExchange::Gone why) {
    if (why == HttpExchange::Gone::kCaller) return relay->Stop(absl::CancelledError("the caller is gone"), false);
    relay->Stop(ErrorWithReason(absl::StatusCode::kUnavailable, "this replica ends; open the stream again", "DRAINING"),
                true);
  });
}

void StreamRelay::Open(Upstreams& upstreams) {
  for (size_t i = 0; i < parts_.sources.size(); ++i) {
    auto stream = upstreams.Open(
        parts_.sources[i].call,
        {.message = [self = shared_from_this(), i](std::string message) { self->Take(i, std::move(message)); },
         .end = [self = shared_from_this(), i](absl::Status status) { self->End(i, std::move(status)); }});
    {
      absl::MutexLock lock(&mutex_);
      streams_[i] = stream;
    }
    stream->Next();
  }
}

std::shared_ptr<UpstreamStream> StreamRelay::StreamOf(size_t source) {
  absl::MutexLock lock(&mutex_);
  return streams_[source];
}

void StreamRelay::Next(size_t source) {
  IfStillMay([self = shared_from_this(), source] { self->Ask(source); });
}

void StreamRelay::IfStillMay(std::function<void()> then) {
  if (parts_.recheck == nullptr || !IsRecheckDue()) return then();
  parts_.recheck([self = shared_from_this(), then = std::move(then)](const absl::Status& may) {
    if (may.ok()) return then();
    self->Stop(may, true);
  });
}

bool StreamRelay::IsRecheckDue() {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = absl::Now();
  if (now - checked_ < parts_.recheck_after) return false;
  checked_ = now;
  return true;
}

void StreamRelay::Ask(size_t source) {
  if (const auto stream = StreamOf(source); stream != nullptr) stream->Next();
}

// The message may have been hours in coming, and its reader signed out since.
void StreamRelay::Take(size_t source, std::string message) {
  IfStillMay([self = shared_from_this(), source, message = std::move(message)]() mutable {
    self->Pass(source, std::move(message));
  });
}

void StreamRelay::Pass(size_t source, std::string message) {
  auto bytes = parts_.sources[source].form(std::move(message));
  if (bytes.ok()) {
    return exchange_->Send(*std::move(bytes), [self = shared_from_this(), source] { self->Next(source); });
  }
  {
    absl::MutexLock lock(&mutex_);
    faults_[source] = bytes.status();
  }
  if (const auto stream = StreamOf(source); stream != nullptr) stream->Cancel();
}

void StreamRelay::End(size_t source, absl::Status status) {
  bool last = false;
  {
    absl::MutexLock lock(&mutex_);
    if (!faults_[source].ok()) status = faults_[source];
    streams_[source] = nullptr;
    last = --open_ == 0;
    if (stopped_) return;
    stopped_ = last;
  }
  const auto& form_end = parts_.sources[source].form_end;
  if (form_end != nullptr) exchange_->Send(form_end(status), nullptr);
  if (!last) return;
  exchange_->EndStream(parts_.form_last(status));
  parts_.ended(status);
}

// `tell`: somebody is there to hear of it.
void StreamRelay::Stop(const absl::Status& status, bool tell) {
  std::vector<std::shared_ptr<UpstreamStream>> streams;
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(stopped_, true)) return;
    streams = streams_;
  }
  for (const auto& stream : streams) {
    if (stream != nullptr) stream->Cancel();
  }
  if (tell) {
    const google::rpc::Status error = ToRpcStatus(status);
    exchange_->EndStream(EndEnvelope(&error));
  }
  parts_.ended(status);
}

}  // namespace lianfang::portal
