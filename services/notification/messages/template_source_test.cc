#include "services/notification/messages/template_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/notification/domain/template/template_rules.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The faults of `source`, all of which must be under the path given.
std::vector<std::string> Faults(const char* part, const std::string& source) {
  const TemplateScope scope{.variables = {"name"}, .sections = {{"items", {.variables = {"day"}, .sections = {}}}}};
  FieldViolations faults;
  CheckSource(part, source, scope, "source", faults);
  std::vector<std::string> descriptions;
  const auto details = BadRequestOf(faults.ToStatus());
  if (!details.has_value()) return descriptions;
  for (const auto& violation : details->field_violations()) {
    EXPECT_EQ(violation.field(), "source");
    descriptions.push_back(violation.description());
  }
  return descriptions;
}

TEST(TemplateSourceTest, TakesWhatAMailIsWrittenIn) {
  EXPECT_THAT(Faults(kTextPart, "{{name}}：\n{{#items}}\n · {{day}}\n{{/items}}\n"), IsEmpty());
  EXPECT_THAT(Faults(kSubjectPart, "提醒 {{name}}\n"), IsEmpty());
  EXPECT_THAT(Faults(kSubjectPart, "提醒 {{name}}\r\n"), IsEmpty());
}

TEST(TemplateSourceTest, NamesWhatIsWrongAndWhere) {
  EXPECT_THAT(Faults(kTextPart, "{{name}}\n{{nmae}}"), ElementsAre("line 2: unknown variable nmae"));
  EXPECT_THAT(Faults(kTextPart, "{{day}}"), ElementsAre("line 1: unknown variable day"));
  EXPECT_THAT(Faults(kTextPart, "{{#items}}{{day}}"), ::testing::Contains(HasSubstr("section items is not closed")));
  EXPECT_THAT(Faults(kTextPart, "{{{name}}}"), ::testing::Contains(HasSubstr("unescaped variables are refused")));
  EXPECT_THAT(Faults(kTextPart, " \n"), ElementsAre("is missing or empty"));
  EXPECT_THAT(Faults(kTextPart, "\xff\xfe"), ElementsAre("must be UTF-8"));
  EXPECT_THAT(Faults(kTextPart, std::string("a\0b", 3)), ElementsAre("must be without control characters"));
}

TEST(TemplateSourceTest, BoundsAreNamed) {
  EXPECT_THAT(Faults(kHtmlPart, std::string(65536, 'a')), IsEmpty());
  EXPECT_THAT(Faults(kHtmlPart, std::string(65537, 'a')), ElementsAre("must have at most 65536 bytes, had 65537"));
  const std::string words(150, 'a');
  EXPECT_THAT(Faults(kSubjectPart, "{{name}}" + words + "{{name}}"), IsEmpty());
  EXPECT_THAT(Faults(kSubjectPart, words + "{{name}}b"),
              ElementsAre("a subject must have at most 150 characters beside its tags"));
}

// Both were found on the morning of the mail: the message was refused, and the reminder with it.
TEST(TemplateSourceTest, ASubjectStandsInTheSmallestAndInALargeMail) {
  const TemplateScope scope{
      .variables = {"name", "place"},
      .sections = {{"overdue",
                    {.variables = {"count"},
                     .sections = {{"items", {.variables = {"region"}, .sections = {}, .repeats = true}}}}},
                   {"place", {}}}};  // may be empty
  const auto faults = [&](const std::string& source) {
    FieldViolations found;
    CheckSource(kSubjectPart, source, scope, "source", found);
    const auto details = BadRequestOf(found.ToStatus());
    return details.has_value() ? details->field_violations(0).description() : std::string();
  };
  EXPECT_THAT(faults("{{#overdue}}逾期{{count}}项{{/overdue}}"), HasSubstr("outside of its sections"));
  EXPECT_THAT(faults("{{place}}"), HasSubstr("outside of its sections"));
  EXPECT_EQ(faults("提醒{{#overdue}} 逾期{{count}}项{{/overdue}}"), "");
  EXPECT_EQ(faults("{{name}}{{place}}"), "");
  EXPECT_THAT(faults("提醒{{#overdue}}{{#items}}{{region}}、{{/items}}{{/overdue}}"),
              HasSubstr("at most 250 characters"));
}

TEST(TemplateSourceTest, AShortTextStandsInTheSmallestAndInALargeMessage) {
  const TemplateScope scope{.variables = {"name"},
                            .sections = {{"items", {.variables = {"region"}, .sections = {}, .repeats = true}}}};
  const auto faults = [&](const std::string& source) {
    FieldViolations found;
    CheckSource(kShortPart, source, scope, "source", found);
    const auto details = BadRequestOf(found.ToStatus());
    return details.has_value() ? details->field_violations(0).description() : std::string();
  };
  EXPECT_EQ(faults("提醒{{name}}\n第二行"), "");
  EXPECT_THAT(faults("{{#items}}{{region}}{{/items}}"), HasSubstr("outside of its sections"));
  EXPECT_THAT(faults("提醒{{#items}}{{region}}、{{/items}}"), HasSubstr("at most 500 characters"));
}

TEST(TemplateSourceTest, ASubjectIsOneLineSoThatItBeginsNoOtherHeader) {
  for (const char* source : {"提醒\r\nBcc: a@b.example", "提醒\nBcc: a@b.example\n", "提醒\rx", "提醒\n\n"}) {
    EXPECT_THAT(Faults(kSubjectPart, source), ElementsAre("a subject must be one line")) << source;
    EXPECT_THAT(Faults(kTextPart, source), IsEmpty()) << source;
  }
}

}  // namespace
}  // namespace lianfang::notification
