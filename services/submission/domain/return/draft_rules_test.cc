#include "services/submission/domain/return/draft_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/violations.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;

class DraftRulesTest : public testing::Test {
 protected:
  DraftRulesTest() {
    obligation_.set_name("plans/p/obligations/2019-140581-coal-mining");
    obligation_.set_department("emergency");
    obligation_.set_acting_region("140581");
    for (const char* figure : {"accidents", "deaths"}) obligation_.add_figures(figure);
    request_.mutable_draft()->set_name("plans/p/drafts/2019-140581-coal-mining");
    request_.set_request_id(NewUuid());
  }

  absl::StatusOr<StoredDraft> Decide(const StoredDraft* current, const Identity& caller = Liaison("emergency"),
                                     absl::string_view time = "2022-05-20 10:00") {
    return DecideDraft({obligation_, current}, request_, RequestKey::Of(caller.uri, "SaveDraft", request_), caller,
                       Shanghai(time));
  }

  void Give(const std::string& figure, int64_t number) {
    auto* value = request_.mutable_draft()->add_figures();
    value->set_figure(figure);
    value->set_number(number);
  }

  v1::Obligation obligation_;
  v1::SaveDraftRequest request_;
};

TEST_F(DraftRulesTest, FiguresMayBeMissingAndAColleagueGoesOn) {
  Give("accidents", -7);  // looked at when it is filed
  const auto first = Decide(nullptr);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->draft.editor(), Liaison("emergency").uri);
  EXPECT_EQ(first->draft.obligation(), obligation_.name());
  *request_.mutable_draft() = first->draft;
  request_.set_request_id(NewUuid());
  Give("deaths", 1);
  const auto second = Decide(&*first, Someone("emergency", "convener", "li-ming"), "2022-05-21 10:00");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(second->draft.etag(), first->draft.etag());
  EXPECT_EQ(FromTimestamp(second->draft.create_time()), Shanghai("2022-05-20 10:00"));
  EXPECT_EQ(FromTimestamp(second->draft.update_time()), Shanghai("2022-05-21 10:00"));
}

TEST_F(DraftRulesTest, ADraftOfAnotherDepartmentIsRefused) {
  EXPECT_EQ(Decide(nullptr, Liaison("housing")).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(DraftRulesTest, OnlyWhoHasReadTheDraftReplacesIt) {
  const auto first = Decide(nullptr);
  ASSERT_TRUE(first.ok());
  request_.set_request_id(NewUuid());
  EXPECT_EQ(Decide(&*first).status().code(), absl::StatusCode::kAborted);
  request_.mutable_draft()->set_etag(first->draft.etag());
  EXPECT_TRUE(Decide(&*first).ok());
  EXPECT_EQ(Decide(nullptr).status().code(), absl::StatusCode::kAborted) << "it was deleted meanwhile";
}

TEST_F(DraftRulesTest, ARepeatAnswersWhatWasSavedAndAnotherContentIsRefused) {
  const auto first = Decide(nullptr);
  ASSERT_TRUE(first.ok());
  const auto again = Decide(&*first, Liaison("emergency"), "2022-05-22 10:00");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->draft.SerializeAsString(), first->draft.SerializeAsString());
  request_.mutable_draft()->set_note("另一内容");
  EXPECT_EQ(Decide(&*first).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(DraftRulesTest, FiguresThatAreNotAskedForAndTextsThatAreTooLongAreNamed) {
  Give("injured", 1);
  Give("deaths", 1);
  Give("deaths", 2);
  std::string note;
  for (int i = 0; i < 2001; ++i) note += "字";
  request_.mutable_draft()->set_note(note);
  EXPECT_THAT(ViolationsOf(Decide(nullptr).status()),
              ElementsAre("draft.note: must be at most 2000 characters, was 2001",
                          "draft.figures[0].figure: \"injured\" is not asked for here",
                          "draft.figures[2].figure: \"deaths\" is given twice"));
}

}  // namespace
}  // namespace lianfang::submission
