#include "services/fund/domain/values/money.h"

#include "absl/numeric/int128.h"
#include "absl/strings/str_format.h"

namespace lianfang::fund {
namespace {

constexpr int64_t kFen = 100;  // in a yuan
constexpr int32_t kNanosOfFen = 10'000'000;
constexpr int32_t kNanosOfYuan = 1'000'000'000;
constexpr int64_t kMostYuan = 1'000'000'000'000;

}  // namespace

std::string MoneyFault(const google::type::Money& money) {
  if (money.currency_code() != "CNY") return "must be in CNY";
  if (money.units() < 0 || money.nanos() < 0) return "must not be negative";
  if (money.units() >= kMostYuan || money.nanos() >= kNanosOfYuan) return "must be below 10^12, its nanos below 10^9";
  if (money.nanos() % kNanosOfFen != 0) return "must be in whole fen: at most two decimals";
  return "";
}

int64_t FenOf(const google::type::Money& money) { return money.units() * kFen + money.nanos() / kNanosOfFen; }

google::type::Money MoneyOf(int64_t fen) {
  google::type::Money money;
  money.set_currency_code("CNY");
  money.set_units(fen / kFen);
  money.set_nanos(static_cast<int32_t>(fen % kFen) * kNanosOfFen);
  return money;
}

std::string FenText(int64_t fen) { return absl::StrFormat("%d.%02d", fen / kFen, fen % kFen); }

int64_t ShareOf(int64_t fen, int64_t basis_points) {
  return static_cast<int64_t>(absl::int128(fen) * basis_points / kBasisPoints);
}

}  // namespace lianfang::fund
