#include "services/fund/domain/premium/rate_list.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

using testing::Person;

constexpr char kList[] = "plans/sample/rateLists/2026";

// 80 per cent up to half of the premiums, 120 above.
v1::RateTable Table() {
  return testing::FromText<v1::RateTable>(R"pb(
    name: "plans/sample/rateTables/a"
    names { zh: "表" }
    source: "示例"
    effective_date { year: 2026 month: 1 day: 1 }
    reviewing_department: "social-insurance"
    period_years: 1
    classes { industry_class: 1 base_ppm: 2000 }
    exemptions {
      id: "project-insured"
      names { zh: "按项目参保" }
    }
    bands {
      percent: 80
      upper { basis_points: 5000 inclusive: true }
    }
    bands {
      percent: 120
      lower { basis_points: 5000 }
    }
  )pb");
}

v1::EmployerFigures Figures(int number, int64_t benefits) {
  v1::EmployerFigures figures;
  figures.set_credit_code(testing::CreditCode(number));
  figures.set_display_name("单位");
  figures.set_industry_class(1);
  *figures.mutable_premiums() = MoneyOf(100000);
  *figures.mutable_benefits() = MoneyOf(benefits);
  return figures;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : std::string(status.message());
}

struct ProposedList {
  v1::RateList list = NewList(kList, Table().name(), testing::Now());
  std::vector<v1::EmployerRate> rates;

  explicit ProposedList(const std::vector<v1::EmployerFigures>& employers,
                        const std::map<std::string, int>& previous = {}) {
    for (const v1::EmployerFigures& figures : employers) rates.push_back(Listed(kList, figures));
    BeginProposal(list, Table(), {"spiffe://t/a", testing::Now() + absl::Hours(1), ""});
    ProposePage(list, rates, RateRule(Table()), previous);
  }
};

TEST(RateListTest, WhatHeldBeforeIsTheListBeforeElseTheFiguresElseTheBaseRate) {
  v1::EmployerFigures told = Figures(1, 90000);
  told.set_previous_percent(120);
  v1::EmployerFigures unknown_before = Figures(2, 90000);
  unknown_before.set_previous_percent(150);
  const ProposedList proposed({Figures(0, 0), told, unknown_before, Figures(3, 90000)},
                              {{testing::CreditCode(2), 0}, {testing::CreditCode(3), 80}});
  EXPECT_EQ(proposed.rates[0].previous_percent(), 100);
  EXPECT_EQ(proposed.rates[1].previous_percent(), 120);
  EXPECT_EQ(proposed.rates[2].previous_percent(), 150) << "the list before had no rate of it";
  EXPECT_EQ(proposed.rates[3].previous_percent(), 80);
  EXPECT_EQ(proposed.list.lowered_count(), 2) << "80 of 100, 120 of 150";
  EXPECT_EQ(proposed.list.raised_count(), 1) << "120 of 80; 120 of 120 is as before";
}

TEST(RateListTest, AProposalIsOfSomebodyByATableAtAnInstant) {
  v1::EmployerFigures exempt = Figures(1, 90000);
  exempt.set_exemption("project-insured");
  const ProposedList proposed({Figures(0, 0), exempt});
  EXPECT_EQ(proposed.list.state(), v1::RATE_LIST_STATE_PROPOSED);
  EXPECT_EQ(proposed.list.employer_count(), 2);
  EXPECT_EQ(proposed.list.exempt_count(), 1);
  EXPECT_EQ(proposed.list.proposer(), "spiffe://t/a");
  EXPECT_EQ(FromTimestamp(proposed.list.create_time()), testing::Now());
  EXPECT_EQ(FromTimestamp(proposed.list.propose_time()), testing::Now() + absl::Hours(1));
  EXPECT_EQ(FromTimestamp(proposed.list.update_time()), testing::Now() + absl::Hours(1));
  EXPECT_EQ(proposed.list.table_used().name(), "plans/sample/rateTables/a");
  EXPECT_EQ(proposed.list.etag(), "1");
  EXPECT_EQ(proposed.rates[0].name(), std::string(kList) + "/rates/" + testing::CreditCode(0));
  EXPECT_EQ(proposed.rates[0].etag(), "2") << "listed, proposed";
  EXPECT_EQ(proposed.rates[0].proposed_percent(), 80);
  EXPECT_EQ(proposed.rates[0].percent(), 80);
  EXPECT_EQ(proposed.rates[0].rate_ppm(), 1600);
  EXPECT_EQ(proposed.rates[1].percent(), 100);
}

TEST(RateListTest, ProposingAgainCountsAnewAndForgetsCorrections) {
  ProposedList proposed({Figures(0, 0)});
  ASSERT_TRUE(Correct(proposed.list, proposed.rates[0], 120, {"spiffe://t/b", testing::Now(), "漏报待遇"}).ok());
  EXPECT_EQ(proposed.rates[0].correction_reason(), "漏报待遇");
  EXPECT_EQ(proposed.rates[0].corrector(), "spiffe://t/b");
  EXPECT_EQ(FromTimestamp(proposed.rates[0].correct_time()), testing::Now());
  EXPECT_EQ(proposed.rates[0].etag(), "3");
  EXPECT_EQ(proposed.list.etag(), "2");
  BeginProposal(proposed.list, Table(), {"spiffe://t/a", testing::Now(), ""});
  ProposePage(proposed.list, proposed.rates, RateRule(Table()), {});
  EXPECT_EQ(proposed.list.lowered_count(), 1);
  EXPECT_EQ(proposed.list.raised_count(), 0);
  EXPECT_EQ(proposed.list.corrected_count(), 0);
  EXPECT_EQ(proposed.rates[0].correction_reason(), "");
  EXPECT_EQ(proposed.rates[0].corrector(), "");
  EXPECT_FALSE(proposed.rates[0].has_correct_time());
}

