// Batches and the audit that re-reads what they wrote.
#include "services/submission/domain/ledger/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/id.h"
#include "common/ledger/receipt.h"
#include "common/time.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_reading.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kPlan[] = "gaoping-2021-2025";

class BatchTest : public testing::Test {
 protected:
  BatchTest() { EXPECT_TRUE(Commit({ProposePublication(ShippedPlan(kPlan))})[0].ok()); }

  std::vector<absl::StatusOr<std::string>> Commit(const std::vector<Proposal>& proposals,
                                                  Atomicity atomicity = Atomicity::kEach) {
    return *CommitAt(now_, *store_, key_, proposals, atomicity);
  }

  v1::VerifyLedgerResponse Audit() {
    LedgerAudit audit(kPlan, keys_);
    if (held_to_.has_value()) audit.HoldTo(*held_to_);
    FakeLedgerStore ledger(*store_);
    const absl::Status read = ledger.Snapshot(kPlan, absl::InfiniteFuture(), [&audit](LedgerSnapshot& snapshot) {
      return ReadIntoAudit(snapshot, audit, [](int64_t, int64_t) { return absl::OkStatus(); });
    });
    EXPECT_TRUE(read.ok()) << read;
    return audit.Finish();
  }

  std::vector<std::string> Problems() {
    std::vector<std::string> problems;
    const auto verdict = Audit();
    EXPECT_EQ(verdict.valid(), verdict.problems().empty());
    for (const auto& problem : verdict.problems()) problems.push_back(problem.problem());
    return problems;
  }

  static std::string Coal(const std::string& period) { return ObligationName(kPlan, period + "-140581-coal-mining"); }

  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  std::optional<v1::LedgerHead> held_to_;
  absl::Time now_ = Shanghai("2022-05-20 10:00");
  std::unique_ptr<FakeSubmissionStore> store_ = std::make_unique<FakeSubmissionStore>();
};

TEST_F(BatchTest, EachOfABatchGetsAReceiptThatVerifies) {
  const auto responses =
      Commit({ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-coal-mining"), 2, 0, 3)),
              ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 5, 1, 4)),
              ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-hazardous-chemicals"), 0, 0, 0))});
  int64_t sequence = 2;  // 1 is the plan's
  for (const auto& bytes : responses) {
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    v1::SubmitReturnResponse response;
    ASSERT_TRUE(response.ParseFromString(*bytes));
    EXPECT_EQ(response.receipt().sequence(), sequence);
    EXPECT_EQ(response.return_().latest().ledger_sequence(), sequence++);
    EXPECT_TRUE(lianfang::VerifyReceipt(response.receipt(), key_.public_key()).ok());
  }
  EXPECT_TRUE(Audit().valid());
  EXPECT_EQ(Audit().entry_count(), 4);
  EXPECT_EQ(Audit().seal_count(), 2);
}

TEST_F(BatchTest, ARefusedOneDoesNotDisturbTheOthers) {
  const auto responses =
      Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3)), ProposeFiling(Filing(Coal("2021"), -1, 0, 3)),
              ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 1, 0, 1))});
  EXPECT_TRUE(responses[0].ok());
  EXPECT_EQ(responses[1].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(responses[2].ok());
  EXPECT_EQ(Audit().entry_count(), 3);
}

TEST_F(BatchTest, TheNextOfABatchMeetsWhatTheOneBeforeLeft) {
  auto correction = Filing(Coal("2019"), 3, 1, 3);
  correction.set_supersedes(1);
  correction.set_correction_reason("订正");
  correction.set_etag("1");
  const auto responses = Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3)), ProposeFiling(correction)});
  ASSERT_TRUE(responses[1].ok()) << responses[1].status();
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(response.ParseFromString(*responses[1]));
  EXPECT_EQ(response.return_().latest().revision(), 2);
}

TEST_F(BatchTest, ARepeatAnswersTheFirstResponse) {
  const auto request = Filing(Coal("2019"), 2, 0, 3);
  const auto first = Commit({ProposeFiling(request), ProposeFiling(request)});  // also within one batch
  ASSERT_TRUE(first[0].ok());
  EXPECT_EQ(*first[0], *first[1]);
  now_ += absl::Hours(1);
  EXPECT_EQ(*Commit({ProposeFiling(request)})[0], *first[0]);
  EXPECT_EQ(Audit().entry_count(), 2);
}

