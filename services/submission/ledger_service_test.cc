#include "services/submission/ledger_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/ledger_trees.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::HasSubstr;

constexpr char kPlan[] = "gaoping-2021-2025";

Proposal FileFor(const std::string& industry) {
  return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
}

class LedgerServiceTest : public testing::Test {
 protected:
  LedgerServiceTest() {
    call_.caller.role = type::v1::ROLE_SERVICE;
    call_.caller.uri = "spiffe://lianfang.local/service/test";
    call_.deadline = absl::InfiniteFuture();
    Commit({ProposePublication(ShippedPlan(kPlan)), FileFor("coal-mining"), FileFor("non-coal-mining")});
  }

  void Commit(const std::vector<Proposal>& proposals) {
    const auto responses = *CommitAt(clock_.Now(), store_, key_, proposals);
    for (const auto& response : responses) {
      EXPECT_TRUE(response.ok()) << response.status();
    }
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
    return auditor_.Verify(call_, request);
  }

  v1::LedgerHead Head() {
    v1::GetLedgerHeadRequest request;
    request.set_plan(PlanName(kPlan));
    const auto head = service_.GetLedgerHead(call_, request);
    EXPECT_TRUE(head.ok()) << head.status();
    return *head;
  }

  Call call_;
  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerTrees trees_{ledger_};
  LedgerAuditor auditor_{ledger_, keys_, clock_, {}};
  LedgerService service_{store_, trees_, auditor_, key_, keys_, clock_};
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
  EXPECT_THAT(verdict->problem(), HasSubstr("the ledger does not hold this entry"));
}

