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

TEST(SelectionServiceTest, IsFrozenByTheOfficeAndDrawnByTheUnion) {
  World world;
  SelectionService selections(world.context);
  v1::FreezeSelectionRequest freeze;
  freeze.set_request_id(NewUuid());
  v1::Selection& wanted = *freeze.mutable_selection();
  wanted.set_plan(testing::kPlan);
  wanted.set_purpose("抽查");
  *wanted.add_employers() = testing::CarriedOut().employer();
  wanted.set_count(1);
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

}  // namespace
}  // namespace lianfang::coordination
