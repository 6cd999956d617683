#include "cli/import/spelling.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kIdeographicSpace = "\xE3\x80\x80";
constexpr absl::string_view kNoBreakSpace = "\xC2\xA0";

}  // namespace

absl::string_view Trimmed(absl::string_view text) {
  size_t size;
  do {
    size = text.size();
    text = absl::StripAsciiWhitespace(text);
    for (const absl::string_view space : {kIdeographicSpace, kNoBreakSpace}) {
      absl::ConsumePrefix(&text, space);
      absl::ConsumeSuffix(&text, space);
    }
  } while (text.size() != size);
  return text;
}

std::string FoldWidth(absl::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    // U+FF01 to U+FF5E are EF BC 81 to EF BC BF and EF BD 80 to EF BD 9E.
    if (text[i] == '\xEF' && i + 2 < text.size() && (text[i + 1] == '\xBC' || text[i + 1] == '\xBD')) {
      const int code = (text[i + 1] == '\xBC' ? 0 : 0x40) + (static_cast<unsigned char>(text[i + 2]) & 0x3F);
      if (code >= 0x01 && code <= 0x5E) {
        folded.push_back(static_cast<char>(code + 0x20));
        i += 2;
        continue;
      }
    }
    folded.push_back(text[i]);
  }
  return folded;
}

std::string Spelling(absl::string_view text) { return absl::AsciiStrToLower(FoldWidth(Trimmed(text))); }

}  // namespace lianfang::cli
