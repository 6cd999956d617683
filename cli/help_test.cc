#include "cli/help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/app.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

bool HasChinese(absl::string_view text) {
  bool found = false;
  ForEachCodePoint(text, [&found](char32_t c) { found = found || (c >= 0x4e00 && c <= 0x9fff); });
  return found;
}

// Parts of the program whose description is not Chinese, as `return submit --note: A note`.
void FindEnglish(CLI::App& app, const std::string& path, std::vector<std::string>& english) {
  if (!app.get_name().empty() && !HasChinese(app.get_description())) {
    english.push_back(absl::StrCat(path, ": ", app.get_description()));
  }
  for (CLI::Option* option : app.get_options([](CLI::Option*) { return true; })) {
    if (option->get_group().empty() || HasChinese(option->get_description())) continue;
    english.push_back(absl::StrCat(path, " ", option->get_name(), ": ", option->get_description()));
  }
  for (CLI::App* part : app.get_subcommands([](CLI::App*) { return true; })) {
    FindEnglish(*part, absl::StrCat(path, " ", part->get_name()), english);
  }
}

class Help : public testing::Test {
 protected:
  Help() { DeclareCommands(app_, options_, session_); }

  std::ostringstream out_;
  std::ostringstream err_;
  GlobalOptions options_;
  Session session_{options_, out_, err_};
  CLI::App app_;
};

TEST_F(Help, IsChineseEverywhere) {
  PrepareHelp(app_, Language::kChinese);
  std::vector<std::string> english;
  FindEnglish(app_, "lianfang", english);
  EXPECT_THAT(english, IsEmpty());
}

TEST_F(Help, HasAnExampleForEveryVerb) {
  for (CLI::App* noun : app_.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::App* verb : noun->get_subcommands([](CLI::App*) { return true; })) {
      EXPECT_THAT(ExamplesOf(noun->get_name(), verb->get_name()), Not(IsEmpty()))
          << noun->get_name() << " " << verb->get_name();
    }
  }
}

// A line that the program would refuse is no example. What it would do needs a service, or a file, and fails later.
TEST_F(Help, EveryExampleIsALineThatTheProgramTakes) {
  for (CLI::App* noun : app_.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::App* verb : noun->get_subcommands([](CLI::App*) { return true; })) {
      for (const absl::string_view example : ExamplesOf(noun->get_name(), verb->get_name())) {
        std::ostringstream out;
        std::ostringstream err;
        GlobalOptions options;
        Session session(options, out, err);
        CLI::App app;
        DeclareCommands(app, options, session);
        for (CLI::App* each : app.get_subcommands([](CLI::App*) { return true; })) {
          for (CLI::App* one : each->get_subcommands([](CLI::App*) { return true; })) one->callback([] {});
        }
        std::vector<std::string> words = absl::StrSplit(example, ' ');
        ASSERT_EQ(words[0], noun->get_name());
        ASSERT_EQ(words[1], verb->get_name());
        std::reverse(words.begin(), words.end());  // as CLI11 takes them
        EXPECT_NO_THROW({
          try {
            app.parse(words);
          } catch (const CLI::ParseError& error) {
            ADD_FAILURE() << example << ": " << error.what();
          }
        });
      }
    }
  }
}

TEST(HelpText, IsInTheLanguageThatTheLineAsksFor) {
  std::ostringstream out;
  std::ostringstream err;
  const std::vector<const char*> chinese = {"lianfang", "return", "import", "--help"};
  EXPECT_EQ(cli::Run(static_cast<int>(chinese.size()), chinese.data(), out, err), ExitCode::kSuccess);
  EXPECT_THAT(out.str(), HasSubstr("用法"));
  EXPECT_THAT(out.str(), HasSubstr("示例："));
  EXPECT_THAT(out.str(), HasSubstr("lianfang return import 2022.xlsx"));
  EXPECT_THAT(out.str(), Not(HasSubstr("Usage")));
  EXPECT_THAT(out.str(), Not(HasSubstr("Options")));
  out.str("");
  const std::vector<const char*> english = {"lianfang", "return", "import", "--lang", "en", "--help"};
  EXPECT_EQ(cli::Run(static_cast<int>(english.size()), english.data(), out, err), ExitCode::kSuccess);
  EXPECT_THAT(out.str(), HasSubstr("Usage"));
  EXPECT_THAT(out.str(), HasSubstr("Examples:"));
}

}  // namespace
}  // namespace lianfang::cli
