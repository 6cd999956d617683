// How alike two short strings are. Symbols are bytes of ASCII text, or code points.
#ifndef LIANFANG_LINKAGE_SIMILARITY_H_
#define LIANFANG_LINKAGE_SIMILARITY_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace lianfang::linkage {

// Symbols that are compared; what is longer is compared by its beginning.
inline constexpr int kMostSymbols = 64;

// A text as symbols, on the stack.
class Symbols {
 public:
  // UTF-8; malformed bytes are U+FFFD.
  explicit Symbols(absl::string_view text);

  int size() const { return size_; }
  char32_t operator[](int i) const { return symbols_[static_cast<size_t>(i)]; }
  // A bit for each place at which the symbol stands.
  uint64_t PositionsOf(char32_t c) const {
    uint64_t bits = 0;
    for (int i = 0; i < size_; ++i) bits |= static_cast<uint64_t>(symbols_[static_cast<size_t>(i)] == c) << i;
    return bits;
  }

 private:
  std::array<char32_t, kMostSymbols> symbols_;
  int size_ = 0;
};

// Jaro-Winkler with the usual scale 0.1 and prefix of 4, boosted at every similarity, as DuckDB's
// `jaro_winkler_similarity` does above 0.7. 1 for equal texts, 0 where one is empty.
double JaroWinkler(absl::string_view a, absl::string_view b);

// Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours. Answers `most` + 1 for any
// greater distance.
int EditDistance(absl::string_view a, absl::string_view b, int most);

// Whether all bytes are below 128.
bool IsAscii(absl::string_view text);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_SIMILARITY_H_
