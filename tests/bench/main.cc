// The load client of tests/bench/run. Prints what it saw as one line of JSON; fails when a call was refused.
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "tests/bench/loads.h"

namespace lianfang::bench {
namespace {

constexpr char kGetScorecard[] = "/lianfang.evaluation.v1.EvaluationService/GetScorecard";

struct Arguments {
  Target target;
  LoadOptions options;
  double seconds = 10;
  std::string filings;
  std::string scorecard;
  double refused = 0;
  int64_t items = 0;
  std::string evaluation;  // address
};

int Fail(const absl::Status& status) {
  std::cerr << status.ToString() << '\n';
  return 1;
}

int Show(const absl::StatusOr<Sample>& sample) {
  if (!sample.ok()) return Fail(sample.status());
  std::cout << ToJson(*sample) << '\n';
  return sample->errors == 0 ? 0 : 1;
}

// Runs a load on the filings of the file, and keeps where they stand then.
template <typename Load>
int File(const Arguments& arguments, Load load) {
  auto filings = ReadFilings(arguments.filings);
  if (!filings.ok()) return Fail(filings.status());
  const absl::StatusOr<Sample> sample = load(*filings);
  if (absl::Status status = WriteFilings(arguments.filings, *filings); !status.ok()) return Fail(status);
  return Show(sample);
}

evaluation::v1::GetScorecardRequest ScorecardRequest(const Arguments& arguments) {
  evaluation::v1::GetScorecardRequest request;
  request.set_name(arguments.scorecard);
  return request;
}

int ShowReplySize(const Arguments& arguments) {
  const auto size = ReplySize(arguments.target, kGetScorecard, ScorecardRequest(arguments));
  if (!size.ok()) return Fail(size.status());
  std::cout << *size << '\n';
  return 0;
}

void AddTarget(CLI::App& app, Arguments& arguments) {
  app.add_option("--target", arguments.target.address, "HOST:PORT")->required();
  app.add_option("--cert", arguments.target.tls.certificate, "Client certificate")->required();
  app.add_option("--key", arguments.target.tls.key, "Its key")->required();
  app.add_option("--ca", arguments.target.tls.ca, "Whom to trust")->required();
  app.add_option("--replica", arguments.target.replicas, "HOST:PORT of a further replica; submit only");
  app.add_option("--connections", arguments.target.connections, "TLS connections")->capture_default_str();
}

void AddLoad(CLI::App& app, Arguments& arguments) {
  app.add_option("--callers", arguments.options.callers, "Callers at once")->capture_default_str();
  app.add_option("--seconds", arguments.seconds, "How long")->capture_default_str();
  app.add_option("--calls", arguments.options.calls, "Ends after so many calls; 0: by time");
}

int Run(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Load client of tests/bench");
  app.require_subcommand(1);
  auto* submit = app.add_subcommand("submit", "SubmitReturn, every caller for obligations of its own");
  auto* stream = app.add_subcommand("stream", "BatchSubmitReturns over one stream");
  auto* verdict = app.add_subcommand("verdict", "From SubmitReturn's answer to the changed verdict on an open watch");
  auto* scorecard = app.add_subcommand("scorecard", "GetScorecard, or the echo peer in its place");
  auto* reply_size = app.add_subcommand("reply-size", "Bytes of a scorecard");
  auto* records = app.add_subcommand("records", "PublishRecords over one stream");
  for (auto* command : {submit, stream, records, verdict, scorecard, reply_size}) AddTarget(*command, arguments);
  for (auto* command : {submit, scorecard}) AddLoad(*command, arguments);
  for (auto* command : {submit, stream, verdict}) {
    command->add_option("--filings", arguments.filings, "Lines `OBLIGATION REVISION`; brought up to date")->required();
  }
  for (auto* command : {scorecard, reply_size}) command->add_option("--name", arguments.scorecard)->required();
  submit->add_option("--refused", arguments.refused, "Share of filings that deserve a refusal, 0 to 0.5")
      ->check(CLI::Range(0.0, 0.5));
  verdict->add_option("--evaluation", arguments.evaluation, "HOST:PORT")->required();
  verdict->add_option("--calls", arguments.options.calls, "Filings")->required();
  stream->add_option("--items", arguments.items, "Filings to stream")->required();
  records->add_option("--items", arguments.items, "Records to stream")->required();
  CLI11_PARSE(app, argc, argv);

  arguments.options.seconds = absl::Seconds(arguments.seconds);
  arguments.options.warm_up = arguments.options.calls > 0 ? absl::ZeroDuration() : arguments.options.seconds / 10;
  if (arguments.options.calls > 0) arguments.options.seconds = absl::Hours(1);
  if (submit->parsed()) {
    return File(arguments, [&](auto& filings) {
      return SubmitLoad(arguments.target, arguments.options, arguments.refused, filings);
    });
  }
  if (stream->parsed()) {
    return File(arguments, [&](auto& filings) { return StreamLoad(arguments.target, arguments.items, filings); });
  }
  if (records->parsed()) return Show(RecordsLoad(arguments.target, arguments.items));
  if (verdict->parsed()) {
    Target evaluation = arguments.target;
    evaluation.address = arguments.evaluation;
    return File(arguments, [&](auto& filings) {
      return VerdictLoad(arguments.target, evaluation, arguments.options.calls, filings);
    });
  }
  if (reply_size->parsed()) return ShowReplySize(arguments);
  return Show(RepeatLoad(arguments.target, arguments.options, kGetScorecard, ScorecardRequest(arguments)));
}

}  // namespace
}  // namespace lianfang::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as in the services: common/process.cc
  return lianfang::bench::Run(argc, argv);
}
