#include "cli/import/drafts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "cli/import/csv.h"
#include "cli/import/testing/sample.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/precondition.h"

namespace lianfang::cli {
namespace {

using submission::v1::Return;
using testing::HasSubstr;

// One file against what is filed: by default the sample return alone.
class DraftsOfAFile : public testing::Test {
 protected:
  DraftsOfAFile() { *returns_.Add() = SampleReturn(); }

  const Drafts& Draft(const std::string& text, absl::string_view digest = "digest") {
    rows_ = *ReadCsv(text);
    const PlanTerms terms(SamplePlan());
    std::vector<Fault> faults;
    header_ = ReadHeader(rows_.front(), terms, faults);
    filled_ = ReadRows({{&rows_, &header_}}, terms, ObligationIndex(obligations_));
    EXPECT_TRUE(faults.empty());
    EXPECT_TRUE(filled_.faults.empty());
    drafts_ = DraftSubmissions(filled_.rows, returns_, digest);
    return drafts_;
  }

  ObligationList obligations_ = SampleObligations();
  google::protobuf::RepeatedPtrField<Return> returns_;
  Header header_;
  Drafts drafts_;

 private:
  std::vector<FileRow> rows_;
  FilledRows filled_;
};

constexpr char kFiled[] = "obligation,deaths,accidents,note\n2019-140581-coal-mining,1,3,\n";

TEST_F(DraftsOfAFile, FileWhatWasNot) {
  const Drafts& drafts = Draft("obligation,accidents,deaths,note\n2019-140581-construction,5,0,初报\n");
  ASSERT_EQ(drafts.submissions.size(), 1u);
  const auto& request = drafts.submissions[0].request;
  EXPECT_EQ(request.obligation(), SampleObligation("2019", "construction"));
  EXPECT_EQ(request.figures_size(), 2);
  EXPECT_EQ(request.note(), "初报");
  EXPECT_EQ(request.supersedes(), 0);
  EXPECT_EQ(request.etag(), "");
  EXPECT_TRUE(IsUuid(request.request_id()));
}

TEST_F(DraftsOfAFile, LeaveOutWhatIsFiledAlready) {
  EXPECT_EQ(Draft(kFiled).unchanged.size(), 1u);
  EXPECT_TRUE(drafts_.submissions.empty());
  Draft("obligation,accidents,deaths,note,correction_reason\n2019-140581-coal-mining,3,1,初报,笔误\n");
  EXPECT_EQ(drafts_.unchanged.size(), 1u) << "a reason alone corrects nothing";
}

TEST_F(DraftsOfAFile, CorrectWhatDiffers) {
  Draft("obligation,accidents,deaths,correction_reason\n2019-140581-coal-mining,4,1,补报一起\n");
  ASSERT_EQ(drafts_.submissions.size(), 1u);
  const auto& request = drafts_.submissions[0].request;
  EXPECT_EQ(request.supersedes(), 1);
  EXPECT_EQ(request.etag(), "e1");
  EXPECT_EQ(request.correction_reason(), "补报一起");
  Draft("obligation,accidents,deaths,note,correction_reason\n2019-140581-coal-mining,3,1,另一备注,补充\n");
  EXPECT_EQ(drafts_.submissions.size(), 1u) << "another note is a change, too";
}

TEST_F(DraftsOfAFile, NeedAReasonToCorrect) {
  Draft("obligation,accidents,deaths,更正原因\n2019-140581-coal-mining,4,1,\n");
  ASSERT_EQ(drafts_.faults.size(), 1u);
  EXPECT_EQ(drafts_.faults[0].row, 2);
  EXPECT_EQ(drafts_.faults[0].column, "更正原因");
  EXPECT_THAT(drafts_.faults[0].rule.zh(), HasSubstr("已报第 1 版"));
  EXPECT_TRUE(drafts_.submissions.empty());
}

constexpr char kConfirmed[] = "obligation,accidents,deaths,correction_reason\n2019-140581-coal-mining,3,1,经核实无误\n";

TEST_F(DraftsOfAFile, ConfirmTheSameFiguresWhereTheyAreSentBack) {
  returns_.Mutable(0)->set_state(submission::v1::RETURN_STATE_SENT_BACK);
  EXPECT_EQ(Draft(kConfirmed).submissions.size(), 1u);

  Draft(kFiled);
  EXPECT_TRUE(drafts_.unchanged.empty()) << "it is owed, and not filed";
  ASSERT_EQ(drafts_.faults.size(), 1u);
  EXPECT_EQ(drafts_.faults[0].row, 2);
  EXPECT_EQ(drafts_.faults[0].column, "更正原因");
  EXPECT_THAT(drafts_.faults[0].rule.zh(), HasSubstr("须重新报送"));

  returns_.Mutable(0)->mutable_latest()->set_correction_reason("经核实无误");
  Draft(kConfirmed);
  ASSERT_EQ(drafts_.faults.size(), 1u) << "sent back with that reason, it says nothing new";
  EXPECT_EQ(drafts_.faults[0].value, "经核实无误");
}

TEST_F(DraftsOfAFile, ConfirmTheSameFiguresAsFinalOnceTheseAreOpen) {
  auto& obligation = *obligations_.Mutable(0);
  obligation.set_state(submission::v1::OBLIGATION_STATE_MET);
  EXPECT_TRUE(Draft(kConfirmed).submissions.empty()) << "nothing is owed any more";
  obligation.set_awaited_edition(submission::v1::RETURN_EDITION_FINAL);
  EXPECT_EQ(Draft(kFiled).unchanged.size(), 1u) << "awaited, but not yet asked for: run again, it is filed";

  obligation.set_state(submission::v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(Draft(kFiled).faults.size(), 1u);
  EXPECT_EQ(Draft(kConfirmed).submissions.size(), 1u);
  obligation.set_state(submission::v1::OBLIGATION_STATE_MET);
  obligation.clear_awaited_edition();
  returns_.Mutable(0)->mutable_latest()->set_correction_reason("经核实无误");
  EXPECT_TRUE(Draft(kConfirmed).submissions.empty()) << "run again, it is filed";
}

TEST_F(DraftsOfAFile, HaveRequestIdsOfTheirContent) {
  constexpr char kTwoRows[] =
      "obligation,accidents,deaths,trained\n2019-140581-construction,5,0,\n2021-140581-construction,5,0,1\n";
  std::set<std::string> ids;
  for (const auto& draft : Draft(kTwoRows).submissions) ids.insert(draft.request.request_id());
  for (const auto& draft : Draft(kTwoRows).submissions) ids.insert(draft.request.request_id());
  EXPECT_EQ(ids.size(), 2u) << "the same again for the same file";
  for (const auto& draft : Draft(kTwoRows, "another file").submissions) ids.insert(draft.request.request_id());
  EXPECT_EQ(ids.size(), 4u);

  // The same row, on another state: another request, never the same id with another content.
  constexpr char kCorrection[] = "obligation,accidents,deaths,correction_reason\n2019-140581-coal-mining,4,1,补报\n";
  const std::string first = Draft(kCorrection).submissions.at(0).request.request_id();
  returns_.Mutable(0)->mutable_latest()->set_revision(2);
  EXPECT_NE(Draft(kCorrection).submissions.at(0).request.request_id(), first);
}

TEST_F(DraftsOfAFile, AreRefusedUnderTheFilesOwnHeadings) {
  Draft("备注,报送任务,死亡人数,事故起数\n长,2019-140581-construction,1,99999\n");
  FieldViolations violations;
  violations.Add("figures[1].number", "must be 0 to 10000, was 99999");
  violations.Add("note", "is too long");
  violations.Add("figures", "casualties need an accident");
  const auto faults = FaultsOf(drafts_.submissions.at(0), violations.ToStatus());
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(faults[0].row, 2);
  EXPECT_EQ(faults[0].column, "事故起数");
  EXPECT_EQ(faults[0].value, "99999");
  EXPECT_EQ(faults[1].column, "备注");
  EXPECT_EQ(faults[1].value, "长");
  EXPECT_EQ(faults[2].column, "") << "a rule between figures is no single cell's";
  EXPECT_EQ(faults[2].rule.zh(), "casualties need an accident");
}

TEST_F(DraftsOfAFile, SayHowAWarningIsConfirmed) {
  Draft("obligation,accidents,deaths,提示确认说明\n2019-140581-construction,40,0,\n");
  PreconditionViolations warnings;
  warnings.Add("large-change", "figures[0]", "事故起数 3 → 40");
  const auto faults = FaultsOf(drafts_.submissions.at(0), warnings.ToStatus("warnings", "WARNINGS_NOT_CONFIRMED"));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].column, "accidents");
  EXPECT_EQ(faults[0].rule.zh(), "事故起数 3 → 40（如属实，请在“提示确认说明”列说明）");
}

TEST_F(DraftsOfAFile, NeedAWordForTheWarningsOfTheirDryRun) {
  submission::v1::ReturnRevision checked;
  auto& large = *checked.add_warnings();
  large.add_figures("accidents");
  large.mutable_text()->set_zh("事故起数 3 → 40");
  auto& few = *checked.add_warnings();
  few.add_figures("accidents");
  few.add_figures("deaths");
  few.mutable_text()->set_zh("伤亡人数少于事故起数");

  Draft("obligation,accidents,deaths\n2019-140581-construction,40,0\n");
  const auto faults = UnconfirmedWarnings(drafts_.submissions.at(0), checked);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].column, "accidents");
  EXPECT_EQ(faults[0].value, "40");
  EXPECT_THAT(faults[0].rule.zh(), HasSubstr("事故起数 3 → 40（如属实，请在“提示确认说明”列说明）"));
  EXPECT_EQ(faults[1].column, "") << "several figures together";

  Draft("obligation,accidents,deaths,warning_confirmation\n2019-140581-construction,40,0,已核实\n");
  EXPECT_TRUE(UnconfirmedWarnings(drafts_.submissions.at(0), checked).empty());
}

TEST_F(DraftsOfAFile, AreRefusedAsARowWhereNothingElseIsNamed) {
  Draft("obligation,accidents,deaths\n2019-140581-construction,1,0\n");
  const auto faults = FaultsOf(drafts_.submissions.at(0), absl::PermissionDeniedError("owed by another"));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].column, "");
  EXPECT_EQ(faults[0].rule.zh(), "没有权限（PERMISSION_DENIED）");
  EXPECT_EQ(faults[0].rule.en(), "PERMISSION_DENIED: owed by another");
  FieldViolations beyond;
  beyond.Add("figures[9].number", "is of no column");
  EXPECT_EQ(FaultsOf(drafts_.submissions.at(0), beyond.ToStatus()).at(0).column, "");
}

}  // namespace
}  // namespace lianfang::cli
