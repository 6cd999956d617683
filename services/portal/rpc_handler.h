// RPCs over HTTP (the Connect protocol), for every method of the catalogue: who calls, in which form, whether they may; then the service's
// answer.
#ifndef LIANFANG_SERVICES_PORTAL_RPC_HANDLER_H_
#define LIANFANG_SERVICES_PORTAL_RPC_HANDLER_H_

#include <map>
#include <memory>
#include <string>

#include "common/rpc/passage.h"
#include "services/portal/portal_context.h"

namespace lianfang::portal {

// Thread-safe.
class RpcHandler {
 public:
  explicit RpcHandler(const PortalContext& context);
  ~RpcHandler();

  // Whether a path is one of RPCs, known or not.
  static bool IsRpcPath(absl::string_view path);

  void Handle(std::shared_ptr<HttpExchange> exchange) const;

  // Where a method's calls go: the service that serves it, or, of a contract that several serve, the one that is named. INVALID_ARGUMENT
  // where none is named, or one that is not here.
  absl::StatusOr<std::string> ServiceOf(const Method& method, absl::string_view named) const;

  // Records the end of a call: one log line, and the metrics.
  void Record(const Method& method, const PortalCaller& caller, const std::string& trace_id, absl::Time start,
              const absl::Status& status) const;

 private:
  class Call;

  const PortalContext& context_;
  std::map<const Method*, std::unique_ptr<MethodMetrics>> metrics_;
};

// The bytes of the longest body that a method's request may have: JSON is longer than what it says.
size_t LongestBody(const Method& method, Codec codec);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_RPC_HANDLER_H_
