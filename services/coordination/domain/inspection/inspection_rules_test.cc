#include "services/coordination/domain/inspection/inspection_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/errors.h"
#include "services/coordination/domain/inspection/order_rules.h"
#include "services/coordination/domain/inspection/statistics.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::After;
using testing::CarriedOut;
using testing::Date;
using testing::Now;
using testing::SampleFrame;
using testing::Served;
using testing::Step;

v1::Inspection Planned() {
  v1::Inspection inspection = CarriedOut();
  inspection.clear_name();
  inspection.clear_findings();
  inspection.clear_state();
  return inspection;
}

v1::RecordFindingsRequest Findings() {
  v1::RecordFindingsRequest request;
  const v1::Inspection sample = CarriedOut();
  for (v1::Finding finding : sample.findings()) {
    finding.clear_name();
    *request.add_findings() = finding;
  }
  return request;
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

TEST(CheckInspectionTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(CheckInspection(Planned(), SampleFrame()).ok());
  const std::vector<std::pair<std::string, std::function<void(v1::Inspection&)>>> faults = {
      {"inspection.kind", [](auto& one) { one.set_kind(v1::INSPECTION_KIND_UNSPECIFIED); }},
      {"inspection.kind", [](auto& one) { one.set_kind(static_cast<v1::InspectionKind>(9)); }},
      {"inspection.departments[1]", [](auto& one) { one.set_departments(1, "police"); }},
      {"inspection.departments[1]", [](auto& one) { one.set_departments(1, "emergency"); }},
      {"inspection.departments", [](auto& one) { one.mutable_departments()->RemoveLast(); }},
      {"inspection.employer.credit_code",
       [](auto& one) { one.mutable_employer()->set_credit_code("91350100M000100Y44"); }},
      {"inspection.employer.industry", [](auto& one) { one.mutable_employer()->set_industry("fishing"); }},
      {"inspection.employer.display_name", [](auto& one) { one.mutable_employer()->set_display_name("a\nb"); }},
      {"inspection.date", [](auto& one) { *one.mutable_date() = Date(2023, 2, 29); }},
      {"inspection.date", [](auto& one) { *one.mutable_date() = Date(2022, 5, 18); }},
      {"inspection.date", [](auto& one) { *one.mutable_date() = Date(2033, 1, 1); }},
      {"inspection.date", [](auto& one) { *one.mutable_date() = Date(9999, 12, 31); }},
      {"inspection.name", [](auto& one) { one.set_name("inspections/mine"); }},
  };
  for (const auto& [field, change] : faults) {
    v1::Inspection inspection = Planned();
    change(inspection);
    EXPECT_EQ(FirstField(CheckInspection(inspection, SampleFrame())), field);
  }
}

TEST(CheckRecordTest, NamesTheFieldAtFault) {
  v1::Inspection planned = Planned();
  planned.set_state(v1::INSPECTION_STATE_PLANNED);
  EXPECT_TRUE(CheckRecord(Findings(), planned, SampleFrame(), Now()).ok());
  const auto measured = [](v1::RecordFindingsRequest& request) -> v1::Measurement& {
    return *request.mutable_findings(1)->mutable_measurement();
  };
  const std::vector<std::pair<std::string, std::function<void(v1::RecordFindingsRequest&)>>> faults = {
      {"record", [](auto& request) { request.clear_findings(); }},
      {"findings[0].level", [](auto& request) { request.mutable_findings(0)->clear_level(); }},
      {"findings[0].description", [](auto& request) { request.mutable_findings(0)->clear_description(); }},
      {"findings[0].measurement", [](auto& request) { request.mutable_findings(0)->mutable_measurement(); }},
      {"findings[1].measurement", [](auto& request) { request.mutable_findings(1)->clear_measurement(); }},
      {"findings[1].measurement.value", [&](auto& request) { measured(request).set_value("2.5"); }},
      {"findings[1].measurement.value", [&](auto& request) { measured(request).set_value("1e3"); }},
      {"findings[1].measurement.limit", [&](auto& request) { measured(request).set_limit("-1"); }},
      {"findings[1].measurement.instrument", [&](auto& request) { measured(request).clear_instrument(); }},
      {"findings[0].files[0]", [](auto& request) { request.mutable_findings(0)->add_files("files/../x"); }},
  };
  for (const auto& [field, change] : faults) {
    v1::RecordFindingsRequest request = Findings();
    change(request);
    EXPECT_EQ(FirstField(CheckRecord(request, planned, SampleFrame(), Now())), field);
  }
}

TEST(CheckRecordTest, NothingIsRecordedBeforeTheDayNorTwice) {
  v1::Inspection planned = Planned();
  planned.set_state(v1::INSPECTION_STATE_PLANNED);
  *planned.mutable_date() = Date(2023, 3, 2);
  EXPECT_EQ(ErrorInfoOf(CheckRecord(Findings(), planned, SampleFrame(), Now()))->reason(), "INSPECTION_AHEAD");
  EXPECT_EQ(ErrorInfoOf(CheckRecord(Findings(), CarriedOut(), SampleFrame(), Now()))->reason(), "STATE_NOT_ALLOWED");
}

TEST(StatisticsTest, CountsByDepartmentIndustryAndMonth) {
  StatisticsCount count(std::nullopt, std::nullopt);
  count.Add(CarriedOut());
  v1::Inspection planned = CarriedOut();
  planned.set_state(v1::INSPECTION_STATE_PLANNED);
  count.Add(planned);
  v1::Order failed = After(Served(), Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now());
  failed = After(failed, Step(v1::ORDER_ACTION_OPEN_PENALTY_CASE), "x", Now());
  v1::Order passed = After(Served(), Step(v1::ORDER_ACTION_PASS_REINSPECTION), "x", Now());
  v1::Order withdrawn = After(Served(), Step(v1::ORDER_ACTION_WITHDRAW), "x", Now());
  const absl::Time later = Now() + absl::Hours(24 * 30);
  for (const v1::Order& order : {Served(), failed, passed, withdrawn}) count.Add(order, SampleFrame(), later);
  const v1::InspectionStatistics statistics = count.Finish();
  const v1::InspectionCounts& total = statistics.total();
  EXPECT_EQ(total.inspections(), 1);
  EXPECT_EQ(total.findings(), 2);
  EXPECT_EQ(total.major_findings(), 1);
  EXPECT_EQ(total.exceedances(), 1);
  EXPECT_EQ(total.orders(), 3);
  EXPECT_EQ(total.rectified(), 1);
  EXPECT_EQ(total.overdue(), 1);
  EXPECT_EQ(total.penalty_cases(), 1);
  EXPECT_EQ(total.rectified_basis_points(), 3333);
  ASSERT_EQ(statistics.departments_size(), 1);
  EXPECT_EQ(statistics.departments(0).key(), "emergency");
  EXPECT_EQ(statistics.industries(0).key(), "coal-mining");
  EXPECT_EQ(statistics.months(0).key(), "2023-02");
}

TEST(StatisticsTest, TheDaysAreIncluded) {
  const auto inspections = [](absl::CivilDay first, absl::CivilDay last) {
    StatisticsCount count(first, last);
    count.Add(CarriedOut());
    return count.Finish().total().inspections();
  };
  const absl::CivilDay day(2023, 2, 20);
  EXPECT_EQ(inspections(day, day), 1);
  EXPECT_EQ(inspections(day + 1, day + 9), 0);
  EXPECT_EQ(inspections(day - 9, day - 1), 0);
}

}  // namespace
}  // namespace lianfang::coordination
