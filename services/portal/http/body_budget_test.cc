#include "services/portal/http/body_budget.h"

#include <gtest/gtest.h>

namespace lianfang::portal {
namespace {

using Answer = BodyBudget::Answer;

TEST(BodyBudgetTest, OneCallerCannotUseUpWhatAllShare) {
  BodyBudget budget({.all = 100, .one = 40});
  EXPECT_EQ(budget.Take("greedy", 0, 30), Answer::kTaken);
  EXPECT_EQ(budget.Take("greedy", 0, 30), Answer::kShareUsed) << "a second body";
  EXPECT_EQ(budget.Take("greedy", 0, 10), Answer::kTaken);
  EXPECT_EQ(budget.Take("other", 0, 40), Answer::kTaken);
  EXPECT_EQ(budget.used(), 80u) << "what was refused took nothing";
}

TEST(BodyBudgetTest, TheOnlyBodyOfACallerMayBeLongerThanAShare) {
  BodyBudget budget({.all = 100, .one = 40});
  EXPECT_EQ(budget.Take("a", 0, 40), Answer::kTaken);
  EXPECT_EQ(budget.Take("a", 40, 40), Answer::kTaken);
  EXPECT_EQ(budget.Take("a", 0, 1), Answer::kShareUsed);
  EXPECT_EQ(budget.Take("a", 80, 21), Answer::kAllUsed);
}

TEST(BodyBudgetTest, WhatIsGivenBackIsThereAgain) {
  BodyBudget budget({.all = 100, .one = 40});
  ASSERT_EQ(budget.Take("a", 0, 20), Answer::kTaken);
  ASSERT_EQ(budget.Take("a", 0, 20), Answer::kTaken);
  ASSERT_EQ(budget.Take("a", 0, 1), Answer::kShareUsed);
  budget.Give("a", 20);
  EXPECT_EQ(budget.Take("a", 0, 20), Answer::kTaken);
  budget.Give("a", 40);
  EXPECT_EQ(budget.used(), 0u);
  EXPECT_EQ(budget.Take("b", 0, 100), Answer::kTaken);
}

}  // namespace
}  // namespace lianfang::portal
