#include "services/evaluation/domain/words/forecast_text.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/verdict.h"
#include "services/evaluation/domain/words/localized.h"
#include "words/result_words.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::LocalizedText;

// Writes the sentences of one language.
class Sentences {
 public:
  Sentences(const type::v1::Plan& plan, const type::v1::Indicator& indicator, const v1::TargetForecast& forecast,
            absl::string_view period, bool english)
      : plan_(plan),
        forecast_(forecast),
        period_(Named(period, english)),
        unit_(english ? InEnglish(indicator.unit()) : indicator.unit().zh()),
        english_(english) {}

  std::string Write() const {
    std::vector<std::string> sentences;
    if (forecast_.has_allowance()) sentences.push_back(Allowance());
    switch (forecast_.method()) {
      case v1::FORECAST_METHOD_LINEAR:
        sentences.push_back(Line());
        if (forecast_.basis_size() == 2) sentences.push_back(TwoPoints());
        if (forecast_.has_chance_low()) sentences.push_back(Chance());
        break;
      case v1::FORECAST_METHOD_REPORTED:
        sentences.push_back(Reported());
        break;
      default:
        if (!IsVerdict(forecast_.result().status())) sentences.push_back(TooLittle());
    }
    return absl::StrJoin(sentences, english_ ? " " : "");
  }

 private:
  std::string Named(absl::string_view period, bool english) const {
    const LocalizedText names = PeriodNames(plan_, period);
    return std::string(english ? InEnglish(names) : names.zh());
  }

  std::string Amount(const v1::ExactValue& value) const {
    return unit_.empty() ? value.text() : absl::StrCat(value.text(), " ", unit_);
  }

  std::string Allowance() const {
    const std::string amount = Amount(forecast_.allowance());
    return english_ ? absl::StrCat("Room for ", amount, " more.") : absl::StrCat("最多还可 ", amount, "。");
  }

  // `2019年 20，2021年 19`.
  std::string Points() const {
    std::vector<std::string> points;
    for (const v1::TrendPoint& point : forecast_.basis()) {
      points.push_back(absl::StrCat(Named(point.period(), english_), english_ ? ": " : " ", point.value().text()));
    }
    return absl::StrJoin(points, english_ ? ", " : "，");
  }

  // `，界限 ≤ 16，推算达标`; empty while there is no bound.
  std::string AgainstBound() const {
    const std::string bound = BoundText(forecast_.result());
    if (bound.empty()) return "";
    const bool attained = IsAttained(forecast_.projected_status());
    if (english_) return absl::StrCat(" against ", bound, attained ? ": attained" : ": not attained");
    return absl::StrCat("，界限 ", bound, attained ? "，达标" : "，未达标");
  }

  std::string Line() const {
    const std::string value = Amount(forecast_.projected_value());
    if (english_) {
      return absl::StrCat("A straight line through ", forecast_.basis_size(), " periods (", Points(), ") leads to ",
                          value, " in ", period_, AgainstBound(), ".");
    }
    return absl::StrCat("按 ", forecast_.basis_size(), " 个年度直线推算（", Points(), "），", period_, "约 ", value,
                        AgainstBound(), "。");
  }

  std::string TwoPoints() const {
    return english_ ? "Two periods alone always make a line: take it as a hint."
                    : "仅有两个年度，两点即成一线，只供参考。";
  }

  std::string Reported() const {
    const std::string value = Amount(forecast_.projected_value());
    if (english_) {
      return absl::StrCat(period_, " has been reported already, not finally: ", value, AgainstBound(),
                          ". Nothing is projected.");
    }
    return absl::StrCat(period_, "已报 ", value, "（非最终数据）", AgainstBound(), "，以此为准，不再推算。");
  }

  std::string TooLittle() const {
    return english_ ? "Fewer than two periods are reported: nothing to project from."
                    : "已报数据不足两个年度，无从推算。";
  }

  // What chance does to a count of this size, and whether the bound is within it.
  std::string Chance() const {
    const std::string& low = forecast_.chance_low().text();
    const std::string high = Amount(forecast_.chance_high());
    std::string text = english_ ? absl::StrCat("By chance alone a count of this size lies between ", low, " and ", high,
                                               " in about 95 of 100 years")
                                : absl::StrCat("这样大小的数即使情况不变，每年也会上下波动：约 95% 的年份在 ", low,
                                               " 至 ", high, " 之间");
    if (forecast_.result().has_bound()) {
      if (IsWithinChance()) {
        absl::StrAppend(&text, english_ ? "; the bound is within that, so the line decides nothing"
                                        : "，界限在此范围内，推算不足以断定");
      } else {
        absl::StrAppend(&text, english_ ? "; the bound is outside of that" : "，界限在此范围外");
      }
    }
    return absl::StrCat(text, english_ ? "." : "。");
  }

  bool IsWithinChance() const {
    double bound = 0, low = 0, high = 0;
    return absl::SimpleAtod(forecast_.result().bound().text(), &bound) &&
           absl::SimpleAtod(forecast_.chance_low().text(), &low) &&
           absl::SimpleAtod(forecast_.chance_high().text(), &high) && bound >= low && bound <= high;
  }

  const type::v1::Plan& plan_;
  const v1::TargetForecast& forecast_;
  const std::string period_;
  const std::string unit_;
  const bool english_;
};

// The period that the forecast is for.
std::string PeriodOf(const v1::TargetForecast& forecast) {
  for (const v1::ResultInput& input : forecast.result().inputs()) {
    if (input.role() == v1::INPUT_ROLE_ACTUAL) return input.period();
  }
  return "";
}

}  // namespace

LocalizedText ForecastText(const type::v1::Plan& plan, const type::v1::Indicator& indicator,
                           const v1::TargetForecast& forecast) {
  const std::string period = PeriodOf(forecast);
  LocalizedText text;
  text.set_zh(Sentences(plan, indicator, forecast, period, /*english=*/false).Write());
  text.set_en(Sentences(plan, indicator, forecast, period, /*english=*/true).Write());
  return text;
}

}  // namespace lianfang::evaluation
