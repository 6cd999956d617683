// Words in the two languages of the output. Chinese is the official one and the default.
//
//   constexpr Label kDue = {"截止时间", "DUE"};
//   kDue.In(Language::kEnglish);                       // "DUE"
#ifndef LIANFANG_CLI_TEXT_LABEL_H_
#define LIANFANG_CLI_TEXT_LABEL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

enum class Language { kChinese, kEnglish };

// A fixed text of the program, in both languages.
struct Label {
  absl::string_view zh;
  absl::string_view en;

  constexpr absl::string_view In(Language language) const { return language == Language::kChinese ? zh : en; }
};

// A text of a plan: the Chinese where there is no English.
inline std::string In(Language language, const type::v1::LocalizedText& text) {
  return language == Language::kChinese || text.en().empty() ? text.zh() : text.en();
}

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_LABEL_H_
