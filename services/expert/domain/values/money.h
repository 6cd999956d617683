// Sums of money (google.type.Money), exact.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_MONEY_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_MONEY_H_

#include <string>

#include "google/type/money.pb.h"

namespace lianfang::expert {

// What is wrong with an amount at stake or a fee; empty when nothing is. Not negative, below a trillion, of a currency
// by three capital letters.
std::string MoneyFault(const google::type::Money& money);

// Whether `left` is at least `right`; sums of different currencies cannot be compared, and are not.
bool IsAtLeast(const google::type::Money& left, const google::type::Money& right);

bool IsSameSum(const google::type::Money& left, const google::type::Money& right);

// So many times the sum; `times` is not negative.
google::type::Money Times(const google::type::Money& money, int times);

// `1500 CNY`, `12.50 CNY`.
std::string MoneyText(const google::type::Money& money);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_MONEY_H_
