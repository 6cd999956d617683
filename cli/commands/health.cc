// `lianfang health`: asks a service's plaintext health port (grpc.health.v1), and waits for it when asked to.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <future>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "grpc/health/v1/health.pb.h"

namespace lianfang::cli {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using HealthStub = grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse>;

constexpr char kCheckMethod[] = "/grpc.health.v1.Health/Check";
constexpr absl::Duration kPause = absl::Milliseconds(100);

struct CheckArgs {
  std::string target;
  std::string service = "readiness";
  absl::Duration wait;
};

void DeclareCheck(Verb& verb, CheckArgs& args) {
  verb.add_option("--target", args.target, "HOST:PORT of the health port")->required();
  verb.add_option("--service", args.service, "What is asked about: readiness or liveness")->capture_default_str();
  AddParsed<absl::Duration>(verb, "--wait", "Wait until it serves, at most so long, such as 30s", ParseLength,
                            [&args](absl::Duration wait) { args.wait = wait; });
}

absl::StatusOr<HealthCheckResponse> Ask(HealthStub& stub, const std::string& service, absl::Time deadline) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse response;
  std::promise<grpc::Status> answered;
  stub.UnaryCall(&context, kCheckMethod, grpc::StubOptions(), &request, &response,
                 [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
  if (grpc::Status status = answered.get_future().get(); !status.ok()) return FromGrpcStatus(status);
  return response;
}

ExitCode Check(Session& session, CheckArgs& args) {
  grpc::ChannelArguments arguments;  // gRPC's own pauses between connection attempts would grow to minutes
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, static_cast<int>(absl::ToInt64Milliseconds(kPause)));
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, static_cast<int>(absl::ToInt64Milliseconds(kPause)));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, static_cast<int>(absl::ToInt64Milliseconds(kPause)));
  HealthStub stub(grpc::CreateCustomChannel(args.target, grpc::InsecureChannelCredentials(), arguments));
  const bool waits = args.wait > absl::ZeroDuration();
  const absl::Time end = absl::Now() + args.wait;
  for (;;) {
    const absl::Time deadline = absl::Now() + session.options().client.timeout;
    auto answer = Ask(stub, args.service, waits ? std::min(deadline, end) : deadline);
    if (answer.ok() && answer->status() != HealthCheckResponse::SERVING) {
      answer = absl::UnavailableError(absl::StrCat(args.target, " does not serve (", args.service, ")"));
    }
    if (answer.ok() || absl::Now() + kPause > end) {
      return session.Answer(answer, [&args](const HealthCheckResponse&, Session& shown_by) {
        constexpr Label kServes = {"正常服务", "serves"};
        return absl::StrCat(args.target, " ", kServes.In(shown_by.language()), "\n");
      });
    }
    absl::SleepFor(kPause);
  }
}

}  // namespace

void HealthVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "check", "Asks whether a service is ready", DeclareCheck, Check);
}

}  // namespace lianfang::cli
