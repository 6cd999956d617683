#include "services/submission/ledger_auditor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::HasSubstr;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kOther[] = "yunnan-2022";

class LedgerAuditorTest : public testing::Test {
 protected:
  LedgerAuditorTest() {
    call_.caller.uri = "spiffe://lianfang.local/region/140581/department/finance/role/auditor";
    call_.deadline = absl::InfiniteFuture();
    for (const char* plan : {kPlan, kOther}) {
      EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(plan))).ok());
    }
    MakeAuditor();
  }

  void MakeAuditor() { auditor_ = std::make_unique<LedgerAuditor>(ledger_, keys_, clock_, LedgerAuditor::Options{}); }

  absl::StatusOr<v1::LedgerAudit> Start(const std::string& plan = kPlan) {
    v1::StartLedgerAuditRequest request;
    request.set_plan(PlanName(plan));
    return auditor_->Start(call_, request);
  }

  absl::StatusOr<v1::LedgerAudit> Get(const std::string& name) {
    v1::GetLedgerAuditRequest request;
    request.set_name(name);
    return auditor_->Get(call_, request);
  }

  // Waits for what comes of it, without moving the clock.
  v1::LedgerAudit Await(const std::string& name) {
    for (;;) {
      const auto audit = Get(name);
      EXPECT_TRUE(audit.ok()) << audit.status();
      if (!audit.ok() || audit->state() != v1::LEDGER_AUDIT_STATE_RUNNING) return *audit;
      std::this_thread::yield();
    }
  }

  // Audits wait for `go_on` before they read.
  void HoldAudits() {
    ledger_.on_snapshot = [this] {
      if (!reading_.HasBeenNotified()) reading_.Notify();
      go_on_.WaitForNotification();
      return absl::OkStatus();
    };
  }

  Call call_;
  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  absl::Notification reading_, go_on_;
  std::unique_ptr<LedgerAuditor> auditor_;
};

TEST_F(LedgerAuditorTest, AnAuditIsBegunAndItsVerdictFetched) {
  const auto begun = Start();
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_THAT(begun->name(), testing::StartsWith("plans/gaoping-2021-2025/ledgerAudits/"));
  const v1::LedgerAudit audit = Await(begun->name());
  EXPECT_EQ(audit.state(), v1::LEDGER_AUDIT_STATE_DONE);
  EXPECT_TRUE(audit.verdict().valid());
  EXPECT_EQ(audit.verdict().entry_count(), 1);
  EXPECT_EQ(audit.entry_count(), 1);
  EXPECT_EQ(audit.entry_total(), 1);
  EXPECT_FALSE(audit.has_error());
  EXPECT_EQ(Get(begun->name())->SerializeAsString(), audit.SerializeAsString()) << "asked again";
}

TEST_F(LedgerAuditorTest, WhatDoesNotHoldIsAVerdictAndWhatCannotBeReadAnError) {
  store_.obligations().begin()->second.set_department("finance");
  v1::LedgerAudit audit = Await(Start()->name());
  EXPECT_EQ(audit.state(), v1::LEDGER_AUDIT_STATE_DONE);
  EXPECT_FALSE(audit.verdict().valid());
  EXPECT_EQ(audit.verdict().problems_size(), 1);

  ledger_.on_snapshot = [] { return absl::UnavailableError("the database is not available"); };
  audit = Await(Start()->name());
  EXPECT_EQ(audit.state(), v1::LEDGER_AUDIT_STATE_FAILED);
  EXPECT_FALSE(audit.has_verdict());
  EXPECT_EQ(audit.error().code(), static_cast<int>(absl::StatusCode::kUnavailable));
}

TEST_F(LedgerAuditorTest, WhoeverAsksForTheSameLedgerJoinsAndForAnotherOneWaits) {
  HoldAudits();
  const std::string name = Start()->name();
  reading_.WaitForNotification();
  EXPECT_EQ(Start()->name(), name);
  EXPECT_EQ(Get(name)->state(), v1::LEDGER_AUDIT_STATE_RUNNING);
  EXPECT_EQ(Start(kOther).status().code(), absl::StatusCode::kResourceExhausted);
  go_on_.Notify();
  Await(name);
  EXPECT_NE(Start()->name(), name) << "what has ended is not joined";
  EXPECT_EQ(Get(name).status().code(), absl::StatusCode::kNotFound) << "the newest is kept";
}

