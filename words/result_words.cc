#include "words/result_words.h"

#include "absl/strings/str_cat.h"
#include "words/enum_words.h"

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

struct Words {
  const char* zh;
  const char* en;
};

constexpr Words kNotFiled = {"未到期", "not yet due"};
constexpr Words kNotAccepted = {"待审核", "not accepted yet"};
constexpr Words kNotFinal = {"待终报", "final figures awaited"};

type::v1::LocalizedText TextOf(const Words& words) {
  type::v1::LocalizedText text;
  text.set_zh(words.zh);
  text.set_en(words.en);
  return text;
}

}  // namespace

type::v1::LocalizedText StatusWords(const evaluation::v1::Result& result) {
  if (result.status() != evaluation::v1::RESULT_STATUS_PENDING) return WordsOf(result.status());
  bool not_filed = false, not_accepted = false;
  for (const evaluation::v1::ResultInput& input : result.inputs()) {
    if (input.left_out()) continue;
    not_filed = not_filed || input.revision_number() == 0;
    not_accepted = not_accepted || input.state() != submission::v1::RETURN_STATE_ACCEPTED;
  }
  if (not_filed || result.inputs().empty()) return TextOf(kNotFiled);
  return TextOf(not_accepted ? kNotAccepted : kNotFinal);
}

std::vector<std::string> PendingWords() {
  return {ChineseOf(evaluation::v1::RESULT_STATUS_PENDING), kNotFiled.zh, kNotAccepted.zh, kNotFinal.zh};
}

std::string BoundText(const evaluation::v1::Result& result) {
  const std::string& bound = result.bound().text();
  return bound.empty() ? "" : absl::StrCat(SignOf(result.bound_kind()), bound);
}

}  // namespace lianfang
