// Bounds of what a rate table and an employer's figures may say, each reached and each passed by one.
#include "services/fund/domain/premium/rate_table.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/fund/domain/premium/rate_rule.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

v1::RateTable Table() {
  return testing::FromText<v1::RateTable>(R"pb(
    name: "plans/sample/rateTables/a"
    names { zh: "表" }
    source: "示例"
    effective_date { year: 2020 month: 1 day: 1 }
    reviewing_department: "social-insurance"
    period_years: 1
    classes { industry_class: 1 base_ppm: 2000 }
    classes { industry_class: 8 base_ppm: 100 }
    bands { percent: 100 }
  )pb");
}

// The first field at fault, or `sound`.
std::string Told(const std::function<void(v1::RateTable&)>& change) {
  v1::RateTable table = Table();
  change(table);
  const auto faults = BadRequestOf(CheckRateTable(table, testing::SamplePlan()));
  return faults.has_value() ? faults->field_violations(0).field() : "sound";
}

TEST(RateTableBoundsTest, Numbers) {
  const auto years = [](int number) { return Told([number](auto& t) { t.set_period_years(number); }); };
  EXPECT_EQ(years(0), "rate_table.period_years");
  EXPECT_EQ(years(3), "sound");
  EXPECT_EQ(years(4), "rate_table.period_years");
  const auto steps = [](int number) { return Told([number](auto& t) { t.set_steps_per_period(number); }); };
  EXPECT_EQ(steps(0), "sound");
  EXPECT_EQ(steps(20), "sound");
  EXPECT_EQ(steps(21), "rate_table.steps_per_period");
  EXPECT_EQ(steps(-1), "rate_table.steps_per_period");
  const auto base = [](int ppm) { return Told([ppm](auto& t) { t.mutable_classes(1)->set_base_ppm(ppm); }); };
  EXPECT_EQ(base(1), "sound");
  EXPECT_EQ(base(100'000), "sound");
  EXPECT_EQ(base(0), "rate_table.classes[1].base_ppm");
  EXPECT_EQ(base(100'001), "rate_table.classes[1].base_ppm");
  const auto number = [](int one) { return Told([one](auto& t) { t.mutable_classes(1)->set_industry_class(one); }); };
  EXPECT_EQ(number(9), "rate_table.classes[1].industry_class");
  EXPECT_EQ(number(0), "rate_table.classes[1].industry_class");
  const auto percent = [](int one) { return Told([one](auto& t) { t.mutable_bands(0)->set_percent(one); }); };
  EXPECT_EQ(percent(1), "sound");
  EXPECT_EQ(percent(1000), "sound");
  EXPECT_EQ(percent(0), "rate_table.bands[0].percent");
  EXPECT_EQ(percent(1001), "rate_table.bands[0].percent");
}

TEST(RateTableBoundsTest, DaysNamesAndExemptions) {
  const auto ends = [](int year, int month, int day) {
    return Told([=](auto& t) {
      t.mutable_end_date()->set_year(year);
      t.mutable_end_date()->set_month(month);
      t.mutable_end_date()->set_day(day);
    });
  };
  EXPECT_EQ(ends(2020, 1, 1), "sound");
  EXPECT_EQ(ends(2019, 12, 31), "rate_table.end_date");
  EXPECT_EQ(Told([](auto& t) { t.mutable_names()->clear_zh(); }), "rate_table.names.zh");
  EXPECT_EQ(Told([](auto& t) { t.clear_source(); }), "rate_table.source");
  EXPECT_EQ(Told([](auto& t) { t.clear_classes(); }), "rate_table.classes");
  EXPECT_EQ(Told([](auto& t) { t.set_name("plans/sample/rateTables"); }), "rate_table.name");
  const auto exempt = [](const std::string& id, const std::string& name, int times) {
    return Told([&](auto& t) {
      for (int i = 0; i < times; ++i) {
        v1::RateExemption& exemption = *t.add_exemptions();
        exemption.set_id(id);
        exemption.mutable_names()->set_zh(name);
      }
    });
  };
  EXPECT_EQ(exempt("a", "甲", 1), "sound");
  EXPECT_EQ(exempt("A b", "甲", 1), "rate_table.exemptions[0].id");
  EXPECT_EQ(exempt("a", "", 1), "rate_table.exemptions[0].names.zh");
  EXPECT_EQ(exempt("a", "甲", 2), "rate_table.exemptions[1].id");
}

TEST(RateTableBoundsTest, HowManyThereMayBe) {
  const auto exemptions = [](int count) {
    return Told([count](auto& t) {
      for (int i = 0; i < count; ++i) {
        v1::RateExemption& exemption = *t.add_exemptions();
        exemption.set_id(absl::StrCat("e-", i));
        exemption.mutable_names()->set_zh("甲");
      }
    });
  };
  EXPECT_EQ(exemptions(50), "sound");
  EXPECT_EQ(exemptions(51), "rate_table.exemptions");
  // Each begins where the one before ends.
  const auto bands = [](int count) {
    return Told([count](auto& t) {
      t.clear_bands();
      for (int i = 0; i < count; ++i) {
        v1::RateBand& band = *t.add_bands();
        band.set_percent(100);
        if (i > 0) band.mutable_lower()->set_basis_points(i);
        if (i + 1 == count) continue;
        band.mutable_upper()->set_basis_points(i + 1);
        band.mutable_upper()->set_inclusive(true);
      }
    });
  };
  EXPECT_EQ(bands(200), "sound");
  EXPECT_EQ(bands(201), "rate_table.bands");
}

TEST(RateTableBoundsTest, RatiosOfBands) {
  const auto split = [](int at) {
    return Told([at](auto& t) {
      t.mutable_bands(0)->mutable_upper()->set_basis_points(at);
      v1::RateBand& rest = *t.add_bands();
      rest.set_percent(100);
      rest.mutable_lower()->set_basis_points(at);
      rest.mutable_lower()->set_inclusive(true);
    });
  };
  EXPECT_EQ(split(5000), "sound");
  EXPECT_EQ(split(10'000'000), "sound");
  EXPECT_EQ(split(10'000'001), "rate_table.bands[0]");
  EXPECT_EQ(split(-1), "rate_table.bands[0]");
  EXPECT_EQ(Told([](auto& t) { t.mutable_bands(0)->mutable_lower()->set_basis_points(1); }), "rate_table.bands")
      << "from 0 on";
  EXPECT_EQ(Told([](auto& t) { t.mutable_bands(0)->set_injuries(v1::INJURY_CONDITION_WITH); }), "rate_table.bands")
      << "without new injuries, too";
}

TEST(RateTableTest, IsInForceFromItsFirstDayToItsLast) {
  v1::RateTable table = Table();
  EXPECT_TRUE(IsInForce(table, absl::CivilDay(2020, 1, 1)));
  EXPECT_FALSE(IsInForce(table, absl::CivilDay(2019, 12, 31)));
  table.mutable_end_date()->set_year(2021);
  table.mutable_end_date()->set_month(12);
  table.mutable_end_date()->set_day(31);
  EXPECT_TRUE(IsInForce(table, absl::CivilDay(2021, 12, 31)));
  EXPECT_FALSE(IsInForce(table, absl::CivilDay(2022, 1, 1)));
}

TEST(EmployerFiguresBoundsTest, Numbers) {
  const auto told = [](const std::function<void(v1::EmployerFigures&)>& change) {
    v1::EmployerFigures figures;
    figures.set_credit_code("91350100M000100Y43");
    figures.set_display_name("单位");
    figures.set_industry_class(1);
    *figures.mutable_premiums() = MoneyOf(100);
    *figures.mutable_benefits() = MoneyOf(0);
    change(figures);
    FieldViolations faults;
    CheckFigures("f", figures, Table(), faults);
    const auto found = BadRequestOf(faults.ToStatus());
    return found.has_value() ? found->field_violations(0).field() : "sound";
  };
  EXPECT_EQ(told([](auto&) {}), "sound");
  EXPECT_EQ(told([](auto& f) { f.set_new_injuries(1'000'000); }), "sound");
  EXPECT_EQ(told([](auto& f) { f.set_new_injuries(1'000'001); }), "f.new_injuries");
  EXPECT_EQ(told([](auto& f) { f.set_new_injuries(-1); }), "f.new_injuries");
  EXPECT_EQ(told([](auto& f) { f.set_previous_percent(1000); }), "sound");
  EXPECT_EQ(told([](auto& f) { f.set_previous_percent(1001); }), "f.previous_percent");
  EXPECT_EQ(told([](auto& f) { f.set_previous_percent(-1); }), "f.previous_percent");
  EXPECT_EQ(told([](auto& f) { f.mutable_benefits()->set_nanos(1'000'000); }), "f.benefits") << "three decimals";
  EXPECT_EQ(told([](auto& f) { f.set_credit_code("91350100M000100Y44"); }), "f.credit_code");
  EXPECT_EQ(told([](auto& f) { f.clear_display_name(); }), "f.display_name");
}

TEST(WordsOfRatesTest, RatesAndBandsAsPeopleWriteThem) {
  EXPECT_EQ(RateText(19'000), "1.9%");
  EXPECT_EQ(RateText(2'400), "0.24%");
  EXPECT_EQ(RateText(10'000), "1%");
  v1::RateBand band;
  EXPECT_EQ(BandText(band, true), "不论支缴率");
  EXPECT_EQ(BandText(band, false), "whatever the ratio");
  band.mutable_lower()->set_basis_points(6250);
  EXPECT_EQ(BandText(band, true), "高于62.50%");
  band.mutable_lower()->set_inclusive(true);
  band.mutable_upper()->set_basis_points(8000);
  EXPECT_EQ(BandText(band, true), "不低于62.50%、低于80%");
  EXPECT_EQ(BandText(band, false), "at least 62.50%, below 80%");
}

}  // namespace
}  // namespace lianfang::fund
