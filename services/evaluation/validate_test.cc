#include "services/evaluation/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

v1::GetScorecardRequest Request() {
  v1::GetScorecardRequest request;
  request.set_name("plans/a/regions/140581/scorecards/2022");
  return request;
}

std::vector<std::string> FieldsAtFault(const v1::GetScorecardRequest& request) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(Validate(request, kNow).status());
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(ValidateTest, WithoutAsOfItIsAllThatWasReceived) {
  const auto question = Validate(Request(), kNow);
  ASSERT_TRUE(question.ok());
  EXPECT_EQ(question->as_of, absl::InfiniteFuture());
  EXPECT_EQ(question->min_return_update_time, absl::InfinitePast());
}

TEST(ValidateTest, AsOfMayBeNowButNotLater) {
  v1::GetScorecardRequest request = Request();
  *request.mutable_as_of() = ToTimestamp(kNow);
  EXPECT_EQ(Validate(request, kNow)->as_of, kNow);
  *request.mutable_as_of() = ToTimestamp(kNow + absl::Microseconds(1));
  EXPECT_THAT(FieldsAtFault(request), ElementsAre("as_of"));
}

TEST(ValidateTest, NamesEveryFieldAtFault) {
  v1::GetScorecardRequest request = Request();
  request.set_name("plans/a");
  *request.mutable_as_of() = ToTimestamp(kNow + absl::Hours(1));
  *request.mutable_min_return_update_time() = ToTimestamp(kNow);
  EXPECT_THAT(FieldsAtFault(request), ElementsAre("name", "as_of", "min_return_update_time"));
}

}  // namespace
}  // namespace lianfang::evaluation
