#include "services/submission/ledger_service.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/ledger/receipt.h"
#include "services/submission/domain/names.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";

Proposal FileFor(const std::string& industry) {
  return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
}

// A store in which something is filed while the ledger is read, a given number of times.
class GrowingStore : public FakeSubmissionStore {
 public:
  using FakeSubmissionStore::FakeSubmissionStore;

  absl::StatusOr<std::vector<AuditedRow<v1::Return>>> AuditReturns(const std::string& plan, const Page& page,
                                                                   absl::Time deadline) override {
    if (!pending.empty()) {
      EXPECT_TRUE(
          (*Commit({std::move(pending.back())}, Atomicity::kEach, Shanghai("2022-05-21 10:00"), deadline))[0].ok());
      pending.pop_back();
    }
    return FakeSubmissionStore::AuditReturns(plan, page, deadline);
  }

  std::vector<Proposal> pending;
};

class LedgerServiceTest : public testing::Test {
 protected:
  LedgerServiceTest() : store_(key_), service_(store_, key_.public_key(), keys_) {
    call_.caller.role = type::v1::ROLE_SERVICE;
    call_.deadline = absl::InfiniteFuture();
    const auto responses =
        *store_.Commit({ProposePublication(ShippedPlan(kPlan)), FileFor("coal-mining"), FileFor("non-coal-mining")},
                       Atomicity::kEach, Shanghai("2022-05-20 10:00"), absl::InfiniteFuture());
    for (const auto& response : responses) EXPECT_TRUE(response.ok()) << response.status();
  }

  absl::StatusOr<type::v1::Receipt> Receipt(int64_t sequence) {
    v1::GetReceiptRequest request;
    request.set_plan(PlanName(kPlan));
    request.set_sequence(sequence);
    return service_.GetReceipt(call_, request);
  }

  absl::StatusOr<v1::VerifyLedgerResponse> Verify() {
    v1::VerifyLedgerRequest request;
    request.set_plan(PlanName(kPlan));
    return service_.VerifyLedger(call_, request);
  }

  Call call_;
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  GrowingStore store_;
  LedgerService service_;
};

TEST_F(LedgerServiceTest, EveryEntryHasAReceiptThatVerifiesOfflineAndHere) {
  for (int64_t sequence = 1; sequence <= 3; ++sequence) {
    const auto receipt = Receipt(sequence);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    EXPECT_TRUE(lianfang::VerifyReceipt(*receipt, key_.public_key()).ok());
    v1::VerifyReceiptRequest request;
    *request.mutable_receipt() = *receipt;
    EXPECT_TRUE(service_.VerifyReceipt(call_, request)->valid());
  }
}

TEST_F(LedgerServiceTest, ThereIsNoReceiptBeyondTheLedger) {
  EXPECT_EQ(Receipt(4).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Receipt(0).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(LedgerServiceTest, AGenuineReceiptOfAnEntryThatIsGoneSaysSo) {
  v1::VerifyReceiptRequest request;
  *request.mutable_receipt() = *Receipt(3);
  store_.ledger(kPlan).pop_back();
  const auto verdict = service_.VerifyReceipt(call_, request);
  EXPECT_FALSE(verdict->valid());
  EXPECT_NE(verdict->problem().find("no longer holds"), std::string::npos);
}

TEST_F(LedgerServiceTest, TheHeadIsTheLastSeal) {
  v1::GetLedgerHeadRequest request;
  request.set_plan(PlanName(kPlan));
  const auto head = service_.GetLedgerHead(call_, request);
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->sequence(), 3);
  EXPECT_EQ(OpenSeal(head->seal(), *PublicKey::FromPem(head->public_key_pem()))->entry_count(), 3);
  request.set_plan("plans/none");
  EXPECT_EQ(service_.GetLedgerHead(call_, request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(LedgerServiceTest, AFilingDuringTheAuditIsNoAlarm) {
  store_.pending.push_back(FileFor("hazardous-chemicals"));
  const auto verdict = Verify();
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_TRUE(verdict->valid());
  EXPECT_EQ(verdict->entry_count(), 4);
}

TEST_F(LedgerServiceTest, TamperingIsAnAlarmAlsoWhileTheLedgerGrows) {
  store_.returns().begin()->second.set_state(v1::RETURN_STATE_ACCEPTED);
  store_.pending.push_back(FileFor("hazardous-chemicals"));
  const auto verdict = Verify();
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_FALSE(verdict->valid());
  EXPECT_EQ(verdict->problems_size(), 1);
}

TEST_F(LedgerServiceTest, NoLedgerIsNotFound) {
  v1::VerifyLedgerRequest request;
  request.set_plan("plans/none");
  EXPECT_EQ(service_.VerifyLedger(call_, request).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lianfang::submission
