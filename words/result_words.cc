#include "words/result_words.h"

#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

const char* SignOf(evaluation::v1::BoundKind kind) {
  switch (kind) {
    case evaluation::v1::BOUND_KIND_AT_MOST:
      return "≤ ";
    case evaluation::v1::BOUND_KIND_BELOW:
      return "< ";
    case evaluation::v1::BOUND_KIND_AT_LEAST:
      return "≥ ";
    default:  // a kind of a later version
      return "";
  }
}

}  // namespace

std::string BoundText(const evaluation::v1::Result& result) {
  const std::string& bound = result.bound().text();
  return bound.empty() ? "" : absl::StrCat(SignOf(result.bound_kind()), bound);
}

}  // namespace lianfang
