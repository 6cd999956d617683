#include "services/submission/domain/ledger/changes.h"

#include <gtest/gtest.h>

#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {
namespace {

TEST(OpenChangeTest, WhatNamesNoReturnAndNoObligationIsNoChange) {
  v1::WatchObligationsResponse owed;
  owed.mutable_obligation()->set_name("plans/p/obligations/2019-140581-coal-mining");
  ASSERT_TRUE(OpenChange({kObligationsTopic, owed.SerializeAsString()}).has_value());
  EXPECT_EQ(OpenChange({kObligationsTopic, owed.SerializeAsString()})->plan, "p");
  EXPECT_FALSE(OpenChange({"other", owed.SerializeAsString()}).has_value());
  EXPECT_FALSE(OpenChange({kObligationsTopic, "\xff"}).has_value());
  owed.mutable_obligation()->set_name("plans/p/returns/x/y");
  EXPECT_FALSE(OpenChange({kObligationsTopic, owed.SerializeAsString()}).has_value());
  EXPECT_FALSE(OpenChange({kReturnsTopic, v1::WatchReturnsResponse().SerializeAsString()}).has_value());
}

}  // namespace
}  // namespace lianfang::submission
