#include "cli/text/textproto.h"

#include <gtest/gtest.h>

#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {
namespace {

TEST(ParseTextproto, ReadsADocument) {
  type::v1::Plan plan;
  ASSERT_TRUE(ParseTextproto("# a plan\ntime_zone: 'Asia/Shanghai'\n", "a.textproto", plan).ok());
  EXPECT_EQ(plan.time_zone(), "Asia/Shanghai");
}

TEST(ParseTextproto, SaysWhereTheFaultIs) {
  type::v1::Plan plan;
  const absl::Status status = ParseTextproto("time_zone: 'Asia/Shanghai'\n  zone: 1\n", "a.textproto", plan);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(status.message().substr(0, 16), "a.textproto:2:7:") << status.message();
}

}  // namespace
}  // namespace lianfang::cli
