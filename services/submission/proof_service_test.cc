#include "services/submission/proof_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/chain.h"
#include "common/ledger/merkle.h"
#include "common/ledger/proof.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPlan[] = "gaoping-2021-2025";
const char* const kIndustries[] = {"hazardous-chemicals", "coal-mining", "non-coal-mining", "machinery-manufacturing"};

Proposal FileFor(const std::string& industry) {
  return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
}

// A ledger of five entries: the plan under a seal of its own, then two filings, then two more.
class ProofServiceTest : public testing::Test {
 protected:
  ProofServiceTest() {
    call_ = CallBy(type::v1::ROLE_AUDITOR, "140581");
    Commit(store_, {ProposePublication(ShippedPlan(kPlan))});
    Commit(store_, {FileFor(kIndustries[0]), FileFor(kIndustries[1])});
    Commit(store_, {FileFor(kIndustries[2]), FileFor(kIndustries[3])});
  }

  void Commit(FakeSubmissionStore& store, const std::vector<Proposal>& proposals) {
    const auto responses = *CommitAt(Shanghai("2022-05-20 10:00"), store, key_, proposals);
    for (const auto& response : responses) {
      EXPECT_TRUE(response.ok()) << response.status();
    }
  }

  static Call CallBy(type::v1::Role role, const std::string& region) {
    Call call;
    call.caller.role = role;
    call.caller.region = region;
    call.caller.department = "finance";
    call.deadline = absl::InfiniteFuture();
    return call;
  }

  v1::ListLedgerEntriesRequest Entries() {
    v1::ListLedgerEntriesRequest request;
    request.set_plan(PlanName(kPlan));
    return request;
  }

  // All pages of what is asked for.
  std::vector<v1::ListLedgerEntriesResponse> Pages(v1::ListLedgerEntriesRequest request) {
    std::vector<v1::ListLedgerEntriesResponse> pages;
    do {
      auto page = proofs_.ListLedgerEntries(call_, request);
      EXPECT_TRUE(page.ok()) << page.status();
      request.set_page_token(page->next_page_token());
      pages.push_back(*std::move(page));
    } while (!request.page_token().empty());
    return pages;
  }

  static std::vector<int64_t> Sequences(const std::vector<v1::ListLedgerEntriesResponse>& pages) {
    std::vector<int64_t> sequences;
    for (const auto& page : pages) {
      for (const auto& entry : page.entries()) sequences.push_back(entry.sequence());
    }
    return sequences;
  }

  // What a reader without trust makes of the pages.
  std::vector<std::string> Problems(const std::vector<v1::ListLedgerEntriesResponse>& pages) {
    std::vector<std::string> problems;
    ChainCheck chain(PlanName(kPlan), keys_,
                     [&problems](int64_t, absl::string_view problem) { problems.emplace_back(problem); });
    for (const auto& page : pages) {
      int seal = 0;
      for (const auto& recorded : page.entries()) {
        v1::LedgerEntry entry;
        if (recorded.entry().empty()) {
          chain.AddHash(recorded.entry_hash());
        } else {
          EXPECT_TRUE(entry.ParseFromString(recorded.entry()));
          chain.AddEntry(recorded.entry(), LinkOf(entry));
        }
        type::v1::LedgerSeal opened;
        if (seal < page.seals_size() && opened.ParseFromString(page.seals(seal).seal()) &&
            opened.first_sequence() + opened.entry_count() - 1 == chain.size()) {
          chain.AddSeal(page.seals(seal++));
        }
      }
      EXPECT_EQ(seal, page.seals_size());
    }
    chain.Finish();
    return problems;
  }

  std::string Root(int64_t size) {
    MerkleFrontier tree;
    for (int64_t i = 0; i < size; ++i) tree.Append(LeafHash(store_.ledger(kPlan)[static_cast<size_t>(i)].bytes));
    return tree.root();
  }

  Call call_;
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerTrees trees_{ledger_};
  ProofService proofs_{store_, ledger_, trees_, key_.public_key(), keys_};
};

// --- Entries ---

