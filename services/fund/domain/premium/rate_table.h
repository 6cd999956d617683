// What a rate table must be: dated data whose bands cover every payout ratio of every class exactly once.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_TABLE_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_TABLE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// OK, or INVALID_ARGUMENT naming every fault.
absl::Status CheckRateTable(const v1::RateTable& table, const type::v1::Plan& plan);

// Whether the table is in force on the day.
bool IsInForce(const v1::RateTable& table, absl::CivilDay day);

// The class's base rate in parts per million; 0 where the table has no such class.
int BaseRate(const v1::RateTable& table, int industry_class);

// Whether a band is for the class, with or without new injuries.
bool AppliesTo(const v1::RateBand& band, int industry_class, bool injured);

// The percentages that a class can have, ascending, each once; always with 100.
std::vector<int> GradesOf(const v1::RateTable& table, int industry_class);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_TABLE_H_
