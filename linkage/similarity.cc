#include "linkage/similarity.h"

#include <algorithm>
#include <cstdlib>

#include "common/code_points.h"

namespace lianfang::linkage {
namespace {

// Bits of the positions in a text at which a byte stands. Thread-local and all zero between calls: clearing 1 KiB for
// each comparison would take longer than the comparison.
struct BytePositions {
  std::array<uint64_t, 128> bits{};
};
thread_local BytePositions positions;

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
  for (int j = 0; j < b_size; ++j)
    positions.bits[static_cast<unsigned char>(b[static_cast<size_t>(j)])] |= uint64_t{1} << j;
  const auto of_a = [a](int i) { return static_cast<unsigned char>(a[static_cast<size_t>(i)]); };
  const auto of_b = [b](int i) { return static_cast<unsigned char>(b[static_cast<size_t>(i)]); };
  const double jaro = Jaro(
      a_size, b_size, [](unsigned char c) { return positions.bits[c]; }, of_a, of_b);
  for (int j = 0; j < b_size; ++j) positions.bits[of_b(j)] = 0;
  return Boosted(jaro, a_size, b_size, of_a, of_b);
}

template <typename A, typename B>
int Alignment(int a_size, int b_size, A a, B b, int most) {
  if (std::abs(a_size - b_size) > most) return most + 1;
  std::array<int, kMostSymbols + 1> before_last{};
  std::array<int, kMostSymbols + 1> last;
  std::array<int, kMostSymbols + 1> row;
  for (int j = 0; j <= b_size; ++j) last[static_cast<size_t>(j)] = j;
  for (int i = 1; i <= a_size; ++i) {
    row[0] = i;
    int least = i;
    for (int j = 1; j <= b_size; ++j) {
      const auto at = static_cast<size_t>(j);
      int cost = std::min({last[at] + 1, row[at - 1] + 1, last[at - 1] + (a(i - 1) == b(j - 1) ? 0 : 1)});
      if (i > 1 && j > 1 && a(i - 1) == b(j - 2) && a(i - 2) == b(j - 1))
        cost = std::min(cost, before_last[at - 2] + 1);
      row[at] = cost;
      least = std::min(least, cost);
    }
    if (least > most) return most + 1;
    before_last = last;
    last = row;
  }
  return std::min(last[static_cast<size_t>(b_size)], most + 1);
}

}  // namespace

Symbols::Symbols(absl::string_view text) {
  ForEachCodePoint(text.substr(0, size_t{4} * kMostSymbols), [this](char32_t c) {
    if (size_ < kMostSymbols) symbols_[static_cast<size_t>(size_++)] = c;
  });
}

bool IsAscii(absl::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 128; });
}

double JaroWinkler(absl::string_view a, absl::string_view b) {
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 1;
  if (IsAscii(a) && IsAscii(b)) return AsciiJaroWinkler(a, b);
  const Symbols as(a);
  const Symbols bs(b);
  const auto of_a = [&as](int i) { return as[i]; };
  const auto of_b = [&bs](int i) { return bs[i]; };
  const auto positions_of = [&bs](char32_t c) {
    uint64_t bits = 0;
    for (int j = 0; j < bs.size(); ++j) bits |= static_cast<uint64_t>(bs[j] == c) << j;
    return bits;
  };
  return Boosted(Jaro(as.size(), bs.size(), positions_of, of_a, of_b), as.size(), bs.size(), of_a, of_b);
}

int EditDistance(absl::string_view a, absl::string_view b, int most) {
  if (a == b) return 0;
  if (IsAscii(a) && IsAscii(b)) {
    return Alignment(
        static_cast<int>(std::min<size_t>(a.size(), kMostSymbols)),
        static_cast<int>(std::min<size_t>(b.size(), kMostSymbols)), [a](int i) { return a[static_cast<size_t>(i)]; },
        [b](int i) { return b[static_cast<size_t>(i)]; }, most);
  }
  const Symbols as(a);
  const Symbols bs(b);
  return Alignment(
      as.size(), bs.size(), [&as](int i) { return as[i]; }, [&bs](int i) { return bs[i]; }, most);
}

}  // namespace lianfang::linkage
