#include "services/coordination/domain/selection/selection_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "draw/selection.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using ::testing::IsEmpty;
using testing::Now;
using testing::Office;
using testing::SampleFrame;
using testing::Union;

v1::Selection Wanted() {
  v1::Selection selection;
  selection.set_plan(testing::kPlan);
  selection.set_purpose("2023年抽查");
  for (const char* code : {"91350100M000100Y43", "91140581MA00000015"}) {
    v1::Employer& employer = *selection.add_employers();
    employer.set_display_name("样例");
    employer.set_credit_code(code);
    employer.set_industry("coal-mining");
  }
  selection.set_count(1);
  return selection;
}

v1::Selection Frozen() {
  v1::Selection selection = Wanted();
  selection.set_name("selections/one");
  Freeze(std::string(32, 's'), Office().uri, selection);
  return selection;
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

TEST(CheckSelectionTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(CheckSelection(Wanted(), SampleFrame()).ok()) << CheckSelection(Wanted(), SampleFrame());
  v1::Selection selection = Wanted();
  selection.set_count(3);
  EXPECT_EQ(FirstField(CheckSelection(selection, SampleFrame())), "selection.count");
  selection = Wanted();
  *selection.mutable_employers(1) = selection.employers(0);
  EXPECT_EQ(FirstField(CheckSelection(selection, SampleFrame())), "selection.employers[1]");
  selection = Wanted();
  selection.clear_employers();
  EXPECT_EQ(FirstField(CheckSelection(selection, SampleFrame())), "selection.employers");
  selection = Wanted();
  selection.set_seed("mine");
  EXPECT_EQ(FirstField(CheckSelection(selection, SampleFrame())), "selection.seed");
}

TEST(DrawTest, TheUnionDrawsOnceWithTheCommitmentThatItSaw) {
  v1::Selection selection = Frozen();
  EXPECT_EQ(Shown(selection).seed(), "") << "nobody knows it before the draw";
  v1::DrawSelectionRequest request;
  request.set_nonce(std::string(32, 'n'));
  request.set_seed_commitment("other");
  EXPECT_EQ(ErrorInfoOf(CheckDraw(selection, request, Union(), SampleFrame()))->reason(), "OTHER_DRAW");
  request.set_seed_commitment(selection.seed_commitment());
  EXPECT_EQ(ErrorInfoOf(CheckDraw(selection, request, Office(), SampleFrame()))->reason(), "NOT_OBSERVER");
  ASSERT_TRUE(CheckDraw(selection, request, Union(), SampleFrame()).ok());
  ApplyDraw(request, Union().uri, Now(), selection);
  EXPECT_EQ(selection.drawn_size(), 1);
  EXPECT_EQ(selection.observer(), Union().uri);
  EXPECT_EQ(FromTimestamp(selection.draw_time()), Now());
  EXPECT_THAT(draw::SelectionProblems(Shown(selection)), IsEmpty());
  EXPECT_EQ(ErrorInfoOf(CheckDraw(selection, request, Union(), SampleFrame()))->reason(), "STATE_NOT_ALLOWED");
  request.set_nonce("short");
  EXPECT_EQ(FirstField(CheckDraw(Frozen(), request, Union(), SampleFrame())), "nonce");
}

}  // namespace
}  // namespace lianfang::coordination
