// Signatures, withdrawals and leaves through their handlers, with the writer of production on a store in memory; and that
// the audit replays what they entered.
#include "services/submission/sign_off_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "absl/synchronization/notification.h"
#include "common/id.h"
#include "common/rpc/byte_buffer.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/mutation.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::IsEmpty;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kSign[] = "lianfang.submission.v1.SubmissionService.SignReturn";

type::v1::Plan PlanWithSignOff() {
  type::v1::Plan plan = ShippedPlan(kPlan);
  plan.mutable_data_requests()->DeleteSubrange(1,
                                               plan.data_requests_size() - 1);  // those of 2019 are all that it needs
  plan.clear_targets();
  plan.clear_indicators();
  plan.clear_pools();
  plan.clear_reminder_stages();
  plan.clear_notes();
  for (auto& request : *plan.mutable_data_requests()) request.set_needs_sign_off(true);
  plan.mutable_closing_date()->set_year(2026);
  plan.mutable_closing_date()->set_month(6);
  plan.mutable_closing_date()->set_day(30);
  return plan;
}

Identity Zhang() { return Someone("emergency", "liaison", "zhang-wei"); }
Identity Li() { return Someone("emergency", "convener", "li-ming"); }

class SignOffServiceTest : public testing::Test {
 protected:
  SignOffServiceTest() { EXPECT_TRUE(Commit(ProposePublication(PlanWithSignOff())).ok()); }

  absl::Status Commit(Proposal proposal) { return CommitAt(clock_.Now(), store_, key_, std::move(proposal)).status(); }

  static std::shared_ptr<const Call> By(const Identity& caller, const std::string& method) {
    auto call = std::make_shared<Call>();
    call->method = method;
    call->caller = caller;
    call->deadline = absl::InfiniteFuture();
    return call;
  }

  // Files as Zhang.
  void File(const std::string& id, int64_t accidents = 2) {
    auto request = std::make_shared<v1::SubmitReturnRequest>(Filing(ObligationName(kPlan, id), accidents, 0, 3));
    if (store_.returns().contains(ReturnName(kPlan, id))) {
      request->set_supersedes(Returned(id).latest().revision());
      request->set_correction_reason("更正");
      request->set_etag(Returned(id).etag());
    }
    const auto call = By(Zhang(), "lianfang.submission.v1.SubmissionService.SubmitReturn");
    EXPECT_TRUE(Commit(Propose<v1::SubmitReturnRequest>(kPlan, id, call, request, &DecideFiling)).ok());
  }

  void Accept(const std::string& id) {
    v1::ReviewReturnRequest request;
    request.set_name(ReturnName(kPlan, id));
    request.set_etag(Returned(id).etag());
    request.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
    request.set_request_id(NewUuid());
    EXPECT_TRUE(Commit(ProposeReview(request)).ok());
  }

  const v1::Return& Returned(const std::string& id) { return store_.returns().at(ReturnName(kPlan, id)); }

  v1::SignReturnRequest Signature(const std::string& id) {
    v1::SignReturnRequest request;
    request.set_name(ReturnName(kPlan, id));
    request.set_etag(Returned(id).etag());
    request.mutable_sign_off()->set_decision(v1::SIGN_OFF_DECISION_SIGN);
    request.set_request_id(NewUuid());
    return request;
  }

  v1::SignReturnsResponse Sign(const v1::SignReturnsRequest& request, const Identity& caller = Li()) {
    absl::Notification answered;
    absl::StatusOr<v1::SignReturnsResponse> response = absl::UnknownError("not answered");
    service_.SignReturns(By(caller, "lianfang.submission.v1.SubmissionService.SignReturns"),
                         std::make_shared<const v1::SignReturnsRequest>(request), [&](auto reply) {
                           response = std::move(reply);
                           answered.Notify();
                         });
    answered.WaitForNotification();
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::SignReturnsResponse();
  }

