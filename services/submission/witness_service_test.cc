#include "services/submission/witness_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"
#include "common/metrics.h"
#include "common/testing/fake_clock.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/await.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::HasSubstr;

constexpr char kPlan[] = "gaoping-2021-2025";

class WitnessServiceTest : public testing::Test {
 protected:
  WitnessServiceTest() {
    EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(kPlan))).ok());
  }

  static std::shared_ptr<Call> CallBy(const Identity& caller, const std::string& method) {
    auto call = std::make_shared<Call>();
    call->caller = caller;
    call->method = absl::StrCat("lianfang.submission.v1.LedgerService.", method);
    call->deadline = absl::InfiniteFuture();
    return call;
  }

  v1::RegisterKeyRequest Registration(const Identity& caller, const WitnessSigner& key) {
    v1::RegisterKeyRequest request;
    request.set_plan(PlanName(kPlan));
    request.set_public_key(key.public_key().der());
    request.set_possession(key.Sign(PossessionMessage(caller.uri, request.plan())));
    request.set_request_id(NewUuid());
    return request;
  }

  absl::StatusOr<v1::RegisterKeyResponse> Register(const Identity& caller, const v1::RegisterKeyRequest& request) {
    return Await<v1::RegisterKeyResponse>([&](auto reply) {
      witnesses_.RegisterKey(CallBy(caller, "RegisterKey"), std::make_shared<v1::RegisterKeyRequest>(request),
                             std::move(reply));
    });
  }

  // The ledger as it is, witnessed with the key.
  v1::WitnessHeadRequest Witness(const WitnessSigner& key) {
    const auto head = *store_.ReadLedgerHead(kPlan, absl::InfiniteFuture());
    type::v1::TreeHead tree;
    tree.set_plan(PlanName(kPlan));
    tree.set_size(head.sequence);
    tree.set_root(trees_.Hashes(kPlan, head.sequence, {LeafRange{0, head.sequence}}, absl::InfiniteFuture())->front());
    tree.set_head_hash(head.hash);
    v1::WitnessHeadRequest request;
    request.set_plan(tree.plan());
    *request.mutable_tree_head() = SignTreeHead(tree, key_);
    request.set_signature(key.Sign(WitnessMessage(request.tree_head().tree_head())));
    request.set_key_id(key.public_key().id());
    request.set_request_id(NewUuid());
    return request;
  }

  absl::StatusOr<v1::WitnessHeadResponse> Enter(const Identity& caller, const v1::WitnessHeadRequest& request) {
    return Await<v1::WitnessHeadResponse>([&](auto reply) {
      witnesses_.WitnessHead(CallBy(caller, "WitnessHead"), std::make_shared<v1::WitnessHeadRequest>(request),
                             std::move(reply));
    });
  }

  v1::VerifyLedgerResponse Audit() {
    v1::VerifyLedgerRequest request;
    request.set_plan(PlanName(kPlan));
    return *auditor_.Verify(*CallBy(Office(), "VerifyLedger"), request);
  }

  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerTrees trees_{ledger_};
  LedgerAuditor auditor_{ledger_, keys_, clock_, {}};
  Metrics metrics_;
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, {}};
  WitnessService witnesses_{ledger_, trees_, writer_, keys_};
  const Identity health_ = Liaison("health");
  const WitnessSigner health_key_ = WitnessSigner::Generate();
};

TEST_F(WitnessServiceTest, AHeadIsWitnessedWithARegisteredKeyAndListed) {
  EXPECT_EQ(Register(health_, Registration(health_, health_key_))->key_id(), health_key_.public_key().id());
  const auto request = Witness(health_key_);
  const auto witnessed = Enter(health_, request);
  ASSERT_TRUE(witnessed.ok()) << witnessed.status();
  EXPECT_EQ(witnessed->size(), 2);

  v1::ListWitnessesRequest list;
  list.set_plan(PlanName(kPlan));
  const auto listed = witnesses_.ListWitnesses(*CallBy(Office(), "ListWitnesses"), list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->witnesses_size(), 1);
  const v1::HeadWitness& witness = listed->witnesses(0);
  EXPECT_EQ(witness.sequence(), 3);
  EXPECT_EQ(witness.actor(), health_.uri);
  EXPECT_EQ(witness.witnessed().key_sequence(), 2);
  EXPECT_EQ(witness.public_key(), health_key_.public_key().der());
  EXPECT_EQ(witness.witnessed().signature(), request.signature());
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();
  EXPECT_EQ(Audit().entry_count(), 3);
}

