// `POST /watch`: several server streams in one answer, so that a tab of a browser holds one connection open and not one for each thing that
// it watches. README.md has the form.
#ifndef LIANFANG_SERVICES_PORTAL_WATCH_HANDLER_H_
#define LIANFANG_SERVICES_PORTAL_WATCH_HANDLER_H_

#include <google/protobuf/struct.pb.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/errors.h"
#include "services/portal/portal_context.h"
#include "services/portal/rpc_handler.h"

namespace lianfang::portal {

// Thread-safe.
class WatchHandler {
 public:
  WatchHandler(const PortalContext& context, const RpcHandler& rpcs) : context_(context), rpcs_(rpcs) {}

  void Handle(std::shared_ptr<HttpExchange> exchange) const;

 private:
  struct Watch {
    std::string id;
    const Method* method = nullptr;
    UpstreamCall call;
  };

  absl::StatusOr<PortalCaller> Admit(HttpExchange& exchange) const;
  absl::StatusOr<std::vector<Watch>> Read(const std::string& body, const PortalCaller& caller) const;
  Watch ReadOne(const google::protobuf::Struct& asked, const std::string& at, FieldViolations& faults) const;
  void Run(std::shared_ptr<HttpExchange> exchange, PortalCaller caller, std::vector<Watch> watches) const;

  const PortalContext& context_;
  const RpcHandler& rpcs_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_WATCH_HANDLER_H_
