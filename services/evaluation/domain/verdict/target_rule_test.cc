#include "services/evaluation/domain/verdict/target_rule.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Target;

Target ParseTarget(const std::string& text) {
  Target target;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &target)) << text;
  return target;
}

TargetRule Rule(const std::string& text) { return *TargetRule::Of(ParseTarget(text)); }

constexpr char kReduceBy5[] = R"(reduce_by { percent: "5" base_period: "2019" })";
constexpr char kBelowBase[] = R"(below_base { base_period: "2019" })";
constexpr char kKeepsFalling[] = R"(keeps_falling { previous_period: "2021" })";
constexpr char kAtLeast80[] = R"(at_least { value: "80" })";

struct CountCase {
  const char* target;
  int baseline;
  int actual;
  bool attained;
  int margin;
};

TEST(TargetRuleTest, JudgesCountsToTheUnit) {
  const CountCase cases[] = {
      {kReduceBy5, 20, 19, true, 0},     // 100·19 ≤ 95·20: exactly at the bound
      {kReduceBy5, 20, 20, false, -1},   // one too many
      {kReduceBy5, 20, 0, true, 19},     //
      {kReduceBy5, 2, 1, true, 0},       // bound 1.9
      {kReduceBy5, 2, 2, false, -1},     //
      {kReduceBy5, 155, 108, true, 39},  // bound 147.25
      {kReduceBy5, 0, 0, true, 0},       // base 0: only 0 attains
      {kReduceBy5, 0, 1, false, -1},     //
      {kBelowBase, 10, 9, true, 0},      // strict
      {kBelowBase, 10, 10, false, -1},   //
      {kBelowBase, 0, 0, true, 0},       // nothing is below 0, so 0 attains
      {kBelowBase, 0, 3, false, -3},     //
      {kKeepsFalling, 1, 0, true, 0},    //
      {kKeepsFalling, 1, 1, false, -1},  //
      {kKeepsFalling, 0, 0, true, 0},    // staying at 0
      {kKeepsFalling, 0, 1, false, -1},  //
      {kAtLeast80, 0, 80, true, 0},      // the baseline is not read
      {kAtLeast80, 0, 79, false, -1},    //
      {kAtLeast80, 0, 93, true, 13},     //
      {R"(reduce_by { percent: "100" base_period: "2019" })", 7, 0, true, 0},
      {R"(reduce_by { percent: "100" base_period: "2019" })", 7, 1, false, -1},
      {R"(reduce_by { percent: "0" base_period: "2019" })", 7, 7, true, 0},
      {R"(reduce_by { percent: "2.5" base_period: "2019" })", 40, 39, true, 0},  // 39.0 exactly
      {R"(reduce_by { percent: "2.5001" base_period: "2019" })", 40, 39, false, -1},
  };
  for (const CountCase& c : cases) {
    SCOPED_TRACE(absl::StrCat(c.target, " baseline ", c.baseline, " actual ", c.actual));
    const Bound bound = *Rule(c.target).BoundFrom(Fraction(c.baseline));
    EXPECT_EQ(bound.Admits(Fraction(c.actual)), c.attained);
    EXPECT_EQ(bound.MarginOfCount(Fraction(c.actual)), Fraction(c.margin));
  }
}