// Whoever has the key can sign an entry that never was, and also seal a genuine one once more.
TEST_F(LedgerServiceTest, AReceiptForgedWithTheKeyIsNotCalledGenuine) {
  v1::VerifyReceiptRequest request;
  *request.mutable_receipt() = *Receipt(3);
  type::v1::LedgerSeal seal;
  ASSERT_TRUE(seal.ParseFromString(request.receipt().seal().seal()));
  const auto forge = [&](const std::string& entry) {
    type::v1::Receipt& receipt = *request.mutable_receipt();
    receipt.set_entry(entry);
    receipt.clear_inclusion_path();
    seal.set_first_sequence(3);
    seal.set_entry_count(1);
    seal.set_merkle_root(LeafHash(entry));
    receipt.mutable_seal()->set_seal(seal.SerializeAsString());
    receipt.mutable_seal()->set_signature(key_.Sign(receipt.seal().seal()));
    EXPECT_TRUE(lianfang::VerifyReceipt(receipt, keys_).ok());
    const auto verdict = service_.VerifyReceipt(call_, request);
    EXPECT_FALSE(verdict->valid());
    return verdict->problem();
  };
  EXPECT_THAT(forge(request.receipt().entry()), HasSubstr("has sealed this entry otherwise"));
  v1::LedgerEntry entry;
  ASSERT_TRUE(entry.ParseFromString(request.receipt().entry()));
  entry.mutable_return_filed()->mutable_revision()->mutable_figures(0)->set_number(0);
  EXPECT_THAT(forge(entry.SerializeAsString()), HasSubstr("it was forged with the key, or the ledger was changed"));
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

TEST_F(LedgerServiceTest, TheHeadIsSignedOverTheWholeLedger) {
  const v1::LedgerHead head = Head();
  const auto tree = OpenTreeHead(head.tree_head(), *PublicKey::FromPem(head.public_key_pem()));
  ASSERT_TRUE(tree.ok()) << tree.status();
  std::vector<std::string> leaves;
  for (const StoredEntry& entry : store_.ledger(kPlan)) leaves.push_back(LeafHash(entry.bytes));
  EXPECT_EQ(tree->plan(), PlanName(kPlan));
  EXPECT_EQ(tree->size(), 3);
  EXPECT_EQ(tree->root(), MerkleTree(leaves).root());
  EXPECT_EQ(tree->head_hash(), leaves.back());
  EXPECT_EQ(FromTimestamp(tree->sign_time()), clock_.Now());
}

TEST_F(LedgerServiceTest, TheAuditHoldsTheLedgerToAKeptHead) {
  v1::VerifyLedgerRequest request;
  request.set_plan(PlanName(kPlan));
  *request.mutable_earlier_head() = Head();
  Commit({FileFor("hazardous-chemicals")});
  EXPECT_TRUE(auditor_.Verify(call_, request)->valid());
  type::v1::TreeHead tree = *OpenTreeHead(request.earlier_head().tree_head(), keys_);
  tree.set_root(std::string(32, 'x'));
  *request.mutable_earlier_head()->mutable_tree_head() = SignTreeHead(tree, key_);
  EXPECT_THAT(auditor_.Verify(call_, request)->problems(0).problem(),
              HasSubstr("does not begin with what the earlier"));
  request.mutable_earlier_head()->mutable_tree_head()->set_signature("x");
  EXPECT_THAT(auditor_.Verify(call_, request)->problems(0).problem(), HasSubstr("the earlier head is not genuine"));
}

TEST_F(LedgerServiceTest, TheAuditReadsOneInstantHoweverTheLedgerGrows) {
  ledger_.on_snapshot = [this] {
    Commit({FileFor("hazardous-chemicals")});
    return absl::OkStatus();
  };
  const auto verdict = Verify();
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_TRUE(verdict->valid());
  EXPECT_EQ(verdict->entry_count(), 3);
}

TEST_F(LedgerServiceTest, TamperingIsAnAlarmAlsoWhileTheLedgerGrows) {
  store_.returns().begin()->second.set_state(v1::RETURN_STATE_ACCEPTED);
  ledger_.on_snapshot = [this] {
    Commit({FileFor("hazardous-chemicals")});
    return absl::OkStatus();
  };
  const auto verdict = Verify();
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_FALSE(verdict->valid());
  EXPECT_EQ(verdict->problems_size(), 1);
}

TEST_F(LedgerServiceTest, WhatCannotBeReadIsAnErrorAndNoVerdict) {
  ledger_.on_snapshot = [] { return absl::UnavailableError("the database is not available"); };
  EXPECT_EQ(Verify().status().code(), absl::StatusCode::kUnavailable);
  ledger_.on_snapshot = [this] {
    clock_.Advance(absl::Hours(1));
    return absl::OkStatus();
  };
  call_.deadline = clock_.Now() + absl::Seconds(30);
  EXPECT_EQ(Verify().status().code(), absl::StatusCode::kDeadlineExceeded);
}

// What is stored beside the ledger and decides what comes next, or is told to others.
class LedgerTamperingTest : public LedgerServiceTest {
 protected:
  // What is found, in one line.
  std::string Problems() {
    const auto verdict = Verify();
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    std::string text;
    for (const auto& problem : verdict->problems()) absl::StrAppend(&text, problem.problem(), ";");
    EXPECT_EQ(verdict->valid(), text.empty());
    return text;
  }

  // The log of the request that made an entry.
  RequestRecord& Logged(int64_t sequence) {
    v1::LedgerEntry entry;
    entry.ParseFromString(store_.ledger(kPlan)[static_cast<size_t>(sequence) - 1].bytes);
    return store_.requests().at({entry.actor(), entry.request_id()});
  }

  template <typename Message>
  static void Edit(std::string& bytes, const std::function<void(Message&)>& edit) {
    Message message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    edit(message);
    bytes = message.SerializeAsString();
  }
};

TEST_F(LedgerTamperingTest, NothingIsFoundWhereNobodyTampered) {
  v1::ReviewReturnRequest review;
  review.set_name(ReturnName(kPlan, "2019-140581-coal-mining"));
  review.mutable_review()->set_decision(v1::REVIEW_DECISION_SEND_BACK);
  review.mutable_review()->set_reason("核对");
  review.set_etag(store_.returns().at(review.name()).etag());
  review.set_request_id(NewUuid());
  const auto amended = [] {
    type::v1::Plan plan = ShippedPlan(kPlan);
    plan.set_etag("1");
    return plan;
  };
  const auto responses = *CommitAt(Shanghai("2022-05-21 10:00"), store_, key_,
                                   {ProposeReview(review), ProposeAmendment(amended(), "调整")});
  for (const auto& response : responses) EXPECT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(Problems(), "");
}

TEST_F(LedgerTamperingTest, ATimeThatTheNextEntryWouldBeDecidedAtIsFound) {
  store_.heads().at(kPlan).commit_time += absl::Hours(24 * 365);
  EXPECT_THAT(Problems(), HasSubstr("the time recorded with the ledger's end"));
}

TEST_F(LedgerTamperingTest, AnEditionThatIsNotTheNewestIsFound) {
  LedgerAudit audit(kPlan, keys_);
  audit.CheckNext(absl::InfinitePast(), 2);
  EXPECT_THAT(audit.Finish().problems(0).problem(), HasSubstr("edition 2 is recorded as the one in force"));
}

// The first versions kept receipts with their answers. Nobody is given them, so it does not matter what they say.
TEST_F(LedgerTamperingTest, AReceiptBesideTheLedgerIsGivenToNobody) {
  const Proposal filing = FileFor("hazardous-chemicals");
  const auto commit = [this, &filing] { return CommitAt(Shanghai("2022-05-21 10:00"), store_, key_, filing); };
  const std::string first = *commit();
  Edit<v1::SubmitReturnResponse>(Logged(4).response, [](auto& kept) {
    EXPECT_FALSE(kept.has_receipt());
    kept.mutable_receipt()->set_entry("another");
  });
  EXPECT_EQ(*commit(), first);
  EXPECT_EQ(Problems(), "");
}

TEST_F(LedgerTamperingTest, ARepeatWhoseEntryIsLostIsToldSo) {
  const Proposal filing = FileFor("hazardous-chemicals");
  const auto commit = [this, &filing] { return CommitAt(Shanghai("2022-05-21 10:00"), store_, key_, filing); };
  ASSERT_TRUE(commit().ok());
  store_.ledger(kPlan).pop_back();
  EXPECT_EQ(commit().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(LedgerTamperingTest, AnAnswerThatARepeatWouldGetIsFound) {
  const std::string kept = Logged(2).response;
  const auto altered = [this, &kept](const std::function<void(v1::SubmitReturnResponse&)>& edit) {
    Logged(2).response = kept;
    Edit(Logged(2).response, edit);
    return Problems();
  };
  EXPECT_THAT(altered([](auto& response) { response.mutable_return_()->mutable_latest()->set_late(true); }),
              HasSubstr("the request log answers"));
  Logged(2).response = kept;
  EXPECT_EQ(Problems(), "");
  Logged(2).response = Logged(3).response;
  EXPECT_THAT(Problems(), HasSubstr("the request log answers")) << "another's answer";
}

TEST_F(LedgerTamperingTest, AnAnswerThatIsGoneOrMadeUpIsFound) {
  RequestRecord invented = Logged(3);
  invented.key.request_id = NewUuid();
  store_.requests()[{invented.key.actor, invented.key.request_id}] = invented;
  EXPECT_THAT(Problems(), HasSubstr("4 answers, all ledgers together 3 entries"));
  store_.requests().erase({Logged(3).key.actor, Logged(3).key.request_id});
  EXPECT_THAT(Problems(), HasSubstr("no answer to the request"));
}

TEST_F(LedgerTamperingTest, AnAnswerToAPublicationIsHeldToIt) {
  Edit<v1::PublishPlanResponse>(Logged(1).response,
                                [](auto& response) { response.mutable_plan()->mutable_departments(0)->set_id("x"); });
  EXPECT_THAT(Problems(), HasSubstr("the request log answers"));
}

TEST_F(LedgerTamperingTest, WhatThoseWhoWatchAreToldIsHeldToTheEntries) {
  const std::vector<Change> kept = store_.changes();
  Edit<v1::WatchReturnsResponse>(store_.changes().back().payload, [](auto& change) {
    change.mutable_return_()->mutable_latest()->mutable_figures(0)->set_number(0);
  });
  EXPECT_THAT(Problems(), HasSubstr("change 46 tells those who watch otherwise"));

  store_.changes() = kept;
  store_.changes().back().topic = "elsewhere";
  EXPECT_THAT(Problems(), HasSubstr("change 46 tells those who watch otherwise"));

  store_.changes() = kept;
  std::swap(store_.changes()[43], store_.changes()[45]);
  EXPECT_THAT(Problems(), HasSubstr("change 44 tells those who watch otherwise"));

  store_.changes() = kept;
  store_.changes().pop_back();
  EXPECT_THAT(Problems(), HasSubstr("those who watch are not told: 1 changes"));

  store_.changes() = kept;
  store_.changes().push_back(kept.back());
  EXPECT_THAT(Problems(), HasSubstr("change 47 tells those who watch otherwise"));

  store_.changes() = kept;
  EXPECT_EQ(Problems(), "");
}

// The oldest changes are removed after a time; whatever is left is compared all the same.
TEST_F(LedgerTamperingTest, ChangesThatWerePrunedAreNotMissed) {
  for (const int64_t pruned : {1, 42, 43, 45, 46}) {
    store_.pruned_changes() = pruned;
    EXPECT_EQ(Problems(), "") << pruned;
  }
  store_.pruned_changes() = 43;
  const std::vector<Change> kept = store_.changes();
  store_.changes().pop_back();
  EXPECT_THAT(Problems(), HasSubstr("those who watch are not told: 1 changes"));

  store_.changes() = kept;
  Edit<v1::WatchReturnsResponse>(store_.changes().back().payload, [](auto& change) {
    change.mutable_return_()->mutable_latest()->mutable_figures(0)->set_number(0);
  });
  EXPECT_THAT(Problems(), HasSubstr("change 46 tells those who watch otherwise"));
  store_.pruned_changes() = 45;
  EXPECT_THAT(Problems(), HasSubstr("change 46, the first that is left, tells what no entry does"));
}

TEST_F(LedgerTamperingTest, GapsAndAHeadOfTheChangelogThatIsNotItsEndAreFound) {
  LedgerAudit audit(kPlan, keys_);
  audit.CheckTotals({.entries = 3, .answers = 3, .changes = 5, .last_change = 5, .change_head = 5});
  EXPECT_TRUE(audit.Finish().valid());
  audit.CheckTotals({.entries = 3, .answers = 3, .changes = 4, .last_change = 5, .change_head = 5});
  audit.CheckTotals({.entries = 3, .answers = 3, .changes = 5, .last_change = 5, .change_head = 9});
  audit.CheckTotals(
      {.entries = 3, .answers = 3, .changes = 3, .pruned_changes = 1, .last_change = 5, .change_head = 5});
  EXPECT_EQ(audit.Finish().problems_size(), 3);
  audit.CheckTotals(
      {.entries = 3, .answers = 3, .changes = 3, .pruned_changes = 2, .last_change = 5, .change_head = 5});
  EXPECT_EQ(audit.Finish().problems_size(), 3);
}

TEST_F(LedgerServiceTest, NoLedgerIsNotFound) {
  v1::VerifyLedgerRequest request;
  request.set_plan("plans/none");
  EXPECT_EQ(auditor_.Verify(call_, request).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lianfang::submission
