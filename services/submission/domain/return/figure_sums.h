// Numbers of a return by figure, and sums over them, for the rules that compare figures. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_FIGURE_SUMS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_FIGURE_SUMS_H_

#include <google/protobuf/repeated_field.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::submission {

// The figures that are numbers; what is absent or not applicable is not in it.
using FigureNumbers = std::map<std::string, int64_t>;

template <typename Values>
FigureNumbers NumbersOf(const Values& values) {
  FigureNumbers numbers;
  for (const type::v1::FigureValue& value : values) {
    if (value.value_case() == type::v1::FigureValue::kNumber) numbers.emplace(value.figure(), value.number());
  }
  return numbers;
}

// The sum over `ids`; nothing when one of them is no number, or the sum outgrows 64 bits.
inline std::optional<int64_t> SumOf(const FigureNumbers& numbers,
                                    const google::protobuf::RepeatedPtrField<std::string>& ids) {
  int64_t sum = 0;
  for (const std::string& id : ids) {
    const auto found = numbers.find(id);
    if (found == numbers.end() || __builtin_add_overflow(sum, found->second, &sum)) return std::nullopt;
  }
  return sum;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_FIGURE_SUMS_H_
