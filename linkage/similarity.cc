#include "linkage/similarity.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "common/code_points.h"

namespace lianfang::linkage {
namespace {

// Bits of the positions in a text at which a byte stands. Thread-local and all zero between calls: clearing 1 KiB for
// each comparison would take longer than the comparison.
struct BytePositions {
  std::array<uint64_t, 128> bits{};
};
thread_local BytePositions positions;

void SetPositions(absl::string_view text, int size) {
  for (int i = 0; i < size; ++i)
    positions.bits[static_cast<unsigned char>(text[static_cast<size_t>(i)])] |= uint64_t{1} << i;
}

void ClearPositions(absl::string_view text, int size) {
  for (int i = 0; i < size; ++i) positions.bits[static_cast<unsigned char>(text[static_cast<size_t>(i)])] = 0;
}

// The bits of positions low..high of 64.
uint64_t Window(int low, int high) {
  const uint64_t upto = high >= 63 ? ~uint64_t{0} : (uint64_t{1} << (high + 1)) - 1;
  return low <= 0 ? upto : upto & ~((uint64_t{1} << low) - 1);
}

// Matches are found for each symbol of `a` as the first free equal symbol of `b` in the window, so the result is that of
// the textbook's two loops.
template <typename PositionsOf, typename SymbolOfB, typename SymbolOfA>
double Jaro(int a_size, int b_size, PositionsOf positions_of, SymbolOfA a, SymbolOfB b) {
  const int reach = std::max(0, std::max(a_size, b_size) / 2 - 1);
  uint64_t taken = 0;
  std::array<int8_t, kMostSymbols> matched_a;
  int matches = 0;
  for (int i = 0; i < a_size; ++i) {
    const uint64_t found = positions_of(a(i)) & Window(i - reach, i + reach) & ~taken;
    if (found == 0) continue;
    taken |= found & (~found + 1);
    matched_a[static_cast<size_t>(matches++)] = static_cast<int8_t>(i);
  }
  if (matches == 0) return 0;
  int transposed = 0;
  uint64_t rest = taken;
  for (int k = 0; k < matches; ++k) {
    const int j = __builtin_ctzll(rest);
    rest &= rest - 1;
    transposed += a(matched_a[static_cast<size_t>(k)]) != b(j) ? 1 : 0;
  }
  const double m = matches;
  return (m / a_size + m / b_size + (m - transposed / 2) / m) / 3;
}

template <typename SymbolOfA, typename SymbolOfB>
double Boosted(double jaro, int a_size, int b_size, SymbolOfA a, SymbolOfB b) {
  const int most = std::min({4, a_size, b_size});
  int prefix = 0;
  while (prefix < most && a(prefix) == b(prefix)) ++prefix;
  return jaro + prefix * 0.1 * (1 - jaro);
}

double AsciiJaroWinkler(absl::string_view a, absl::string_view b) {
  const int a_size = static_cast<int>(std::min<size_t>(a.size(), kMostSymbols));
  const int b_size = static_cast<int>(std::min<size_t>(b.size(), kMostSymbols));
  SetPositions(b, b_size);
  const auto of_a = [a](int i) { return static_cast<unsigned char>(a[static_cast<size_t>(i)]); };
  const auto of_b = [b](int i) { return static_cast<unsigned char>(b[static_cast<size_t>(i)]); };
  const double jaro = Jaro(
      a_size, b_size, [](unsigned char c) { return positions.bits[c]; }, of_a, of_b);
  ClearPositions(b, b_size);
  return Boosted(jaro, a_size, b_size, of_a, of_b);
}

// Hyyrö's bit-parallel optimal string alignment (2003): a column of the table of distances is two words, one bit for each
// symbol of `a`. `positions_of` answers where a symbol stands in `a`.
template <typename PositionsOf, typename B>
int Alignment(int a_size, int b_size, PositionsOf positions_of, B b, int most) {
  if (std::abs(a_size - b_size) > most) return most + 1;
  if (a_size == 0) return b_size;
  uint64_t rises = ~uint64_t{0};  // cells one above the cell before them in the column
  uint64_t falls = 0;
  uint64_t diagonal = 0;
  uint64_t before = 0;  // positions of the symbol before
  const uint64_t last = uint64_t{1} << (a_size - 1);
  int distance = a_size;
  for (int j = 0; j < b_size; ++j) {
    const uint64_t equal = positions_of(b(j));
    const uint64_t swapped = ((~diagonal & equal) << 1) & before;
    diagonal = (((equal & rises) + rises) ^ rises) | equal | falls | swapped;
    uint64_t right_rises = falls | ~(diagonal | rises);
    uint64_t right_falls = diagonal & rises;
    distance += (right_rises & last) != 0 ? 1 : 0;
    distance -= (right_falls & last) != 0 ? 1 : 0;
    right_rises = (right_rises << 1) | 1;
    right_falls <<= 1;
    rises = right_falls | ~(diagonal | right_rises);
    falls = right_rises & diagonal;
    before = equal;
  }
  return std::min(distance, most + 1);
}

}  // namespace

Symbols::Symbols(absl::string_view text) {
  ForEachCodePoint(text.substr(0, size_t{4} * kMostSymbols), [this](char32_t c) {
    if (size_ < kMostSymbols) symbols_[static_cast<size_t>(size_++)] = c;
  });
}

bool IsAscii(absl::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  size_t i = 0;
  for (; i + sizeof(uint64_t) <= text.size(); i += sizeof(uint64_t)) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + i, sizeof bytes);
    if ((bytes & kHighBits) != 0) return false;
  }
  for (; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) >= 128) return false;
  }
  return true;
}

double JaroWinkler(absl::string_view a, absl::string_view b) {
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 1;
  if (IsAscii(a) && IsAscii(b)) return AsciiJaroWinkler(a, b);
  const Symbols as(a);
  const Symbols bs(b);
  const auto of_a = [&as](int i) { return as[i]; };
  const auto of_b = [&bs](int i) { return bs[i]; };
  const auto positions_of = [&bs](char32_t c) { return bs.PositionsOf(c); };
  return Boosted(Jaro(as.size(), bs.size(), positions_of, of_a, of_b), as.size(), bs.size(), of_a, of_b);
}

int EditDistance(absl::string_view a, absl::string_view b, int most) {
  if (a == b) return 0;
  if (IsAscii(a) && IsAscii(b)) {
    const int a_size = static_cast<int>(std::min<size_t>(a.size(), kMostSymbols));
    const int b_size = static_cast<int>(std::min<size_t>(b.size(), kMostSymbols));
    if (std::abs(a_size - b_size) > most) return most + 1;
    SetPositions(a, a_size);
    const auto of_b = [b](int i) { return static_cast<unsigned char>(b[static_cast<size_t>(i)]); };
    const int distance = Alignment(
        a_size, b_size, [](unsigned char c) { return positions.bits[c]; }, of_b, most);
    ClearPositions(a, a_size);
    return distance;
  }
  const Symbols as(a);
  const Symbols bs(b);
  return Alignment(
      as.size(), bs.size(), [&as](char32_t c) { return as.PositionsOf(c); }, [&bs](int i) { return bs[i]; }, most);
}

}  // namespace lianfang::linkage
