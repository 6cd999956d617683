// What was read of one subject in numbers: how far it can be relied on, and the figures of an indicator added up.
//
//   Reading reading = {Reliability::kFinal, {.numerator = 25, .denominator = 30}};
//   if (IsKnown(reading.reliability)) total += reading.sums;
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_READING_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_READING_H_

#include "services/evaluation/domain/facts/reliability.h"
#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {

// Sums of int64 figures: more than 2^63 of them would be needed to overflow.
struct Sums {
  Int128 numerator = 0;
  Int128 denominator = 0;

  Sums& operator+=(const Sums& other) {
    numerator += other.numerator;
    denominator += other.denominator;
    return *this;
  }
};

struct Reading {
  Reliability reliability = Reliability::kMissing;
  Sums sums;  // 0 unless known
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_READING_H_
