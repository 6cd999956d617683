#include "services/portal/domain/http/same_origin.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::portal {
namespace {

absl::Status CrossSite() {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "the request comes from another site's page",
                         "CROSS_SITE");
}

// As browsers write it: scheme and authority, in lower case, the default port left out.
bool IsOwnOrigin(const HttpHead& head, absl::string_view origin) {
  return absl::AsciiStrToLower(origin) == absl::StrCat("https://", absl::AsciiStrToLower(head.Value("host")));
}

}  // namespace

absl::Status CheckSameOrigin(const HttpHead& head) {
  for (const char* name : {"sec-fetch-site", "origin"}) {
    if (head.Count(name) > 1) return CrossSite();
  }
  if (const std::string* site = head.Find("sec-fetch-site"); site != nullptr && *site != "same-origin") {
    return CrossSite();
  }
  if (const std::string* origin = head.Find("origin"); origin != nullptr && !IsOwnOrigin(head, *origin)) {
    return CrossSite();
  }
  return absl::OkStatus();
}

absl::Status CheckNavigation(const HttpHead& head) {
  if (head.Count("sec-fetch-site") > 1) return CrossSite();
  const absl::string_view site = head.Value("sec-fetch-site");
  return site.empty() || site == "same-origin" || site == "none" ? absl::OkStatus() : CrossSite();
}

bool IsBrowser(const HttpHead& head) {
  for (const char* name : {"sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "origin", "referer", "cookie"}) {
    if (head.Find(name) != nullptr) return true;
  }
  return false;
}

}  // namespace lianfang::portal
