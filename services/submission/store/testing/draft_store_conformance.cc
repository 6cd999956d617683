#include "services/submission/store/testing/draft_store_conformance.h"

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kCoal[] = "2019-140581-coal-mining";

absl::Time Noon() { return Shanghai("2022-05-20 12:00"); }

DraftKey Key(const std::string& id, const std::string& department = "emergency") {
  return {kPlan, id, {department, "140581"}};
}

RequestKey Request() { return {"spiffe://someone", "Service.SaveDraft", NewUuid(), std::string(32, 'h')}; }

}  // namespace

std::string DraftStoreTest::Save(const DraftKey& key, const std::string& note, const std::string& etag) {
  const RequestKey request = Request();
  StoredDraft draft{{}, request.request_hash};
  draft.draft.set_name(absl::StrCat("plans/", key.plan, "/drafts/", key.draft));
  draft.draft.set_note(note);
  draft.draft.set_etag(request.request_id);
  const auto saved = drafts().SaveDraft(key, etag, draft, request, Noon(), deadline_);
  EXPECT_TRUE(saved.ok()) << saved.status();
  return saved.ok() && *saved ? request.request_id : "";
}

namespace {

TEST_P(DraftStoreTest, ADraftIsReplacedByWhoeverHasReadIt) {
  EXPECT_FALSE(drafts().FindDraft(Key(kCoal), deadline_)->has_value());
  const std::string first = Save(Key(kCoal), "周一");
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(Save(Key(kCoal), "没看过"), "");
  const std::string second = Save(Key(kCoal), "周二", first);
  ASSERT_FALSE(second.empty());
  EXPECT_EQ(Save(Key(kCoal), "看过旧的", first), "");
  const auto found = *drafts().FindDraft(Key(kCoal), deadline_);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->draft.note(), "周二");
  EXPECT_EQ(found->draft.etag(), second);
  EXPECT_EQ(found->request_hash, std::string(32, 'h'));
}

TEST_P(DraftStoreTest, ADepartmentHasItsOwnDrafts) {
  Save(Key(kCoal), "应急");
  EXPECT_FALSE(Save(Key(kCoal, "housing"), "住建").empty());
  EXPECT_EQ((*drafts().FindDraft(Key(kCoal), deadline_))->draft.note(), "应急");
  EXPECT_FALSE(drafts().FindDraft({kPlan, kCoal, {"emergency", "140500"}}, deadline_)->has_value());
  EXPECT_EQ(drafts().ListDrafts(kPlan, {"housing", "140581"}, {"", 10}, deadline_)->size(), 1u);
  EXPECT_TRUE(drafts().ListDrafts("yunnan-2022", {"housing", "140581"}, {"", 10}, deadline_)->empty());
}

TEST_P(DraftStoreTest, DraftsAreListedInPages) {
  for (const char* industry : {"coal-mining", "construction", "machinery"}) {
    Save(Key(absl::StrCat("2019-140581-", industry)), industry);
  }
  const DraftOwner owner = {"emergency", "140581"};
  const auto first = *drafts().ListDrafts(kPlan, owner, {"", 2}, deadline_);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].row.note(), "coal-mining");
  const auto rest = *drafts().ListDrafts(kPlan, owner, {first.back().key, 2}, deadline_);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].row.note(), "machinery");
}

TEST_P(DraftStoreTest, WhatIsDeletedIsGoneAndNothingSavesOverIt) {
  const std::string etag = Save(Key(kCoal), "草稿");
  ASSERT_TRUE(drafts().DeleteDraft(Key(kCoal), Request(), Noon(), deadline_).ok());
  EXPECT_FALSE(drafts().FindDraft(Key(kCoal), deadline_)->has_value());
  EXPECT_EQ(Save(Key(kCoal), "看过旧的", etag), "");
  EXPECT_TRUE(drafts().DeleteDraft(Key(kCoal), Request(), Noon(), deadline_).ok());
}

TEST_P(DraftStoreTest, AFilingDeletesTheDraftOfItsObligationAlone) {
  Save(Key(kCoal), "将报送");
  Save(Key("2019-140581-non-coal-mining"), "未报送");
  ASSERT_TRUE(CommitAt(Noon(), written(), key_, ProposePublication(ShippedPlan(kPlan))).ok());
  EXPECT_TRUE(drafts().FindDraft(Key(kCoal), deadline_)->has_value());
  ASSERT_TRUE(CommitAt(Noon(), written(), key_, ProposeFiling(Filing(ObligationName(kPlan, kCoal), 2, 1, 3))).ok());
  EXPECT_FALSE(drafts().FindDraft(Key(kCoal), deadline_)->has_value());
  EXPECT_TRUE(drafts().FindDraft(Key("2019-140581-non-coal-mining"), deadline_)->has_value());

  // A review files nothing: what is drafted meanwhile stays.
  Save(Key(kCoal), "更正");
  v1::ReviewReturnRequest review;
  review.set_name(ReturnName(kPlan, kCoal));
  review.set_etag(written().LoadCase(kPlan, kCoal, deadline_)->filed->etag());
  review.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
  review.set_request_id(NewUuid());
  ASSERT_TRUE(CommitAt(Noon(), written(), key_, ProposeReview(review)).ok());
  EXPECT_TRUE(drafts().FindDraft(Key(kCoal), deadline_)->has_value());
}

}  // namespace
}  // namespace lianfang::submission
