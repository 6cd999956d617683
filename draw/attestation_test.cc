// What a draw owes to its ledger and its observer.
#include "draw/attestation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "draw/testing/attested.h"
#include "draw/testing/lists.h"
#include "draw/verify.h"

namespace lianfang::draw {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kDrawTime = absl::FromUnixSeconds(1'000'000);

class AttestationTest : public ::testing::Test {
 protected:
  AttestationTest() {
    *list_.mutable_freeze_time() = ToTimestamp(kDrawTime - absl::Hours(1));
    Draw();
    note_ = testing::NoteOf(draw_);
  }

  void Draw() { draw_ = testing::DrawOf(list_, testing::Seed(1), testing::Seed(2)); }
  // Whoever forges sets the receipt first: the signature is over its entry.
  void Forge(absl::Time entered, absl::Time given) {
    testing::Attest(draw_, entered);
    testing::GiveNonce(draw_, testing::Seed(2), given);
  }

  // The English of the first problem; empty where there is none.
  std::string Problem() const {
    const auto problems = FindProblems(draw_, {&keys_, &note_});
    return problems.empty() ? "" : problems[0].en();
  }

  const KeyRing keys_ = testing::LedgerKey().public_key();
  expert::v1::FrozenList list_ = testing::ListOf(8, 3);
  expert::v1::Draw draw_;
  expert::v1::NonceNote note_;
};

TEST_F(AttestationTest, AnHonestDrawVerifiesAgainstKeysAndNote) {
  EXPECT_EQ(Problem(), "");
  EXPECT_THAT(FindProblems(draw_), IsEmpty()) << "without evidence, too";
}

TEST_F(AttestationTest, AFreezeThatIsNotInTheLedgerProvesNothing) {
  draw_.clear_receipt();
  EXPECT_THAT(Problem(), HasSubstr("no receipt of the ledger"));
}

TEST_F(AttestationTest, TheEntryIsOfThisListAndCommitment) {
  const std::string other = testing::Seed(7);
  *draw_.mutable_receipt() = testing::FactReceipt(testing::kPlan, draw_.name(), other, kDrawTime);
  EXPECT_THAT(Problem(), HasSubstr("not of this list")) << "another digest";
  const std::string digest = FrozenDigest(draw_.list_hash(), draw_.seed_commitment());
  *draw_.mutable_receipt() = testing::FactReceipt(testing::kPlan, "engagements/other/draw", digest, kDrawTime);
  EXPECT_THAT(Problem(), HasSubstr("not of this list")) << "another draw";
  *draw_.mutable_receipt() = testing::FactReceipt("plans/other", draw_.name(), digest, kDrawTime);
  EXPECT_THAT(Problem(), HasSubstr("not of this list")) << "another plan's ledger";
  submission::v1::LedgerEntry entry;
  entry.ParseFromString(testing::FactReceipt(testing::kPlan, draw_.name(), digest, kDrawTime).entry());
  *draw_.mutable_receipt() = testing::Enter(entry, testing::kPlan, 5, testing::kObserver, kDrawTime);
  EXPECT_THAT(Problem(), HasSubstr("not of this list")) << "entered by somebody else";
}

TEST_F(AttestationTest, ASealThatIsNotTheLedgersIsFoundWithItsKey) {
  draw_.mutable_receipt()->mutable_seal()->set_signature(std::string(64, 's'));
  EXPECT_THAT(FindProblems(draw_), IsEmpty()) << "nobody can tell without the key";
  EXPECT_THAT(Problem(), HasSubstr("not genuine"));
  Draw();
  draw_.mutable_witness()->mutable_key_receipt()->mutable_seal()->set_signature(std::string(64, 's'));
  EXPECT_THAT(Problem(), HasSubstr("not genuine"));
}

// The grinding of nonces: whoever can write the database tries nonces until the chosen come first.
TEST_F(AttestationTest, ANonceThatTheObserverDidNotSignIsFound) {
  const std::string signature = draw_.witness().signature();
  draw_.mutable_witness()->set_nonce(testing::Seed(3));
  EXPECT_THAT(Problem(), HasSubstr("signature is not over this draw"));
  draw_.mutable_witness()->clear_signature();
  EXPECT_THAT(Problem(), HasSubstr("nonce is not signed"));
  draw_.mutable_witness()->set_signature(signature);
  const WitnessSigner another = WitnessSigner::Generate();
  *draw_.mutable_witness()->mutable_key_receipt() =
      testing::KeyReceipt(testing::kPlan, "spiffe://t/somebody", kDrawTime, another);
  EXPECT_THAT(Problem(), HasSubstr("not registered")) << "a key of somebody else";
  draw_.mutable_witness()->clear_key_receipt();
  EXPECT_THAT(Problem(), HasSubstr("not registered"));
}

// The signature holds the entry's hash: the nonce of one freeze is none of another.
TEST_F(AttestationTest, ANonceSignedBeforeTheEntryIsFound) {
  testing::Attest(draw_, kDrawTime - absl::Minutes(1));
  EXPECT_THAT(Problem(), HasSubstr("signature is not over this draw"));
}

TEST_F(AttestationTest, TimesRiseWithinWhatTwoClocksMayDiffer) {
  const absl::Time freeze = FromTimestamp(list_.freeze_time());
  const auto problem_of = [&](absl::Time entered, absl::Time given) {
    Forge(entered, given);
    note_ = testing::NoteOf(draw_);
    return Problem();
  };
  EXPECT_EQ(problem_of(freeze - kClockTolerance, kDrawTime), "");
  EXPECT_THAT(problem_of(freeze - absl::Seconds(3), kDrawTime), HasSubstr("not in order of time"));
  EXPECT_EQ(problem_of(kDrawTime + kClockTolerance, kDrawTime), "");
  EXPECT_THAT(problem_of(kDrawTime + absl::Seconds(3), kDrawTime), HasSubstr("not in order of time"));
  Forge(kDrawTime - absl::Minutes(1), kDrawTime);
  *draw_.mutable_witness()->mutable_key_receipt() =
      testing::KeyReceipt(testing::kPlan, testing::kObserver, kDrawTime + absl::Seconds(3));
  note_ = testing::NoteOf(draw_);
  EXPECT_THAT(Problem(), HasSubstr("not in order of time")) << "a key that was registered afterwards";
}

// What the database cannot hide from an observer who kept the file.
TEST_F(AttestationTest, TheObserversNoteHoldsTheDrawToWhatWasSigned) {
  const expert::v1::NonceNote honest = note_;
  note_.set_nonce(testing::Seed(9));
  EXPECT_THAT(Problem(), HasSubstr("another nonce"));
  note_ = honest;
  note_.set_list_hash(testing::Seed(9));
  EXPECT_THAT(Problem(), HasSubstr("another list or commitment"));
  note_ = honest;
  note_.set_entry_hash(testing::Seed(9));
  EXPECT_THAT(Problem(), HasSubstr("another list or commitment"));
  note_ = honest;
  note_.set_public_key(WitnessSigner::Generate().public_key().der());
  EXPECT_THAT(Problem(), HasSubstr("another signature or key"));
  note_ = testing::NoteOf(draw_, /*ledger_size=*/4);
  EXPECT_THAT(Problem(), HasSubstr("does not cover the freeze"));
}

}  // namespace
}  // namespace lianfang::draw
