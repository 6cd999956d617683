#include "services/fund/domain/provider/provider_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "services/fund/domain/testing/sample.h"

namespace lianfang::fund {
namespace {

v1::Conduct Of(v1::ConductKind kind, int year, int month, int day) {
  v1::Conduct conduct;
  conduct.set_kind(kind);
  conduct.mutable_date()->set_year(year);
  conduct.mutable_date()->set_month(month);
  conduct.mutable_date()->set_day(day);
  conduct.set_reason("虚报培训人数");
  *conduct.mutable_document() =
      testing::FromText<v1::Document>("title: \"决定\" sha256: \"" + std::string(64, 'a') + "\"");
  return conduct;
}

TEST(BarredUntilTest, ABarHoldsForThePlansMonthsOrUntilItIsLifted) {
  v1::Provider provider = testing::SampleProvider();
  const type::v1::Plan& plan = testing::SamplePlan();
  EXPECT_FALSE(BarredUntil(provider, plan, absl::CivilDay(2026, 6, 1)).has_value());
  Record(provider, Of(v1::CONDUCT_KIND_WARNED, 2026, 1, 1), {"a", testing::Now(), ""});
  Record(provider, Of(v1::CONDUCT_KIND_BARRED, 2026, 5, 1), {"a", testing::Now(), ""});
  EXPECT_FALSE(BarredUntil(provider, plan, absl::CivilDay(2026, 4, 30)).has_value());
  EXPECT_EQ(*BarredUntil(provider, plan, absl::CivilDay(2026, 5, 1)), absl::CivilDay(2029, 4, 30));
  EXPECT_FALSE(BarredUntil(provider, plan, absl::CivilDay(2029, 5, 1)).has_value());
  Record(provider, Of(v1::CONDUCT_KIND_BAR_LIFTED, 2026, 6, 1), {"a", testing::Now(), ""});
  EXPECT_TRUE(BarredUntil(provider, plan, absl::CivilDay(2026, 5, 31)).has_value());
  EXPECT_FALSE(BarredUntil(provider, plan, absl::CivilDay(2026, 6, 1)).has_value());
}

TEST(BarredUntilTest, ALiftEndsNoBarThatCameAfterIt) {
  v1::Provider provider = testing::SampleProvider();
  Record(provider, Of(v1::CONDUCT_KIND_BARRED, 2026, 1, 1), {"a", testing::Now(), ""});
  Record(provider, Of(v1::CONDUCT_KIND_BAR_LIFTED, 2026, 2, 1), {"a", testing::Now() + absl::Hours(1), ""});
  Record(provider, Of(v1::CONDUCT_KIND_BARRED, 2026, 1, 15), {"a", testing::Now() + absl::Hours(2), ""});
  EXPECT_EQ(*BarredUntil(provider, testing::SamplePlan(), absl::CivilDay(2026, 6, 1)), absl::CivilDay(2029, 1, 14));
}

TEST(BarredUntilTest, TheLongestOfSeveralBarsCounts) {
  v1::Provider provider = testing::SampleProvider();
  Record(provider, Of(v1::CONDUCT_KIND_BARRED, 2026, 5, 1), {"a", testing::Now(), ""});
  Record(provider, Of(v1::CONDUCT_KIND_BARRED, 2025, 5, 1), {"a", testing::Now(), ""});
  EXPECT_EQ(*BarredUntil(provider, testing::SamplePlan(), absl::CivilDay(2026, 6, 1)), absl::CivilDay(2029, 4, 30));
}

TEST(CheckConductTest, ARecordIsBounded) {
  v1::Provider provider = testing::SampleProvider();
  for (int i = 0; i < 499; ++i) Record(provider, Of(v1::CONDUCT_KIND_WARNED, 2026, 1, 1), {"a", testing::Now(), ""});
  const v1::Conduct one = Of(v1::CONDUCT_KIND_WARNED, 2026, 1, 1);
  EXPECT_TRUE(CheckConduct(provider, one, testing::SamplePlan(), testing::Now()).ok());
  Record(provider, one, {"a", testing::Now(), ""});
  EXPECT_EQ(ErrorInfoOf(CheckConduct(provider, one, testing::SamplePlan(), testing::Now()))->reason(), "RECORD_FULL");
}

TEST(CheckConductTest, OnlyABarIsLiftedAndNothingIsOfTomorrow) {
  const v1::Provider provider = testing::SampleProvider();
  const auto check = [&](const v1::Conduct& conduct) {
    return CheckConduct(provider, conduct, testing::SamplePlan(), testing::Now());
  };
  EXPECT_TRUE(check(Of(v1::CONDUCT_KIND_BARRED, 2026, 6, 1)).ok());
  EXPECT_EQ(ErrorInfoOf(check(Of(v1::CONDUCT_KIND_BAR_LIFTED, 2026, 6, 1)))->reason(), "NOT_BARRED");
  EXPECT_EQ(BadRequestOf(check(Of(v1::CONDUCT_KIND_BARRED, 2026, 6, 2)))->field_violations(0).field(), "conduct.date");
  v1::Conduct groundless = Of(v1::CONDUCT_KIND_BARRED, 2026, 6, 1);
  groundless.clear_document();
  EXPECT_FALSE(check(groundless).ok());
  EXPECT_FALSE(check(Of(v1::CONDUCT_KIND_UNSPECIFIED, 2026, 6, 1)).ok());
}

TEST(CheckProviderTest, EachFaultNamesItsField) {
  const auto told = [](const auto& spoil) {
    v1::Provider provider = testing::SampleProvider();
    spoil(provider);
    return BadRequestOf(CheckProvider(provider))->field_violations(0).field();
  };
  EXPECT_TRUE(CheckProvider(testing::SampleProvider()).ok());
  EXPECT_EQ(told([](auto& p) { p.set_name("plans/sample/providers/91350100M000100Y44"); }), "provider.name");
  EXPECT_EQ(told([](auto& p) { p.clear_kinds(); }), "provider.kinds");
  EXPECT_EQ(told([](auto& p) { p.set_description(std::string(5001, 'x')); }), "provider.description");
  EXPECT_EQ(told([](auto& p) { p.add_kinds(v1::PROVIDER_KIND_THIRD_PARTY); }), "provider.kinds");
  EXPECT_EQ(told([](auto& p) { p.set_display_name("两\n行"); }), "provider.display_name");
}

TEST(EnteredTest, AChangeKeepsTheRecord) {
  v1::Provider provider = testing::SampleProvider();
  Record(provider, Of(v1::CONDUCT_KIND_BARRED, 2026, 5, 1), {"a", testing::Now(), ""});
  v1::Provider wanted = testing::SampleProvider();
  wanted.set_display_name("新名称");
  const v1::Provider entered = Entered(&provider, wanted, testing::Now());
  EXPECT_EQ(entered.display_name(), "新名称");
  EXPECT_EQ(entered.conducts_size(), 1) << "nobody clears his record by a new entry";
}

}  // namespace
}  // namespace lianfang::fund
