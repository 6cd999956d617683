// Sums of money in fen (分), exact: what arrives is a google.type.Money in yuan, and a fraction of a fen is refused.
//
//   if (const std::string fault = MoneyFault(money); !fault.empty()) faults.Add("budget.amount", fault);
//   const int64_t fen = FenOf(money);
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_VALUES_MONEY_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_VALUES_MONEY_H_

#include <cstdint>
#include <string>

#include "google/type/money.pb.h"

namespace lianfang::fund {

// Basis points (hundredths of a per cent) in a whole.
inline constexpr int64_t kBasisPoints = 10'000;

// What is wrong with a sum; empty when nothing is. Not negative, below a trillion yuan, in whole fen.
std::string MoneyFault(const google::type::Money& money);

// Of a sum without fault; 0 of an absent one.
int64_t FenOf(const google::type::Money& money);
google::type::Money MoneyOf(int64_t fen);

// `1234.50`.
std::string FenText(int64_t fen);

// So many basis points of a sum, rounded down to the fen.
int64_t ShareOf(int64_t fen, int64_t basis_points);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_VALUES_MONEY_H_
