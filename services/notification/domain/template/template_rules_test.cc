#include "services/notification/domain/template/template_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"

namespace lianfang::notification {
namespace {

constexpr char kReminder[] = "languages/zh-CN/templates/reminder/parts/txt";

TemplateChange Upload(const std::string& source, const std::string& etag = "") {
  return {.name = kReminder,
          .source = source,
          .reason = "改称谓",
          .etag = etag,
          .actor = "spiffe://t/office",
          .now = absl::FromUnixSeconds(1'000'000)};
}

TEST(TemplateRulesTest, ANameSaysWhichFile) {
  const auto place = ParseTemplateName("name", kReminder);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ(place->language, "zh-CN");
  EXPECT_EQ(place->name, "reminder");
  EXPECT_EQ(place->part, kTextPart);
  EXPECT_EQ(TemplateName(*place), kReminder);
}

TEST(TemplateRulesTest, RefusesNamesOfAnotherShape) {
  for (const char* name :
       {"", "templates/reminder", "languages/zh-CN/templates/reminder", "languages/zh-CN/templates/reminder/parts/text",
        "languages/zh-CN/templates/reminder/parts/txt/versions/1", "plans/zh-CN/templates/reminder/parts/txt"}) {
    const auto place = ParseTemplateName("parent", name);
    ASSERT_FALSE(place.ok()) << name;
    EXPECT_EQ(BadRequestOf(place.status())->field_violations(0).field(), "parent");
  }
}

TEST(TemplateRulesTest, UploadsAndResetsAreCounted) {
  const auto first = DecideTemplateVersion(std::nullopt, Upload("甲"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->name(), std::string(kReminder) + "/versions/1");
  EXPECT_EQ(first->source(), "甲");
  EXPECT_EQ(first->reason(), "改称谓");
  EXPECT_EQ(first->actor(), "spiffe://t/office");
  EXPECT_EQ(FromTimestamp(first->create_time()), absl::FromUnixSeconds(1'000'000));
  EXPECT_FALSE(first->reset());
  EXPECT_EQ(TemplateOf(*first), kReminder);
  const auto second = DecideTemplateVersion(*first, Upload(""));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(VersionNumber(second->name()), 2);
  EXPECT_TRUE(second->reset());
}

TEST(TemplateRulesTest, ResettingWhatIsNotUploadedIsRefused) {
  EXPECT_EQ(DecideTemplateVersion(std::nullopt, Upload("")).status().code(), absl::StatusCode::kFailedPrecondition);
  const auto reset = DecideTemplateVersion(*DecideTemplateVersion(std::nullopt, Upload("甲")), Upload(""));
  EXPECT_EQ(DecideTemplateVersion(*reset, Upload("")).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(TemplateRulesTest, AnEtagHoldsAChangeToWhatWasRead) {
  EXPECT_EQ(TemplateEtag(std::nullopt), "0");
  const auto first = DecideTemplateVersion(std::nullopt, Upload("甲", "0"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(TemplateEtag(*first), "1");
  EXPECT_EQ(DecideTemplateVersion(*first, Upload("乙", "0")).status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(DecideTemplateVersion(*first, Upload("乙", "1")).ok());
}

TEST(TemplateRulesTest, AReasonIsBounded) {
  std::string reason;
  for (int i = 0; i < 500; ++i) reason += "因";
  EXPECT_TRUE(CheckTemplateReason(reason).ok());
  EXPECT_FALSE(CheckTemplateReason(reason + "x").ok());
}

}  // namespace
}  // namespace lianfang::notification
