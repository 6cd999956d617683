// Ledgers that other versions wrote. The directories under testdata hold what a version stored: its entries, and the
// state that it made of them. None of them is ever written anew: a store that is older than the binary must not look
// tampered with, and this is how a change of the rules that would make it so is noticed.
//
// first_ledger and amended_ledger were written by the first rules (projection.h), the latter with what the next ones
// change: a waiver by hand that amendments took back, dates that moved without a record, final figures still owed of
// what was no longer stated. whole_amendments is the same story by rules 1. arrivals is by rules 3: filings that waited
// while their due instant passed, and an amendment that gave an obligation to another department. signed_returns is by
// rules 5: signatures, a withdrawal, and a leave to correct with a correction that was not signed. attached_and_dropped is by
// rules 8: a file that was attached, and obligations that an amendment dropped before their filings were sent back and
// withdrawn, and another one took up again.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/hash.h"
#include "common/ledger/merkle.h"
#include "services/submission/domain/ledger/batch.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

using google::protobuf::Message;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kUnknownField = 1000;

// The messages of a file, which are parted by lines of `---`.
template <typename T>
std::vector<T> Stored(const std::string& ledger, const std::string& name) {
  std::ifstream file(absl::StrCat("services/submission/domain/ledger/testdata/", ledger, "/", name, ".textproto"));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::vector<T> messages;
  for (const absl::string_view part : absl::StrSplit(text, "---\n")) {
    T& message = messages.emplace_back();
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(part), &message)) << name;
  }
  return messages;
}

// What a version to come may add.
void SayMore(Message& message) { message.GetReflection()->MutableUnknownFields(&message)->AddVarint(kUnknownField, 2); }

class EarlierLedgersTest : public testing::Test {
 protected:
  explicit EarlierLedgersTest(const std::string& ledger = "first_ledger")
      : plans_(Stored<type::v1::Plan>(ledger, "plans")),
        entries_(Stored<v1::LedgerEntry>(ledger, "entries")),
        obligations_(Stored<v1::Obligation>(ledger, "obligations")),
        returns_(Stored<v1::Return>(ledger, "returns")) {}

  // What is wrong with it, but for the seals, which it has none of.
  std::vector<std::string> Audit() {
    LedgerAudit audit(*ParsePlanName("name", plans_[0].name()), keys_);
    for (const auto& plan : plans_) audit.AddPlan(plan.edition(), PlanDocument(plan));
    std::string hash;
    for (const auto& entry : entries_) {
      const std::string bytes = entry.SerializeAsString();
      const Subject subject = SubjectOf(entry);
      hash = LeafHash(bytes);
      audit.AddEntry({entry.sequence(), bytes, hash, subject.concerns_return ? subject.id : ""});
    }
    for (const auto& filed : returns_) audit.CheckReturn(filed, true);
    for (const auto& obligation : obligations_) audit.CheckObligation(obligation, true);
    audit.CheckHead(static_cast<int64_t>(entries_.size()), hash);
    const v1::VerifyLedgerResponse verdict = audit.Finish();
    std::vector<std::string> problems;
    for (const auto& problem : verdict.problems()) {
      if (problem.problem() != absl::StrCat("the last ", entries_.size(), " entries are not sealed")) {
        problems.push_back(problem.problem());
      }
    }
    return problems;
  }

  // Makes the chain whole again after an entry was changed.
  void Chain() {
    std::string previous;
    for (auto& entry : entries_) {
      entry.set_previous_hash(previous);
      previous = LeafHash(entry.SerializeAsString());
    }
  }

  const SigningKey key_ = SigningKey::Generate();
  const KeyRing keys_{key_.public_key()};
  std::vector<type::v1::Plan> plans_;
  std::vector<v1::LedgerEntry> entries_;
  std::vector<v1::Obligation> obligations_;
  std::vector<v1::Return> returns_;
};

class EveryLedgerTest : public EarlierLedgersTest, public testing::WithParamInterface<const char*> {
 protected:
  EveryLedgerTest() : EarlierLedgersTest(GetParam()) {}
};

TEST_P(EveryLedgerTest, ItsStateFollowsFromItsEntries) { EXPECT_THAT(Audit(), ElementsAre()); }

INSTANTIATE_TEST_SUITE_P(AllVersions, EveryLedgerTest,
                         testing::Values("first_ledger", "amended_ledger", "whole_amendments", "arrivals",
                                         "signed_returns", "attached_and_dropped"),
                         [](const auto& ledger) { return std::string(ledger.param); });

TEST_F(EarlierLedgersTest, ItsStateIsStillHeldToItsEntries) {
  obligations_[0].set_department("finance");
  EXPECT_THAT(Audit(), ElementsAre(HasSubstr("is stored otherwise than the entries tell")));
}

// After a rollback: the state that a later version made is nothing that this one could have made.
TEST_F(EarlierLedgersTest, AnEntryOfALaterVersionIsNoAlarmAboutTheState) {
  for (const size_t i : {size_t{5}, size_t{7}}) {  // the second is a publication
    SayMore(entries_[i]);
    entries_[i].set_rules(kRules + 1);
  }
  Chain();
  SayMore(obligations_[0]);
  returns_[0].set_state(v1::RETURN_STATE_SENT_BACK);
  EXPECT_THAT(Audit(), ElementsAre(HasSubstr("a later version")));
}

TEST_F(EarlierLedgersTest, AnEntryByLaterRulesIsNoAlarmAboutTheState) {
  entries_[5].set_rules(kRules + 1);
  Chain();
  obligations_[0].set_department("finance");
  EXPECT_THAT(Audit(), ElementsAre(HasSubstr("a later version")));
}

TEST_F(EarlierLedgersTest, APlanOfALaterVersionIsNoAlarmAboutTheState) {
  SayMore(*plans_[0].mutable_departments(0));
  entries_[0].set_rules(kRules + 1);
  entries_[0].mutable_plan_published()->set_document_hash(Sha256(PlanDocument(plans_[0])));
  Chain();
  EXPECT_THAT(Audit(), ElementsAre(HasSubstr("a later version")));
}

// Somebody filed a figure with a field that nobody knows, before such requests were refused: the state is compared all
// the same.
TEST_F(EarlierLedgersTest, AFieldThatNobodyKnowsDoesNotEndTheComparison) {
  for (v1::LedgerEntry& entry : entries_) {
    if (!entry.has_return_filed()) continue;
    SayMore(*entry.mutable_return_filed()->mutable_revision()->mutable_figures(0));
    break;
  }
  Chain();
  obligations_.back().set_department("finance");
  const auto problems = Audit();
  EXPECT_THAT(problems, testing::Contains(HasSubstr("unknown to the rules")));
  EXPECT_THAT(problems, testing::Contains(testing::AllOf(HasSubstr(obligations_.back().name()),
                                                         HasSubstr("is stored otherwise than the entries tell"))));
}

TEST_F(EarlierLedgersTest, TheChainOfALaterVersionIsHeldTogetherAllTheSame) {
  entries_[2].set_rules(kRules + 1);
  Chain();
  entries_[4].set_actor("somebody else");
  EXPECT_THAT(Audit(), ElementsAre(HasSubstr("a later version"), HasSubstr("the chain is broken")));
}

}  // namespace
}  // namespace lianfang::submission
