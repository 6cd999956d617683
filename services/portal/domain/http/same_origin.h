// Whether a request comes from our own page, or from a program that is no browser: a browser sends the cookie and the client certificate
// along with whatever any page of the world makes it request.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_SAME_ORIGIN_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_SAME_ORIGIN_H_

#include "absl/status/status.h"
#include "services/portal/domain/http/message.h"

namespace lianfang::portal {

// OK, or PERMISSION_DENIED with the reason CROSS_SITE. Browsers since 2019 (Chrome 76) say where a request comes from in Sec-Fetch-Site,
// which no page can change; those before send Origin with every POST.
absl::Status CheckSameOrigin(const HttpHead& head);

// For what a person opens as a page (a link): also OK where no page led here, as from a terminal or the address bar.
absl::Status CheckNavigation(const HttpHead& head);

// Whether a browser sends it. One that is not has no cookie of a person's and no page to be misled by.
bool IsBrowser(const HttpHead& head);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_SAME_ORIGIN_H_