TEST_F(BatchTest, AnIdForAnotherContentIsRefused) {
  auto request = Filing(Coal("2019"), 2, 0, 3);
  ASSERT_TRUE(Commit({ProposeFiling(request)})[0].ok());
  SetFigure(request, "accidents", 1);
  EXPECT_EQ(Commit({ProposeFiling(request)})[0].status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(BatchTest, ARefusalIsNotRememberedAgainstTheCaller) {
  auto request = Filing(Coal("2022"), 2, 0, 3);  // not open yet, and training is missing
  EXPECT_FALSE(Commit({ProposeFiling(request)})[0].ok());
  EXPECT_FALSE(Commit({ProposeFiling(request)})[0].ok());
  EXPECT_EQ(Audit().entry_count(), 1);
}

// Published, then filed: three instants, though the clock stands still and is set back then.
TEST_F(BatchTest, EveryEntryHasALaterInstantThanTheOneBefore) {
  const absl::Time published = now_;
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  now_ -= absl::Minutes(30);
  const auto bytes = Commit({ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 2, 0, 3))})[0];
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(bytes.ok() && response.ParseFromString(*bytes));
  EXPECT_EQ(FromTimestamp(response.return_().latest().submit_time()), published + absl::Microseconds(2));
}

// By the instant of its arrival, although the ledger goes on from its last entry.
TEST_F(BatchTest, AFilingIsJudgedByItsArrival) {
  const absl::Time due = Shanghai("2022-06-01 00:00");
  now_ = due + absl::Seconds(3);
  Proposal in_time = ProposeFiling(Filing(Coal("2019"), 2, 0, 3));
  in_time.arrival = due - absl::Microseconds(1);
  Proposal late = ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 2, 0, 3));
  late.arrival = due;
  const auto responses = Commit({in_time, late});
  for (size_t i = 0; i < responses.size(); ++i) {
    v1::SubmitReturnResponse response;
    ASSERT_TRUE(responses[i].ok() && response.ParseFromString(*responses[i]));
    EXPECT_EQ(response.return_().latest().late(), i == 1);
  }
  v1::LedgerEntry entry;
  ASSERT_TRUE(entry.ParseFromString(store_->ledger(kPlan)[1].bytes));
  EXPECT_EQ(FromTimestamp(entry.arrival_time()), in_time.arrival);
  EXPECT_EQ(FromTimestamp(entry.commit_time()), now_);
  EXPECT_EQ(entry.rules(), kArrivals);
  EXPECT_THAT(Problems(), ElementsAre());
}

// What the ledger's last entry is dated, after a clock that was fast, is no instant of those that arrive since.
TEST_F(BatchTest, WhatWouldBeDatedMoreThanAMinuteAfterItsArrivalIsRefused) {
  const absl::Time last = now_;
  const auto file = [this](absl::Time arrival) {
    Proposal proposal = ProposeFiling(Filing(Coal("2019"), 2, 0, 3));
    proposal.arrival = arrival;
    return Commit({proposal})[0].status();
  };
  now_ -= absl::Minutes(1);
  const absl::Status refused = file(now_);
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "WAITED_TOO_LONG");
  now_ += absl::Microseconds(1);
  EXPECT_TRUE(file(now_).ok());
  EXPECT_EQ(store_->heads()[kPlan].commit_time, last + absl::Microseconds(1));
  EXPECT_THAT(Problems(), ElementsAre());
}

TEST_F(BatchTest, AClockThatWasSetBackSinceTheArrivalDatesNothingBeforeIt) {
  now_ += absl::Hours(1);
  Proposal proposal = ProposeFiling(Filing(Coal("2019"), 2, 0, 3));
  proposal.arrival = now_ + absl::Seconds(1);
  ASSERT_TRUE(Commit({proposal})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre());
}

TEST_F(BatchTest, WhatWasWaivedSinceItArrivedTakesNothingIn) {
  now_ += absl::Hours(1);
  v1::WaiveObligationRequest waiver;
  waiver.set_name(Coal("2019"));
  waiver.set_reason("矿井已关闭");
  waiver.set_request_id(NewUuid());
  Proposal filing = ProposeFiling(Filing(Coal("2019"), 2, 0, 3));
  filing.arrival = now_ - absl::Seconds(1);
  const auto responses = Commit({ProposeWaiver(waiver), filing});
  ASSERT_TRUE(responses[0].ok()) << responses[0].status();
  EXPECT_EQ(ErrorInfoOf(responses[1].status())->reason(), "NOT_OPEN_FOR_FILING");
}