TEST_F(WitnessServiceTest, ARepeatAnswersTheFirstResponseAlsoWhenTheKeyWasReplacedSince) {
  const auto registration = Registration(health_, health_key_);
  ASSERT_TRUE(Register(health_, registration).ok());
  const auto request = Witness(health_key_);
  ASSERT_TRUE(Enter(health_, request).ok());
  const WitnessSigner next = WitnessSigner::Generate();
  ASSERT_TRUE(Register(health_, Registration(health_, next)).ok());
  EXPECT_EQ(Enter(health_, request)->size(), 2);
  EXPECT_EQ(Register(health_, registration)->key_id(), health_key_.public_key().id());
  EXPECT_EQ(Audit().entry_count(), 4);
  EXPECT_EQ(Enter(health_, Witness(health_key_)).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Enter(health_, Witness(next)).ok());
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();
}

TEST_F(WitnessServiceTest, AnothersKeyWitnessesNothing) {
  ASSERT_TRUE(Register(health_, Registration(health_, health_key_)).ok());
  EXPECT_EQ(Enter(Liaison("emergency"), Witness(health_key_)).status().code(), absl::StatusCode::kFailedPrecondition);
}

// Signed with the ledger's key, but of another ledger than this one: whoever checked it must learn of it.
TEST_F(WitnessServiceTest, AHeadOfAnotherHistoryIsAnAlarm) {
  ASSERT_TRUE(Register(health_, Registration(health_, health_key_)).ok());
  auto request = Witness(health_key_);
  type::v1::TreeHead tree = *OpenTreeHead(request.tree_head(), keys_);
  const auto enter = [&] {
    *request.mutable_tree_head() = SignTreeHead(tree, key_);
    request.set_signature(health_key_.Sign(WitnessMessage(request.tree_head().tree_head())));
    return Enter(health_, request).status();
  };
  tree.set_root(std::string(32, 'x'));
  EXPECT_EQ(enter().code(), absl::StatusCode::kDataLoss);
  tree.set_size(100);
  EXPECT_THAT(enter().message(), HasSubstr("does not begin with what it covers"));
  EXPECT_EQ(Audit().entry_count(), 2);
}

TEST_F(WitnessServiceTest, WitnessesAreListedByPagesAndTheCallersOwn) {
  const Identity emergency = Liaison("emergency");
  const WitnessSigner emergency_key = WitnessSigner::Generate();
  ASSERT_TRUE(Register(health_, Registration(health_, health_key_)).ok());
  ASSERT_TRUE(Register(emergency, Registration(emergency, emergency_key)).ok());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Enter(health_, Witness(health_key_)).ok());
  ASSERT_TRUE(Enter(emergency, Witness(emergency_key)).ok());
  v1::ListWitnessesRequest list;
  list.set_plan(PlanName(kPlan));
  list.set_page_size(3);
  std::vector<int64_t> sequences;
  do {
    const auto page = *witnesses_.ListWitnesses(*CallBy(Office(), "ListWitnesses"), list);
    for (const auto& witness : page.witnesses()) sequences.push_back(witness.sequence());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(sequences, testing::ElementsAre(4, 5, 6, 7));
  list.set_own(true);
  EXPECT_EQ(witnesses_.ListWitnesses(*CallBy(emergency, "ListWitnesses"), list)->witnesses_size(), 1);
  EXPECT_EQ(witnesses_.ListWitnesses(*CallBy(Office(), "ListWitnesses"), list)->witnesses_size(), 0);
}

TEST_F(WitnessServiceTest, AnAnswerThatARepeatWouldGetIsFoundWhereItWasChanged) {
  ASSERT_TRUE(Register(health_, Registration(health_, health_key_)).ok());
  for (auto& [key, record] : store_.requests()) {
    if (record.key.method != "lianfang.submission.v1.LedgerService.RegisterKey") continue;
    v1::RegisterKeyResponse response;
    response.set_key_id("another");
    record.response = response.SerializeAsString();
  }
  ASSERT_FALSE(Audit().valid());
  EXPECT_THAT(Audit().problems(0).problem(), HasSubstr("the request log answers"));
}

}  // namespace
}  // namespace lianfang::submission
