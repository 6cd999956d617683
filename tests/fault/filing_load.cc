// Callers that file until so many filings are acknowledged, whatever fails in between: who gets no answer asks again by the same request id. And
// followers of WatchReturns that go on from their cursor whenever their stream breaks. For tests/fault/filing_kills and its like; no part of the
// product.
//
// Ends early, with what is under way answered, on SIGTERM.
//
// Writes a line `REQUEST_ID [RECEIPT]` for each answer, and for each follower a line `PLAN SEQUENCE` for each change, as read_ledgers takes
// them. Prints one line of JSON at the end. Fails where a call is refused for another reason than that something is away, or where no answer
// has come for --patience seconds.
#include <google/protobuf/util/json_util.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "google/rpc/error_details.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "tests/bench/filings.h"

namespace lianfang {
namespace {

using submission::v1::SubmissionService;

std::atomic<bool> stopping = false;

struct Options {
  std::string target;
  TlsFiles tls, watcher_tls;
  std::string filings, acknowledged, receipts, watched;
  int callers = 32;
  int64_t count = 1000;
  int watchers = 0;
  int receipt_of = 200;  // every so many answers, one receipt is kept
  int patience_seconds = 120;
  int call_seconds = 10;
  bool insists = false;        // asks again at once, whatever it is told
  std::string certificates{};  // a file: many callers, each with a certificate and key at a path of its own
};

// What is written down, by all callers. Thread-safe.
class Record {
 public:
  explicit Record(const Options& options) : options_(options), acknowledged_(options.acknowledged, std::ios::app) {}

  void Acknowledge(const std::string& request_id, const submission::v1::SubmitReturnResponse& response,
                   absl::Duration took) {
    absl::MutexLock lock(&mutex_);
    last_ = absl::Now();
    answer_micros_.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(took)));
    std::string line = request_id;
    if (++answers_ % options_.receipt_of == 0 && !options_.receipts.empty()) {
      const std::string path = absl::StrCat(options_.receipts, "/", request_id, ".json");
      std::string json;
      (void)google::protobuf::util::MessageToJsonString(response.receipt(), &json);
      std::ofstream(path) << json;
      absl::StrAppend(&line, " ", path);
    }
    acknowledged_ << line << std::endl;
    auto& newest = newest_[response.return_().name().substr(0, response.return_().name().find("/returns/"))];
    newest = std::max(newest, response.return_().latest().ledger_sequence());
  }
  void Retry(const absl::Status& status, bool says_when, absl::Duration took) {
    absl::MutexLock lock(&mutex_);
    const auto info = ErrorInfoOf(status);
    ++retries_[absl::StrCat(absl::StatusCodeToString(status.code()), info.has_value() ? " " : "",
                            info.has_value() ? info->reason() : "")];
    if (!absl::IsResourceExhausted(status)) return;
    says_when_ += says_when ? 1 : 0;
    refusal_micros_.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(took)));
  }
  void Fail(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    ++failures_[status.ToString()];
  }

  int64_t answers() {
    absl::MutexLock lock(&mutex_);
    return answers_;
  }
  bool Patient() {
    absl::MutexLock lock(&mutex_);
    return absl::Now() - last_ < absl::Seconds(options_.patience_seconds);
  }
  bool failed() {
    absl::MutexLock lock(&mutex_);
    return !failures_.empty();
  }
  int64_t Newest(const std::string& plan) {
    absl::MutexLock lock(&mutex_);
    const auto found = newest_.find(plan);
    return found == newest_.end() ? 0 : found->second;
  }
  std::string Summary(absl::Duration took) {
    absl::MutexLock lock(&mutex_);
    std::string retries;
    for (const auto& [code, count] : retries_)
      absl::StrAppend(&retries, retries.empty() ? "" : ",", "\"", code, "\":", count);
    for (const auto& [text, count] : failures_) std::cerr << count << " x " << text << '\n';
    return absl::StrCat("{\"acknowledged\":", answers_, ",\"failed\":", failures_.size(),
                        ",\"seconds\":", absl::ToDoubleSeconds(took), ",\"p50_ms\":", Milliseconds(answer_micros_, 0.5),
                        ",\"p99_ms\":", Milliseconds(answer_micros_, 0.99),
                        ",\"refusal_p99_ms\":", Milliseconds(refusal_micros_, 0.99),
                        ",\"refusals_that_say_when\":", says_when_, ",\"retries\":{", retries, "}}");
  }

 private:
  // The value below which a share of these lies.
  static double Milliseconds(std::vector<uint32_t> micros, double share) {
    if (micros.empty()) return 0;
    const auto place = micros.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(micros.size() - 1));
    std::nth_element(micros.begin(), place, micros.end());
    return *place / 1000.0;
  }

  const Options& options_;
  absl::Mutex mutex_;
  std::vector<uint32_t> answer_micros_ ABSL_GUARDED_BY(mutex_), refusal_micros_ ABSL_GUARDED_BY(mutex_);
  int64_t says_when_ ABSL_GUARDED_BY(mutex_) = 0;  // refusals with google.rpc.RetryInfo
  std::ofstream acknowledged_ ABSL_GUARDED_BY(mutex_);
  int64_t answers_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time last_ ABSL_GUARDED_BY(mutex_) = absl::Now();
  std::map<std::string, int64_t> retries_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int> failures_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int64_t> newest_ ABSL_GUARDED_BY(mutex_);  // by plan
};

