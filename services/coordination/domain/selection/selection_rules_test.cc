#include "services/coordination/domain/selection/selection_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "draw/order.h"
#include "draw/selection.h"
#include "services/coordination/domain/selection/register_draft.h"
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

TEST(CheckSelectionTest, BoundsAreHeldTo) {
  v1::Selection selection = Wanted();
  selection.set_count(2);
  EXPECT_TRUE(CheckSelection(selection, SampleFrame()).ok()) << "all of them";
  selection.set_count(0);
  EXPECT_EQ(FirstField(CheckSelection(selection, SampleFrame())), "selection.count");
  for (const auto& [field, change] : std::vector<std::pair<std::string, std::function<void(v1::Selection&)>>>{
           {"selection.name", [](auto& one) { one.set_name("selections/x"); }},
           {"selection.state", [](auto& one) { one.set_state(v1::SELECTION_STATE_FROZEN); }},
           {"selection.drawn", [](auto& one) { one.add_drawn("x"); }},
           {"selection.purpose", [](auto& one) { one.clear_purpose(); }},
           {"selection.employers[1].credit_code", [](auto& one) { one.mutable_employers(1)->set_credit_code("x"); }},
           {"selection.employers[0].industry", [](auto& one) { one.mutable_employers(0)->set_industry("fishing"); }},
           {"selection.employers[0].display_name",
            [](auto& one) { one.mutable_employers(0)->clear_display_name(); }}}) {
    selection = Wanted();
    change(selection);
    EXPECT_EQ(FirstField(CheckSelection(selection, SampleFrame())), field);
  }
}

TEST(FreezeTest, SortsTheListAndCommitsToTheSeed) {
  const v1::Selection frozen = Frozen();
  EXPECT_EQ(frozen.employers(0).credit_code(), "91140581MA00000015");
  EXPECT_EQ(frozen.employers(1).credit_code(), "91350100M000100Y43");
  EXPECT_EQ(frozen.state(), v1::SELECTION_STATE_FROZEN);
  EXPECT_EQ(frozen.creator(), Office().uri);
  EXPECT_EQ(frozen.seed(), std::string(32, 's'));
  EXPECT_EQ(frozen.list_hash(), draw::SelectionListHash(frozen));
  EXPECT_EQ(frozen.seed_commitment(), draw::SeedCommitment(frozen.list_hash(), frozen.seed()));
}

// --- From the register ---

exchange::v1::Employer Registered(const std::string& code, const std::string& name, const std::string& industry) {
  exchange::v1::Employer employer;
  employer.set_industry(industry);
  employer.mutable_record()->set_credit_code(code);
  employer.mutable_record()->set_status(exchange::v1::EMPLOYER_STATUS_OPEN);
  employer.mutable_record()->add_names()->set_display_name(name);
  return employer;
}

constexpr char kCode[] = "91350100M000100Y43";

v1::Selection FromRegister() {
  v1::Selection selection;
  selection.set_plan(testing::kPlan);
  selection.mutable_from_register();
  return selection;
}

TEST(CheckFromRegisterTest, NamesTheFieldAtFault) {
  const auto fault = [](const std::function<void(v1::Selection&)>& change) {
    v1::Selection selection = FromRegister();
    change(selection);
    return FirstField(CheckFromRegister(selection, SampleFrame()));
  };
  EXPECT_EQ(fault([](auto&) {}), "");
  EXPECT_EQ(fault([](auto& one) { one.add_employers(); }), "selection.employers");
  EXPECT_EQ(fault([](auto& one) { one.mutable_from_register()->set_region("140581"); }), "");
  for (const char* region : {"140500", "1405", "140582"}) {
    EXPECT_EQ(fault([&](auto& one) { one.mutable_from_register()->set_region(region); }),
              "selection.from_register.region")
        << region;
  }
  EXPECT_EQ(fault([](auto& one) { one.mutable_from_register()->add_industries("coal-mining"); }), "");
  EXPECT_EQ(fault([](auto& one) { one.mutable_from_register()->add_industries("fishing"); }),
            "selection.from_register.industries[0]");
  EXPECT_EQ(fault([](auto& one) {
              one.mutable_from_register()->add_industries("coal-mining");
              one.mutable_from_register()->add_industries("coal-mining");
            }),
            "selection.from_register.industries[1]");
  const auto many = [](int count) {
    return [count](v1::Selection& one) {
      for (int i = 0; i < count; ++i) one.mutable_from_register()->add_industries("coal-mining");
    };
  };
  EXPECT_EQ(fault(many(50)), "selection.from_register.industries[1]") << "named twice, but not too many";
  EXPECT_EQ(fault(many(51)), "selection.from_register.industries");
}

