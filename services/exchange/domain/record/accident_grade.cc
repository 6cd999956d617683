#include "services/exchange/domain/record/accident_grade.h"

#include <cstdint>

namespace lianfang::exchange {

v1::AccidentGrade GradeOf(const v1::AccidentRecord& accident) {
  struct Bound {
    v1::AccidentGrade grade;
    int64_t deaths;
    int64_t seriously_injured;
    int64_t loss;  // yuan
  };
  constexpr Bound kBounds[] = {
      {v1::ACCIDENT_GRADE_ESPECIALLY_MAJOR, 30, 100, 100'000'000},
      {v1::ACCIDENT_GRADE_MAJOR, 10, 50, 50'000'000},
      {v1::ACCIDENT_GRADE_LARGER, 3, 10, 10'000'000},
  };
  const int64_t deaths = int64_t{accident.deaths()} + accident.missing();
  const int64_t loss = accident.direct_loss().currency_code() == "CNY" ? accident.direct_loss().units() : 0;
  for (const Bound& bound : kBounds) {
    if (deaths >= bound.deaths || accident.seriously_injured() >= bound.seriously_injured || loss >= bound.loss) {
      return bound.grade;
    }
  }
  return v1::ACCIDENT_GRADE_ORDINARY;
}

}  // namespace lianfang::exchange
