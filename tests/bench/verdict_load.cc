#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/status.h"
#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "tests/bench/loads.h"
#include "tests/bench/unary_calls.h"

namespace lianfang::bench {
namespace {

using Evaluation = evaluation::v1::EvaluationService;
using Submission = submission::v1::SubmissionService;

constexpr absl::Duration kPatience = absl::Seconds(30);

// An open WatchScorecards, and when each revision was first seen in a verdict.
class Verdicts {
 public:
  explicit Verdicts(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(Evaluation::NewStub(channel)),
        reader_(stub_->WatchScorecards(&context_, evaluation::v1::WatchScorecardsRequest())),
        thread_([this] { Read(); }) {}

  ~Verdicts() {
    context_.TryCancel();
    thread_.join();
  }

  // InfiniteFuture where it was not seen in time.
  absl::Time Await(const std::string& revision) {
    absl::MutexLock lock(&mutex_);
    const auto is_there = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return seen_.contains(revision); };
    return mutex_.AwaitWithTimeout(absl::Condition(&is_there), kPatience) ? seen_.at(revision) : absl::InfiniteFuture();
  }

 private:
  void Read() {
    evaluation::v1::WatchScorecardsResponse change;
    while (reader_->Read(&change)) {
      const absl::Time now = absl::Now();
      absl::MutexLock lock(&mutex_);
      for (const auto& input : change.result().inputs()) seen_.emplace(input.revision(), now);
    }
    reader_->Finish();
  }

  grpc::ClientContext context_;
  std::unique_ptr<Evaluation::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<evaluation::v1::WatchScorecardsResponse>> reader_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, absl::Time> seen_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;  // last: it reads into what is above
};

// Files once; the name of the revision that came of it.
absl::StatusOr<std::string> File(Submission::Stub& stub, CallerFilings& filings) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  submission::v1::SubmitReturnResponse response;
  const grpc::Status status = stub.SubmitReturn(&context, filings.Next(), &response);
  if (!status.ok()) return FromGrpcStatus(status);
  filings.Accepted();
  return absl::StrCat(response.return_().name(), "/revisions/", response.return_().latest().revision());
}

}  // namespace

absl::StatusOr<Sample> VerdictLoad(const Target& submission, const Target& evaluation, int64_t calls,
                                   std::vector<Filing>& filings) {
  const auto to_submission = Connect(submission);
  if (!to_submission.ok()) return to_submission.status();
  const auto to_evaluation = Connect(evaluation);
  if (!to_evaluation.ok()) return to_evaluation.status();
  Submission::Stub stub(to_submission->front());
  CallerFilings own(filings, 0, 1);
  Verdicts verdicts(to_evaluation->front());
  Sample sample;
  absl::Time start = absl::Now();
  // The first is not counted: until then the watch tells of what was before it.
  for (int64_t i = 0; i <= calls; ++i) {
    const auto revision = File(stub, own);
    if (!revision.ok()) return revision.status();
    const absl::Time answered = absl::Now();
    const absl::Time seen = verdicts.Await(*revision);
    if (seen == absl::InfiniteFuture()) return absl::DeadlineExceededError(*revision + " changed no verdict");
    if (i == 0) {
      start = absl::Now();
      continue;
    }
    const absl::Duration later = std::max(seen - answered, absl::ZeroDuration());  // it may be seen before the answer
    sample.micros.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(later)));
  }
  sample.elapsed = absl::Now() - start;
  std::sort(sample.micros.begin(), sample.micros.end());
  return sample;
}

}  // namespace lianfang::bench