TEST_F(BatchTest, EveryChangeIsTold) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  int returns = 0, obligations = 0;
  for (const Change& change : store_->changes()) ++(change.topic == kReturnsTopic ? returns : obligations);
  EXPECT_EQ(returns, 1);
  EXPECT_EQ(obligations, 42 + 1);
}

TEST_F(BatchTest, APlanIsPublishedOnce) {
  EXPECT_EQ(Commit({ProposePublication(ShippedPlan(kPlan))})[0].status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(BatchTest, AnAmendmentIsTheNextEditionAndReachesEveryFollower) {
  type::v1::Plan plan = ShippedPlan(kPlan);
  EXPECT_EQ(Commit({ProposeAmendment(plan, "修订")})[0].status().code(),
            absl::StatusCode::kInvalidArgument);  // no etag
  plan.set_etag("99");
  EXPECT_EQ(Commit({ProposeAmendment(plan, "修订")})[0].status().code(), absl::StatusCode::kAborted);
  plan.set_etag("1");
  plan.mutable_targets(5)->mutable_reduce_by()->set_percent("6");
  const size_t told = store_->changes().size();
  const auto bytes = Commit({ProposeAmendment(plan, "上级调整目标")})[0];
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto amended = *store_->LoadPlan(kPlan, 0, absl::InfiniteFuture());
  EXPECT_EQ(amended->edition(), 2);
  EXPECT_EQ(amended->amendment_reason(), "上级调整目标");
  EXPECT_EQ((*store_->LoadPlan(kPlan, 1, absl::InfiniteFuture()))->targets(5).reduce_by().percent(), "5");
  EXPECT_EQ(store_->changes().size(), told + 42);
  EXPECT_THAT(Problems(), ElementsAre());
}

// What was filed for an obligation that moves is told once more, and the audit finds where it is not.
TEST_F(BatchTest, AnAmendmentThatMovesAnObligationTellsWhatWasFiledForIt) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  type::v1::Plan plan = ShippedPlan(kPlan);
  plan.set_etag("1");
  for (auto& industry : *plan.mutable_industries()) {
    if (industry.id() == "coal-mining") industry.set_responsible_department("housing");
  }
  const size_t told = store_->changes().size();
  ASSERT_TRUE(Commit({ProposeAmendment(plan, "职责划转")})[0].ok());
  ASSERT_EQ(store_->changes().size(), told + 42 + 1);
  v1::WatchReturnsResponse change;
  ASSERT_TRUE(change.ParseFromString(store_->changes().back().payload));
  EXPECT_EQ(change.return_().obligation(), Coal("2019"));
  EXPECT_EQ(change.ledger_sequence(), 3);
  EXPECT_EQ(change.previous_owner().department(), "emergency");
  EXPECT_THAT(Problems(), ElementsAre());
  store_->changes().pop_back();
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("those who watch are not told")));
}

TEST_F(BatchTest, OnlyTheOfficeThatThePlanNamesPublishesIt) {
  type::v1::Plan plan = ShippedPlan("yunnan-2022");
  plan.mutable_departments(0)->set_acting_region("530000");
  EXPECT_EQ(Commit({ProposePublication(plan)})[0].status().code(), absl::StatusCode::kPermissionDenied);
}

// --- What an auditor must find ---

TEST_F(BatchTest, AuditFindsAChangedEntry) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  v1::LedgerEntry entry;
  ASSERT_TRUE(entry.ParseFromString(store_->ledger(kPlan)[1].bytes));
  entry.mutable_return_filed()->mutable_revision()->mutable_figures(0)->set_number(1);
  store_->ledger(kPlan)[1].bytes = entry.SerializeAsString();
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("are not the ones that were sealed")));
}

TEST_F(BatchTest, AuditFindsARemovedEntry) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  ASSERT_TRUE(Commit({ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 2, 0, 3))})[0].ok());
  store_->ledger(kPlan).erase(store_->ledger(kPlan).begin() + 1);
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("the chain is broken")));
}

TEST_F(BatchTest, AuditFindsALedgerCutShort) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  store_->ledger(kPlan).pop_back();
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("the recorded end of the ledger is entry 2")));
}

