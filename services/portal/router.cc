#include "services/portal/router.h"

#include <utility>

#include "absl/strings/match.h"

namespace lianfang::portal {

Router::Router(const PortalContext& context, const PageFiles& page, std::string openapi, HttpHandler oidc)
    : page_(page),
      openapi_(std::make_shared<const std::string>(std::move(openapi))),
      oidc_(std::move(oidc)),
      rpcs_(context),
      watches_(context, rpcs_),
      sessions_(context, oidc_ != nullptr) {}

void Router::Handle(std::shared_ptr<HttpExchange> exchange) const {
  const absl::string_view path = exchange->head().path();
  if (RpcHandler::IsRpcPath(path)) return rpcs_.Handle(std::move(exchange));
  if (path == "/watch") return watches_.Handle(std::move(exchange));
  if (path == "/session" || path == "/session/end" || path == "/login/link" || path == "/login/certificate") {
    return sessions_.Handle(std::move(exchange));
  }
  if (oidc_ != nullptr && absl::StartsWith(path, "/login/oidc")) return oidc_(std::move(exchange));
  if (path == "/openapi.json" && exchange->head().method == "GET") {
    return exchange->Reply({.status = 200,
                            .fields = {{"content-type", "application/json"}, {"cache-control", "no-cache"}},
                            .shared_body = openapi_});
  }
  exchange->Reply(page_.Answer(exchange->head()));
}

}  // namespace lianfang::portal
