#include "services/submission/domain/ledger/witness_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

using testing::HasSubstr;

constexpr char kPlan[] = "plans/gaoping-2021-2025";

class WitnessRulesTest : public testing::Test {
 protected:
  v1::RegisterKeyRequest Registration(const Identity& caller) const {
    v1::RegisterKeyRequest request;
    request.set_plan(kPlan);
    request.set_public_key(key_.public_key().der());
    request.set_possession(key_.Sign(PossessionMessage(caller.uri, kPlan)));
    return request;
  }

  absl::StatusOr<Decision> Register(const Identity& caller) const {
    return DecideKeyRegistration(snapshot_, CheckKey(Registration(caller), caller), caller);
  }

  v1::WitnessHeadRequest Witness() const {
    type::v1::TreeHead head;
    head.set_plan(kPlan);
    head.set_size(7);
    head.set_root(std::string(32, 'r'));
    head.set_head_hash(std::string(32, 'h'));
    v1::WitnessHeadRequest request;
    request.set_plan(kPlan);
    *request.mutable_tree_head() = SignTreeHead(head, ledger_key_);
    request.set_signature(key_.Sign(WitnessMessage(request.tree_head().tree_head())));
    request.set_key_id(key_.public_key().id());
    return request;
  }

  absl::Status Check(const v1::WitnessHeadRequest& request) const {
    return CheckWitness(request, keys_, &registered_).status();
  }

  static Identity Observer(const std::string& region) {
    Identity observer;
    observer.uri = "spiffe://lianfang.local/region/" + region + "/department/union/role/observer";
    observer.region = region;
    observer.department = "union";
    observer.role = type::v1::ROLE_OBSERVER;
    return observer;
  }

  const type::v1::Plan plan_ = ShippedPlan("gaoping-2021-2025");
  const Snapshot snapshot_{&plan_, nullptr, nullptr, nullptr, {}, Shanghai("2022-05-20 10:00")};
  const SigningKey ledger_key_ = SigningKey::Generate();
  const KeyRing keys_{ledger_key_.public_key()};
  const WitnessSigner key_ = WitnessSigner::Generate();
  const RegisteredKey registered_{3, key_.public_key().id(), key_.public_key().der()};
};

// --- Registering ---

TEST_F(WitnessRulesTest, AKeyIsEnteredAndItsIdAnswered) {
  const auto decision = Register(Liaison("emergency"));
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->event.key_registered().public_key(), key_.public_key().der());
  EXPECT_EQ(decision->event.key_registered().key_id(), key_.public_key().id());
  EXPECT_EQ(decision->event.rules(), 2);
  EXPECT_EQ(decision->resource, kPlan);
  v1::RegisterKeyResponse response;
  ASSERT_TRUE(response.ParseFromString(decision->respond({})));
  EXPECT_EQ(response.key_id(), key_.public_key().id());
}

