#include "services/coordination/selection_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "draw/selection.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using ::testing::IsEmpty;
using testing::ReasonOf;
using testing::World;

v1::FreezeSelectionRequest ByHand() {
  v1::FreezeSelectionRequest freeze;
  freeze.set_request_id(NewUuid());
  v1::Selection& wanted = *freeze.mutable_selection();
  wanted.set_plan(testing::kPlan);
  wanted.set_purpose("抽查");
  *wanted.add_employers() = testing::CarriedOut().employer();
  wanted.set_count(1);
  return freeze;
}

TEST(SelectionServiceTest, IsFrozenByTheOfficeAndDrawnByTheUnion) {
  World world;
  SelectionService selections(world.context, world.exchange);
  const v1::FreezeSelectionRequest freeze = ByHand();
  const auto frozen = selections.FreezeSelection(world.office, freeze);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->seed(), "");
  v1::GetSelectionRequest get;
  get.set_name(frozen->name());
  EXPECT_EQ(selections.GetSelection(world.office, get)->seed(), "");
  auto draw = World::About<v1::DrawSelectionRequest>(frozen->name());
  draw.set_nonce(std::string(32, 'n'));
  draw.set_seed_commitment(frozen->seed_commitment());
  EXPECT_EQ(ReasonOf(selections.DrawSelection(world.office, draw).status()), "NOT_OBSERVER");
  const auto drawn = selections.DrawSelection(world.observer, draw);
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_THAT(draw::SelectionProblems(*drawn), IsEmpty());
  v1::ListSelectionsRequest list;
  const auto listed = selections.ListSelections(world.health, list);
  ASSERT_EQ(listed->selections_size(), 1);
  EXPECT_EQ(listed->selections(0).employers_size(), 0);
}

exchange::v1::Employer Registered(const std::string& code, const std::string& industry) {
  exchange::v1::Employer employer;
  employer.set_industry(industry);
  employer.mutable_record()->set_credit_code(code);
  auto& before = *employer.mutable_record()->add_names();
  before.set_display_name("旧名");
  *before.mutable_end_date() = testing::Date(2020, 1, 1);
  employer.mutable_record()->add_names()->set_display_name("现名");
  return employer;
}

v1::FreezeSelectionRequest FromRegister() {
  v1::FreezeSelectionRequest freeze;
  freeze.set_request_id(NewUuid());
  v1::Selection& wanted = *freeze.mutable_selection();
  wanted.set_plan(testing::kPlan);
  wanted.set_purpose("抽查");
  wanted.set_count(1);
  wanted.mutable_from_register()->add_industries("coal-mining");
  return freeze;
}

// What the service alone says is not taken from whoever asks.
TEST(SelectionServiceTest, NobodyPutsAFreezeBackInTimeOrGivesTheNonceHimself) {
  World world;
  SelectionService selections(world.context, world.exchange);
  v1::FreezeSelectionRequest freeze = ByHand();
  auto& forged = *freeze.mutable_selection();
  *forged.mutable_create_time() = ToTimestamp(testing::Now() - absl::Hours(24 * 30));
  *forged.mutable_draw_time() = forged.create_time();
  forged.set_nonce(std::string(32, 'n'));
  forged.set_observer("spiffe://t/region/140581/department/union/role/observer");
  const auto frozen = selections.FreezeSelection(world.office, freeze);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(FromTimestamp(frozen->create_time()), testing::Now());
  EXPECT_FALSE(frozen->has_draw_time());
  EXPECT_EQ(frozen->nonce(), "");
  EXPECT_EQ(frozen->observer(), "");
}

TEST(SelectionServiceTest, TheRegisterGivesTheEmployersAsTheyAreNow) {
  World world;
  SelectionService selections(world.context, world.exchange);
  world.exchange.employers = {Registered(testing::kCreditCode, "coal-mining"), Registered("BROKEN", "coal-mining"),
                              Registered("91140581MA00000015", "construction")};
  world.exchange.employers.push_back(Registered("91140581MA00000015", "coal-mining"));
  world.exchange.employers.back().mutable_record()->set_status(exchange::v1::EMPLOYER_STATUS_CLOSED);
  const auto frozen = selections.FreezeSelection(world.office, FromRegister());
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  ASSERT_EQ(frozen->employers_size(), 1);
  EXPECT_EQ(frozen->employers(0).display_name(), "现名");
  EXPECT_EQ(frozen->from_register().left_out(), 2) << "of coal-mining: a broken code, one that is closed";
  EXPECT_EQ(frozen->from_register().region(), "140581");
  EXPECT_EQ(world.exchange.asked_region, "140581");
  world.exchange.employers.clear();
  v1::GetSelectionRequest get;
  get.set_name(frozen->name());
  EXPECT_EQ(selections.GetSelection(world.office, get)->employers_size(), 1) << "frozen";
}

TEST(SelectionServiceTest, ARepeatIsAnsweredTheFirstResponseWhateverTheRegisterHasBecome) {
  World world;
  SelectionService selections(world.context, world.exchange);
  world.exchange.employers = {Registered(testing::kCreditCode, "coal-mining")};
  const auto request = FromRegister();
  const auto first = selections.FreezeSelection(world.office, request);
  ASSERT_TRUE(first.ok()) << first.status();
  world.exchange.employers.clear();
  for (const bool away : {false, true}) {
    world.exchange.away = away;
    const auto repeated = selections.FreezeSelection(world.office, request);
    ASSERT_TRUE(repeated.ok()) << repeated.status();
    EXPECT_EQ(repeated->SerializeAsString(), first->SerializeAsString());
  }
  auto other = request;
  other.mutable_selection()->set_purpose("另一次");
  EXPECT_EQ(selections.FreezeSelection(world.office, other).status().code(), absl::StatusCode::kInvalidArgument)
      << "the id was used for another content";
}

TEST(SelectionServiceTest, WhatTheRegisterCannotGiveIsSaidPrecisely) {
  World world;
  SelectionService selections(world.context, world.exchange);
  EXPECT_EQ(ReasonOf(selections.FreezeSelection(world.office, FromRegister()).status()), "NO_EMPLOYERS");
  world.exchange.employers.assign(5001, Registered(testing::kCreditCode, "coal-mining"));
  EXPECT_EQ(ReasonOf(selections.FreezeSelection(world.office, FromRegister()).status()), "TOO_MANY_EMPLOYERS");
  auto request = FromRegister();
  request.mutable_selection()->mutable_from_register()->set_region("140500");
  EXPECT_EQ(testing::FirstField(selections.FreezeSelection(world.office, request).status()),
            "selection.from_register.region");
  request = FromRegister();
  *request.mutable_selection()->add_employers() = testing::CarriedOut().employer();
  EXPECT_EQ(testing::FirstField(selections.FreezeSelection(world.office, request).status()), "selection.employers");
  request = FromRegister();
  request.mutable_selection()->mutable_from_register()->add_industries("none");
  EXPECT_EQ(testing::FirstField(selections.FreezeSelection(world.office, request).status()),
            "selection.from_register.industries[1]");
  world.exchange.away = true;
  EXPECT_EQ(selections.FreezeSelection(world.office, FromRegister()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(selections.FreezeSelection(world.emergency, FromRegister()).status()), "NOT_PLAN_OFFICE");
}

}  // namespace
}  // namespace lianfang::coordination