TEST(RegisterDraftTest, TakesWhoIsInBusinessWithTheNameOfNow) {
  v1::Selection selection = FromRegister();
  const PlanFrame frame = SampleFrame();
  RegisterDraft draft(frame, selection);
  EXPECT_EQ(draft.region(), "140581") << "the plan's own";
  exchange::v1::Employer renamed = Registered(kCode, "旧名", "coal-mining");
  *renamed.mutable_record()->mutable_names(0)->mutable_end_date() = testing::Date(2020, 1, 1);
  renamed.mutable_record()->add_names()->set_display_name("新名");
  EXPECT_TRUE(draft.Add(renamed));
  exchange::v1::Employer ended = Registered("91140581MA00000015", "第一名", "construction");
  *ended.mutable_record()->mutable_names(0)->mutable_end_date() = testing::Date(2020, 1, 1);
  ended.mutable_record()->add_names()->set_display_name("末名");
  *ended.mutable_record()->mutable_names(1)->mutable_end_date() = testing::Date(2022, 1, 1);
  EXPECT_TRUE(draft.Add(ended));
  exchange::v1::Employer closed = Registered(kCode, "注销", "coal-mining");
  closed.mutable_record()->set_status(exchange::v1::EMPLOYER_STATUS_CLOSED);
  exchange::v1::Employer nameless = Registered(kCode, "", "coal-mining");
  exchange::v1::Employer unnamed = Registered(kCode, "", "coal-mining");
  unnamed.mutable_record()->clear_names();
  for (const auto& one : {closed, nameless, unnamed, Registered("x", "代码不符", "coal-mining"),
                          Registered(kCode, "别的行业", "fishing")}) {
    EXPECT_TRUE(draft.Add(one));
  }
  ASSERT_TRUE(draft.Finish().ok());
  ASSERT_EQ(selection.employers_size(), 2);
  EXPECT_EQ(selection.employers(0).display_name(), "新名");
  EXPECT_EQ(selection.employers(0).credit_code(), kCode);
  EXPECT_EQ(selection.employers(0).industry(), "coal-mining");
  EXPECT_EQ(selection.employers(1).display_name(), "末名");
  EXPECT_EQ(selection.from_register().left_out(), 5);
  EXPECT_EQ(selection.from_register().region(), "140581");
}

TEST(RegisterDraftTest, OtherIndustriesThanThoseAskedForAreNotLeftOut) {
  v1::Selection selection = FromRegister();
  selection.mutable_from_register()->add_industries("construction");
  const PlanFrame frame = SampleFrame();
  RegisterDraft draft(frame, selection);
  EXPECT_TRUE(draft.Add(Registered(kCode, "煤业", "coal-mining")));
  EXPECT_EQ(ErrorInfoOf(draft.Finish())->reason(), "NO_EMPLOYERS");
  EXPECT_TRUE(draft.Add(Registered(kCode, "建筑", "construction")));
  ASSERT_TRUE(draft.Finish().ok());
  EXPECT_EQ(selection.employers_size(), 1);
  EXPECT_EQ(selection.from_register().left_out(), 0);
}

TEST(RegisterDraftTest, FiveThousandAreDrawnFromAtMost) {
  v1::Selection selection = FromRegister();
  const PlanFrame frame = SampleFrame();
  RegisterDraft draft(frame, selection);
  const exchange::v1::Employer employer = Registered(kCode, "样例", "coal-mining");
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE(draft.Add(employer)) << i;
  ASSERT_TRUE(draft.Finish().ok());
  EXPECT_FALSE(draft.Add(employer));
  EXPECT_EQ(ErrorInfoOf(draft.Finish())->reason(), "TOO_MANY_EMPLOYERS");
}

}  // namespace
}  // namespace lianfang::coordination
