#include <algorithm>
#include <chrono>
#include <deque>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/status.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "tests/bench/loads.h"
#include "tests/bench/unary_calls.h"

namespace lianfang::bench {
namespace {

using Request = submission::v1::BatchSubmitReturnsRequest;
using Response = submission::v1::BatchSubmitReturnsResponse;

constexpr std::chrono::minutes kPatience{10};

// One stream. Writes and reads each follow one another; between them stands what is written and not yet answered.
class Stream : public grpc::ClientBidiReactor<Request, Response> {
 public:
  Stream(submission::v1::SubmissionService::Stub& stub, int64_t items, std::vector<Filing>& filings)
      : items_(items), filings_(filings, 0, 1), start_(absl::Now()) {
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    stub.async()->BatchSubmitReturns(&context_, this);
    StartRead(&response_);
    Write();
    StartCall();
  }

  absl::StatusOr<Sample> Wait() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&done_));
    if (!status_.ok()) return FromGrpcStatus(status_);
    if (answered_ != items_)
      return absl::DataLossError(absl::StrCat(answered_, " of ", items_, " items were answered"));
    std::sort(sample_.micros.begin(), sample_.micros.end());
    sample_.elapsed = absl::Now() - start_;
    return std::move(sample_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return;  // the stream has ended; OnDone says why
    if (++written_ == items_) {
      StartWritesDone();
    } else {
      Write();
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    ++answered_;
    Record();
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mutex_);
    status_ = status;
    done_ = true;
  }

 private:
  // Items are distinct filings, or each other's corrections in the order in which they are written: an answer is never
  // needed to know the next request.
  void Write() {
    *request_.mutable_submission() = filings_.Next();
    filings_.Accepted();
    {
      absl::MutexLock lock(&mutex_);
      written_at_.push_back(absl::Now());
    }
    // Nobody waits for a single item: they may go out many at a time. The end of all takes the last along.
    StartWrite(&request_, grpc::WriteOptions().set_buffer_hint());
  }

  void Record() {
    absl::MutexLock lock(&mutex_);
    const absl::Time written = written_at_.front();
    written_at_.pop_front();
    if (response_.status().code() == 0) {
      sample_.micros.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(absl::Now() - written)));
    } else if (++sample_.errors == 1) {
      std::cerr << "refused: " << response_.status().message() << '\n';
    }
  }

  grpc::ClientContext context_;
  const int64_t items_;
  CallerFilings filings_;
  const absl::Time start_;
  Request request_;
  Response response_;
  int64_t written_ = 0;
  int64_t answered_ = 0;
  absl::Mutex mutex_;
  std::deque<absl::Time> written_at_ ABSL_GUARDED_BY(mutex_);
  Sample sample_ ABSL_GUARDED_BY(mutex_);
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<Sample> StreamLoad(const Target& target, int64_t items, std::vector<Filing>& filings) {
  const auto channels = Connect(target);
  if (!channels.ok()) return channels.status();
  submission::v1::SubmissionService::Stub stub(channels->front());
  Stream stream(stub, items, filings);
  return stream.Wait();
}

}  // namespace lianfang::bench
