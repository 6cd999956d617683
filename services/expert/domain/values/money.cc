#include "services/expert/domain/values/money.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace lianfang::expert {
namespace {

constexpr int64_t kNanos = 1'000'000'000;
constexpr int64_t kMostUnits = 1'000'000'000'000;

}  // namespace

std::string MoneyFault(const google::type::Money& money) {
  const std::string& currency = money.currency_code();
  const bool letters =
      std::all_of(currency.begin(), currency.end(), [](unsigned char c) { return absl::ascii_isupper(c); });
  if (currency.size() != 3 || !letters) return "must name its currency by three capital letters, such as CNY";
  if (money.units() < 0 || money.nanos() < 0) return "must not be negative";
  if (money.units() >= kMostUnits || money.nanos() >= kNanos) return "must be below 10^12, its nanos below 10^9";
  return "";
}

bool IsAtLeast(const google::type::Money& left, const google::type::Money& right) {
  return left.currency_code() == right.currency_code() &&
         std::make_tuple(left.units(), left.nanos()) >= std::make_tuple(right.units(), right.nanos());
}

bool IsSameSum(const google::type::Money& left, const google::type::Money& right) {
  return IsAtLeast(left, right) && IsAtLeast(right, left);
}

google::type::Money Times(const google::type::Money& money, int times) {
  const int64_t nanos = int64_t{money.nanos()} * times;
  google::type::Money product;
  product.set_currency_code(money.currency_code());
  product.set_units(money.units() * times + nanos / kNanos);
  product.set_nanos(static_cast<int32_t>(nanos % kNanos));
  return product;
}

std::string MoneyText(const google::type::Money& money) {
  if (money.nanos() == 0) return absl::StrFormat("%d %s", money.units(), money.currency_code());
  return absl::StrFormat("%d.%02d %s", money.units(), money.nanos() / (kNanos / 100), money.currency_code());
}

}  // namespace lianfang::expert
