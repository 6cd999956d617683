#include "common/errors.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

TEST(FieldViolationsTest, NamesEveryFault) {
  FieldViolations faults;
  faults.Add("plan.name", "is required");
  faults.Add("plan.regions[1].code", "must be six digits");
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto details = BadRequestOf(status);
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->field_violations_size(), 2);
  EXPECT_EQ(details->field_violations(1).field(), "plan.regions[1].code");
  EXPECT_EQ(details->field_violations(1).description(), "must be six digits");
}

TEST(FieldViolationsTest, NoFaultIsOk) { EXPECT_TRUE(FieldViolations().ToStatus().ok()); }

TEST(FieldViolationsTest, TakesOverAnotherStatusUnderAPrefix) {
  FieldViolations faults;
  faults.AddAll("items[3]", InvalidField("figure", "is unknown"));
  faults.AddAll("zone", absl::InvalidArgumentError("no such zone"));
  faults.AddAll("fine", absl::OkStatus());
  const auto details = BadRequestOf(faults.ToStatus());
  ASSERT_EQ(details->field_violations_size(), 2);
  EXPECT_EQ(details->field_violations(0).field(), "items[3].figure");
  EXPECT_EQ(details->field_violations(1).field(), "zone");
  EXPECT_EQ(details->field_violations(1).description(), "no such zone");
}

TEST(FieldViolationsTest, AnInputMadeOfFaultsIsNotSentBackLarger) {
  FieldViolations faults;
  std::string long_text;
  while (long_text.size() < 10'000) long_text += "煤矿";
  for (int i = 0; i < 5000; ++i) faults.Add("figures", long_text);
  EXPECT_EQ(faults.size(), 5000);
  const absl::Status status = faults.ToStatus();
  EXPECT_NE(status.message().find("(and 4999 more)"), std::string::npos);
  const auto details = BadRequestOf(status);
  ASSERT_TRUE(details.has_value());  // cut between characters: what is not UTF-8 would not parse
  EXPECT_EQ(details->field_violations_size(), 1000);
  EXPECT_LT(details->field_violations(0).description().size(), 600u);
}

TEST(ErrorWithReasonTest, CarriesReasonAndMetadata) {
  const absl::Status status = ErrorWithReason(absl::StatusCode::kAborted, "changed", "STALE_ETAG", {{"etag", "7"}});
  const auto info = ErrorInfoOf(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "STALE_ETAG");
  EXPECT_EQ(info->metadata().at("etag"), "7");
  EXPECT_FALSE(BadRequestOf(status).has_value());
}

}  // namespace
}  // namespace lianfang