// Codes by which nothing is known, or which pass.
bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      return false;
  }
}

bool SaysWhen(const absl::Status& status) {
  const google::rpc::Status all = ToRpcStatus(status);
  return std::any_of(all.details().begin(), all.details().end(),
                     [](const google::protobuf::Any& detail) { return detail.Is<google::rpc::RetryInfo>(); });
}

// Asks until it is answered. CANCELLED where it gives up because of SIGTERM: then it is not known whether it was filed.
absl::Status FileOne(SubmissionService::Stub& stub, const Options& options,
                     const submission::v1::SubmitReturnRequest& request, Record& record) {
  absl::Duration pause = absl::Milliseconds(20);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(options.call_seconds)));
    submission::v1::SubmitReturnResponse response;
    const absl::Time start = absl::Now();
    const absl::Status status = FromGrpcStatus(stub.SubmitReturn(&context, request, &response));
    if (status.ok()) {
      record.Acknowledge(request.request_id(), response, absl::Now() - start);
      return status;
    }
    if (!MayPass(status)) return status;
    record.Retry(status, SaysWhen(status), absl::Now() - start);
    if (options.insists) {
      if (stopping) return absl::CancelledError("asked to end");
      continue;
    }
    if (!record.Patient())
      return absl::DeadlineExceededError(absl::StrCat("no answer for too long; the last: ", status.ToString()));
    absl::SleepFor(pause);
    pause = std::min(pause * 2, absl::Milliseconds(500));
  }
}

// A caller has obligations of its own, and files for one after the other.
void CallOn(const std::shared_ptr<grpc::Channel>& channel, const Options& options, bench::CallerFilings filings,
            Record& record) {
  const auto stub = SubmissionService::NewStub(channel);
  while (record.answers() < options.count && !record.failed() && !stopping) {
    const absl::Status filed = FileOne(*stub, options, filings.Next(), record);
    if (absl::IsCancelled(filed)) return;
    if (!filed.ok()) return record.Fail(filed);
    filings.Accepted();
  }
}

// Writes what it sees until it has seen the newest filing, or nothing comes any more.
void Follow(const std::shared_ptr<grpc::Channel>& channel, const std::string& path, const std::atomic<bool>& filed,
            const Options& options, Record& record) {
  const auto stub = SubmissionService::NewStub(channel);
  std::ofstream file(path);
  std::string cursor;
  std::map<std::string, int64_t> seen;
  const auto is_done = [&] {
    if (!filed) return false;
    for (const auto& [plan, sequence] : seen) {
      if (sequence < record.Newest(plan)) return false;
    }
    return !seen.empty();
  };
  absl::Time last = absl::Now();
  while (!is_done() && absl::Now() - last < absl::Seconds(options.patience_seconds)) {
    grpc::ClientContext context;
    context.set_deadline(
        absl::ToChronoTime(absl::Now() + absl::Seconds(5)));  // a stream is opened anew, to go on from its cursor
    submission::v1::WatchReturnsRequest request;
    request.set_cursor(cursor);
    const auto reader = stub->WatchReturns(&context, request);
    submission::v1::WatchReturnsResponse response;
    while (reader->Read(&response)) {
      cursor = response.cursor();
      last = absl::Now();
      if (!response.has_return_()) continue;
      const std::string& name = response.return_().name();
      const std::string plan = name.substr(0, name.find("/returns/"));
      file << plan << ' ' << response.ledger_sequence() << '\n';
      seen[plan] = response.ledger_sequence();
    }
    const absl::Status ended = FromGrpcStatus(reader->Finish());
    if (!ended.ok() && !MayPass(ended)) return record.Fail(ended);
    absl::SleepFor(absl::Milliseconds(50));
  }
  if (!is_done()) record.Fail(absl::DeadlineExceededError(absl::StrCat("a follower has not seen everything: ", path)));
}

