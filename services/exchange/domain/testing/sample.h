// Records, a plan and instants that tests start from.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_TESTING_SAMPLE_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_TESTING_SAMPLE_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange::testing {

inline constexpr char kPlan[] = "plans/gaoping";
inline constexpr char kIdNumber[] = "11010519491231002X";
inline constexpr char kOtherIdNumber[] = "440524188001010014";
inline constexpr char kCreditCode[] = "91350100M000100Y43";

absl::Time Now();       // 2026-06-15 in China
absl::TimeZone Zone();  // China's
v1::RecordOwner Owner(const std::string& department, const std::string& region = "140581");

// Good records of emergency, health and so on; `number` makes the owner's number.
v1::Record Accident(int number = 1);
v1::Record Disease(int number = 1);
v1::Record Injury(int number = 1);
v1::Record Training(int number = 1);
v1::Record PersonInPosition(int number = 1);
v1::Record EmployerOf(int number = 1);

// Departments emergency, health, housing and hrss, which leads; region 140581; industries coal-mining and construction; figures accidents,
// deaths, cases; the period 2026.
type::v1::Plan SamplePlan();

// hrss reads accidents of emergency: place, deaths, employer's code, names of casualties.
v1::AgreementTerms SampleTerms();

}  // namespace lianfang::exchange::testing

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_TESTING_SAMPLE_H_
