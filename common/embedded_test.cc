#include "common/embedded.h"

#include <gtest/gtest.h>

#include "google/rpc/status.pb.h"

namespace lianfang {
namespace {

// google.rpc.Status: code = 1, message = 2, repeated Any details = 3.
TEST(EmbeddedField, IsTheFieldAsTheWholeMessageWouldHaveIt) {
  google::rpc::Status whole;
  auto& detail = *whole.add_details();
  detail.set_type_url("type.example/x");
  detail.set_value(std::string(300, 'v'));  // a length of two bytes
  EXPECT_EQ(EmbeddedField(google::rpc::Status::kDetailsFieldNumber, detail.SerializeAsString()),
            whole.SerializeAsString());
}

TEST(EmbeddedField, JoinsWithTheRest) {
  google::rpc::Status rest, whole;
  rest.set_code(7);
  ASSERT_TRUE(
      whole.ParseFromString(EmbeddedField(google::rpc::Status::kDetailsFieldNumber, "") + rest.SerializeAsString()));
  EXPECT_EQ(whole.code(), 7);
  EXPECT_EQ(whole.details_size(), 1);
}

}  // namespace
}  // namespace lianfang
