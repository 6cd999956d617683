#include "services/expert/domain/member/search_text.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace lianfang::expert {
namespace {

// The characters of well-formed UTF-8.
std::vector<absl::string_view> Characters(absl::string_view text) {
  std::vector<absl::string_view> characters;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    characters.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return characters;
}

std::string Line(absl::string_view text) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(text), {{"\n", " "}, {"\r", " "}});
}

}  // namespace

std::string SearchText(const v1::Expert& expert) {
  return absl::StrJoin(
      {Line(expert.display_name()), Line(absl::StrJoin(expert.topics(), " ")), Line(expert.professional_title()),
       Line(expert.employer().display_name()), Line(expert.profile())},
      "\n");
}

std::vector<std::string> SearchGrams(absl::string_view text) {
  std::set<std::string> grams;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<absl::string_view> characters = Characters(line);
    for (size_t i = 0; i < characters.size(); ++i) {
      grams.emplace(characters[i]);
      if (i + 1 < characters.size()) grams.insert(std::string(characters[i]) + std::string(characters[i + 1]));
    }
  }
  return {grams.begin(), grams.end()};
}

std::vector<std::string> QueryWords(absl::string_view query) {
  // The ideographic space (U+3000) is what a Chinese input method types.
  return absl::StrSplit(absl::StrReplaceAll(absl::AsciiStrToLower(query), {{"\u3000", " "}}),
                        absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
}

std::vector<std::string> WordGrams(absl::string_view word) {
  const std::vector<absl::string_view> characters = Characters(word);
  if (characters.size() < 2) return {std::string(word)};
  std::vector<std::string> grams;
  for (size_t i = 0; i + 1 < characters.size(); ++i) {
    grams.push_back(std::string(characters[i]) + std::string(characters[i + 1]));
  }
  return grams;
}

}  // namespace lianfang::expert
