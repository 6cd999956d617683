#include "services/submission/domain/plan/plan_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "services/submission/testing/plans.h"
#include "services/submission/testing/violations.h"

namespace lianfang::submission {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;
using type::v1::Plan;

TEST(ValidatePlanTest, ShippedPlansAreValid) {
  for (const char* id : {"gaoping-2021-2025", "yunnan-2022", "sample-2026-2030"}) {
    const absl::Status status = ValidatePlan(ShippedPlan(id));
    EXPECT_TRUE(status.ok()) << id << ": " << testing::PrintToString(ViolationsOf(status));
  }
}

struct Fault {
  const char* name;
  std::function<void(Plan&)> spoil;
  const char* expected;  // within one violation
};

class PlanFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(PlanFaultTest, IsNamedByItsPath) {
  Plan plan = ShippedPlan("gaoping-2021-2025");
  GetParam().spoil(plan);
  const absl::Status status = ValidatePlan(plan);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ViolationsOf(status), Contains(HasSubstr(GetParam().expected)));
}

// Target 0 is `accidents` below the base in 2021, target 5 its −5 % in 2022; data request 10 is 2025's of the six
// industries.
INSTANTIATE_TEST_SUITE_P(
    Gaoping, PlanFaultTest,
    testing::Values(
        Fault{"name", [](Plan& p) { p.set_name("gaoping"); }, "plan.name: must have the form plans/{plan}"},
        Fault{"zone", [](Plan& p) { p.set_time_zone("Asia/Gaoping"); }, "plan.time_zone: must be an IANA time zone"},
        Fault{"office_without_name", [](Plan& p) { p.mutable_office()->clear_names(); },
              "plan.office.names.zh: must be given"},
        Fault{"office_phone", [](Plan& p) { p.mutable_office()->set_phone("0356-5220242 转 8"); },
              "plan.office.phone: must be digits, spaces, hyphens, parentheses and a leading +"},
        Fault{"office_email", [](Plan& p) { p.mutable_office()->set_email("办公室"); }, "plan.office.email: "},
        Fault{"unknown_basis", [](Plan& p) { p.set_verdict_basis(static_cast<type::v1::VerdictBasis>(9)); },
              "plan.verdict_basis: is no known basis"},
        Fault{"confirmations_of_a_kind_that_is_unknown",
              [](Plan& p) { p.set_confirmations(static_cast<type::v1::Confirmations>(9)); },
              "plan.confirmations: must be none, one for each filing, or in the digest"},
        Fault{"closing_before_the_last_final_figures",
              [](Plan& p) {
                p.mutable_closing_date()->set_year(2026);
                p.mutable_closing_date()->set_month(2);
                p.mutable_closing_date()->set_day(27);
              },
              "plan.closing_date: must not be before the latest due date, 2026-02-28"},
        Fault{"closing_on_no_day", [](Plan& p) { p.mutable_closing_date()->set_year(2026); },
              "plan.closing_date: must be a day of the calendar"},
        Fault{"final_of_what_is_final",
              [](Plan& p) { p.mutable_data_requests(4)->mutable_final_due_date()->set_year(2024); },
              "plan.data_requests[4].final_due_date: is only for a provisional request"},
        Fault{"final_before_the_period_ends",
              [](Plan& p) {
                auto& date = *p.mutable_data_requests(10)->mutable_final_due_date();
                date.set_year(2025);
                date.set_month(12);
                date.set_day(31);
              },
              "plan.data_requests[10].final_due_date: must be after 2025-12-31"},
        Fault{"resubmission", [](Plan& p) { p.mutable_data_requests(0)->set_resubmission_days(367); },
              "plan.data_requests[0].resubmission_days: must be 0 to 366"},
        Fault{"lock", [](Plan& p) { p.mutable_data_requests(0)->set_lock_days(100'000); },
              "plan.data_requests[0].lock_days: must be 0, or at least grace_days and at most 3660"},
        Fault{"offset", [](Plan& p) { p.mutable_reminder_stages(0)->set_offset_days(-4000); },
              "plan.reminder_stages[0].offset_days: must be -3660 to 3660"},
        Fault{"too_many_obligations",
              [](Plan& p) {
                for (int i = 0; i < 300; ++i) p.add_regions()->set_code(std::to_string(100000 + i));
              },
              "plan.data_requests: would state 12642 obligations; at most 10000 may be"},
        Fault{"plausibility_without_rule", [](Plan& p) { p.add_plausibility_rules()->set_id("empty"); },
              "needs a rule: change, at_most or round_numbers"},
        Fault{"plausibility_of_nothing",
              [](Plan& p) { p.add_plausibility_rules()->mutable_change()->add_figures("visitors"); },
              "change.figures[0]: no figure has the id \"visitors\""},
        Fault{"run_of_one", [](Plan& p) { p.add_plausibility_rules()->mutable_round_numbers()->set_length(1); },
              "round_numbers.length: must be at least 2"},
        Fault{"reason_of_its_own", [](Plan& p) { p.set_amendment_reason("x"); },
              "plan.amendment_reason: is given by the server"},
        Fault{"region", [](Plan& p) { p.mutable_regions(0)->set_code("14058"); },
              "plan.regions[0].code: must be six digits"},
        Fault{"two_leads", [](Plan& p) { p.mutable_departments(1)->set_role(type::v1::DEPARTMENT_ROLE_LEAD); },
              "plan.departments: exactly one must lead, 2 do"},
        Fault{"unknown_department", [](Plan& p) { p.mutable_industries(3)->set_responsible_department("housng"); },
              "plan.industries[3].responsible_department: no department has the id \"housng\""},
        Fault{"no_responsible_department", [](Plan& p) { p.mutable_industries(3)->clear_responsible_department(); },
              "plan.industries[3].responsible_department: no department has the id \"\""},
        Fault{"not_responsible", [](Plan& p) { p.mutable_industries(3)->set_responsible_department("finance"); },
              "plan.industries[3].responsible_department: the department \"finance\" must have "
              "DEPARTMENT_ROLE_RESPONSIBLE"},
        Fault{"duplicate_industry", [](Plan& p) { p.mutable_industries(2)->set_id("coal-mining"); },
              "plan.industries[2].id: \"coal-mining\" is used twice"},
        Fault{"bad_id", [](Plan& p) { p.mutable_figures(0)->set_id("Accidents!"); },
              "plan.figures[0].id: must be lower-case words"},
        Fault{"period_backwards", [](Plan& p) { p.mutable_periods(1)->mutable_end_date()->set_year(2020); },
              "plan.periods[1].end_date: must not be before start_date"},
        Fault{"periods_out_of_order", [](Plan& p) { p.mutable_periods()->SwapElements(1, 2); },
              "plan.periods[2].start_date: periods must be in the order of their start"},
        Fault{"no_such_day", [](Plan& p) { p.mutable_data_requests(4)->mutable_due_date()->set_day(30); },
              "plan.data_requests[4].due_date: must be a day of the calendar, was 2023-02-30"},
        Fault{"figure_bounds", [](Plan& p) { p.mutable_figures(0)->set_minimum(20000); },
              "plan.figures[0].maximum: must be at least minimum"},
        Fault{"rule_without_rule", [](Plan& p) { p.mutable_consistency_rules(0)->clear_rule(); },
              "plan.consistency_rules[0]: needs a rule"},
        Fault{"rule_over_unknown_figure",
              [](Plan& p) { p.mutable_consistency_rules(0)->mutable_implies()->set_right(0, "axidents"); },
              "plan.consistency_rules[0].implies.right[0]: no figure has the id \"axidents\""},
        Fault{"ratio_without_scale", [](Plan& p) { p.mutable_indicators(2)->clear_scale(); },
              "plan.indicators[2].scale: must be above 0 for a ratio"},
        Fault{"ratio_without_policy", [](Plan& p) { p.mutable_indicators(2)->clear_empty_denominator(); },
              "plan.indicators[2].empty_denominator: must be set for a ratio"},
        Fault{"unknown_indicator", [](Plan& p) { p.mutable_targets(0)->set_indicator("nothing"); },
              "plan.targets[0].indicator: no indicator has the id \"nothing\""},
        Fault{"percent_above_100", [](Plan& p) { p.mutable_targets(5)->mutable_reduce_by()->set_percent("101"); },
              "plan.targets[5].reduce_by.percent: must be 0 to 100, was 101"},
        Fault{"percent_negative", [](Plan& p) { p.mutable_targets(5)->mutable_reduce_by()->set_percent("-5"); },
              "plan.targets[5].reduce_by.percent: must be a decimal"},
        Fault{"coverage_above_100", [](Plan& p) { p.mutable_targets(3)->mutable_at_least()->set_value("100.5"); },
              "plan.targets[3].at_least.value: must be 0 to 100"},
        Fault{"base_not_before", [](Plan& p) { p.mutable_targets(5)->mutable_reduce_by()->set_base_period("2022"); },
              "plan.targets[5].rule: must compare with a period before 2022"},
        Fault{"step_falls", [](Plan& p) { p.mutable_targets(10)->mutable_reduce_by()->set_percent("3"); },
              "plan.targets[10].rule: the step of 2023 is smaller than the step before it"},
        Fault{"steps_out_of_order", [](Plan& p) { p.mutable_targets()->SwapElements(5, 10); },
              "plan.targets[10].period: targets of accidents must be in the order of their periods"},
        Fault{"two_targets", [](Plan& p) { *p.add_targets() = p.targets(5); },
              "plan.targets[25].period: a second target for accidents of hazardous-chemicals in 2022"},
        Fault{"target_without_data", [](Plan& p) { p.mutable_data_requests(4)->mutable_figures()->RemoveLast(); },
              "cannot be judged: no data request asks for \"team-leaders-trained\" of hazardous-chemicals in 2022"},
        Fault{"due_before_period_ends", [](Plan& p) { p.mutable_data_requests(10)->clear_provisional(); },
              "plan.data_requests[10].due_date: 2025-12-31 is before the period has ended (2025-12-31)"},
        Fault{"opens_after_due", [](Plan& p) { p.mutable_data_requests(10)->clear_open_date(); },
              "plan.data_requests[10].due_date: filing would open on 2026-01-01, after it is due"},
        Fault{"requested_twice", [](Plan& p) { p.mutable_data_requests(0)->add_industries("dust-exposed"); },
              "plan.data_requests[1].industries: period \"2019\" of \"dust-exposed\" is requested twice"},
        Fault{"stages_out_of_order", [](Plan& p) { p.mutable_reminder_stages()->SwapElements(0, 1); },
              "plan.reminder_stages[1].offset_days: stages must be in rising order"},
        Fault{"early_repeat", [](Plan& p) { p.mutable_reminder_stages(0)->set_repeat_days(7); },
              "plan.reminder_stages[0].repeat_days: must be 0; only the last stage may repeat"},
        Fault{"answer_in_no_days", [](Plan& p) { p.mutable_pools(0)->set_answer_working_days(-1); },
              "plan.pools[0].answer_working_days: must be 1 to 30"},
        Fault{"answer_in_too_many_days", [](Plan& p) { p.mutable_pools(0)->set_answer_working_days(31); },
              "plan.pools[0].answer_working_days: must be 1 to 30"},
        Fault{"panel_sealed_without_observer",
              [](Plan& p) {
                p.mutable_pools(0)->set_panel_sealed(true);
                p.mutable_pools(0)->set_draw_needs_observer(false);
              },
              "plan.pools[0].panel_sealed: needs draw_needs_observer"},
        Fault{"even_panel", [](Plan& p) { p.mutable_pools(0)->set_minimum_panel_size(4); },
              "plan.pools[0].minimum_panel_size: must be odd"}),
    [](const testing::TestParamInfo<Fault>& fault) { return fault.param.name; });

TEST(ValidatePlanTest, NamesEveryFaultAtOnce) {
  Plan plan = ShippedPlan("gaoping-2021-2025");
  plan.mutable_industries(0)->set_responsible_department("nobody");
  plan.mutable_targets(5)->mutable_reduce_by()->set_percent("120");
  plan.mutable_data_requests(10)->clear_provisional();
  plan.mutable_departments(3)->set_id("housing");
  EXPECT_THAT(ViolationsOf(ValidatePlan(plan)), SizeIs(testing::Ge(4)));
}

// What is just within a bound is valid, what is just beyond is named.
struct Bound {
  const char* path;
  std::function<void(Plan&, int)> set;
  int least, most;
};

TEST(ValidatePlanTest, BoundsAreHeldTo) {
  using type::v1::ExpertPool;
  const auto pool = [](auto set) { return [set](Plan& p, int n) { set(*p.mutable_pools(0), n); }; };
  constexpr int kUnbounded = 2'000'000'000;
  const Bound bounds[] = {
      {"plan.data_requests[0].grace_days", [](Plan& p, int n) { p.mutable_data_requests(0)->set_grace_days(n); }, 0,
       366},
      {"plan.data_requests[0].resubmission_days",
       [](Plan& p, int n) { p.mutable_data_requests(0)->set_resubmission_days(n); }, 0, 366},
      {"plan.data_requests[0].lock_days",
       [](Plan& p, int n) {
         p.mutable_data_requests(0)->set_grace_days(0);
         p.mutable_data_requests(0)->set_lock_days(n);
       },
       0, 3660},
      {"plan.pools[0].target_size", pool([](ExpertPool& one, int n) { one.set_target_size(n); }), 0, kUnbounded},
      {"plan.pools[0].term_months", pool([](ExpertPool& one, int n) { one.set_term_months(n); }), 1, 120},
      {"plan.pools[0].age_limit", pool([](ExpertPool& one, int n) { one.set_age_limit(n); }), 0, kUnbounded},
      {"plan.pools[0].conflict_years", pool([](ExpertPool& one, int n) { one.set_conflict_years(n); }), 0, kUnbounded},
      {"plan.pools[0].yearly_seat_limit", pool([](ExpertPool& one, int n) { one.set_yearly_seat_limit(n); }), 0,
       kUnbounded},
      {"plan.pools[0].bar_months", pool([](ExpertPool& one, int n) { one.set_bar_months(n); }), 0, kUnbounded},
      {"plan.pools[0].low_score", pool([](ExpertPool& one, int n) { one.set_low_score(n); }), 0, 100},
      {"plan.pools[0].answer_working_days", pool([](ExpertPool& one, int n) { one.set_answer_working_days(n); }), 0,
       30},
      {"plan.pools[0].qualifications[0].practice_years", pool([](ExpertPool& one, int n) {
         one.clear_qualifications();
         one.add_qualifications()->set_title_grade("senior");
         one.mutable_qualifications(0)->set_practice_years(n);
       }),
       0, 60},
      {"plan.pools[0].panel_rules[0].minimum_amount", pool([](ExpertPool& one, int n) {
         one.clear_panel_rules();
         one.add_panel_rules()->set_minimum_size(3);
         one.mutable_panel_rules(0)->mutable_minimum_amount()->set_units(n);
       }),
       0, kUnbounded},
      {"plan.pools[0].session_fees[0].amount", pool([](ExpertPool& one, int n) {
         one.clear_session_fees();
         one.add_session_fees()->set_title_grade("senior");
         one.mutable_session_fees(0)->mutable_amount()->set_nanos(n);
       }),
       0, 999'999'999},
      {"plan.reminder_stages[0].time",
       [](Plan& p, int n) { p.mutable_reminder_stages(0)->mutable_time()->set_hours(n); }, 0, 23},
      {"plan.reminder_stages[0].time",
       [](Plan& p, int n) { p.mutable_reminder_stages(0)->mutable_time()->set_minutes(n); }, 0, 59},
      {"plan.plausibility_rules[0].change.percent",
       [](Plan& p, int n) {
         p.clear_plausibility_rules();
         p.add_plausibility_rules()->set_id("change");
         p.mutable_plausibility_rules(0)->mutable_change()->add_figures("accidents");
         p.mutable_plausibility_rules(0)->mutable_change()->set_percent(n);
       },
       0, 100'000},
      {"plan.plausibility_rules[0].change.units",
       [](Plan& p, int n) {
         p.clear_plausibility_rules();
         p.add_plausibility_rules()->set_id("change");
         p.mutable_plausibility_rules(0)->mutable_change()->add_figures("accidents");
         p.mutable_plausibility_rules(0)->mutable_change()->set_units(n);
       },
       0, kUnbounded},
      {"plan.plausibility_rules[0].round_numbers.multiple",
       [](Plan& p, int n) {
         p.clear_plausibility_rules();
         p.add_plausibility_rules()->set_id("round");
         p.mutable_plausibility_rules(0)->mutable_round_numbers()->set_length(2);
         p.mutable_plausibility_rules(0)->mutable_round_numbers()->set_multiple(n);
       },
       2, kUnbounded},
  };
  for (const Bound& bound : bounds) {
    const auto faults = [&](int number) {
      Plan plan = ShippedPlan("gaoping-2021-2025");
      bound.set(plan, number);
      return ViolationsOf(ValidatePlan(plan));
    };
    EXPECT_THAT(faults(bound.least), testing::IsEmpty()) << bound.path;
    EXPECT_THAT(faults(bound.most), testing::IsEmpty()) << bound.path;
    EXPECT_THAT(faults(bound.least - 1), Contains(HasSubstr(bound.path)));
    if (bound.most != kUnbounded && bound.most != 999'999'999) {
      EXPECT_THAT(faults(bound.most + 1), Contains(HasSubstr(bound.path)));
    }
  }
}

TEST(ValidatePlanTest, PanelsAreOdd) {
  const auto faults = [](int least, int of_rule) {
    Plan plan = ShippedPlan("gaoping-2021-2025");
    auto& pool = *plan.mutable_pools(0);
    pool.set_minimum_panel_size(least);
    pool.clear_panel_rules();
    pool.add_panel_rules()->set_minimum_size(of_rule);
    return ViolationsOf(ValidatePlan(plan));
  };
  EXPECT_THAT(faults(1, 1), testing::IsEmpty());
  EXPECT_THAT(faults(-1, 3), Contains(HasSubstr("plan.pools[0].minimum_panel_size")));
  EXPECT_THAT(faults(3, 2), testing::ElementsAre(HasSubstr("plan.pools[0].panel_rules[0].minimum_size")));
  EXPECT_THAT(faults(3, -1), testing::ElementsAre(HasSubstr("plan.pools[0].panel_rules[0].minimum_size")));
}

TEST(ValidatePlanTest, WordsOfAPoolAreIdsAndGradesNamedOnce) {
  const auto faults = [](const std::function<void(type::v1::ExpertPool&)>& spoil) {
    Plan plan = ShippedPlan("gaoping-2021-2025");
    auto& pool = *plan.mutable_pools(0);
    pool.clear_panel_rules();
    pool.clear_session_fees();
    pool.clear_qualifications();
    spoil(pool);
    return ViolationsOf(ValidatePlan(plan));
  };
  const auto sealed = [](bool observer) {
    return [observer](type::v1::ExpertPool& pool) {
      pool.set_panel_sealed(true);
      pool.set_draw_needs_observer(observer);
    };
  };
  EXPECT_THAT(faults(sealed(true)), testing::IsEmpty());
  EXPECT_THAT(faults([](auto& pool) {
                pool.add_panel_rules()->set_minimum_size(3);
                pool.mutable_panel_rules(0)->add_kinds("project-review");
                pool.mutable_panel_rules(0)->add_kinds("PROJECT_REVIEW");
              }),
              testing::ElementsAre(HasSubstr("plan.pools[0].panel_rules[0].kinds[1]")));
  EXPECT_THAT(faults([](auto& pool) { pool.add_qualifications()->set_title_grade("Senior"); }),
              testing::ElementsAre(HasSubstr("plan.pools[0].qualifications[0].title_grade")));
  EXPECT_THAT(faults([](auto& pool) {
                pool.add_session_fees()->set_title_grade("senior");
                pool.add_session_fees()->set_title_grade("senior");
              }),
              testing::ElementsAre(HasSubstr("plan.pools[0].session_fees[1].title_grade: is named twice")));
  EXPECT_THAT(faults([](auto& pool) { pool.add_industries("fishing"); }),
              testing::ElementsAre(HasSubstr("plan.pools[0].industries[")));
}

TEST(ValidatePlanTest, DatesOfADataRequestFollowEachOther) {
  const auto faults = [](const std::function<void(type::v1::DataRequest&)>& change) {
    Plan plan = ShippedPlan("gaoping-2021-2025");
    change(*plan.mutable_data_requests(10));  // of 2025, provisional, due on 31 December 2025
    return ViolationsOf(ValidatePlan(plan));
  };
  const auto on = [](google::type::Date& date, int year, int month, int day) {
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
  };
  EXPECT_THAT(faults([&](auto& one) { on(*one.mutable_open_date(), 2025, 12, 31); }), testing::IsEmpty());
  EXPECT_THAT(faults([&](auto& one) { on(*one.mutable_open_date(), 2026, 1, 1); }),
              testing::ElementsAre(HasSubstr("plan.data_requests[10].open_date: filing would open on 2026-01-01")));
  EXPECT_THAT(faults([&](auto& one) { on(*one.mutable_open_date(), 2025, 2, 30); }),
              testing::ElementsAre(HasSubstr("plan.data_requests[10].open_date")));
  EXPECT_THAT(faults([&](auto& one) { on(*one.mutable_final_due_date(), 2026, 1, 1); }), testing::IsEmpty());
  EXPECT_THAT(faults([](auto& one) { one.set_period("1999"); }),
              Contains(HasSubstr("plan.data_requests[10].period: no period has the id \"1999\"")));
  EXPECT_THAT(faults([](auto& one) { one.add_industries("fishing"); }),
              Contains(HasSubstr("plan.data_requests[10].industries[")));
  EXPECT_THAT(faults([](auto& one) { one.add_figures("visitors"); }),
              testing::ElementsAre(HasSubstr("plan.data_requests[10].figures[")));
  EXPECT_THAT(faults([](auto& one) {
                one.set_grace_days(10);
                one.set_lock_days(10);
              }),
              testing::IsEmpty());
  EXPECT_THAT(faults([](auto& one) {
                one.set_grace_days(10);
                one.set_lock_days(9);
              }),
              testing::ElementsAre(HasSubstr("plan.data_requests[10].lock_days")));
}

TEST(ValidatePlanTest, APlanClosesOnItsLatestDueDateAtTheEarliest) {
  Plan plan = ShippedPlan("gaoping-2021-2025");
  plan.mutable_closing_date()->set_year(2026);
  plan.mutable_closing_date()->set_month(2);
  plan.mutable_closing_date()->set_day(28);
  EXPECT_THAT(ViolationsOf(ValidatePlan(plan)), testing::IsEmpty());
}

TEST(ValidatePlanTest, TenThousandObligationsAreStatedAtMost) {
  Plan plan = ShippedPlan("gaoping-2021-2025");
  int64_t each = 0;
  for (const auto& request : plan.data_requests()) each += request.industries_size();
  ASSERT_EQ(each, 42);
  // 42 × 238 = 9996 are allowed, 42 × 239 = 10038 are not. All begin with the plan's region, so only the count can be wrong.
  const auto with_regions = [&](int count) {
    Plan large = plan;
    for (int i = large.regions_size(); i < count; ++i) large.add_regions()->set_code(std::to_string(150000 + i));
    large.mutable_departments(0)->set_acting_region("140581");
    return ViolationsOf(ValidatePlan(large));
  };
  EXPECT_THAT(with_regions(238), testing::Not(Contains(HasSubstr("obligations; at most"))));
  EXPECT_THAT(with_regions(239), Contains(HasSubstr("would state 10038 obligations")));
}

TEST(ValidatePlanTest, RegionsAndDepartmentsAreNamedByTheirPaths) {
  const auto faults = [](const std::function<void(Plan&)>& spoil) {
    Plan plan = ShippedPlan("gaoping-2021-2025");
    spoil(plan);
    return ViolationsOf(ValidatePlan(plan));
  };
  EXPECT_THAT(faults([](Plan& p) { *p.add_regions() = p.regions(0); }),
              Contains(HasSubstr("plan.regions[1].code: \"140581\" is used twice")));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_departments(1)->set_acting_region("1405"); }),
              Contains(HasSubstr("plan.departments[1].acting_region: must be six digits")));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_departments(1)->set_role(static_cast<type::v1::DepartmentRole>(99)); }),
              Contains(HasSubstr("plan.departments[1].role: is no known role")));
  EXPECT_THAT(faults([](Plan& p) { p.set_edition(1); }),
              testing::ElementsAre(HasSubstr("plan.edition: is given by the server")));
  EXPECT_THAT(faults([](Plan& p) { p.clear_issue_date(); }), Contains(HasSubstr("plan.issue_date")));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_office()->set_phone(std::string(41, '1')); }),
              testing::ElementsAre(HasSubstr("plan.office.phone")));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_office()->set_phone(std::string(40, '1')); }), testing::IsEmpty());
  EXPECT_THAT(faults([](Plan& p) { p.mutable_indicators(0)->set_scale(100); }),
              testing::ElementsAre(HasSubstr("plan.indicators[0].scale: must be left out for a count")));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_figures(0)->set_minimum(p.figures(0).maximum()); }),
              testing::Not(Contains(HasSubstr("plan.figures[0]"))));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_reminder_stages(0)->add_recipients(type::v1::RECIPIENT_UNSPECIFIED); }),
              testing::ElementsAre(HasSubstr("plan.reminder_stages[0].recipients")));
  EXPECT_THAT(faults([](Plan& p) { p.mutable_reminder_stages(0)->mutable_time()->set_seconds(1); }),
              testing::ElementsAre(HasSubstr("plan.reminder_stages[0].time")));
}

}  // namespace
}  // namespace lianfang::submission