TEST_F(ProofServiceTest, WhatIsListedVerifiesByItself) {
  for (const int size : {1, 2, 3, 5, 1000}) {
    auto request = Entries();
    request.set_page_size(size);
    const auto pages = Pages(request);
    EXPECT_THAT(Sequences(pages), ElementsAre(1, 2, 3, 4, 5)) << size;
    EXPECT_THAT(Problems(pages), IsEmpty()) << size;
  }
}

TEST_F(ProofServiceTest, ARangeIsListed) {
  auto request = Entries();
  request.set_first_sequence(2);
  request.set_last_sequence(4);
  request.set_page_size(2);
  const auto pages = Pages(request);
  EXPECT_THAT(Sequences(pages), ElementsAre(2, 3, 4));
  EXPECT_EQ(pages[0].seals_size(), 1);
  EXPECT_EQ(pages[1].seals_size(), 0) << "the last seal ends beyond";
  request.set_first_sequence(6);
  request.clear_last_sequence();
  EXPECT_THAT(Sequences(Pages(request)), IsEmpty());
  request.set_first_sequence(-1);
  EXPECT_EQ(proofs_.ListLedgerEntries(call_, request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_first_sequence(1);
  request.set_last_sequence(-1);
  EXPECT_EQ(proofs_.ListLedgerEntries(call_, request).status().code(), absl::StatusCode::kInvalidArgument);
  request = Entries();
  request.set_page_token("x");
  EXPECT_EQ(proofs_.ListLedgerEntries(call_, request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ProofServiceTest, APageIsNoLargerThanItsBound) {
  FakeSubmissionStore large;
  for (int i = 0; i < 5; ++i) {
    large.ledger(kPlan).push_back({i + 1, std::string(400 << 10, 'x'), "", ""});
  }
  FakeLedgerStore ledger(large);
  ProofService proofs(large, ledger, trees_, key_.public_key(), keys_);
  const auto page = proofs.ListLedgerEntries(call_, Entries());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->entries_size(), 2);
  EXPECT_FALSE(page->next_page_token().empty());
}

// The plan's own entries are for everybody, those about obligations of another region are not.
TEST_F(ProofServiceTest, WhatACallerMayNotReadComesAsItsHashAndVerifiesAllTheSame) {
  call_ = CallBy(type::v1::ROLE_OBSERVER, "530000");
  const auto pages = Pages(Entries());
  EXPECT_THAT(Problems(pages), IsEmpty());
  EXPECT_FALSE(pages[0].entries(0).entry().empty());
  for (int i = 1; i < 5; ++i) {
    EXPECT_TRUE(pages[0].entries(i).entry().empty()) << i;
    EXPECT_EQ(pages[0].entries(i).entry_hash(), LeafHash(store_.ledger(kPlan)[static_cast<size_t>(i)].bytes));
  }
  call_ = CallBy(type::v1::ROLE_OBSERVER, "140000");
  EXPECT_FALSE(Pages(Entries())[0].entries(3).entry().empty()) << "the province reads its counties";
}

TEST_F(ProofServiceTest, WhatSaysNothingThatIsKnownIsForNobody) {
  store_.ledger(kPlan)[2].bytes = "no entry";
  v1::LedgerEntry later;
  later.set_plan(PlanName(kPlan));
  store_.ledger(kPlan)[3].bytes = later.SerializeAsString();
  const auto pages = Pages(Entries());
  EXPECT_TRUE(pages[0].entries(2).entry().empty());
  EXPECT_TRUE(pages[0].entries(3).entry().empty());
  EXPECT_THAT(Problems(pages), testing::Contains(testing::HasSubstr("are not the ones that were sealed")));
}

// --- Proofs ---

TEST_F(ProofServiceTest, EveryLengthIsProvedToBeginWithEveryEarlierOne) {
  v1::GetConsistencyProofRequest request;
  request.set_plan(PlanName(kPlan));
  for (int64_t second = 1; second <= 5; ++second) {
    for (int64_t first = 1; first <= second; ++first) {
      request.set_first_size(first);
      request.set_second_size(second);
      const auto proof = proofs_.GetConsistencyProof(call_, request);
      ASSERT_TRUE(proof.ok()) << proof.status();
      const std::vector<std::string> path(proof->hashes().begin(), proof->hashes().end());
      EXPECT_TRUE(IsConsistent(first, Root(first), second, Root(second), path)) << first << " to " << second;
    }
  }
}

TEST_F(ProofServiceTest, EveryEntryIsProvedToBeThere) {
  v1::GetInclusionProofRequest request;
  request.set_plan(PlanName(kPlan));
  for (int64_t sequence = 1; sequence <= 5; ++sequence) {
    request.set_sequence(sequence);
    request.set_size(5);
    const auto proof = proofs_.GetInclusionProof(call_, request);
    ASSERT_TRUE(proof.ok()) << proof.status();
    const std::vector<std::string> path(proof->hashes().begin(), proof->hashes().end());
    const std::string leaf = LeafHash(store_.ledger(kPlan)[static_cast<size_t>(sequence) - 1].bytes);
    EXPECT_EQ(RootFromPath(leaf, static_cast<size_t>(sequence) - 1, 5, path), Root(5)) << sequence;
  }
}

// A ledger that was rewritten, with the key and consistent in itself, cannot be proved to be the one that was kept.
TEST_F(ProofServiceTest, ARewrittenLedgerHasNoProof) {
  const std::string kept = Root(3);
  FakeSubmissionStore rewritten;
  Commit(rewritten, {ProposePublication(ShippedPlan(kPlan))});
  Commit(rewritten, {FileFor(kIndustries[1]), FileFor(kIndustries[0])});
  Commit(rewritten, {FileFor(kIndustries[2]), FileFor(kIndustries[3])});
  FakeLedgerStore ledger(rewritten);
  LedgerTrees trees(ledger);
  ProofService proofs(rewritten, ledger, trees, key_.public_key(), keys_);
  v1::GetConsistencyProofRequest request;
  request.set_plan(PlanName(kPlan));
  request.set_first_size(3);
  request.set_second_size(5);
  const auto proof = proofs.GetConsistencyProof(call_, request);
  const std::vector<std::string> path(proof->hashes().begin(), proof->hashes().end());
  const std::string root = trees.Hashes(kPlan, 5, {LeafRange{0, 5}}, absl::InfiniteFuture())->front();
  EXPECT_FALSE(IsConsistent(3, kept, 5, root, path));
}

TEST_F(ProofServiceTest, LengthsAreChecked) {
  v1::GetConsistencyProofRequest consistency;
  consistency.set_plan(PlanName(kPlan));
  const auto of = [&](int64_t first, int64_t second) {
    consistency.set_first_size(first);
    consistency.set_second_size(second);
    return proofs_.GetConsistencyProof(call_, consistency).status().code();
  };
  EXPECT_EQ(of(0, 5), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(of(3, 2), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(of(3, 6), absl::StatusCode::kOutOfRange);
  v1::GetInclusionProofRequest inclusion;
  inclusion.set_plan(PlanName(kPlan));
  const auto at = [&](int64_t sequence, int64_t size) {
    inclusion.set_sequence(sequence);
    inclusion.set_size(size);
    return proofs_.GetInclusionProof(call_, inclusion).status().code();
  };
  EXPECT_EQ(at(0, 5), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(at(5, 4), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(at(5, 6), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(at(5, 5), absl::StatusCode::kOk);
}

// --- Keys ---

TEST_F(ProofServiceTest, KeysAreListedWithWhatEachHasSealed) {
  const SigningKey retired = SigningKey::Generate();
  keys_.Add(retired.public_key());
  Commit(store_, {ProposePublication(ShippedPlan("yunnan-2022"))});
  v1::ListLedgerKeysRequest request;
  request.set_page_size(1);
  std::vector<std::string> uses;
  do {
    const auto page = proofs_.ListLedgerKeys(call_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_EQ(page->keys_size(), 2);
    for (const auto& key : page->keys()) {
      EXPECT_EQ(key.in_use(), key.key_id() == key_.public_key().id());
      EXPECT_EQ(PublicKey::FromPem(key.public_key_pem())->id(), key.key_id());
      for (const auto& use : key.uses()) {
        EXPECT_TRUE(key.in_use());
        uses.push_back(absl::StrCat(use.plan(), " ", use.first_sequence(), "-", use.last_sequence()));
      }
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(uses, ElementsAre("plans/gaoping-2021-2025 1-5", "plans/yunnan-2022 1-1"));
}

}  // namespace
}  // namespace lianfang::submission
