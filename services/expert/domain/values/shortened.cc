#include "services/expert/domain/values/shortened.h"

#include "absl/strings/str_cat.h"
#include "common/text.h"

namespace lianfang::expert {

std::string Shortened(absl::string_view text, size_t most) {
  if (CountCodePoints(text) <= most) return std::string(text);
  size_t bytes = 0;
  for (size_t characters = 0; bytes < text.size(); ++bytes) {
    const bool first = (static_cast<unsigned char>(text[bytes]) & 0xc0) != 0x80;
    if (first && ++characters == most) break;
  }
  return absl::StrCat(text.substr(0, bytes), "…");
}

}  // namespace lianfang::expert