TEST_F(BatchTest, AuditFindsAFigureChangedBesideTheLedger) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  store_->returns().begin()->second.mutable_latest()->mutable_figures(0)->set_number(1);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("is stored otherwise than the entries tell")));
}

TEST_F(BatchTest, AuditFindsAnAcceptanceNobodyGave) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  store_->returns().begin()->second.set_state(v1::RETURN_STATE_ACCEPTED);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("is stored otherwise than the entries tell")));
}

TEST_F(BatchTest, AuditFindsAChangedTarget) {
  type::v1::Plan plan = **store_->LoadPlan(kPlan, 1, absl::InfiniteFuture());
  plan.mutable_targets(5)->mutable_reduce_by()->set_percent("1");
  store_->ReplacePlan(plan);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("is not the document that was published")));
}

TEST_F(BatchTest, AuditFindsAnExtensionNobodyGave) {
  v1::ExtendObligationRequest request;
  request.set_name(Coal("2019"));
  *request.mutable_due_time() = ToTimestamp(Shanghai("2022-06-11 00:00"));
  request.set_reason("事故调查尚未结案");
  request.set_request_id(NewUuid());
  ASSERT_TRUE(Commit({ProposeExtension(request)})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre());
  EXPECT_TRUE(store_->ListReturnEntries(kPlan, "2019-140581-coal-mining", absl::InfiniteFuture())->empty());
  store_->obligations()[Coal("2019")].clear_adjustments();
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("is stored otherwise than the entries tell")));
}

TEST_F(BatchTest, AuditFindsAForgedSeal) {
  const SigningKey other = SigningKey::Generate();
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  auto& seal = store_->seals(kPlan).back().seal;
  seal.set_signature(other.Sign(seal.seal()));
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("signature does not verify")));
}

TEST_F(BatchTest, AuditFindsADueDateMovedByHand) {
  *store_->obligations()[Coal("2019")].mutable_due_time() = ToTimestamp(Shanghai("2023-01-01 00:00"));
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("2019-140581-coal-mining is stored otherwise than the entries tell")));
}

TEST_F(BatchTest, AuditFindsAnObligationThatNobodyStatedAndOneThatIsGone) {
  v1::Obligation moved = store_->obligations()[Coal("2019")];
  store_->obligations().erase(Coal("2019"));
  moved.set_name(Coal("2018"));
  store_->obligations()[moved.name()] = moved;
  EXPECT_THAT(Problems(), testing::UnorderedElementsAre(HasSubstr("is stored, but no edition of the plan states it"),
                                                        HasSubstr("2019-140581-coal-mining is missing")));
}

// Every field of every stored message: whatever byte is changed, the audit finds it.
TEST_F(BatchTest, AuditFindsOneFlippedBitAnywhere) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  const std::string entry = store_->ledger(kPlan)[1].bytes;
  for (size_t i = 0; i < entry.size(); ++i) {
    store_->ledger(kPlan)[1].bytes[i] = static_cast<char>(entry[i] ^ 1);
    EXPECT_FALSE(Audit().valid()) << "entry byte " << i;
    store_->ledger(kPlan)[1].bytes = entry;
  }
  const auto flip = [this](auto& stored) {
    const std::string bytes = stored.SerializeAsString();
    for (size_t i = 0; i < bytes.size(); ++i) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ 1);
      if (!stored.ParseFromString(flipped)) continue;  // the store itself refuses it
      EXPECT_FALSE(Audit().valid()) << "byte " << i;
    }
    stored.ParseFromString(bytes);
  };
  flip(store_->returns().begin()->second);
  flip(store_->obligations()[Coal("2019")]);
  flip(store_->seals(kPlan).back().seal);
  EXPECT_TRUE(Audit().valid());
}

// --- Keys and heads over the years ---

TEST_F(BatchTest, WhatARetiredKeySealedStillVerifies) {
  const SigningKey next = SigningKey::Generate();
  const auto first = Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))});
  keys_ = KeyRing(next.public_key());
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("which is not among those given to verify with")));
  keys_.Add(key_.public_key());
  EXPECT_THAT(Problems(), ElementsAre());
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(response.ParseFromString(*first[0]));
  EXPECT_TRUE(lianfang::VerifyReceipt(response.receipt(), keys_).ok());
}

