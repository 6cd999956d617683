// Texts that must fit somewhere, whole where they do.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_SHORTENED_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_SHORTENED_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::expert {

// At most `most` characters of well-formed UTF-8, `most` at least 1; the last one is an ellipsis where some are left
// out.
std::string Shortened(absl::string_view text, size_t most);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_SHORTENED_H_
