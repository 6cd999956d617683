#include "services/notification/messages/template_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/errors.h"

namespace lianfang::notification {
namespace {

using kainjow::mustache::data;
using ::testing::ElementsAre;

const std::map<std::string, TemplateScope>& Scopes() {
  static const auto* const scopes =
      new std::map<std::string, TemplateScope>{{"greeting", {.variables = {"name"}, .sections = {}}}};
  return *scopes;
}

class TemplateSetTest : public ::testing::Test {
 protected:
  TemplateSetTest() {
    std::string pattern = ::testing::TempDir() + "templates-XXXXXX";
    directory_ = mkdtemp(pattern.data());
    Write("notices.csv", "template,variables\n");
  }
  ~TemplateSetTest() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& path, const std::string& text) const {
    const std::filesystem::path file = std::filesystem::path(directory_) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  void WriteLanguage(const std::string& language) const {
    Write(language + "/greeting.subject.mustache", "To {{name}}\n");
    Write(language + "/greeting.txt.mustache", "Hello {{name}}\n");
    Write(language + "/greeting.html.mustache", "<p>Hello {{name}}</p>\n");
    Write(language + "/greeting.short.mustache", "Hi {{name}}\n");
  }
  // Faulty files, without the directory.
  std::vector<std::string> Faults() const {
    std::vector<std::string> faults;
    const auto details = BadRequestOf(TemplateSet::Load({directory_}, Scopes()).status());
    if (!details.has_value()) return faults;
    for (const auto& violation : details->field_violations()) {
      faults.push_back(violation.field().substr(std::min(violation.field().size(), directory_.size())));
    }
    return faults;
  }

  std::string directory_;
};

TEST_F(TemplateSetTest, RendersPerLanguageAndEscapesOnlyHtml) {
  WriteLanguage("zh-CN");
  WriteLanguage("en");
  const auto set = TemplateSet::Load({directory_}, Scopes());
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_THAT(set->languages(), ElementsAre("en", "zh-CN"));
  const auto content = set->Render("greeting", "en", data("name", "A & <b>"));
  ASSERT_TRUE(content.ok());
  EXPECT_EQ(content->subject, "To A & <b>");
  EXPECT_EQ(content->text, "Hello A & <b>\n");
  EXPECT_EQ(content->html, "<p>Hello A &amp; &lt;b&gt;</p>\n");
  EXPECT_EQ(set->Render("greeting", "fr", data()).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(TemplateSetTest, NamesEveryFaultyFile) {
  WriteLanguage("zh-CN");
  WriteLanguage("en");
  Write("zh-CN/greeting.txt.mustache", "{{nmae}}");
  Write("en/greeting.html.mustache", "{{name");
  Write("en/greeting.subject.mustache", "");
  EXPECT_THAT(Faults(), ::testing::UnorderedElementsAre("/en/greeting.subject.mustache", "/zh-CN/greeting.txt.mustache",
                                                        "/en/greeting.html.mustache", "/en/greeting.html.mustache"));
}

TEST_F(TemplateSetTest, AnOverrideTakesThePlaceOfOneFileAndIsCheckedLikeIt) {
  WriteLanguage("zh-CN");
  const std::string overrides = directory_ + "-own";
  const auto write = [&overrides](const std::string& text) {
    std::filesystem::create_directories(overrides + "/zh-CN");
    std::ofstream(overrides + "/zh-CN/greeting.txt.mustache") << text;
  };
  write("Good morning {{name}}\n");
  const auto set = TemplateSet::Load({directory_, overrides}, Scopes());
  write("Good morning {{nmae}}\n");
  const auto faulty = TemplateSet::Load({directory_, overrides}, Scopes());
  std::filesystem::remove_all(overrides);

  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->Render("greeting", "zh-CN", data("name", "A"))->text, "Good morning A\n");
  EXPECT_EQ(set->Render("greeting", "zh-CN", data("name", "A"))->subject, "To A");
  EXPECT_EQ(faulty.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(faulty.status().message()), ::testing::HasSubstr("nmae"));
}

TEST_F(TemplateSetTest, NoticesHaveTheVariablesThatTheirListDeclares) {
  WriteLanguage("zh-CN");
  Write("notices.csv", "template,variables\nmeeting,time place\n");
  for (const char* part : kTemplateParts) {
    Write(std::string("zh-CN/meeting.") + part + ".mustache", "{{recipient}} {{time}}{{#place}} {{place}}{{/place}}\n");
  }
  const auto set = TemplateSet::Load({directory_}, Scopes());
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_THAT(set->notices().at("meeting"), ElementsAre("place", "time"));
  Write("zh-CN/meeting.txt.mustache", "{{agenda}}");
  EXPECT_THAT(Faults(), ElementsAre("/zh-CN/meeting.txt.mustache"));
}

TEST_F(TemplateSetTest, RefusesAListOfNoticesThatIsNone) {
  WriteLanguage("zh-CN");
  for (const char* list : {"", "meeting,time\n", "template,variables\nmeeting\n", "template,variables\nMeeting,time\n",
                           "template,variables\nmeeting,recipient\n", "template,variables\ngreeting,name\n"}) {
    Write("notices.csv", list);
    EXPECT_FALSE(TemplateSet::Load({directory_}, Scopes()).ok()) << list;
  }
}

TEST_F(TemplateSetTest, NeedsChinese) {
  WriteLanguage("en");
  EXPECT_THAT(Faults(), ElementsAre(""));
}

TEST_F(TemplateSetTest, RefusesADirectoryThatIsNotThere) {
  EXPECT_FALSE(TemplateSet::Load({directory_ + "/none"}, Scopes()).ok());
}

}  // namespace
}  // namespace lianfang::notification
