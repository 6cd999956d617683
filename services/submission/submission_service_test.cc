// The handlers on a store in memory, with the writer of production: what is read back, whose rows, which page, as of
// when; and what a request must name.
#include "services/submission/submission_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/byte_buffer.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::SizeIs;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kCoal[] = "2019-140581-coal-mining";

class SubmissionServiceTest : public testing::Test {
 protected:
  SubmissionServiceTest() : clock_(Shanghai("2022-05-20 10:00")) {
    writer_ = std::make_unique<LedgerWriter>(
        store_, key_, clock_, metrics_, [] {}, LedgerWriter::Options());
    service_ = std::make_unique<SubmissionService>(store_, *writer_, clock_);
    EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(kPlan))).ok());
  }

  static Call By(const Identity& caller) {
    Call call;
    call.method = "lianfang.submission.v1.SubmissionService.Test";
    call.caller = caller;
    call.deadline = absl::InfiniteFuture();
    return call;
  }

  // The answer of a handler that replies when the writer has committed.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Await(void (SubmissionService::*handler)(std::shared_ptr<const Call>,
                                                                    std::shared_ptr<const Request>,
                                                                    Reply<Serialized<Response>>),
                                 const Identity& caller, const Request& request) {
    absl::Notification answered;
    absl::StatusOr<Response> response = absl::UnknownError("not answered");
    (*service_.*handler)(std::make_shared<const Call>(By(caller)), std::make_shared<const Request>(request),
                         [&](absl::StatusOr<Serialized<Response>> reply) {
                           if (reply.ok()) {
                             response.emplace();
                             EXPECT_TRUE(response->ParseFromString(BytesOf(reply->buffer())));
                           } else {
                             response = reply.status();
                           }
                           answered.Notify();
                         });
    answered.WaitForNotification();
    return response;
  }

  absl::StatusOr<v1::SubmitReturnResponse> File(const std::string& obligation, int64_t accidents) {
    return Await<v1::SubmitReturnResponse>(&SubmissionService::SubmitReturn, Liaison("emergency"),
                                           Filing(ObligationName(kPlan, obligation), accidents, 0, accidents));
  }

  // Every obligation of the plan that `caller` is shown, page by page, by id.
  std::vector<std::string> Obligations(const Identity& caller, v1::ListObligationsRequest request) {
    request.set_parent(PlanName(kPlan));
    std::vector<std::string> ids;
    do {
      const auto page = service_->ListObligations(By(caller), request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& obligation : page->obligations()) {
        ids.push_back(ParseObligationName("name", obligation.name())->id);
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }

  FakeClock clock_;
  Metrics metrics_;
  const SigningKey key_ = SigningKey::Generate();
  FakeSubmissionStore store_;
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<SubmissionService> service_;
};

TEST_F(SubmissionServiceTest, WhatIsFiledIsReadBackWithItsRevision) {
  const auto filed = File(kCoal, 3);
  ASSERT_TRUE(filed.ok()) << filed.status();
  EXPECT_TRUE(filed->has_receipt());
  v1::GetReturnRequest request;
  request.set_name(ReturnName(kPlan, kCoal));
  const auto read = service_->GetReturn(By(Office()), request);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->latest().revision(), 1);
  EXPECT_EQ(read->state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(read->etag(), filed->return_().etag());
}

TEST_F(SubmissionServiceTest, ARepeatHasTheFirstReceipt) {
  const auto request = Filing(ObligationName(kPlan, kCoal), 3, 0, 3);
  const auto first = Await<v1::SubmitReturnResponse>(&SubmissionService::SubmitReturn, Liaison("emergency"), request);
  const auto again = Await<v1::SubmitReturnResponse>(&SubmissionService::SubmitReturn, Liaison("emergency"), request);
  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(store_.ledger(kPlan).size(), 2u);
}

TEST_F(SubmissionServiceTest, ARehearsalFindsTheFaultsAndLeavesNothing) {
  auto request = Filing(ObligationName(kPlan, kCoal), 3, 0, 3);
  request.set_validate_only(true);
  const auto call = std::make_shared<const Call>(By(Liaison("emergency")));
  const auto good = service_->CheckReturn(call, std::make_shared<const v1::SubmitReturnRequest>(request));
  ASSERT_TRUE(good.ok()) << good.status();
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(response.ParseFromString(BytesOf(good->buffer())));
  EXPECT_FALSE(response.has_receipt());
  SetFigure(request, "accidents", -1);
  const auto bad = service_->CheckReturn(call, std::make_shared<const v1::SubmitReturnRequest>(request));
  EXPECT_EQ(bad.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_.ledger(kPlan).size(), 1u) << "the publication alone";
  EXPECT_TRUE(store_.returns().empty());
}

TEST_F(SubmissionServiceTest, OthersRowsAreNotVisible) {
  ASSERT_TRUE(File(kCoal, 3).ok());
  v1::GetReturnRequest filed;
  filed.set_name(ReturnName(kPlan, kCoal));
  v1::GetObligationRequest owed;
  owed.set_name(ObligationName(kPlan, kCoal));
  v1::ListRevisionsRequest revisions;
  revisions.set_parent(filed.name());
  Identity elsewhere = Office();
  elsewhere.region = "140582";
  for (const Identity& stranger : {Liaison("housing"), elsewhere}) {
    for (const absl::Status& status :
         {service_->GetReturn(By(stranger), filed).status(), service_->GetObligation(By(stranger), owed).status(),
          service_->ListRevisions(By(stranger), revisions).status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << stranger.uri;
      EXPECT_EQ(ErrorInfoOf(status)->reason(), "NOT_VISIBLE");
    }
    v1::ListReturnsRequest list;
    list.set_parent(PlanName(kPlan));
    EXPECT_EQ(service_->ListReturns(By(stranger), list)->returns_size(), 0) << stranger.uri;
  }
}

TEST_F(SubmissionServiceTest, PagesAreWholeAndInOrderWhateverTheirSize) {
  const auto all = Obligations(Office(), {});
  EXPECT_THAT(all, SizeIs(42));
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  v1::ListObligationsRequest small;
  small.set_page_size(5);
  EXPECT_EQ(Obligations(Office(), small), all);
  small.set_period("2019");
  small.set_page_size(1);
  for (const std::string& id : Obligations(Liaison("emergency"), small)) {
    EXPECT_EQ(id.substr(0, 5), "2019-") << id;
  }
}

TEST_F(SubmissionServiceTest, APageTokenIsOfItsOwnList) {
  v1::ListObligationsRequest request;
  request.set_parent(PlanName(kPlan));
  request.set_page_size(5);
  const auto page = service_->ListObligations(By(Office()), request);
  ASSERT_TRUE(page.ok()) << page.status();
  request.set_page_token(page->next_page_token());
  request.set_period("2019");
  const absl::Status other = service_->ListObligations(By(Office()), request).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kInvalidArgument);
  request.set_page_token("no token");
  EXPECT_EQ(service_->ListObligations(By(Office()), request).status().code(), absl::StatusCode::kInvalidArgument);
}

// The base year's figures fall due on 31 May 2022: overdue from the day after, whatever the clock says.
TEST_F(SubmissionServiceTest, StatesAreThoseOfTheInstantAskedAbout) {
  v1::GetObligationRequest request;
  request.set_name(ObligationName(kPlan, kCoal));
  EXPECT_EQ(service_->GetObligation(By(Office()), request)->state(), v1::OBLIGATION_STATE_OPEN);
  *request.mutable_as_of() = ToTimestamp(Shanghai("2022-06-01 00:00"));
  EXPECT_EQ(service_->GetObligation(By(Office()), request)->state(), v1::OBLIGATION_STATE_OVERDUE);
  v1::ListObligationsRequest overdue;
  overdue.add_states(v1::OBLIGATION_STATE_OVERDUE);
  EXPECT_THAT(Obligations(Office(), overdue), SizeIs(0));
  *overdue.mutable_as_of() = request.as_of();
  EXPECT_THAT(Obligations(Office(), overdue), testing::Contains(kCoal));
}

TEST_F(SubmissionServiceTest, RevisionsAreNewestFirstWithWhatChanged) {
  const auto first = File(kCoal, 3);
  ASSERT_TRUE(first.ok()) << first.status();
  auto correction = Filing(ObligationName(kPlan, kCoal), 4, 0, 4);
  correction.set_supersedes(1);
  correction.set_correction_reason("漏报一起");
  correction.set_etag(first->return_().etag());
  const auto second =
      Await<v1::SubmitReturnResponse>(&SubmissionService::SubmitReturn, Liaison("emergency"), correction);
  ASSERT_TRUE(second.ok()) << second.status();
  v1::ListRevisionsRequest request;
  request.set_parent(ReturnName(kPlan, kCoal));
  request.set_page_size(1);
  const auto page = service_->ListRevisions(By(Liaison("emergency")), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->revisions_size(), 1);
  EXPECT_EQ(page->revisions(0).revision(), 2);
  EXPECT_EQ(page->revisions(0).correction_reason(), "漏报一起");
  ASSERT_EQ(page->differences_size(), 1);
  request.set_page_token(page->next_page_token());
  const auto rest = service_->ListRevisions(By(Liaison("emergency")), request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->revisions(0).revision(), 1);
  EXPECT_TRUE(rest->next_page_token().empty());
}

TEST_F(SubmissionServiceTest, NamesThatAreNoneAndWhatIsNotThere) {
  v1::GetReturnRequest request;
  request.set_name("plans/gaoping-2021-2025/returns");
  EXPECT_EQ(service_->GetReturn(By(Office()), request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_name(ReturnName(kPlan, kCoal));
  EXPECT_EQ(service_->GetReturn(By(Office()), request).status().code(), absl::StatusCode::kNotFound);
  v1::ReviewReturnRequest review;
  review.set_name("returns/x");
  EXPECT_EQ((Await<v1::Return>(&SubmissionService::ReviewReturn, Office(), review)).status().code(),
            absl::StatusCode::kInvalidArgument);
  review.set_name(ReturnName(kPlan, kCoal));
  review.set_request_id(NewUuid());
  EXPECT_EQ((Await<v1::Return>(&SubmissionService::ReviewReturn, Office(), review)).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(SubmissionServiceTest, AnExtensionMovesTheDateAndAWaiverEndsIt) {
  v1::ExtendObligationRequest extension;
  extension.set_name(ObligationName(kPlan, kCoal));
  extension.set_request_id(NewUuid());
  extension.set_reason("汛期");
  *extension.mutable_due_time() = ToTimestamp(Shanghai("2022-06-16 00:00"));
  const auto extended = Await<v1::Obligation>(&SubmissionService::ExtendObligation, Office(), extension);
  ASSERT_TRUE(extended.ok()) << extended.status();
  v1::GetObligationRequest request;
  request.set_name(extension.name());
  *request.mutable_as_of() = ToTimestamp(Shanghai("2022-06-10 10:00"));
  EXPECT_EQ(service_->GetObligation(By(Office()), request)->state(), v1::OBLIGATION_STATE_EXTENDED);
  v1::WaiveObligationRequest waiver;
  waiver.set_name(extension.name());
  waiver.set_request_id(NewUuid());
  waiver.set_reason("该行业已无企业");
  EXPECT_EQ((Await<v1::Obligation>(&SubmissionService::WaiveObligation, Liaison("emergency"), waiver)).status().code(),
            absl::StatusCode::kPermissionDenied);
  const auto waived = Await<v1::Obligation>(&SubmissionService::WaiveObligation, Office(), waiver);
  ASSERT_TRUE(waived.ok()) << waived.status();
  EXPECT_EQ(waived->state(), v1::OBLIGATION_STATE_WAIVED);
}

}  // namespace
}  // namespace lianfang::submission