TEST(TargetRuleTest, JudgesRatiosExactly) {
  const Bound falling = *Rule(kKeepsFalling).BoundFrom(Fraction::Of(1, 3));
  EXPECT_TRUE(falling.Admits(Fraction::Of(333'333'333, 1'000'000'000)));
  EXPECT_FALSE(falling.Admits(Fraction::Of(2, 6)));
  EXPECT_EQ(falling.Margin(Fraction::Of(1, 4)), Fraction::Of(1, 12));
  const Bound coverage = *Rule(kAtLeast80).BoundFrom(Fraction());
  EXPECT_TRUE(coverage.Admits(Fraction::Of(4 * 100, 5)));
  EXPECT_FALSE(coverage.Admits(Fraction::Of(79'999 * 100, 100'000)));
  EXPECT_EQ(coverage.Margin(Fraction(75)), Fraction(-5));
}

TEST(TargetRuleTest, SaysHowTheBoundIsMeant) {
  EXPECT_EQ(Rule(kReduceBy5).BoundFrom(Fraction(2))->kind, v1::BOUND_KIND_AT_MOST);
  EXPECT_EQ(Rule(kReduceBy5).BoundFrom(Fraction(2))->value, Fraction::Of(19, 10));
  EXPECT_EQ(Rule(kBelowBase).BoundFrom(Fraction(2))->kind, v1::BOUND_KIND_BELOW);
  EXPECT_EQ(Rule(kBelowBase).BoundFrom(Fraction())->kind, v1::BOUND_KIND_AT_MOST);
  EXPECT_EQ(Rule(kKeepsFalling).baseline_period(), "2021");
  EXPECT_EQ(Rule(kAtLeast80).BoundFrom(Fraction())->kind, v1::BOUND_KIND_AT_LEAST);
  EXPECT_FALSE(Rule(kAtLeast80).has_baseline());
}

TEST(TargetRuleTest, RefusesATargetThatNoPlanShouldHave) {
  for (const char* text : {"", R"(reduce_by { percent: "5%" base_period: "2019" })", R"(reduce_by { percent: "5" })",
                           "keeps_falling {}", "at_least {}"}) {
    EXPECT_EQ(TargetRule::Of(ParseTarget(text)).status().code(), absl::StatusCode::kInternal) << text;
  }
}

TEST(TargetRuleTest, AnswersNothingWhereTheBoundDoesNotFit) {
  EXPECT_EQ(Rule(kReduceBy5).BoundFrom(Fraction::Of((Int128{1} << 125) + 1, 3)), std::nullopt);
}

// The rule as the notice's reading states it, 100·actual ≤ (100 − percent)·base, the percentage in ten-thousandths.
bool NaivelyReduced(int64_t actual, int64_t base, int percent_units) {
  return Int128{1'000'000} * actual <= Int128{1'000'000 - percent_units} * base;
}

TEST(TargetRuleTest, ReductionAgreesWithIntegersAndItsMarginIsTheLastUnitThatAttains) {
  std::mt19937_64 random(140581);
  std::uniform_int_distribution<int> percent_units(0, 1'000'000);
  std::uniform_int_distribution<int64_t> figure(0, 1'000'000'000'000);
  for (int i = 0; i < 20'000; ++i) {
    const int units = percent_units(random);
    const int64_t base = figure(random) >> (i % 40), actual = figure(random) >> (i % 40);
    const std::string decimals = absl::StrCat(units % 10'000 + 10'000).substr(1);
    const TargetRule rule =
        Rule(absl::StrCat("reduce_by { percent: \"", units / 10'000, ".", decimals, "\" base_period: \"2019\" }"));
    const Bound bound = *rule.BoundFrom(Fraction(base));
    ASSERT_EQ(bound.Admits(Fraction(actual)), NaivelyReduced(actual, base, units))
        << actual << " " << base << " " << units;
    const Int128 margin = bound.MarginOfCount(Fraction(actual))->Floor();
    ASSERT_EQ(margin >= 0, NaivelyReduced(actual, base, units));
    ASSERT_TRUE(NaivelyReduced(static_cast<int64_t>(actual + margin), base, units));
    ASSERT_FALSE(NaivelyReduced(static_cast<int64_t>(actual + margin + 1), base, units));
  }
}

TEST(TargetRuleTest, OneMoreNeverHelpsAFallingRuleAndCostsExactlyOneOfTheMargin) {
  for (const char* target : {kReduceBy5, kBelowBase, kKeepsFalling}) {
    for (int base = 0; base <= 40; ++base) {
      const Bound bound = *Rule(target).BoundFrom(Fraction(base));
      for (int actual = 0; actual <= 45; ++actual) {
        const Fraction now(actual), one_more(actual + 1);
        ASSERT_LE(bound.Admits(one_more), bound.Admits(now)) << target << " " << base << " " << actual;
        ASSERT_EQ(*Subtract(*bound.MarginOfCount(now), *bound.MarginOfCount(one_more)), Fraction(1));
        ASSERT_EQ(*bound.MarginOfCount(now) >= Fraction(), bound.Admits(now));
      }
    }
  }
}

}  // namespace
}  // namespace lianfang::evaluation
