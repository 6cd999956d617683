#include "cli/records/publish.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "cli/batch.h"
#include "cli/records/silence_guard.h"
#include "common/rpc/status.h"

namespace lianfang::cli {
namespace {

using exchange::v1::PublishRecordsRequest;
using exchange::v1::PublishRecordsResponse;

constexpr size_t kAhead = 3;  // messages sent and not answered; the service takes four
constexpr int kAttempts = 5;

bool IsWorthRetrying(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsAborted(status);
}

}  // namespace

struct RecordPublisher::Stream {
  explicit Stream(absl::Duration patience) : guard(context, patience) {}

  grpc::ClientContext context;
  SilenceGuard guard;
  std::unique_ptr<grpc::ClientReaderWriterInterface<PublishRecordsRequest, PublishRecordsResponse>> calls;

  absl::Status End() {
    context.TryCancel();
    return FromGrpcStatus(calls->Finish());
  }

  // How the stream ended, once a call on it has failed; `otherwise` where the service ended it with OK.
  absl::Status Ended(const char* otherwise) {
    // Answers that nobody reads would hold up the status. They are given again to the same records.
    PublishRecordsResponse unread;
    while (guard.Watch([&] { return calls->Read(&unread); })) {
    }
    const absl::Status ended = FromGrpcStatus(calls->Finish());
    if (guard.fired()) return absl::DeadlineExceededError("the service neither read nor answered");
    return ended.ok() ? absl::UnavailableError(otherwise) : ended;
  }
};

RecordPublisher::RecordPublisher(exchange::v1::ExchangeService::StubInterface& stub, absl::Duration timeout,
                                 OnAnswer on_answer)
    : stub_(stub), timeout_(timeout), on_answer_(std::move(on_answer)) {}

RecordPublisher::~RecordPublisher() {
  if (stream_ != nullptr) (void)stream_->End();
}

// A stream has no end of its own; a message has `timeout_`, and those ahead of it the same.
absl::Status RecordPublisher::Open() {
  constexpr absl::Duration kLongest = absl::Hours(24);
  stream_ = std::make_unique<Stream>(2 * timeout_);
  stream_->context.set_deadline(absl::ToChronoTime(absl::Now() + std::max(timeout_, kLongest)));
  stream_->calls = stub_.PublishRecords(&stream_->context);
  return absl::OkStatus();
}

absl::Status RecordPublisher::Write(const std::vector<MappedRecord>& records) {
  PublishRecordsRequest request;
  for (const MappedRecord& one : records) *request.add_records() = one.record;
  if (stream_->guard.Watch([&] { return stream_->calls->Write(request); })) return absl::OkStatus();
  return std::exchange(stream_, nullptr)->Ended("the service ended the stream");
}

absl::Status RecordPublisher::ReadOne() {
  PublishRecordsResponse response;
  if (!stream_->guard.Watch([&] { return stream_->calls->Read(&response); })) {
    return std::exchange(stream_, nullptr)->Ended("the service left records without an answer");
  }
  if (response.has_status() && response.status().code() != 0) {
    (void)std::exchange(stream_, nullptr)->End();
    return FromRpcStatus(response.status());
  }
  if (static_cast<size_t>(response.results_size()) != unanswered_.front().size()) {
    (void)std::exchange(stream_, nullptr)->End();
    return absl::DataLossError("the service answered another number of records than were sent");
  }
  AnsweredRecords answered{std::move(unanswered_.front()), std::move(*response.mutable_results())};
  unanswered_.pop_front();
  failures_ = 0;
  backoff_.Reset();
  on_answer_(answered);
  return absl::OkStatus();
}

absl::Status RecordPublisher::Recover(absl::Status broken) {
  while (!broken.ok()) {
    if (!IsWorthRetrying(broken) || ++failures_ > kAttempts) return broken;
    absl::SleepFor(backoff_.Next());
    broken = Open();
    for (const auto& records : unanswered_) {
      if (!broken.ok()) break;
      broken = Write(records);
    }
  }
  return absl::OkStatus();
}

absl::Status RecordPublisher::Send(std::vector<MappedRecord> records) {
  if (records.empty()) return absl::OkStatus();
  while (unanswered_.size() >= kAhead) {
    if (absl::Status recovered = Recover(ReadOne()); !recovered.ok()) return recovered;
  }
  unanswered_.push_back(std::move(records));
  if (stream_ == nullptr) {
    if (absl::Status opened = Open(); !opened.ok()) return opened;
  }
  return Recover(Write(unanswered_.back()));
}

absl::Status RecordPublisher::Finish() {
  while (!unanswered_.empty()) {
    if (absl::Status recovered = Recover(ReadOne()); !recovered.ok()) return recovered;
  }
  if (stream_ == nullptr) return absl::OkStatus();
  const std::unique_ptr<Stream> last = std::move(stream_);
  return last->guard.Watch([&] {
    last->calls->WritesDone();
    return FromGrpcStatus(last->calls->Finish());
  });
}

}  // namespace lianfang::cli