TEST(RateListTest, AListThatIsOpenedAgainHasNoRates) {
  v1::EmployerFigures exempt = Figures(1, 90000);
  exempt.set_exemption("project-insured");
  ProposedList proposed({Figures(0, 0), exempt, Figures(2, 90000)});
  ASSERT_TRUE(Correct(proposed.list, proposed.rates[0], 120, {"spiffe://t/b", testing::Now(), "漏报待遇"}).ok());
  Reopen(proposed.list, testing::Now() + absl::Hours(2));
  ClearRates(proposed.rates);
  EXPECT_EQ(proposed.list.state(), v1::RATE_LIST_STATE_COLLECTING);
  EXPECT_EQ(proposed.list.raised_count() + proposed.list.lowered_count() + proposed.list.exempt_count() +
                proposed.list.corrected_count(),
            0);
  EXPECT_EQ(proposed.list.proposer(), "");
  EXPECT_FALSE(proposed.list.has_propose_time());
  EXPECT_FALSE(proposed.list.has_table_used());
  EXPECT_EQ(FromTimestamp(proposed.list.update_time()), testing::Now() + absl::Hours(2));
  const v1::EmployerRate& rate = proposed.rates[0];
  EXPECT_EQ(rate.proposed_percent() + rate.percent() + rate.rate_ppm() + rate.previous_percent(), 0);
  EXPECT_FALSE(rate.has_derivation());
  EXPECT_EQ(rate.correction_reason(), "");
  EXPECT_EQ(rate.etag(), "4") << "listed, proposed, corrected, opened again";
}

TEST(RateListTest, PublishingIsOfSomebodyAtAnInstant) {
  ProposedList proposed({Figures(0, 0)});
  Publish(proposed.list, {"spiffe://t/c", testing::Now() + absl::Hours(3), ""});
  EXPECT_EQ(proposed.list.state(), v1::RATE_LIST_STATE_PUBLISHED);
  EXPECT_EQ(proposed.list.publisher(), "spiffe://t/c");
  EXPECT_EQ(FromTimestamp(proposed.list.publish_time()), testing::Now() + absl::Hours(3));
  EXPECT_EQ(FromTimestamp(proposed.list.update_time()), testing::Now() + absl::Hours(3));
  EXPECT_EQ(proposed.list.etag(), "2");
  EXPECT_TRUE(CheckState(proposed.list, v1::RATE_LIST_STATE_PUBLISHED, "w").ok());
  EXPECT_EQ(CheckState(proposed.list, v1::RATE_LIST_STATE_PROPOSED, "w").code(), absl::StatusCode::kFailedPrecondition);
}

TEST(CheckUsableTest, ATableHasThresholdsAndIsInForceOnTheYearsFirstDay) {
  v1::RateTable table = Table();
  EXPECT_TRUE(CheckUsable(table, 2026).ok());
  EXPECT_EQ(ReasonOf(CheckUsable(table, 2025)), "RATE_TABLE_NOT_IN_FORCE");
  table.clear_bands();
  EXPECT_EQ(ReasonOf(CheckUsable(table, 2026)), "RATE_TABLE_EMPTY");
}

TEST(CheckEmployersTest, SomebodyMustBeThere) {
  const auto faults = BadRequestOf(CheckEmployers({}, Table()));
  ASSERT_TRUE(faults.has_value());
  EXPECT_EQ(faults->field_violations(0).field(), "employers");
}

TEST(CheckReadsRatesTest, WhoeverReviewsAndWhoeverOversees) {
  const type::v1::Plan& plan = testing::SamplePlan();
  for (const auto& reader : {Person(type::v1::ROLE_OFFICE, "hrss"), Person(type::v1::ROLE_LIAISON, "social-insurance"),
                             Person(type::v1::ROLE_OBSERVER, "union"), Person(type::v1::ROLE_AUDITOR, "audit"),
                             Person(type::v1::ROLE_AUDITOR, "audit", "140000")}) {
    EXPECT_TRUE(CheckReadsRates(reader, plan, Table()).ok()) << reader.uri;
  }
  EXPECT_FALSE(CheckReadsRates(Person(type::v1::ROLE_LIAISON, "emergency"), plan, Table()).ok());
  EXPECT_FALSE(CheckReadsRates(Person(type::v1::ROLE_AUDITOR, "audit", "140525"), plan, Table()).ok());
  EXPECT_FALSE(CheckHandlesRates(Person(type::v1::ROLE_OBSERVER, "union"), plan, Table()).ok());
  EXPECT_TRUE(CheckHandlesRates(Person(type::v1::ROLE_LIAISON, "social-insurance"), plan, Table()).ok());
}

}  // namespace
}  // namespace lianfang::fund
