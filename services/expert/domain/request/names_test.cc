#include "services/expert/domain/request/names.h"

#include <gtest/gtest.h>

#include "common/errors.h"

namespace lianfang::expert {
namespace {

TEST(NamesTest, EachKindHasItsShape) {
  EXPECT_TRUE(CheckExpertName("f", "experts/3f9a01").ok());
  EXPECT_TRUE(CheckEngagementName("f", "engagements/3f9a01").ok());
  for (const char* name :
       {"experts/", "experts", "expert/3f9a01", "experts/3f9a01/x", "experts/A b", "xexperts/a", ""}) {
    EXPECT_FALSE(CheckExpertName("f", name).ok()) << name;
  }
  EXPECT_FALSE(CheckEngagementName("f", "experts/3f9a01").ok());
  EXPECT_EQ(BadRequestOf(CheckExpertName("expert", "x"))->field_violations(0).field(), "expert");
}

TEST(NamesTest, EveryPartOfAPoolsNameIsHeldTo) {
  EXPECT_TRUE(CheckPoolName("f", "plans/gaoping/pools/first").ok());
  for (const char* name :
       {"plan/gaoping/pools/first", "plans/gaoping/pool/first", "plans/A b/pools/first", "plans/gaoping/pools/A b",
        "plans//pools/first", "plans/gaoping/pools/", "plans/gaoping/pools", "plans/gaoping/pools/first/x", ""}) {
    EXPECT_FALSE(CheckPoolName("f", name).ok()) << name;
  }
  EXPECT_EQ(PlanOfPool("plans/gaoping/pools/first"), "plans/gaoping");
  EXPECT_EQ(PoolId("plans/gaoping/pools/first"), "first");
}

TEST(NamesTest, DrawsAndCompositionsAreBelowTheirOwners) {
  EXPECT_EQ(*EngagementOfDraw("f", "engagements/a/draw"), "engagements/a");
  EXPECT_EQ(DrawName("engagements/a"), "engagements/a/draw");
  EXPECT_EQ(*PoolOfComposition("f", "plans/p/pools/a/composition"), "plans/p/pools/a");
  for (const char* name :
       {"engagements/a", "engagements//draw", "experts/a/draw", "engagements/a/draw/draw", "/draw"}) {
    EXPECT_FALSE(EngagementOfDraw("f", name).ok()) << name;
  }
  for (const char* name : {"plans/p/pools/a", "plans/p/composition", "plans/p/pools/a/b/composition", "/composition"}) {
    EXPECT_FALSE(PoolOfComposition("f", name).ok()) << name;
  }
}

}  // namespace
}  // namespace lianfang::expert
