#include "services/notification/messages/template_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/testing/shipped_templates.h"

namespace lianfang::notification {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kSubject[] = "languages/zh-CN/templates/expert-notice/parts/subject";
const TemplatePlace kPlace = {"zh-CN", "expert-notice", kSubjectPart};

v1::TemplateVersion Version(const std::string& name, int number, const std::string& source) {
  v1::TemplateVersion version;
  version.set_name(name + "/versions/" + std::to_string(number));
  version.set_source(source);
  version.set_reset(source.empty());
  return version;
}

class TemplateLibraryTest : public ::testing::Test {
 protected:
  std::string Subject(const TemplateSet& templates) {
    return templates.Render("expert-notice", "zh-CN", kainjow::mustache::data("engagement", "甲"))->subject;
  }

  TemplateLibrary library_{*TemplateSet::Load({"deploy/templates"}, ProgramScopes())};
};

TEST_F(TemplateLibraryTest, HasNothingBeforeTheUploadsWereRead) {
  EXPECT_EQ(library_.Current().status().code(), absl::StatusCode::kUnavailable);
  library_.Put({});
  ASSERT_TRUE(library_.Current().ok());
  EXPECT_EQ((*library_.Current())->entries().at(kPlace).origin, v1::TEMPLATE_ORIGIN_SHIPPED);
}

TEST_F(TemplateLibraryTest, AnUploadCountsUntilItIsReset) {
  library_.Put({Version(kSubject, 1, "聘请：{{engagement}}")});
  EXPECT_EQ(Subject(**library_.Current()), "聘请：甲");
  EXPECT_EQ((*library_.Current())->entries().at(kPlace).origin, v1::TEMPLATE_ORIGIN_UPLOADED);
  library_.Put({Version(kSubject, 2, "")});
  EXPECT_EQ(Subject(**library_.Current()), "：甲");
  EXPECT_EQ((*library_.Current())->entries().at(kPlace).origin, v1::TEMPLATE_ORIGIN_SHIPPED);
  EXPECT_EQ((*library_.Current())->entries().at(kPlace).newest->name(), std::string(kSubject) + "/versions/2");
}

// A mail that is being written keeps the words that it began with.
TEST_F(TemplateLibraryTest, ASetThatIsHeldDoesNotChange) {
  library_.Put({});
  const auto held = *library_.Current();
  library_.Put({Version(kSubject, 1, "聘请：{{engagement}}")});
  EXPECT_EQ(Subject(*held), "：甲");
}

// An upgrade may take variables away; mails then go out in the file's words, and it is said what is wrong.
TEST_F(TemplateLibraryTest, AnUploadThatIsNotUsableAnyMoreLeavesTheFileInForce) {
  library_.Put({Version(kSubject, 1, "聘请：{{since_gone}}"),
                Version("languages/fr/templates/reminder/parts/txt", 1, "a"),
                Version("languages/zh-CN/templates/since-gone/parts/txt", 1, "a")});
  const TemplateSet& templates = **library_.Current();
  EXPECT_EQ(Subject(templates), "：甲");
  const TemplateEntry& entry = templates.entries().at(kPlace);
  EXPECT_EQ(entry.origin, v1::TEMPLATE_ORIGIN_SHIPPED);
  EXPECT_THAT(entry.fault, HasSubstr("line 1: unknown variable since_gone"));
  EXPECT_THAT(templates.entries(), SizeIs(CountShippedTemplates()));
}

TEST_F(TemplateLibraryTest, SaysWhatATemplateMayName) {
  library_.Put({});
  EXPECT_THAT((*library_.Current())->VariablesAt({"en", "reminder", kHtmlPart}), Contains("overdue.items.due_day"));
  EXPECT_THAT((*library_.Current())->VariablesAt(kPlace), Contains("engagement"));
}

}  // namespace
}  // namespace lianfang::notification
