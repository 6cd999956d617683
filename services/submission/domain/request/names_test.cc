#include "services/submission/domain/request/names.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"

namespace lianfang::submission {
namespace {

TEST(NamesTest, AreMadeOfTheirParts) {
  EXPECT_EQ(CaseId("2022", "140581", "coal-mining"), "2022-140581-coal-mining");
  EXPECT_EQ(PlanName("p"), "plans/p");
  EXPECT_EQ(ObligationName("p", "x"), "plans/p/obligations/x");
  EXPECT_EQ(ReturnName("p", "x"), "plans/p/returns/x");
  EXPECT_EQ(RevisionName("p", "x", 12), "plans/p/returns/x/revisions/12");
}

TEST(NamesTest, AreTakenApartAsTheyWereMade) {
  EXPECT_EQ(*ParsePlanName("name", "plans/gaoping-2021-2025"), "gaoping-2021-2025");
  const auto obligation = ParseObligationName("name", "plans/p/obligations/2022-140581-coal-mining");
  ASSERT_TRUE(obligation.ok()) << obligation.status();
  EXPECT_EQ(obligation->plan, "p");
  EXPECT_EQ(obligation->id, "2022-140581-coal-mining");
  EXPECT_EQ(ParseReturnName("name", "plans/p/returns/x")->id, "x");
  EXPECT_EQ(ParseDraftName("name", "plans/p/drafts/x")->id, "x");
  const auto evidence = ParseEvidenceName("name", "plans/p/returns/x/evidence/123e4567-e89b-42d3-a456-426614174000");
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_EQ(evidence->plan, "p");
  EXPECT_EQ(evidence->id, "x");
}

TEST(NamesTest, OtherShapesAreRefusedUnderTheirField) {
  for (const char* name : {"", "plans", "plans/", "plan/p", "plans/P", "plans/p/q"}) {
    const auto details = BadRequestOf(ParsePlanName("plan", name).status());
    ASSERT_TRUE(details.has_value()) << name;
    EXPECT_EQ(details->field_violations(0).field(), "plan");
  }
  for (const char* name : {"plans/p/obligations", "plans/p/obligations/", "plans/p/obligations/x/y",
                           "plan/p/obligations/x", "plans/P/obligations/x", "plans/p/returns/x",
                           "plans/p/obligations/X", "plans/p/obligations/a--b", "plans/p/obligations/-a"}) {
    EXPECT_FALSE(ParseObligationName("name", name).ok()) << name;
  }
  for (const char* name : {"plans/p/returns/x/evidence/", "plans/p/returns/x/evidence/1", "plans/p/returns/x",
                           "plans/p/obligations/x/evidence/123e4567-e89b-42d3-a456-426614174000",
                           "123e4567-e89b-42d3-a456-426614174000"}) {
    EXPECT_FALSE(ParseEvidenceName("name", name).ok()) << name;
  }
}

// Three ids and two hyphens: an id of an obligation may be longer than that of a plan.
TEST(NamesTest, AnObligationsIdHasAHundredAndFortyCharacters) {
  std::string id = "a";
  while (id.size() < 139) id += "-a";
  id += "a";
  ASSERT_EQ(id.size(), 140u);
  EXPECT_TRUE(ParseReturnName("name", "plans/p/returns/" + id).ok());
  EXPECT_FALSE(ParseReturnName("name", "plans/p/returns/" + id + "a").ok());
}

}  // namespace
}  // namespace lianfang::submission
