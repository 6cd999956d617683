// The error for a resource that is not there.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NO_SUCH_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NO_SUCH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::notification {

// NOT_FOUND naming the resource.
inline absl::Status NoSuch(const std::string& name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                         {{"name", name}});
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NO_SUCH_H_
