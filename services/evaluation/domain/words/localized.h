// Texts in two languages, of which the English one may be missing.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_LOCALIZED_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_LOCALIZED_H_

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::evaluation {

// The English text, or the Chinese where there is none.
inline absl::string_view InEnglish(const type::v1::LocalizedText& text) {
  return text.en().empty() ? text.zh() : text.en();
}

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_LOCALIZED_H_