  template <typename Request>
  absl::StatusOr<v1::Return> Await(void (SignOffService::*handler)(std::shared_ptr<const Call>,
                                                                   std::shared_ptr<const Request>,
                                                                   Reply<Serialized<v1::Return>>),
                                   const Identity& caller, const std::string& method, const Request& request) {
    absl::Notification answered;
    absl::StatusOr<v1::Return> response = absl::UnknownError("not answered");
    (service_.*handler)(By(caller, method), std::make_shared<const Request>(request),
                        [&](absl::StatusOr<Serialized<v1::Return>> reply) {
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

  absl::StatusOr<v1::Return> Withdraw(const std::string& id) {
    v1::WithdrawReturnRequest request;
    request.set_name(ReturnName(kPlan, id));
    request.set_etag(Returned(id).etag());
    request.set_reason("报错任务");
    request.set_request_id(NewUuid());
    return Await(&SignOffService::WithdrawReturn, Zhang(), "lianfang.submission.v1.SubmissionService.WithdrawReturn",
                 request);
  }

  absl::StatusOr<v1::Return> Grant(const std::string& id) {
    v1::GrantCorrectionRequest request;
    request.set_name(ReturnName(kPlan, id));
    request.set_reason("事故结案后人数有变");
    *request.mutable_end_time() = ToTimestamp(clock_.Now() + absl::Hours(24));
    request.set_request_id(NewUuid());
    return Await(&SignOffService::GrantCorrection, Office(), "lianfang.submission.v1.SubmissionService.GrantCorrection",
                 request);
  }

  // What the audit finds wrong.
  std::vector<std::string> Problems() {
    Call call = *By(Office(), "lianfang.submission.v1.SubmissionService.VerifyLedger");
    v1::VerifyLedgerRequest request;
    request.set_plan(PlanName(kPlan));
    const auto verdict = auditor_.Verify(call, request);
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    std::vector<std::string> problems;
    for (const auto& problem : verdict->problems()) problems.push_back(problem.problem());
    return problems;
  }

  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  Metrics metrics_;
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerAuditor auditor_{ledger_, keys_, clock_, {}};
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, LedgerWriter::Options()};
  SignOffService service_{writer_};
};

TEST_F(SignOffServiceTest, SeveralAreSignedAtOnceEachByItself) {
  for (const char* id : {"2019-140581-coal-mining", "2019-140581-non-coal-mining"}) File(id);
  v1::SignReturnsRequest request;
  *request.add_requests() = Signature("2019-140581-coal-mining");
  *request.add_requests() = Signature("2019-140581-non-coal-mining");
  request.mutable_requests(1)->set_etag("99");
  request.add_requests()->set_name("no name");
  const auto response = Sign(request);
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_EQ(response.results(0).status().code(), 0);
  EXPECT_EQ(response.results(0).return_().state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(response.results(1).status().code(), static_cast<int>(absl::StatusCode::kAborted));
  EXPECT_EQ(response.results(2).status().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));

  // Repeated, alone or with others, a signature answers what it answered before.
  const auto again = Await(&SignOffService::SignReturn, Li(), kSign, request.requests(0));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), response.results(0).return_().SerializeAsString());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(SignOffServiceTest, NoneAreRefused) {
  absl::Status refused;
  service_.SignReturns(By(Li(), "SignReturns"), std::make_shared<const v1::SignReturnsRequest>(),
                       [&](const auto& reply) { refused = reply.status(); });
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
}

// Every new kind of entry, and what they do to each other.
TEST_F(SignOffServiceTest, TheAuditReplaysSignaturesWithdrawalsAndLeaves) {
  const std::string coal = "2019-140581-coal-mining", other = "2019-140581-non-coal-mining";
  File(coal);
  File(other);
  v1::SignReturnsRequest request;
  *request.add_requests() = Signature(coal);
  Sign(request);
  ASSERT_TRUE(Withdraw(other).ok());
  Accept(coal);
  clock_.Set(Shanghai("2026-07-01 10:00"));
  ASSERT_TRUE(Grant(coal).ok());
  File(coal, 3);
  request.Clear();
  *request.add_requests() = Signature(coal);
  request.mutable_requests(0)->mutable_sign_off()->set_decision(v1::SIGN_OFF_DECISION_SEND_BACK);
  request.mutable_requests(0)->mutable_sign_off()->set_reason("请核对");
  Sign(request);
  EXPECT_EQ(Returned(coal).in_force().revision(), 1);
  EXPECT_THAT(Problems(), IsEmpty());

  store_.returns().at(ReturnName(kPlan, coal)).mutable_in_force()->mutable_sign_off()->set_signer("somebody else");
  EXPECT_EQ(Problems().size(), 1u) << "who signed is compared, too";
}

// An amendment drops the obligation while its filing waits for the signature: nothing is awaited, so nothing is waived. What
// the convener then sends back is owed to nobody, and owed again only by an edition that states it again.
TEST_F(SignOffServiceTest, WhatThePlanHasDroppedIsNotOwedAgain) {
  const std::string coal = "2019-140581-coal-mining", other = "2019-140581-non-coal-mining";
  const auto obligation = [&](const std::string& id) { return store_.obligations().at(ObligationName(kPlan, id)); };
  const auto amend = [&](const type::v1::Plan& edition, const std::string& etag) {
    type::v1::Plan amended = edition;
    amended.set_etag(etag);
    EXPECT_TRUE(Commit(ProposeAmendment(amended, "煤矿改由省里报送")).ok());
  };
  File(coal);
  File(other);
  type::v1::Plan without = PlanWithSignOff();
  for (auto& request : *without.mutable_data_requests()) {
    auto& industries = *request.mutable_industries();
    industries.erase(std::remove(industries.begin(), industries.end(), "coal-mining"), industries.end());
    industries.erase(std::remove(industries.begin(), industries.end(), "non-coal-mining"), industries.end());
  }
  amend(without, "1");
  EXPECT_TRUE(obligation(coal).has_met_time());
  EXPECT_FALSE(obligation(coal).has_waive_time());

  v1::SignReturnsRequest request;
  *request.add_requests() = Signature(coal);
  request.mutable_requests(0)->mutable_sign_off()->set_decision(v1::SIGN_OFF_DECISION_SEND_BACK);
  request.mutable_requests(0)->mutable_sign_off()->set_reason("请核对");
  Sign(request);
  EXPECT_FALSE(obligation(coal).has_met_time());
  EXPECT_TRUE(obligation(coal).has_waive_time());
  EXPECT_EQ(obligation(coal).adjustments().rbegin()->reason(), "煤矿改由省里报送");
  ASSERT_TRUE(Withdraw(other).ok());
  EXPECT_TRUE(obligation(other).has_waive_time());
  EXPECT_THAT(Problems(), IsEmpty());

  amend(PlanWithSignOff(), "2");
  EXPECT_FALSE(obligation(coal).has_waive_time());
  EXPECT_THAT(Problems(), IsEmpty());
}

}  // namespace
}  // namespace lianfang::submission
