#include "services/submission/domain/request/request_rules.h"

#include <gtest/gtest.h>

#include "common/errors.h"

namespace lianfang::submission {
namespace {

TEST(RequestRulesTest, ATextMayBeAsLongAsItsBoundInCharacters) {
  FieldViolations faults;
  CheckLength(faults, "reason", "迟报了", 3);
  EXPECT_TRUE(faults.ToStatus().ok()) << faults.ToStatus();
  CheckLength(faults, "reason", "迟报了！", 3);
  EXPECT_EQ(BadRequestOf(faults.ToStatus())->field_violations(0).field(), "reason");
}

TEST(RequestRulesTest, AnEtagMustBeTheCurrentOneWhereItIsGiven) {
  EXPECT_TRUE(CheckEtag("", "b").ok());
  EXPECT_TRUE(CheckEtag("b", "b").ok());
  EXPECT_EQ(CheckEtag("a", "b").code(), absl::StatusCode::kAborted);
}

}  // namespace
}  // namespace lianfang::submission
