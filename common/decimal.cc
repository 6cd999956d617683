#include "common/decimal.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace lianfang {
namespace {

constexpr size_t kWholeDigits = 9;
constexpr size_t kDecimals = 4;

bool IsDigits(absl::string_view text, size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

std::optional<int64_t> ParseDecimal(absl::string_view text) {
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view decimals = point == absl::string_view::npos ? "0" : text.substr(point + 1);
  if (!IsDigits(whole, kWholeDigits) || !IsDigits(decimals, kDecimals)) return std::nullopt;
  int64_t value = 0;
  for (const char digit : whole) value = value * 10 + (digit - '0');
  for (size_t i = 0; i < kDecimals; ++i) value = value * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
  return value;
}

}  // namespace lianfang
