// Which handler answers which path.
#ifndef LIANFANG_SERVICES_PORTAL_ROUTER_H_
#define LIANFANG_SERVICES_PORTAL_ROUTER_H_

#include <functional>
#include <memory>
#include <string>

#include "services/portal/domain/page/page_files.h"
#include "services/portal/portal_context.h"
#include "services/portal/rpc_handler.h"
#include "services/portal/session_handler.h"
#include "services/portal/watch_handler.h"

namespace lianfang::portal {

// Thread-safe.
class Router {
 public:
  // `openapi`: the description of the RPCs. `oidc`: answers the paths below /login/oidc; null: there is no single sign-on.
  Router(const PortalContext& context, const PageFiles& page, std::string openapi, HttpHandler oidc = nullptr);

  void Handle(std::shared_ptr<HttpExchange> exchange) const;

 private:
  const PageFiles& page_;
  const std::shared_ptr<const std::string> openapi_;
  const HttpHandler oidc_;
  RpcHandler rpcs_;
  WatchHandler watches_;
  SessionHandler sessions_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_ROUTER_H_
