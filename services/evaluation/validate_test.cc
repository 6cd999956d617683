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
const absl::Time kLater = kNow + absl::Microseconds(1);
constexpr char kScorecard[] = "plans/a/regions/140581/scorecards/2022";

std::vector<std::string> FieldsAtFault(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(status);
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

v1::GetScorecardRequest GetRequest() {
  v1::GetScorecardRequest request;
  request.set_name(kScorecard);
  return request;
}

TEST(ValidateTest, WithoutAsOfItIsAllThatWasReceived) {
  ASSERT_TRUE(Validate(GetRequest(), kNow).ok());
  EXPECT_EQ(AsOf(GetRequest()), absl::InfiniteFuture());
}

TEST(ValidateTest, AsOfMayBeNowButNotLater) {
  v1::GetScorecardRequest request = GetRequest();
  *request.mutable_as_of() = ToTimestamp(kNow);
  EXPECT_TRUE(Validate(request, kNow).ok());
  EXPECT_EQ(AsOf(request), kNow);
  *request.mutable_as_of() = ToTimestamp(kLater);
  EXPECT_THAT(FieldsAtFault(Validate(request, kNow).status()), ElementsAre("as_of"));
}

TEST(ValidateTest, NamesEveryFieldAtFault) {
  v1::GetScorecardRequest request = GetRequest();
  request.set_name("plans/a");
  *request.mutable_as_of() = ToTimestamp(kLater);
  *request.mutable_min_return_update_time() = ToTimestamp(kNow);
  EXPECT_THAT(FieldsAtFault(Validate(request, kNow).status()), ElementsAre("name", "as_of", "min_return_update_time"));
}

TEST(ValidateTest, AListNamesARegionAnOrderAndAView) {
  v1::ListScorecardsRequest request;
  request.set_parent("plans/a/regions/140500");
  EXPECT_EQ(Validate(request, kNow)->region, "140500");
  request.set_parent(kScorecard);
  request.set_order(static_cast<v1::ScorecardOrder>(9));
  request.set_view(static_cast<v1::ScorecardView>(9));
  EXPECT_THAT(FieldsAtFault(Validate(request, kNow).status()), ElementsAre("parent", "order", "view"));
}

TEST(ValidateTest, AComparisonGoesForwardInThePast) {
  v1::CompareScorecardsRequest request;
  request.set_name(kScorecard);
  *request.mutable_from_time() = ToTimestamp(kNow - absl::Hours(1));
  EXPECT_TRUE(Validate(request, kNow).ok());
  *request.mutable_to_time() = ToTimestamp(kNow - absl::Hours(2));
  EXPECT_THAT(FieldsAtFault(Validate(request, kNow).status()), ElementsAre("to_time"));
  *request.mutable_from_time() = ToTimestamp(kLater);
  *request.mutable_to_time() = ToTimestamp(kLater);
  EXPECT_THAT(FieldsAtFault(Validate(request, kNow).status()), ElementsAre("from_time", "to_time"));
}

TEST(ValidateTest, AnExportHasAKnownDocument) {
  v1::ExportScorecardRequest request;
  request.set_name(kScorecard);
  EXPECT_TRUE(Validate(request, kNow).ok());
  request.set_document(static_cast<v1::ExportDocument>(9));
  EXPECT_THAT(FieldsAtFault(Validate(request, kNow).status()), ElementsAre("document"));
}

TEST(ValidateTest, AWatchIsOfAllOrOfAPlanAndARegion) {
  v1::WatchScorecardsRequest request;
  EXPECT_EQ(*Validate(request), "");
  request.set_plan("plans/a");
  request.set_region("140500");
  EXPECT_EQ(*Validate(request), "a");
  for (const char* plan : {"a", "plans/", "plans/a/regions/140500"}) {
    request.set_plan(plan);
    EXPECT_THAT(FieldsAtFault(Validate(request).status()), ElementsAre("plan")) << plan;
  }
  request.clear_plan();
  for (const char* region : {"1405", "14058a", "1405810"}) {
    request.set_region(region);
    EXPECT_THAT(FieldsAtFault(Validate(request).status()), ElementsAre("region")) << region;
  }
}

}  // namespace
}  // namespace lianfang::evaluation