// The channels of the callers: one for all, or one for each certificate.
absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> OpenChannels(const Options& options) {
  std::vector<TlsFiles> identities;
  std::ifstream file(options.certificates);
  for (std::string path; file >> path;) identities.push_back({path + ".crt", path + ".key", options.tls.ca});
  if (identities.empty()) identities.push_back(options.tls);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (const TlsFiles& identity : identities) {
    auto channel = OpenChannel(options.target, identity);
    if (!channel.ok()) return channel.status();
    channels.push_back(*std::move(channel));
  }
  return channels;
}

int Run(const Options& options) {
  InitLog("filing-load", "error");
  struct sigaction end = {};
  end.sa_handler = [](int) { stopping = true; };
  sigaction(SIGTERM, &end, nullptr);
  auto filings = bench::ReadFilings(options.filings);
  const auto channels = OpenChannels(options);
  if (!filings.ok() || !channels.ok()) {
    std::cerr << filings.status() << ' ' << channels.status() << '\n';
    return 1;
  }
  const absl::Time start = absl::Now();
  Record record(options);
  std::atomic<bool> filed = false;
  std::vector<std::thread> watchers, callers;
  for (int i = 0; i < options.watchers; ++i) {
    const auto watching = OpenChannel(options.target, options.watcher_tls);
    if (!watching.ok()) return 1;
    watchers.emplace_back(
        [&, i, watching] { Follow(*watching, absl::StrCat(options.watched, ".", i), filed, options, record); });
  }
  for (int i = 0; i < options.callers; ++i) {
    callers.emplace_back([&, i] {
      CallOn((*channels)[static_cast<size_t>(i) % channels->size()], options,
             bench::CallerFilings(*filings, i, options.callers), record);
    });
  }
  for (std::thread& caller : callers) caller.join();
  filed = true;
  for (std::thread& watcher : watchers) watcher.join();
  std::cout << record.Summary(absl::Now() - start) << std::endl;
  return record.failed() || !bench::WriteFilings(options.filings, *filings).ok() ? 1 : 0;
}

}  // namespace
}  // namespace lianfang

int main(int argc, char** argv) {
  lianfang::Options options;
  CLI::App app("Files until so many filings are acknowledged, whatever fails");
  app.add_option("--target", options.target, "Submission, such as dns:///localhost:7101")->required();
  app.add_option("--cert", options.tls.certificate, "Certificate of whoever files")->required();
  app.add_option("--key", options.tls.key, "Its key")->required();
  app.add_option("--ca", options.tls.ca, "Whom to trust")->required();
  app.add_option("--watch-cert", options.watcher_tls.certificate, "Certificate of whoever follows");
  app.add_option("--watch-key", options.watcher_tls.key, "Its key");
  app.add_option("--filings", options.filings,
                 "Obligations and how often each was filed, a line each; brought up to date")
      ->required();
  app.add_option("--count", options.count, "Answers after which it ends")->capture_default_str();
  app.add_option("--callers", options.callers, "Callers at once")->capture_default_str();
  app.add_option("--acknowledged", options.acknowledged, "What was answered is appended to this file")->required();
  app.add_option("--receipts", options.receipts, "Directory for some of the receipts");
  app.add_option("--watchers", options.watchers, "Followers of WatchReturns")->capture_default_str();
  app.add_option("--watched", options.watched, "What each follower saw: this path with .0, .1, …");
  app.add_option("--patience", options.patience_seconds, "Seconds without an answer after which it fails")
      ->capture_default_str();
  app.add_option("--call-seconds", options.call_seconds, "Deadline of a call")->capture_default_str();
  app.add_flag("--insists", options.insists, "Ask again at once, whatever the answer");
  app.add_option("--certificates", options.certificates,
                 "File with a path for each further identity: PATH.crt and PATH.key");
  CLI11_PARSE(app, argc, argv);
  options.watcher_tls.ca = options.tls.ca;
  return lianfang::Run(options);
}
