#include "services/notification/messages/template_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianfang::notification {
namespace {

using ::testing::HasSubstr;

const TemplateScope& Scope() {
  static const auto* const scope = new TemplateScope{
      .variables = {"recipient"}, .sections = {{"items", {.variables = {"due_day"}, .sections = {{"sent_back", {}}}}}}};
  return *scope;
}

TEST(TemplateCheckTest, AdmitsWhatTheScopeHas) {
  EXPECT_TRUE(CheckTemplate("", Scope()).ok());
  EXPECT_TRUE(
      CheckTemplate(
          "{{recipient}} {{! a remark }} {{# items }}{{ due_day }} {{recipient}} "
          "{{#sent_back}}x{{/sent_back}}{{^sent_back}}{{due_day}}{{/sent_back}}{{/items}}{{^items}}none{{/items}}",
          Scope())
          .ok());
}

TEST(TemplateCheckTest, NamesTheFaultAndItsLine) {
  const auto fault = [](absl::string_view text) { return std::string(CheckTemplate(text, Scope()).message()); };
  EXPECT_EQ(fault("a\n{{recipeint}}"), "line 2: unknown variable recipeint");
  EXPECT_EQ(fault("{{due_day}}"), "line 1: unknown variable due_day");
  EXPECT_EQ(fault("{{^items}}{{due_day}}{{/items}}"), "line 1: unknown variable due_day");
  EXPECT_EQ(fault("{{#goods}}{{/goods}}"), "line 1: unknown section goods");
  EXPECT_EQ(fault("{{#items}}\n\n"), "line 3: section items is not closed");
  EXPECT_EQ(fault("{{/items}}"), "line 1: section items is closed where it is not open");
  EXPECT_EQ(fault("\n{{recipient"), "line 2: a tag is not closed");
}

TEST(TemplateCheckTest, RefusesWaysAroundTheCheckAndTheEscaping) {
  for (const absl::string_view text : {"{{> partial}}", "{{=<% %>=}}", "{{{recipient}}}", "{{& recipient}}"}) {
    EXPECT_THAT(CheckTemplate(text, Scope()).message(), HasSubstr("are refused")) << text;
  }
}

}  // namespace
}  // namespace lianfang::notification
