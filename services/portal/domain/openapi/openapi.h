// An OpenAPI 3.1 description of the RPCs that the portal passes on, made from the contracts: paths, schemas by the JSON mapping of Protobuf,
// and the contracts' own comments.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_OPENAPI_OPENAPI_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_OPENAPI_OPENAPI_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/portal/domain/contracts/catalogue.h"

namespace lianfang::portal {

// JSON text. `origin` is the portal's, `https://portal.example`.
std::string OpenApi(const Catalogue& catalogue, absl::string_view origin);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_OPENAPI_OPENAPI_H_
