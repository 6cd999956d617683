#include "cli/text/money.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace lianfang::cli {
namespace {

constexpr size_t kMostDigits = 12;
constexpr int32_t kNanosOfFen = 10'000'000;

bool IsDigits(absl::string_view text, size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

absl::StatusOr<google::type::Money> ParseMoney(absl::string_view text) {
  const std::string plain = absl::StrReplaceAll(text, {{",", ""}});
  const std::vector<std::string> parts = absl::StrSplit(plain, '.');
  const bool sound =
      parts.size() <= 2 && IsDigits(parts[0], kMostDigits) && (parts.size() == 1 || IsDigits(parts[1], 2));
  const absl::Status fault =
      absl::InvalidArgumentError(absl::StrCat("`", text, "` is not a sum of yuan with at most two decimals"));
  if (!sound) return fault;
  google::type::Money money;
  money.set_currency_code("CNY");
  int64_t yuan = 0;
  if (!absl::SimpleAtoi(parts[0], &yuan)) return fault;
  money.set_units(yuan);
  if (parts.size() == 2) {
    int fen = 0;
    if (!absl::SimpleAtoi(parts[1], &fen)) return fault;
    money.set_nanos((parts[1].size() == 1 ? fen * 10 : fen) * kNanosOfFen);
  }
  return money;
}

std::string MoneyText(const google::type::Money& money) {
  if (money.currency_code().empty()) return "";
  return absl::StrFormat("%d.%02d", money.units(), money.nanos() / kNanosOfFen);
}

}  // namespace lianfang::cli