TEST_F(BatchTest, ALedgerIsHeldToAnEarlierHead) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  held_to_.emplace();
  *held_to_->mutable_seal() = store_->seals(kPlan).back().seal;
  ASSERT_TRUE(Commit({ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 1, 0, 1))})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre());
  // A ledger rewritten as a whole, with the key and consistent in itself.
  store_ = std::make_unique<FakeSubmissionStore>();
  ASSERT_TRUE(Commit({ProposePublication(ShippedPlan(kPlan))})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("the ledger ends before entry 2")));
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 9, 0, 9))})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("does not begin with what the earlier head covers")));
}

// --- All or none ---

TEST_F(BatchTest, TogetherMeansAllOrNone) {
  const auto good = ProposeFiling(Filing(Coal("2019"), 2, 0, 3));
  const auto bad = ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), -1, 0, 1));
  const auto refused = Commit({good, bad}, Atomicity::kAll);
  EXPECT_EQ(refused[0].status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(refused[1].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Audit().entry_count(), 1);
  EXPECT_TRUE(store_->returns().empty());
  const auto also = ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 1, 0, 1));
  for (const auto& response : Commit({good, also}, Atomicity::kAll)) EXPECT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(Audit().entry_count(), 3);
  EXPECT_TRUE(Audit().valid());
}

