// One gRPC service, built from its contract: the descriptor says which methods there are, which types they take and who
// may call.
//
//   ContractService service("lianfang.submission.v1.PlanService", runtime);
//   service.Unary<GetPlanRequest, Plan>("GetPlan", [&](const Call& call, const GetPlanRequest& request) {
//     return plans.GetPlan(call, request);                         // absl::StatusOr<Plan>
//   });
//
// Every call goes through one guard, in this order: identity from the certificate, access from the contract, the
// caller's quota (quotas.h), the bounds of request_bounds.h, parsing and the checks of request_check.h, the handler on
// the worker pool, error conversion; then one log line and the metrics. A call that waits for a worker ends when its
// caller goes or its deadline passes; a handler that works long asks Call::Cancelled. Handlers therefore see only admitted callers and well-formed requests, may block, and may throw (the caller
// gets INTERNAL, the log the reason). Methods without a handler answer UNIMPLEMENTED, after access. A method that
// often needs not wait may answer without the worker pool (Promptly): changing threads costs more than such an answer.
//
// Methods are registered raw (bytes in, bytes out), as the code generated for `WithRawCallbackMethod` does it: the
// generated server answers UNIMPLEMENTED where a request does not parse, and could not say which field is not UTF-8.
#ifndef LIANFANG_COMMON_RPC_CONTRACT_SERVICE_H_
#define LIANFANG_COMMON_RPC_CONTRACT_SERVICE_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/rpc/exchange.h"
#include "common/rpc/feed.h"
#include "common/rpc/runtime.h"
#include "common/rpc/serialized.h"

namespace lianfang {

// Answers one call; may be called from any thread, exactly once.
template <typename Response>
using Reply = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

class MethodMetrics;

class ContractService : public grpc::Service {
 public:
  // `full_name` must be a service of the linked contracts; a name that is not ends the process (a fault of the
  // program).
  ContractService(absl::string_view full_name, RpcRuntime& runtime);
  ~ContractService() override;

  // Who is told of denials that only a handler sees, such as those of an exchange's items. Null: nobody. Set when the server starts.
  CallAudit* audit() const { return runtime_.audit; }

  // The longest request that any of the methods takes, in bytes.
  size_t longest_request() const;

  // A method as the contract has it. Lives as long as the service.
  struct MethodRef {
    const std::string& path;  // as HTTP/2 has it: `/lianfang.submission.v1.PlanService/GetPlan`
    const google::protobuf::MethodDescriptor& descriptor;
    MethodMetrics& metrics;
  };
  std::vector<MethodRef> methods() const;

  // Registers a handler. Call before the server starts. The types must be the contract's; others end the process.
  template <typename Request, typename Response>
  void Unary(absl::string_view method, std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
    AsyncUnary<Request, Response>(
        method, [handler = std::move(handler)](std::shared_ptr<const Call> call, std::shared_ptr<const Request> request,
                                               Reply<Response> reply) { reply(handler(*call, *request)); });
  }

  // A handler that answers later and holds no thread meanwhile. It must call `reply` on every path.
  template <typename Request, typename Response>
  void AsyncUnary(
      absl::string_view method,
      std::function<void(std::shared_ptr<const Call>, std::shared_ptr<const Request>, Reply<Response>)> handler) {
    FindMethod(method, Request::descriptor(), Response::descriptor()).unary =
        Raw<Request, Response, void>(std::move(handler));
  }

  // A handler of which many calls need not wait. `attempt` runs on the thread that received the call and must not block:
  // it answers by `reply`, then or later, and returns true; or it returns false without having answered, and
  // `otherwise` answers on a worker, as an AsyncUnary handler.
  template <typename Request, typename Response>
  void Promptly(
      absl::string_view method,
      std::function<bool(std::shared_ptr<const Call>, std::shared_ptr<const Request>, Reply<Response>)> attempt,
      std::function<void(std::shared_ptr<const Call>, std::shared_ptr<const Request>, Reply<Response>)> otherwise) {
    FindMethod(method, Request::descriptor(), Response::descriptor()).prompt =
        Raw<Request, Response, bool>(std::move(attempt));
    AsyncUnary<Request, Response>(method, std::move(otherwise));
  }

  // The method answers personal data: each answer is preceded by a row of the audit that says who reads (call_audit.h), a stream's first
  // message likewise. For methods with a unary or a stream handler.
  void AuditReads(absl::string_view method);

  // A bidirectional stream: the handler opens an exchange, or refuses.
  template <typename Request, typename Response>
  void Exchanging(absl::string_view method,
                  std::function<absl::StatusOr<std::unique_ptr<Exchange>>(std::shared_ptr<const Call>)> handler) {
    FindMethod(method, Request::descriptor(), Response::descriptor()).exchange = std::move(handler);
  }

  // A server stream: the handler opens a feed, or refuses.
  template <typename Request, typename Response>
  void ServerStream(absl::string_view method,
                    std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Call&, const Request&)> handler) {
    FindMethod(method, Request::descriptor(), Response::descriptor()).stream =
        [handler = std::move(handler)](const Call& call, const google::protobuf::Message& request) {
          return handler(call, static_cast<const Request&>(request));
        };
  }

 private:
  using RawReply = absl::AnyInvocable<void(absl::StatusOr<grpc::ByteBuffer>)>;
  template <typename Result>
  using RawUnary =
      std::function<Result(std::shared_ptr<const Call>, std::shared_ptr<const google::protobuf::Message>, RawReply)>;
  using RawStream = std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Call&, const google::protobuf::Message&)>;
  using RawExchange = std::function<absl::StatusOr<std::unique_ptr<Exchange>>(std::shared_ptr<const Call>)>;

  // Handlers may be empty: there is none.
  struct Method {
    const google::protobuf::MethodDescriptor* descriptor;
    const std::string* path;  // never freed: gRPC keeps it for the life of the server
    std::unique_ptr<MethodMetrics> metrics;
    RawUnary<bool> prompt;
    RawUnary<void> unary;
    RawStream stream;
    RawExchange exchange;
    bool reads_audited = false;
  };

  class UnaryCall;

  template <typename Request, typename Response, typename Result>
  static RawUnary<Result> Raw(
      std::function<Result(std::shared_ptr<const Call>, std::shared_ptr<const Request>, Reply<Response>)> handler) {
    return [handler = std::move(handler)](std::shared_ptr<const Call> call,
                                          std::shared_ptr<const google::protobuf::Message> request, RawReply raw) {
      Reply<Response> reply = [raw = std::move(raw)](absl::StatusOr<Response> response) mutable {
        if (!response.ok()) return raw(response.status());
        raw(ResponseBuffer(*response));
      };
      return handler(std::move(call), std::static_pointer_cast<const Request>(std::move(request)), std::move(reply));
    };
  }

  Method& FindMethod(absl::string_view name);
  Method& FindMethod(absl::string_view name, const google::protobuf::Descriptor* request,
                     const google::protobuf::Descriptor* response);
  void Register(int index, const Method& method);

  grpc::ServerUnaryReactor* OnUnary(const Method& method, grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request, grpc::ByteBuffer* response);
  grpc::ServerWriteReactor<grpc::ByteBuffer>* OnServerStream(const Method& method, grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request);
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* OnExchange(const Method& method,
                                                                          grpc::CallbackServerContext* context);

  RpcRuntime& runtime_;
  std::vector<std::unique_ptr<Method>> methods_;  // in the contract's order
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_CONTRACT_SERVICE_H_
