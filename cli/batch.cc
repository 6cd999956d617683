#include "cli/batch.h"

#include <grpcpp/grpcpp.h>

#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/status.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::BatchSubmitReturnsRequest;
using submission::v1::BatchSubmitReturnsResponse;
using submission::v1::SubmissionService;
using submission::v1::SubmitReturnRequest;
using Stream = grpc::ClientReaderWriterInterface<BatchSubmitReturnsRequest, BatchSubmitReturnsResponse>;

// How many items may still be sent. Thread-safe.
class Window {
 public:
  explicit Window(size_t size) : free_(size) {}

  // Waits for room for one more; false once closed.
  bool Take() {
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](Window* window) { return window->closed_ || window->free_ > 0; }, this));
    if (!closed_) --free_;
    return !closed_;
  }

  void Give() {
    const absl::MutexLock lock(&mutex_);
    ++free_;
  }

  void Close() {
    const absl::MutexLock lock(&mutex_);
    closed_ = true;
  }

 private:
  absl::Mutex mutex_;
  size_t free_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

bool IsWorthRetrying(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsInternal(status) || absl::IsUnknown(status);
}

// One batch, over as many streams as it takes.
class Batch {
 public:
  Batch(SubmissionService::StubInterface& stub, const std::vector<SubmitReturnRequest>& requests,
        const BatchOptions& options, const std::function<void(size_t)>& on_answer)
      : stub_(stub), requests_(requests), options_(options), on_answer_(on_answer) {}

  BatchResult Run() {
    Backoff backoff(options_.backoff);
    result_.answers.resize(requests_.size());
    for (int failures = 0;;) {
      const std::vector<size_t> open = Unanswered();
      if (open.empty()) return std::move(result_);
      result_.status = RunStream(open);
      const size_t still_open = Unanswered().size();
      if (still_open == 0) {
        result_.status = absl::OkStatus();  // however the stream ended
        continue;
      }
      if (result_.status.ok()) result_.status = absl::UnavailableError("the service left items without an answer");
      if (options_.all_or_nothing) Forget();

      const bool advanced = !options_.all_or_nothing && still_open < open.size();
      failures = advanced ? 0 : failures + 1;
      if (!IsWorthRetrying(result_.status) || failures == options_.attempts) return std::move(result_);
      if (advanced) backoff.Reset();
      absl::SleepFor(backoff.Next());
    }
  }

 private:
  std::vector<size_t> Unanswered() const {
    std::vector<size_t> open;
    for (size_t i = 0; i < requests_.size(); ++i) {
      if (!result_.answers[i].has_value()) open.push_back(i);
    }
    return open;
  }

  void Forget() {
    result_.answers.assign(requests_.size(), std::nullopt);
    answered_ = 0;
  }

  absl::Status RunStream(const std::vector<size_t>& items) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + options_.timeout +
                                            static_cast<int64_t>(items.size()) * options_.timeout_per_item));
    const auto stream = stub_.BatchSubmitReturns(&context);
    Window window(options_.all_or_nothing ? items.size() : options_.window);
    std::thread writer([&] { Write(*stream, items, window); });
    const absl::Status read = Read(*stream, items, window);
    if (!read.ok()) context.TryCancel();
    window.Close();
    writer.join();
    const absl::Status finished = FromGrpcStatus(stream->Finish());
    return read.ok() ? finished : read;
  }

  void Write(Stream& stream, const std::vector<size_t>& items, Window& window) const {
    for (const size_t item : items) {
      if (!window.Take()) return;
      BatchSubmitReturnsRequest request;
      *request.mutable_submission() = requests_[item];
      if (options_.all_or_nothing && item == items.front()) {
        request.set_all_or_nothing(true);
        request.set_item_count(static_cast<int32_t>(items.size()));
      }
      if (!stream.Write(request)) return;  // the reader learns why
    }
    stream.WritesDone();
  }

  // Reads to the end of the stream. Not OK when the service answers other items than were sent.
  absl::Status Read(Stream& stream, const std::vector<size_t>& items, Window& window) {
    BatchSubmitReturnsResponse response;
    for (size_t next = 0; stream.Read(&response); ++next) {
      if (next == items.size() || response.request_id() != requests_[items[next]].request_id()) {
        return absl::DataLossError(
            absl::StrCat("the service answered ", response.request_id(), ", which was not sent next"));
      }
      window.Give();
      Take(items[next], std::move(response));
    }
    return absl::OkStatus();
  }

  void Take(size_t item, BatchSubmitReturnsResponse response) {
    const absl::Status refusal = FromRpcStatus(response.status());
    if (absl::IsUnavailable(refusal)) return;  // open still
    if (refusal.ok()) {
      result_.answers[item].emplace(std::move(*response.mutable_response()));
    } else {
      result_.answers[item].emplace(refusal);
    }
    on_answer_(++answered_);
  }

  SubmissionService::StubInterface& stub_;
  const std::vector<SubmitReturnRequest>& requests_;
  const BatchOptions& options_;
  const std::function<void(size_t)>& on_answer_;
  BatchResult result_;
  size_t answered_ = 0;
};

}  // namespace

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  return FromGrpcStatus(
      grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString()));
}

BatchResult SubmitBatch(SubmissionService::StubInterface& stub, const std::vector<SubmitReturnRequest>& requests,
                        const BatchOptions& options, const std::function<void(size_t)>& on_answer) {
  return Batch(stub, requests, options, on_answer).Run();
}

}  // namespace lianfang::cli