// A file that was filed, with a row added that is wrong: what was filed stays filed, and its filer is told so.
TEST_F(BatchTest, ARepeatKeepsItsReceiptWhereASiblingIsRefused) {
  const auto filed = ProposeFiling(Filing(Coal("2019"), 2, 0, 3));
  const auto fresh = ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-hazardous-chemicals"), 1, 0, 1));
  const auto bad = ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), -1, 0, 1));
  const std::string first = *Commit({filed})[0];
  const auto responses = Commit({fresh, filed, bad, filed, fresh}, Atomicity::kAll);
  ASSERT_TRUE(responses[1].ok()) << responses[1].status();
  EXPECT_EQ(*responses[1], first);
  ASSERT_TRUE(responses[3].ok()) << responses[3].status();
  EXPECT_EQ(*responses[3], first);
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(response.ParseFromString(*responses[3]));
  EXPECT_TRUE(lianfang::VerifyReceipt(response.receipt(), key_.public_key()).ok());
  EXPECT_EQ(responses[0].status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(responses[2].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(responses[4].status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Audit().entry_count(), 2);
}

// Refused because its id was another request's: that is its own fault, and the others' reason.
TEST_F(BatchTest, AnIdThatWasUsedBeforeRefusesTheWhole) {
  auto used = Filing(Coal("2019"), 2, 0, 3);
  ASSERT_TRUE(Commit({ProposeFiling(used)})[0].ok());
  SetFigure(used, "accidents", 1);
  const auto fresh = ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-non-coal-mining"), 1, 0, 1));
  const auto responses = Commit({ProposeFiling(used), fresh}, Atomicity::kAll);
  EXPECT_EQ(responses[0].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(responses[1].status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Audit().entry_count(), 2);
}

TEST_F(BatchTest, FiguresAreComparedWithTheLatestEarlierPeriodInForce) {
  type::v1::Plan plan = ShippedPlan(kPlan);
  plan.set_etag("1");
  plan.clear_plausibility_rules();
  auto& rule = *plan.add_plausibility_rules();
  rule.set_id("large-change");
  rule.mutable_text()->set_zh("与上年相比变化过大");
  rule.mutable_change()->add_figures("accidents");
  ASSERT_TRUE(Commit({ProposeAmendment(plan, "增加合理性提示")})[0].ok());
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  auto later = Filing(Coal("2021"), 3, 0, 3);
  for (const char* category : {"principals", "managers", "team-leaders"}) {
    SetFigure(later, std::string(category) + "-required", 10);
    SetFigure(later, std::string(category) + "-trained", 7);
  }
  EXPECT_EQ(Commit({ProposeFiling(later)})[0].status().code(), absl::StatusCode::kFailedPrecondition);
  v1::ReviewReturnRequest review;  // sent back, it is no longer compared with
  review.set_name(ReturnName(kPlan, "2019-140581-coal-mining"));
  review.mutable_review()->set_decision(v1::REVIEW_DECISION_SEND_BACK);
  review.mutable_review()->set_reason("口径不符");
  review.set_etag("1");
  review.set_request_id(NewUuid());
  ASSERT_TRUE(Commit({ProposeReview(review)})[0].ok());
  EXPECT_TRUE(Commit({ProposeFiling(later)})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre());
}

TEST_F(BatchTest, AuditPassesOverReviews) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  v1::ReviewReturnRequest review;
  review.set_name(ReturnName(kPlan, "2019-140581-coal-mining"));
  review.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
  review.set_etag("1");
  review.set_request_id(NewUuid());
  ASSERT_TRUE(Commit({ProposeReview(review)})[0].ok());
  EXPECT_THAT(Problems(), ElementsAre());
}

// --- Changes that are checked one by one ---

std::vector<std::string> Told(LedgerAudit& audit, const std::string& part) {
  std::vector<std::string> problems;
  const v1::VerifyLedgerResponse verdict = audit.Finish();
  for (const auto& problem : verdict.problems()) {
    if (problem.problem().find(part) != std::string::npos) problems.push_back(problem.problem());
  }
  return problems;
}

// From the first wrong change on nothing can be matched, so the others are not told.
TEST_F(BatchTest, OnlyTheFirstChangeThatNoEntryMadeIsTold) {
  LedgerAudit audit(kPlan, keys_);
  audit.RefuseChange({7, {}});
  audit.RefuseChange({8, {}});
  EXPECT_THAT(Told(audit, "change"), ElementsAre(HasSubstr("change 7, the first that is left")));
  LedgerAudit lost(kPlan, keys_);
  lost.AddEntry({1, "\xff", "", ""});  // no entry: from there on, nothing is known of the state
  lost.RefuseChange({7, {}});
  EXPECT_THAT(Told(lost, "change"), ElementsAre());
}

TEST_F(BatchTest, ChangesAreComparedUntilTheFirstThatDiffers) {
  LedgerAudit audit(kPlan, keys_);
  EXPECT_FALSE(audit.ExpectsChanges());
  EXPECT_TRUE(audit.CheckChange({3, {std::string(kReturnsTopic), "\xff"}}));
  EXPECT_TRUE(audit.CheckChange({4, {std::string(kReturnsTopic), "\xff"}}));
  EXPECT_THAT(Told(audit, "change"), ElementsAre(HasSubstr("change 3 tells those who watch otherwise")));
}

TEST_F(BatchTest, AnAuditTellsAHundredProblemsAtMost) {
  LedgerAudit audit(kPlan, keys_);
  for (int edition = 1; edition <= 150; ++edition) audit.AddPlan(edition, "");
  EXPECT_EQ(audit.Finish().problems_size(), 100);
}

TEST_F(BatchTest, TotalsMustAddUp) {
  const auto told = [this](const StoredTotals& totals) {
    LedgerAudit audit(kPlan, keys_);
    audit.CheckTotals(totals);
    return Told(audit, "");
  };
  const std::vector<std::string> none = told({});
  EXPECT_EQ(told({.entries = 3, .answers = 3, .changes = 5, .pruned_changes = 2, .last_change = 7, .change_head = 7}),
            none);
  EXPECT_THAT(told({.entries = 3, .answers = 2}), testing::Contains(HasSubstr("2 answers, all ledgers together 3")));
  EXPECT_THAT(told({.changes = 5, .last_change = 6, .change_head = 6}),
              testing::Contains(HasSubstr("5 changes and 0")));
  EXPECT_THAT(told({.changes = 5, .pruned_changes = 2, .last_change = 6, .change_head = 6}),
              testing::Contains(HasSubstr("the changelog")));
  EXPECT_THAT(told({.changes = 5, .last_change = 5, .change_head = 6}), testing::Contains(HasSubstr("the changelog")));
}

// The others stay whose they were: nobody is told of them as if they had moved.
TEST_F(BatchTest, OnlyWhatMovesHasAFormerOwner) {
  ASSERT_TRUE(Commit({ProposeFiling(Filing(Coal("2019"), 2, 0, 3))})[0].ok());
  type::v1::Plan plan = ShippedPlan(kPlan);
  plan.set_etag("1");
  for (auto& industry : *plan.mutable_industries()) {
    if (industry.id() == "construction") industry.set_responsible_department("emergency");
  }
  const size_t told = store_->changes().size();
  ASSERT_TRUE(Commit({ProposeAmendment(plan, "职责划转")})[0].ok());
  ASSERT_EQ(store_->changes().size(), told + 42) << "what was filed stays where it is";
  int moved = 0;
  for (size_t i = told; i < store_->changes().size(); ++i) {
    v1::WatchObligationsResponse change;
    ASSERT_TRUE(change.ParseFromString(store_->changes()[i].payload));
    const bool of_construction = change.obligation().industry() == "construction";
    EXPECT_EQ(change.has_previous_owner(), of_construction) << change.obligation().name();
    moved += of_construction ? 1 : 0;
  }
  EXPECT_GT(moved, 0);
  EXPECT_THAT(Problems(), ElementsAre());
}

TEST_F(BatchTest, WhatIsRecordedForTheNextEntryIsHeldToTheLast) {
  LedgerAudit audit(kPlan, keys_);
  audit.CheckNext(now_, 2);
  EXPECT_THAT(Told(audit, "edition"),
              ElementsAre(HasSubstr("edition 2 is recorded as the one in force, the entries publish 0")));
  EXPECT_THAT(Told(audit, "the time recorded"), testing::SizeIs(1));
  LedgerAudit nothing(kPlan, keys_);
  nothing.CheckNext(now_, 0);
  EXPECT_THAT(Told(nothing, "edition"), ElementsAre());
}

TEST_F(BatchTest, TheEndOfTheLedgerIsItsLastEntry) {
  LedgerAudit audit(kPlan, keys_);
  audit.CheckHead(1, "");
  EXPECT_THAT(Told(audit, "the recorded end"), ElementsAre(HasSubstr("is entry 1, the entries end at 0")));
  LedgerAudit hash(kPlan, keys_);
  hash.CheckHead(0, "x");
  EXPECT_THAT(Told(hash, "the recorded end"), testing::SizeIs(1));
}

TEST_F(BatchTest, WhatIsListedOtherwiseThanItIsStoredIsTold) {
  LedgerAudit audit(kPlan, keys_);
  v1::Return filed;
  filed.set_name(ReturnName(kPlan, "x"));
  audit.CheckReturn(filed, true);
  v1::Obligation owed;
  owed.set_name(Coal("2018"));
  audit.CheckObligation(owed, false);
  EXPECT_THAT(Told(audit, "is stored, but"), testing::SizeIs(2));
}

TEST(SubjectOfTest, EveryEntryConcernsAPlanAnObligationOrAReturn) {
  v1::LedgerEntry published;
  published.mutable_plan_published();
  EXPECT_TRUE(SubjectOf(published).concerns_plan);
  v1::LedgerEntry granted;
  granted.mutable_plan_region_granted();
  EXPECT_TRUE(SubjectOf(granted).concerns_plan);
  v1::LedgerEntry filed;
  filed.mutable_return_filed()->set_obligation(ObligationName(kPlan, "a"));
  EXPECT_EQ(SubjectOf(filed).id, "a");
  EXPECT_TRUE(SubjectOf(filed).concerns_return);
  EXPECT_FALSE(SubjectOf(filed).concerns_plan);
  v1::LedgerEntry adjusted;
  adjusted.mutable_obligation_adjusted()->set_obligation(ObligationName(kPlan, "b"));
  EXPECT_EQ(SubjectOf(adjusted).id, "b");
  EXPECT_FALSE(SubjectOf(adjusted).concerns_return);
  v1::LedgerEntry reviewed, signed_off, withdrawn, leave, attached;
  reviewed.mutable_return_reviewed()->set_return_(ReturnName(kPlan, "c"));
  signed_off.mutable_return_signed()->set_return_(ReturnName(kPlan, "c"));
  withdrawn.mutable_return_withdrawn()->set_return_(ReturnName(kPlan, "c"));
  leave.mutable_correction_granted()->set_return_(ReturnName(kPlan, "c"));
  attached.mutable_evidence_attached()->set_return_(ReturnName(kPlan, "c"));
  for (const auto* entry : {&reviewed, &signed_off, &withdrawn, &leave, &attached}) {
    EXPECT_EQ(SubjectOf(*entry).id, "c");
    EXPECT_TRUE(SubjectOf(*entry).concerns_return);
  }
  reviewed.mutable_return_reviewed()->set_return_("nonsense");
  EXPECT_EQ(SubjectOf(reviewed).id, "");
  EXPECT_FALSE(SubjectOf(reviewed).concerns_return);
}

}  // namespace
}  // namespace lianfang::submission
