#include "services/evaluation/domain/words/margin.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/verdict/indicator_value.h"
#include "services/evaluation/domain/words/localized.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::LocalizedText;

// `3 起`; the number alone where the plan gives no unit.
std::string With(absl::string_view unit, const Fraction& value) {
  return unit.empty() ? DecimalText(value) : absl::StrCat(DecimalText(value), " ", unit);
}

Fraction Negative(const Fraction& value) { return Fraction::Of(-value.numerator(), value.denominator()); }

// The units of one language put to the same numbers.
struct Numbers {
  Numbers(absl::string_view unit, const Bound& held, const Fraction& margin)
      : bound(With(unit, held.value)), distance(With(unit, margin < Fraction() ? Negative(margin) : margin)) {}
  std::string bound, distance;
};

LocalizedText CountText(const Numbers& zh, const Numbers& en, absl::string_view limit_zh, absl::string_view limit_en,
                        bool lower_bound, bool attained) {
  LocalizedText text;
  if (lower_bound) {
    text.set_zh(absl::StrCat("至少 ", limit_zh, attained ? "，最多还可减少 " : "，须再增加 ", zh.distance));
    text.set_en(absl::StrCat("at least ", limit_en, attained ? ", room for " : ", needs ", en.distance,
                             attained ? " fewer" : " more"));
    return text;
  }
  text.set_zh(absl::StrCat("最多 ", limit_zh, attained ? "，最多还可 " : "，须再减少 ", zh.distance));
  text.set_en(absl::StrCat("at most ", limit_en, attained ? ", room for " : ", needs ", en.distance,
                           attained ? " more" : " fewer"));
  return text;
}

LocalizedText AttainedRatioText(const Numbers& zh, const Numbers& en, bool lower_bound, bool on_the_bound) {
  LocalizedText text;
  if (on_the_bound) {
    text.set_zh(absl::StrCat("恰为界限 ", zh.bound));
    text.set_en(absl::StrCat("exactly at the bound of ", en.bound));
    return text;
  }
  text.set_zh(absl::StrCat(lower_bound ? "高于界限 " : "低于界限 ", zh.distance));
  text.set_en(absl::StrCat(en.distance, lower_bound ? " above the bound" : " below the bound"));
  return text;
}

LocalizedText MissedRatioText(const Numbers& zh, const Numbers& en, v1::BoundKind kind, bool on_the_bound) {
  const bool lower_bound = kind == v1::BOUND_KIND_AT_LEAST;
  const bool strict = kind == v1::BOUND_KIND_BELOW;
  LocalizedText text;
  text.set_zh(absl::StrCat(lower_bound ? "须不低于 " : strict ? "须低于 " : "须不高于 ", zh.bound));
  text.set_en(absl::StrCat(lower_bound ? "must be at least "
                           : strict    ? "must be below "
                                       : "must be at most ",
                           en.bound));
  if (on_the_bound) return text;
  absl::StrAppend(text.mutable_zh(), lower_bound ? "，还差 " : "，高出 ", zh.distance);
  absl::StrAppend(text.mutable_en(), ", ", en.distance, lower_bound ? " short" : " too high");
  return text;
}

}  // namespace

LocalizedText MarginText(const type::v1::Indicator& indicator, const Bound& bound, const Fraction& actual,
                         const Fraction& margin) {
  const absl::string_view unit_zh = indicator.unit().zh(), unit_en = InEnglish(indicator.unit());
  const Numbers zh(unit_zh, bound, margin), en(unit_en, bound, margin);
  const bool lower_bound = bound.kind == v1::BOUND_KIND_AT_LEAST;
  const bool attained = bound.Admits(actual);
  if (IsCount(indicator)) {
    // The whole number that the bound just admits.
    const Fraction limit =
        lower_bound ? Fraction(bound.value.Ceiling())
                    : Fraction(bound.kind == v1::BOUND_KIND_BELOW ? bound.value.Ceiling() - 1 : bound.value.Floor());
    return CountText(zh, en, With(unit_zh, limit), With(unit_en, limit), lower_bound, attained);
  }
  return attained ? AttainedRatioText(zh, en, lower_bound, margin.IsZero())
                  : MissedRatioText(zh, en, bound.kind, margin.IsZero());
}

}  // namespace lianfang::evaluation
