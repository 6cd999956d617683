#include "services/evaluation/concealment_service.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "services/evaluation/store/testing/fake_appraisal_store.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

class ConcealmentServiceTest : public ReceivedPlanTest {
 protected:
  static Call By(const std::string& person, const std::string& region = "140581") {
    Call call = CallFrom(region.c_str());
    call.caller.department = "hrss";
    call.caller.person = person;
    call.caller.uri = "spiffe://t/region/" + region + "/department/hrss/role/office/person/" + person;
    call.method = "lianfang.evaluation.v1.AppraisalService.Method";
    return call;
  }

  static v1::RecordConcealmentRequest Request() {
    v1::RecordConcealmentRequest request;
    request.set_parent("plans/sample");
    request.set_request_id(NewUuid());
    v1::Concealment& concealment = *request.mutable_concealment();
    concealment.set_region("140581");
    concealment.set_industry("coal-mining");
    concealment.set_employer("某煤业有限公司");
    *concealment.mutable_accident_date() = ToDate(absl::CivilDay(2021, 8, 1));
    *concealment.mutable_proven_date() = ToDate(absl::CivilDay(2021, 12, 1));
    concealment.set_document_number("高应急调〔2021〕9号");
    concealment.set_description("经调查组查实");
    return request;
  }
  v1::Concealment Record() { return *service_.RecordConcealment(By("li"), Request()); }
  absl::StatusOr<v1::Concealment> Decide(const std::string& person, const std::string& name,
                                         v1::ConcealmentDecision decision = v1::CONCEALMENT_DECISION_CONFIRM) {
    v1::DecideConcealmentRequest request;
    request.set_name(name);
    request.set_decision(decision);
    request.set_reason("材料齐全");
    request.set_request_id(NewUuid());
    return service_.DecideConcealment(By(person), request);
  }

  FakeAppraisalStore decisions_;
  AppraisalContext context_{decisions_, store_, standpoints_, clock_};
  ConcealmentService service_{context_};
};

TEST_F(ConcealmentServiceTest, OneRecordsAndAnotherConfirms) {
  const v1::Concealment recorded = Record();
  EXPECT_EQ(recorded.department(), "emergency");
  EXPECT_EQ(ErrorInfoOf(Decide("li", recorded.name()).status())->reason(), "FOUR_EYES");
  const auto confirmed = Decide("wang", recorded.name());
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->state(), v1::CONCEALMENT_STATE_CONFIRMED);
  v1::GetConcealmentRequest get;
  get.set_name(recorded.name());
  EXPECT_EQ(service_.GetConcealment(By("li"), get)->events_size(), 2);
  EXPECT_EQ(decisions_.audit().size(), 2u);
}

TEST_F(ConcealmentServiceTest, TheOfficeAloneRecords) {
  Call liaison = By("zhang");
  liaison.caller.department = "emergency";
  liaison.caller.role = type::v1::ROLE_LIAISON;
  EXPECT_EQ(ErrorInfoOf(service_.RecordConcealment(liaison, Request()).status())->reason(), "NOT_PLAN_OFFICE");
  EXPECT_EQ(ErrorInfoOf(service_.RecordConcealment(By("li", "140500"), Request()).status())->reason(),
            "NOT_PLAN_OFFICE");
}

TEST_F(ConcealmentServiceTest, ARepeatAnswersTheFirstAndTheSameAccidentIsRefused) {
  const auto request = Request();
  const auto first = service_.RecordConcealment(By("li"), request);
  EXPECT_EQ(service_.RecordConcealment(By("li"), request)->name(), first->name());
  EXPECT_EQ(ErrorInfoOf(service_.RecordConcealment(By("li"), Request()).status())->reason(), "CONCEALMENT_EXISTS");
  ASSERT_TRUE(Decide("wang", first->name(), v1::CONCEALMENT_DECISION_REJECT).ok());
  EXPECT_TRUE(service_.RecordConcealment(By("li"), Request()).ok());
}

TEST_F(ConcealmentServiceTest, AStaleEtagIsAborted) {
  const v1::Concealment recorded = Record();
  v1::RevokeConcealmentRequest request;
  request.set_name(recorded.name());
  request.set_reason("复议");
  request.set_etag(recorded.etag());
  request.set_request_id(NewUuid());
  ASSERT_TRUE(Decide("wang", recorded.name()).ok());
  EXPECT_EQ(service_.RevokeConcealment(By("li"), request).status().code(), absl::StatusCode::kAborted);
  request.clear_etag();
  EXPECT_EQ(service_.RevokeConcealment(By("li"), request)->state(), v1::CONCEALMENT_STATE_REVOKED);
}

TEST_F(ConcealmentServiceTest, ListsByStateAndByPage) {
  for (int day = 1; day <= 3; ++day) {
    auto request = Request();
    *request.mutable_concealment()->mutable_accident_date() = ToDate(absl::CivilDay(2021, 7, day));
    ASSERT_TRUE(service_.RecordConcealment(By("li"), request).ok());
  }
  v1::ListConcealmentsRequest list;
  list.set_parent("plans/sample");
  list.set_page_size(2);
  auto page = service_.ListConcealments(By("li"), list);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->concealments_size(), 2);
  list.set_page_token(page->next_page_token());
  page = service_.ListConcealments(By("li"), list);
  EXPECT_EQ(page->concealments_size(), 1);
  EXPECT_EQ(page->next_page_token(), "");
  list.clear_page_token();
  list.add_states(v1::CONCEALMENT_STATE_CONFIRMED);
  EXPECT_EQ(service_.ListConcealments(By("li"), list)->concealments_size(), 0);
}

TEST_F(ConcealmentServiceTest, WhatThereIsNotIsNotFound) {
  v1::GetConcealmentRequest get;
  get.set_name("plans/sample/concealments/none");
  EXPECT_EQ(ErrorInfoOf(service_.GetConcealment(By("li"), get).status())->reason(), "CONCEALMENT_NOT_FOUND");
  get.set_name("plans/none/concealments/x");
  EXPECT_EQ(ErrorInfoOf(service_.GetConcealment(By("li"), get).status())->reason(), "PLAN_NOT_FOUND");
  get.set_name("concealments/x");
  EXPECT_EQ(service_.GetConcealment(By("li"), get).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lianfang::evaluation
