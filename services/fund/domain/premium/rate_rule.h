// The rate of an employer, from the figures of the period before and a table: pure, exact, and explained.
//
//   RateRule rule(table);
//   const ProposedRate rate = rule.Propose(figures, previous_percent);
//
// The payout ratio is benefits ÷ premiums, compared without rounding. Without premiums there is no ratio: the base rate holds, and the
// derivation says why. An exempt employer has the base rate. Where the table bounds the steps, a rate moves by so many grades of its class
// at most; a rate before that is no grade counts as the nearest grade towards 100.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_RULE_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_RULE_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/errors.h"
#include "lianfang/fund/v1/premium.pb.h"

namespace lianfang::fund {

// Adds what is wrong with an employer's figures, under `field`.
void CheckFigures(const std::string& field, const v1::EmployerFigures& figures, const v1::RateTable& table,
                  FieldViolations& faults);

// `1.9%`, `0.24%`: parts per million as per cent, without zeros at the end.
std::string RateText(int ppm);

// The payout ratios of a band in words: `高于50%、不超过80%`.
std::string BandText(const v1::RateBand& band, bool chinese);

struct ProposedRate {
  int percent = 100;
  int rate_ppm = 0;
  type::v1::LocalizedText derivation;
};

// A table made ready for many employers. Immutable, so thread-safe. The table has thresholds; a copy of it is kept.
class RateRule {
 public:
  explicit RateRule(const v1::RateTable& table);
  RateRule(const RateRule&) = delete;
  RateRule& operator=(const RateRule&) = delete;

  // Of figures without fault. `previous_percent` is what held before; 0: the base rate.
  ProposedRate Propose(const v1::EmployerFigures& figures, int previous_percent) const;

  // Whether the percentage is one that the class can have.
  bool IsGrade(int industry_class, int percent) const;
  // Parts per million; of a class of the table.
  int RateOf(int industry_class, int percent) const;

 private:
  static constexpr size_t kClasses = 9;  // by number, from 1

  // Of one class.
  struct ClassRule {
    int base_ppm = 0;
    std::vector<int> grades;
    std::vector<const v1::RateBand*> bands[2];  // without, with new injuries
  };

  const v1::RateBand* Find(const ClassRule& rule, bool injured, int64_t premiums, int64_t benefits) const;
  static int Bounded(const ClassRule& rule, int wanted, int previous, int steps);

  const v1::RateTable table_;  // the classes' bands are its
  std::array<ClassRule, kClasses> classes_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_RULE_H_
