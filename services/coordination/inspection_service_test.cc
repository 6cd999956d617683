#include "services/coordination/inspection_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using ::testing::Contains;
using testing::FirstField;
using ::testing::HasSubstr;
using testing::ReasonOf;
using testing::World;

TEST(InspectionServiceTest, FromTheFindingToTheTransfer) {
  World world;
  const v1::Inspection inspection = world.Inspect();
  EXPECT_EQ(inspection.findings(1).name(), inspection.name() + "/findings/2");
  const auto drafted = world.inspections.CreateOrder(world.emergency, world.OrderOn(inspection));
  ASSERT_TRUE(drafted.ok()) << drafted.status();
  const std::string name = drafted->name();
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_SERVE, world.emergency).ok());
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_ASK_EXTENSION, world.emergency).ok());
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_REFUSE_EXTENSION, world.office).ok());
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_REPORT_DONE, world.emergency).ok());
  EXPECT_EQ(ReasonOf(world.Take(name, v1::ORDER_ACTION_FAIL_REINSPECTION, world.emergency).status()), "FOUR_EYES");
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_FAIL_REINSPECTION, world.colleague).ok());
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_TRANSFER, world.emergency).ok());
  EXPECT_TRUE(world.Take(name, v1::ORDER_ACTION_ACCEPT_TRANSFER, world.housing).ok());
  const auto concluded = world.Take(name, v1::ORDER_ACTION_CONCLUDE, world.housing);
  ASSERT_TRUE(concluded.ok()) << concluded.status();
  EXPECT_EQ(concluded->state(), v1::ORDER_STATE_CONCLUDED);
  EXPECT_EQ(concluded->events_size(), 8);
  EXPECT_TRUE(concluded->next_actions().empty());
}

TEST(InspectionServiceTest, AStaleEtagIsRefusedAndARepeatAnswersTheFirstResponse) {
  World world;
  const v1::Order served = world.Serve();
  auto request = testing::Step(v1::ORDER_ACTION_REPORT_DONE);
  request.set_name(served.name());
  request.set_etag("0");
  request.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world.inspections.AdvanceOrder(world.emergency, request).status()), "STALE_ETAG");
  request.set_etag(served.etag());
  request.set_request_id(NewUuid());
  const auto first = world.inspections.AdvanceOrder(world.emergency, request);
  const auto again = world.inspections.AdvanceOrder(world.emergency, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->etag(), first->etag());
  EXPECT_EQ(again->events_size(), 2);
}

TEST(InspectionServiceTest, OneOrderForAFindingUnlessItWasWithdrawn) {
  World world;
  const v1::Inspection inspection = world.Inspect();
  const auto first = world.inspections.CreateOrder(world.emergency, world.OrderOn(inspection));
  EXPECT_EQ(ReasonOf(world.inspections.CreateOrder(world.emergency, world.OrderOn(inspection)).status()),
            "ORDERED_ALREADY");
  ASSERT_TRUE(world.Take(first->name(), v1::ORDER_ACTION_WITHDRAW, world.emergency).ok());
  EXPECT_TRUE(world.inspections.CreateOrder(world.emergency, world.OrderOn(inspection)).ok());
}

TEST(InspectionServiceTest, NobodyOrdersWithoutAFinding) {
  World world;
  v1::CreateOrderRequest request;
  *request.mutable_order() = testing::Draft();
  request.mutable_order()->clear_findings();
  EXPECT_EQ(FirstField(world.inspections.CreateOrder(world.emergency, request).status()), "order.findings");
  request.mutable_order()->add_findings("inspections/none/findings/1");
  EXPECT_EQ(world.inspections.CreateOrder(world.emergency, request).status().code(), absl::StatusCode::kNotFound);
}

TEST(InspectionServiceTest, OnlyThoseWithAPartSeeIt) {
  World world;
  const v1::Order order = world.Serve();
  v1::GetOrderRequest get;
  get.set_name(order.name());
  EXPECT_TRUE(world.inspections.GetOrder(world.health, get).ok());
  EXPECT_TRUE(world.inspections.GetOrder(world.auditor, get).ok());
  EXPECT_EQ(ReasonOf(world.inspections.GetOrder(world.housing, get).status()), "NOT_OWN_DEPARTMENT");
  v1::ListOrdersRequest list;
  EXPECT_EQ(world.inspections.ListOrders(world.health, list)->orders_size(), 1);
  EXPECT_EQ(world.inspections.ListOrders(world.housing, list)->orders_size(), 0);
  EXPECT_EQ(ReasonOf(world.Take(order.name(), v1::ORDER_ACTION_REPORT_DONE, world.housing).status()),
            "NOT_OWN_DEPARTMENT");
}

