// Calls to the services, each with a deadline, over channels that are opened when first needed. Whoever calls a service
// includes its contract (`…_service.grpc.pb.h`), which takes long to compile, and no other.
//
//   Client client(options);
//   absl::StatusOr<Plan> plan = client.Call(&PlanService::Stub::GetPlan, request);
//   absl::StatusOr<ListPlansResponse> plans = client.List(&PlanService::Stub::ListPlans, request);   // all pages
#ifndef LIANFANG_CLI_CLIENT_H_
#define LIANFANG_CLI_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/paging.h"
#include "common/rpc/status.h"
#include "common/tls/credentials.h"

namespace lianfang::cli {

// The processes that answer.
enum class Backend { kSubmission, kCoordination, kEvaluation, kExchange, kExpert, kFund, kNotification, kPortal };

// `submission` and so on: how certificates and the contracts' packages name them.
absl::string_view NameOf(Backend backend);

// The service that is asked, where several serve the same contract: the edge goes by it.
inline constexpr char kServiceHeader[] = "lianfang-service";

// Which of them serves what has this full name: a service or a message of its contract.
Backend BackendOf(absl::string_view full_name);

struct ClientOptions {
  TlsFiles tls;
  std::map<Backend, std::string> targets;  // as gRPC names them, such as `dns:///localhost:7101`
  absl::Duration timeout = absl::Seconds(30);
};

// Not thread-safe.
class Client {
 public:
  // The options outlive the client and may be filled in until the first call.
  explicit Client(const ClientOptions& options) : options_(options) {}

  // Calls a unary method. Besides what the service answers: a usage error when the target or a TLS file is not given.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return Call(BackendOf(Request::descriptor()->full_name()), method, request);
  }

  // Likewise, of a contract that several services serve.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Backend backend,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    auto channel = ChannelTo(backend);
    if (!channel.ok()) return channel.status();
    Stub stub(*channel);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + options_.timeout));
    context.AddMetadata(kServiceHeader, std::string(NameOf(backend)));
    Response response;
    if (grpc::Status status = (stub.*method)(&context, request, &response); !status.ok()) {
      return FromGrpcStatus(status);
    }
    return response;
  }

  // A stub for what Call cannot do: streams. Usage errors as above.
  template <typename Service>
  absl::StatusOr<std::unique_ptr<typename Service::Stub>> Open() {
    auto channel = ChannelTo(BackendOf(Service::service_full_name()));
    if (!channel.ok()) return channel.status();
    return std::make_unique<typename Service::Stub>(*channel);
  }

  // Calls a list method as FollowPages does: one page when the request has a page size, otherwise all.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> List(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return FollowPages<Response>(request, [&](const Request& page) { return Call(method, page); });
  }
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> List(Backend backend,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return FollowPages<Response>(request, [&](const Request& page) { return Call(backend, method, page); });
  }

 private:
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(Backend backend);

  const ClientOptions& options_;
  std::map<Backend, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_CLIENT_H_