TEST_F(WitnessRulesTest, DepartmentsOfThePlanAndObserversOfItsRegionsRegister) {
  EXPECT_TRUE(Register(Liaison("health")).ok());
  EXPECT_TRUE(Register(Office()).ok());
  for (const char* region : {"140581", "140500", "140000", "100000"}) {
    EXPECT_TRUE(Register(Observer(region)).ok()) << region;
  }
  for (const char* region : {"140582", "530000"}) {
    EXPECT_EQ(Register(Observer(region)).status().code(), absl::StatusCode::kPermissionDenied) << region;
  }
  const type::v1::Plan acted_from_afar = ShippedPlan("yunnan-2022");  // of 530000, filed from 140581
  Snapshot snapshot = snapshot_;
  snapshot.plan = &acted_from_afar;
  const auto registered = CheckKey(Registration(Observer("140581")), Observer("140581"));
  EXPECT_TRUE(DecideKeyRegistration(snapshot, registered, Observer("140581")).ok());
  EXPECT_TRUE(DecideKeyRegistration(snapshot, registered, Observer("530000")).ok());
  EXPECT_FALSE(DecideKeyRegistration(snapshot, registered, Observer("140582")).ok());
  EXPECT_EQ(Register(Liaison("fisheries")).status().code(), absl::StatusCode::kPermissionDenied);
  Identity elsewhere = Liaison("emergency");
  elsewhere.region = "530000";
  EXPECT_EQ(Register(elsewhere).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(WitnessRulesTest, OnesOwnKeyOfTheRightKindIsRegistered) {
  const Identity caller = Liaison("emergency");
  EXPECT_TRUE(CheckKey(Registration(caller), caller).ok());
  EXPECT_THAT(CheckKey(Registration(Liaison("health")), caller).status().message(), HasSubstr("possession"))
      << "shown by somebody else";
  auto request = Registration(caller);
  request.set_plan("plans/yunnan-2022");
  EXPECT_FALSE(CheckKey(request, caller).ok()) << "shown for another ledger";
  request = Registration(caller);
  request.set_public_key(WitnessSigner::Generate().public_key().der());
  EXPECT_FALSE(CheckKey(request, caller).ok()) << "another's key";
  for (const std::string& none : {std::string("nonsense"), std::string(300, 'x')}) {
    request.set_public_key(none);
    EXPECT_THAT(CheckKey(request, caller).status().message(), HasSubstr("public_key"));
  }
}

TEST_F(WitnessRulesTest, ThereMustBeAPlan) {
  Snapshot nothing = snapshot_;
  nothing.plan = nullptr;
  const Identity caller = Liaison("emergency");
  EXPECT_EQ(DecideKeyRegistration(nothing, CheckKey(Registration(caller), caller), caller).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(DecideWitness(nothing, CheckWitness(Witness(), keys_, &registered_)).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(WitnessRulesTest, TheNewestKeyOfEachActorIsInForceAndTheOthersAreKnown) {
  RegisteredKeys keys;
  const auto add = [&keys](int64_t sequence, const std::string& actor, const std::string& id) {
    v1::LedgerEntry entry;
    entry.set_sequence(sequence);
    entry.set_actor(actor);
    entry.mutable_key_registered()->set_key_id(id);
    keys.Add(entry);
  };
  add(2, "a", "first");
  add(3, "b", "other");
  add(9, "a", "second");
  keys.Add({});
  EXPECT_EQ(keys.Newest("a")->key_id, "second");
  EXPECT_EQ(keys.Newest("b")->sequence, 3);
  EXPECT_EQ(keys.Newest("c"), nullptr);
  EXPECT_EQ(keys.At("a", 2)->key_id, "first");
  EXPECT_EQ(keys.At("b", 2), nullptr);
  EXPECT_EQ(keys.At("c", 2), nullptr);
}

// --- Witnessing ---

TEST_F(WitnessRulesTest, AWitnessIsEnteredWithItsKey) {
  const auto decision = DecideWitness(snapshot_, CheckWitness(Witness(), keys_, &registered_));
  ASSERT_TRUE(decision.ok()) << decision.status();
  const v1::HeadWitnessed& witnessed = decision->event.head_witnessed();
  EXPECT_EQ(witnessed.key_sequence(), 3);
  EXPECT_EQ(witnessed.key_id(), key_.public_key().id());
  EXPECT_TRUE(key_.public_key().Verify(WitnessMessage(witnessed.tree_head().tree_head()), witnessed.signature()));
  v1::WitnessHeadResponse response;
  ASSERT_TRUE(response.ParseFromString(decision->respond({})));
  EXPECT_EQ(response.size(), 7);
}

TEST_F(WitnessRulesTest, OnlyTheKeyThatWasRegisteredLastWitnesses) {
  EXPECT_EQ(CheckWitness(Witness(), keys_, nullptr).status().code(), absl::StatusCode::kFailedPrecondition);
  const RegisteredKey another{9, "0000000000000000", registered_.public_key};
  EXPECT_EQ(CheckWitness(Witness(), keys_, &another).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(WitnessRulesTest, WhatDoesNotVerifyIsRefused) {
  EXPECT_TRUE(Check(Witness()).ok());
  auto request = Witness();
  request.mutable_signature()->back() ^= 1;
  EXPECT_THAT(Check(request).message(), HasSubstr("signature"));
  request = Witness();
  request.set_signature(key_.Sign(request.tree_head().tree_head()));
  EXPECT_THAT(Check(request).message(), HasSubstr("signature")) << "not signed as a witness";
  request = Witness();
  request.mutable_tree_head()->mutable_signature()->back() ^= 1;
  EXPECT_THAT(Check(request).message(), HasSubstr("tree_head"));
  request = Witness();
  request.set_plan("plans/yunnan-2022");
  EXPECT_THAT(Check(request).message(), HasSubstr("is of plans/gaoping-2021-2025"));
  const KeyRing others(SigningKey::Generate().public_key());
  EXPECT_EQ(CheckWitness(Witness(), others, &registered_).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lianfang::submission