TEST(InspectionServiceTest, ADepartmentPlansWhatItTakesPartIn) {
  World world;
  v1::CreateInspectionRequest request;
  *request.mutable_inspection() = *world.Plan();
  request.mutable_inspection()->clear_name();
  request.mutable_inspection()->clear_state();
  request.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world.inspections.CreateInspection(world.housing, request).status()), "NOT_OWN_DEPARTMENT");
  *request.mutable_inspection()->mutable_create_time() = ToTimestamp(testing::Now() - absl::Hours(24 * 30));
  const auto created = world.inspections.CreateInspection(world.office, request);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(FromTimestamp(created->create_time()), testing::Now()) << "not what the caller says";
}

TEST(InspectionServiceTest, FilesMustBeThere) {
  World world;
  auto request = World::About<v1::RecordFindingsRequest>(world.Plan()->name());
  *request.add_findings() = testing::CarriedOut().findings(0);
  request.mutable_findings(0)->clear_name();
  request.mutable_findings(0)->add_files("files/none");
  EXPECT_EQ(FirstField(world.inspections.RecordFindings(world.emergency, request).status()), "files[0]");
}

TEST(InspectionServiceTest, ACancelledInspectionIsOver) {
  World world;
  const std::string name = world.Plan()->name();
  auto request = World::About<v1::CancelInspectionRequest>(name);
  EXPECT_EQ(FirstField(world.inspections.CancelInspection(world.emergency, request).status()), "reason");
  request.set_reason("企业停产");
  EXPECT_TRUE(world.inspections.CancelInspection(world.emergency, request).ok());
  auto record = World::About<v1::RecordFindingsRequest>(name);
  record.set_record("无");
  EXPECT_EQ(ReasonOf(world.inspections.RecordFindings(world.emergency, record).status()), "STATE_NOT_ALLOWED");
}

TEST(InspectionServiceTest, ListsByPageAndWhatIsOverdue) {
  World world;
  for (int i = 0; i < 3; ++i) world.Serve();
  v1::ListOrdersRequest request;
  request.set_plan(testing::kPlan);
  request.set_page_size(2);
  auto page = world.inspections.ListOrders(world.office, request);
  ASSERT_EQ(page->orders_size(), 2);
  request.set_page_token(page->next_page_token());
  page = world.inspections.ListOrders(world.office, request);
  EXPECT_EQ(page->orders_size(), 1);
  EXPECT_EQ(page->next_page_token(), "");
  v1::ListOrdersRequest overdue;
  overdue.set_overdue(true);
  EXPECT_EQ(world.inspections.ListOrders(world.office, overdue)->orders_size(), 0);
  world.clock.Set(testing::Now() + absl::Hours(24 * 20));
  EXPECT_EQ(world.inspections.ListOrders(world.office, overdue)->orders_size(), 3);
}

TEST(InspectionServiceTest, CountsWhatTheCallerSees) {
  World world;
  world.Serve();
  v1::GetInspectionStatisticsRequest request;
  request.set_parent(testing::kPlan);
  EXPECT_EQ(world.inspections.GetInspectionStatistics(world.office, request)->total().orders(), 1);
  EXPECT_EQ(world.inspections.GetInspectionStatistics(world.housing, request)->total().orders(), 0);
  *request.mutable_start_date() = testing::Date(2023, 3, 1);
  *request.mutable_end_date() = testing::Date(2023, 2, 1);
  EXPECT_EQ(FirstField(world.inspections.GetInspectionStatistics(world.office, request).status()), "end_date");
}

TEST(InspectionServiceTest, EveryStepIsAudited) {
  World world;
  const v1::Order order = world.Serve();
  EXPECT_THAT(world.store.audit(), Contains(HasSubstr("ORDER_ACTION_SERVE")));
}

}  // namespace
}  // namespace lianfang::coordination
