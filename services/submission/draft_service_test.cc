#include "services/submission/draft_service.h"

#include <gtest/gtest.h>

#include <string>

#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_draft_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kDraft[] = "plans/gaoping-2021-2025/drafts/2019-140581-coal-mining";

class DraftServiceTest : public testing::Test {
 protected:
  DraftServiceTest() { EXPECT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(ShippedPlan(kPlan))).ok()); }

  static Call By(const Identity& caller) {
    Call call;
    call.method = "lianfang.submission.v1.DraftService.Test";
    call.caller = caller;
    call.deadline = absl::InfiniteFuture();
    return call;
  }

  absl::StatusOr<v1::ReturnDraft> Save(const std::string& etag, const Identity& caller = Liaison("emergency"),
                                       const std::string& name = kDraft) {
    v1::SaveDraftRequest request;
    request.mutable_draft()->set_name(name);
    request.mutable_draft()->set_etag(etag);
    request.set_request_id(NewUuid());
    return service_.SaveDraft(By(caller), request);
  }

  absl::StatusOr<v1::ReturnDraft> Get(const Identity& caller) {
    v1::GetDraftRequest request;
    request.set_name(kDraft);
    return service_.GetDraft(By(caller), request);
  }

  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  FakeSubmissionStore store_;
  FakeDraftStore drafts_{store_};
  DraftService service_{store_, drafts_, clock_};
};

TEST_F(DraftServiceTest, AColleagueGoesOnWithWhatWasSaved) {
  const auto first = Save("");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Get(Someone("emergency", "convener", "li-ming"))->etag(), first->etag());
  EXPECT_EQ(Save("").status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Save(first->etag(), Someone("emergency", "liaison", "wang-fang")).ok());
}

TEST_F(DraftServiceTest, AnotherDepartmentNeitherSeesNorSavesNorDeletesIt) {
  ASSERT_TRUE(Save("").ok());
  EXPECT_EQ(Get(Liaison("housing")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Save("", Liaison("housing")).status().code(), absl::StatusCode::kPermissionDenied);
  v1::DeleteDraftRequest remove;
  remove.set_name(kDraft);
  EXPECT_TRUE(service_.DeleteDraft(By(Liaison("housing")), remove).ok());
  EXPECT_TRUE(Get(Liaison("emergency")).ok()) << "nothing was deleted";
  EXPECT_TRUE(service_.DeleteDraft(By(Liaison("emergency")), remove).ok());
  EXPECT_EQ(Get(Liaison("emergency")).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(DraftServiceTest, NamesThatAreNoneAndObligationsThatAreNotStated) {
  EXPECT_EQ(Save("", Liaison("emergency"), "plans/p/returns/x").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Save("", Liaison("emergency"), "plans/gaoping-2021-2025/drafts/1999-140581-coal-mining").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(DraftServiceTest, PagesAreWholeAndInOrder) {
  for (const char* industry : {"coal-mining", "non-coal-mining", "hazardous-chemicals"}) {
    ASSERT_TRUE(
        Save("", Liaison("emergency"), "plans/gaoping-2021-2025/drafts/2019-140581-" + std::string(industry)).ok());
  }
  v1::ListDraftsRequest request;
  request.set_parent(PlanName(kPlan));
  request.set_page_size(2);
  const auto first = service_.ListDrafts(By(Liaison("emergency")), request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->drafts_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto rest = service_.ListDrafts(By(Liaison("emergency")), request);
  ASSERT_EQ(rest->drafts_size(), 1);
  EXPECT_TRUE(rest->next_page_token().empty());
  request.clear_page_token();
  EXPECT_EQ(service_.ListDrafts(By(Liaison("housing")), request)->drafts_size(), 0);
}

TEST_F(DraftServiceTest, AFilingIsTheEndOfADraft) {
  ASSERT_TRUE(Save("").ok());
  ASSERT_TRUE(CommitAt(clock_.Now(), store_, key_,
                       ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-coal-mining"), 2, 1, 3)))
                  .ok());
  EXPECT_EQ(Get(Liaison("emergency")).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lianfang::submission