TEST_F(LedgerAuditorTest, AnAuditThatNobodyAsksAboutEnds) {
  ledger_.on_snapshot = [this] {
    clock_.Advance(absl::Minutes(2));
    return absl::OkStatus();
  };
  const std::string name = Start()->name();
  while ((*ledger_.FindAudit(kPlan, absl::InfiniteFuture()))->outcome.empty()) std::this_thread::yield();
  const auto audit = Get(name);
  EXPECT_EQ(audit->state(), v1::LEDGER_AUDIT_STATE_FAILED);
  EXPECT_EQ(audit->error().code(), static_cast<int>(absl::StatusCode::kCancelled));
}

TEST_F(LedgerAuditorTest, AnAuditOfAReplicaThatIsGoneHasFailedAndIsReplaced) {
  const absl::Time now = clock_.Now();
  const AuditRecord record{kPlan, NewUuid(), "spiffe://x", now, now, now};
  ASSERT_TRUE(ledger_.BeginAudit(record, now - absl::Minutes(1), absl::InfiniteFuture()).ok());
  const std::string name = PlanName(kPlan) + "/ledgerAudits/" + record.id;
  EXPECT_EQ(Start()->name(), name) << "it may be another replica's";
  EXPECT_EQ(Get(name)->state(), v1::LEDGER_AUDIT_STATE_RUNNING);
  clock_.Advance(absl::Minutes(2));
  EXPECT_EQ(Get(name)->state(), v1::LEDGER_AUDIT_STATE_FAILED);
  const auto anew = Start();
  EXPECT_NE(anew->name(), name);
  EXPECT_EQ(Await(anew->name()).state(), v1::LEDGER_AUDIT_STATE_DONE);
}

TEST_F(LedgerAuditorTest, AReplicaThatEndsLeavesWordOfIt) {
  HoldAudits();
  const std::string name = Start()->name();
  reading_.WaitForNotification();
  std::thread ending([this] { auditor_.reset(); });
  go_on_.Notify();
  ending.join();
  MakeAuditor();
  const auto audit = Get(name);
  ASSERT_TRUE(audit.ok());
  EXPECT_NE(audit->state(), v1::LEDGER_AUDIT_STATE_RUNNING);
}

TEST_F(LedgerAuditorTest, OneCallAtATimeAuditsWithinItself) {
  HoldAudits();
  v1::VerifyLedgerRequest request;
  request.set_plan(PlanName(kPlan));
  std::thread first([&] { EXPECT_TRUE(auditor_->Verify(call_, request)->valid()); });
  reading_.WaitForNotification();
  EXPECT_EQ(auditor_->Verify(call_, request).status().code(), absl::StatusCode::kResourceExhausted);
  go_on_.Notify();
  first.join();
  EXPECT_TRUE(auditor_->Verify(call_, request)->valid());
}

TEST_F(LedgerAuditorTest, AnAuditWithinACallEndsWithItsCaller) {
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  call_.gone = gone;
  ledger_.on_snapshot = [gone] {
    gone->store(true);
    return absl::OkStatus();
  };
  v1::VerifyLedgerRequest request;
  request.set_plan(PlanName(kPlan));
  EXPECT_EQ(auditor_->Verify(call_, request).status().code(), absl::StatusCode::kCancelled);
}

// A deadline is the machine's, and the database's clock may be another.
TEST_F(LedgerAuditorTest, AnAuditWithinACallHasTimeByTheMachinesClock) {
  v1::VerifyLedgerRequest request;
  request.set_plan(PlanName(kPlan));
  call_.deadline = absl::Now() + absl::Hours(1);
  clock_.Set(call_.deadline + absl::Hours(1));
  EXPECT_TRUE(auditor_->Verify(call_, request)->valid());
  call_.deadline = absl::Now();
  clock_.Set(call_.deadline - absl::Hours(1));
  EXPECT_EQ(auditor_->Verify(call_, request).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(LedgerAuditorTest, NamesAreChecked) {
  EXPECT_EQ(Start("none").status().code(), absl::StatusCode::kNotFound);
  for (const char* name : {"", "plans/p", "plans/p/ledgerAudits/1", "plans/-/ledgerAudits/x", "plans/p/audits/x"}) {
    EXPECT_EQ(Get(name).status().code(), absl::StatusCode::kInvalidArgument) << name;
  }
  EXPECT_EQ(Get("plans/p/ledgerAudits/" + NewUuid()).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lianfang::submission
