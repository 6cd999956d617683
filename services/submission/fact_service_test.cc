#include "services/submission/fact_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/id.h"
#include "common/ledger/receipt.h"
#include "common/ledger/witness_key.h"
#include "common/metrics.h"
#include "common/rpc/byte_buffer.h"
#include "common/testing/fake_clock.h"
#include "services/submission/domain/ledger/witness_rules.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::HasSubstr;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kExpert[] = "spiffe://lianfang.local/service/expert";

class FactServiceTest : public testing::Test {
 protected:
  FactServiceTest() {
    EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(kPlan))).ok());
    call_->caller.uri = kExpert;
    call_->caller.role = type::v1::ROLE_SERVICE;
    call_->caller.service = "expert";
    call_->method = "lianfang.submission.v1.LedgerService.RecordFact";
    call_->deadline = absl::InfiniteFuture();
  }

  static v1::RecordFactRequest Fact() {
    v1::RecordFactRequest request;
    request.set_plan(PlanName(kPlan));
    request.set_kind(v1::FACT_KIND_DRAW_FROZEN);
    request.set_name("engagements/0f0f/draw");
    request.set_sha256(std::string(32, 'd'));
    request.set_request_id(NewUuid());
    return request;
  }

  absl::StatusOr<v1::RecordFactResponse> Enter(const v1::RecordFactRequest& request) {
    absl::Notification done;
    absl::StatusOr<v1::RecordFactResponse> answer;
    facts_.RecordFact(call_, std::make_shared<v1::RecordFactRequest>(request),
                      [&](absl::StatusOr<Serialized<v1::RecordFactResponse>> reply) {
                        v1::RecordFactResponse read;
                        if (!reply.ok()) {
                          answer = reply.status();
                        } else if (read.ParseFromString(BytesOf(reply->buffer()))) {
                          answer = read;
                        }
                        done.Notify();
                      });
    done.WaitForNotification();
    return answer;
  }

  // Enters a key of a witness, as WitnessService does.
  void RegisterKey(const Identity& caller, const WitnessSigner& key) {
    v1::RegisterKeyRequest request;
    request.set_plan(PlanName(kPlan));
    request.set_public_key(key.public_key().der());
    request.set_possession(key.Sign(PossessionMessage(caller.uri, request.plan())));
    request.set_request_id(NewUuid());
    const RequestKey request_key =
        RequestKey::Of(caller.uri, "lianfang.submission.v1.LedgerService.RegisterKey", request);
    const Proposal proposal{request_key, kPlan, "", request.ByteSizeLong(),
                            [caller, registered = CheckKey(request, caller)](const Snapshot& snapshot) {
                              return DecideKeyRegistration(snapshot, registered, caller);
                            }};
    EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, proposal).ok());
  }

  absl::StatusOr<type::v1::Receipt> KeyOf(const std::string& actor) {
    v1::GetRegisteredKeyRequest request;
    request.set_plan(PlanName(kPlan));
    request.set_actor(actor);
    return facts_.GetRegisteredKey(*call_, request);
  }

  v1::VerifyLedgerResponse Audit() {
    v1::VerifyLedgerRequest request;
    request.set_plan(PlanName(kPlan));
    return *auditor_.Verify(*call_, request);
  }

  const std::shared_ptr<Call> call_ = std::make_shared<Call>();
  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerAuditor auditor_{ledger_, keys_, clock_, {}};
  Metrics metrics_;
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, {}};
  FactService facts_{store_, ledger_, writer_};
};

TEST_F(FactServiceTest, AFactIsAnsweredWithAReceiptThatVerifiesAndTheAuditAcceptsIt) {
  const auto answer = Enter(Fact());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->receipt().sequence(), 2);
  EXPECT_TRUE(VerifyReceipt(answer->receipt(), keys_).ok());
  v1::LedgerEntry entry;
  ASSERT_TRUE(entry.ParseFromString(answer->receipt().entry()));
  EXPECT_EQ(entry.fact_recorded().name(), "engagements/0f0f/draw");
  EXPECT_EQ(entry.actor(), kExpert);
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();
  EXPECT_EQ(Audit().entry_count(), 2);
}

TEST_F(FactServiceTest, ARepeatAnswersTheFirstReceiptAndEntersNothing) {
  const auto request = Fact();
  const auto first = Enter(request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Enter(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Audit().entry_count(), 2);
  auto other = request;
  other.set_sha256(std::string(32, 'e'));
  EXPECT_EQ(Enter(other).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(FactServiceTest, AnAnswerThatARepeatWouldGetIsFoundWhereItWasChanged) {
  const auto answer = Enter(Fact());
  ASSERT_TRUE(answer.ok());
  for (auto& [key, record] : store_.requests()) {
    if (record.key.method != call_->method) continue;
    v1::RecordFactResponse changed = *answer;
    changed.mutable_receipt()->mutable_seal()->set_signature(std::string(64, 's'));
    record.response = changed.SerializeAsString();
  }
  ASSERT_FALSE(Audit().valid());
  EXPECT_THAT(Audit().problems(0).problem(), HasSubstr("the request log answers"));
}

TEST_F(FactServiceTest, TheKeyThatSomebodyRegisteredLastIsAnsweredWithItsReceipt) {
  const Identity health = Liaison("health");
  EXPECT_EQ(KeyOf(health.uri).status().code(), absl::StatusCode::kNotFound);
  RegisterKey(health, WitnessSigner::Generate());
  const WitnessSigner newest = WitnessSigner::Generate();
  RegisterKey(health, newest);
  RegisterKey(Liaison("emergency"), WitnessSigner::Generate());
  const auto receipt = KeyOf(health.uri);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_TRUE(VerifyReceipt(*receipt, keys_).ok());
  v1::LedgerEntry entry;
  ASSERT_TRUE(entry.ParseFromString(receipt->entry()));
  EXPECT_EQ(entry.actor(), health.uri);
  EXPECT_EQ(entry.key_registered().public_key(), newest.public_key().der());
}

}  // namespace
}  // namespace lianfang::submission
