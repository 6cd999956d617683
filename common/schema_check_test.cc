#include "common/schema_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianfang {
namespace {

using testing::HasSubstr;

TEST(CheckSchemaTest, TheSchemaOfThisVersionIsGood) {
  EXPECT_TRUE(CheckSchema("expert", {"request_log", "experts"}, {"request_log", "experts"}).ok());
}

TEST(CheckSchemaTest, AChangeThatIsNotDeployedIsNamed) {
  const absl::Status status = CheckSchema("expert", {"request_log", "experts"}, {"request_log"});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("lacks the change experts"));
}

TEST(CheckSchemaTest, ADatabaseWithoutAnyChangeIsRefused) {
  EXPECT_FALSE(CheckSchema("expert", {"request_log"}, {}).ok());
}

// A rollback, and every pod of before during a rollout, meets these.
TEST(CheckSchemaTest, WhatALaterVersionAddedDoesNotMatter) {
  EXPECT_TRUE(CheckSchema("expert", {"request_log"}, {"request_log", "ratings"}).ok());
}

TEST(CheckSchemaTest, WhatALaterVersionTookAwayDoes) {
  const absl::Status status = CheckSchema("expert", {"request_log"}, {"request_log", "contract_names"});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("contract_names"));
  EXPECT_TRUE(CheckSchema("expert", {"request_log", "contract_names"}, {"request_log", "contract_names"}).ok());
}

TEST(KnownChangesTest, AreThoseOfTheMigrations) {
  EXPECT_EQ(KnownChanges("submission").front(), "request_log");
  EXPECT_THAT(KnownChanges("expert"), testing::Contains("audit_trail"));
  EXPECT_TRUE(KnownChanges("nobody").empty());
}

}  // namespace
}  // namespace lianfang
