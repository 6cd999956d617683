// What is generated from the declarations has all of them, and no shell or troff reads it as something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/app.h"
#include "cli/commands/nouns.h"
#include "cli/shell/completion.h"
#include "cli/shell/declared.h"
#include "cli/shell/manual.h"

namespace lianfang::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ShellTest : public testing::Test {
 protected:
  ShellTest() { DeclareCommands(app_, options_, session_); }

  std::ostringstream out_;
  std::ostringstream err_;
  GlobalOptions options_;
  Session session_{options_, out_, err_};
  CLI::App app_;
};

DeclaredProgram Awkward() {
  return {.description = "A program",
          .options = {{.names = {"--output"}, .description = "Its form", .variable = "OUTPUT", .takes_value = true}},
          .nouns = {{.name = "plan",
                     .description = "It's a \"plan\" with \\ and -",
                     .verbs = {{.name = "list",
                                .description = ".starts like a macro",
                                .options = {{.names = {"name"},
                                             .description = "The plan",
                                             .variable = "",
                                             .positional = true,
                                             .required = true},
                                            {.names = {"-q", "--quiet"}, .description = "Says less", .variable = ""}},
                                .examples = {"plan list x"}}}}}};
}

TEST_F(ShellTest, EveryNounVerbAndOptionIsRead) {
  const DeclaredProgram program = ReadDeclarations(app_);
  EXPECT_THAT(program.nouns, SizeIs(std::size(kNouns)));
  size_t verbs = 0;
  for (const DeclaredNoun& noun : program.nouns) {
    EXPECT_FALSE(noun.verbs.empty()) << noun.name;
    for (const DeclaredVerb& verb : noun.verbs) {
      ++verbs;
      EXPECT_FALSE(verb.examples.empty()) << noun.name << " " << verb.name;
      for (const DeclaredOption& option : verb.options)
        EXPECT_FALSE(option.names.front().empty()) << noun.name << " " << verb.name;
    }
  }
  EXPECT_GT(verbs, 80u);
}

TEST_F(ShellTest, ValuesAndFlagsAreToldApart) {
  const DeclaredProgram program = ReadDeclarations(app_);
  const auto find = [&program](const std::string& name) {
    for (const DeclaredOption& option : program.options) {
      for (const std::string& each : option.names) {
        if (each == name) return option;
      }
    }
    return DeclaredOption();
  };
  EXPECT_TRUE(find("--output").takes_value);
  EXPECT_EQ(find("--output").variable, "LIANFANG_OUTPUT");
  EXPECT_FALSE(find("--yes").takes_value);
}

TEST(Completion, OffersWhatMayStandNext) {
  const std::string bash = BashCompletion(Awkward());
  EXPECT_THAT(bash, HasSubstr("plan/) choices='list' ;;"));
  EXPECT_THAT(bash, HasSubstr("plan/list) choices='-q --quiet --output' ;;"));
  EXPECT_THAT(bash, HasSubstr("valued=' --output '"));
  EXPECT_THAT(ZshCompletion(Awkward()), HasSubstr("described[plan]='It'\\''s a \"plan\""));
  EXPECT_THAT(FishCompletion(Awkward()), HasSubstr("-a plan -d 'It\\'s a \"plan\" with \\\\ and -'"));
  EXPECT_THAT(FishCompletion(Awkward()), HasSubstr("-n '__lianfang_at plan list' -s q -l quiet -d 'Says less'"));
}

TEST(Manual, APageOfTheProgramAndOneOfEachNoun) {
  const auto pages = ManualPages(Awkward(), "1.2.3", Language::kEnglish);
  ASSERT_THAT(pages, SizeIs(2));
  EXPECT_EQ(pages[0].first, "lianfang-plan.1");
  EXPECT_EQ(pages[1].first, "lianfang.1");
  EXPECT_THAT(pages[0].second, HasSubstr(".SS \"lianfang plan list\"\n\\&.starts like a macro\n"));
  EXPECT_THAT(pages[0].second, HasSubstr("with \\e and \\-"));
  EXPECT_THAT(pages[0].second, HasSubstr("    lianfang plan list x"));
  EXPECT_THAT(pages[1].second, HasSubstr("environment OUTPUT"));
}

TEST_F(ShellTest, AVerbWritesThem) {
  const std::vector<const char*> line = {"lianfang", "completion", "bash"};
  EXPECT_EQ(cli::Run(static_cast<int>(line.size()), line.data(), out_, err_), ExitCode::kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("complete -o bashdefault -o default -F _lianfang lianfang"));
  EXPECT_THAT(out_.str(), HasSubstr("ledger/verify)"));
}

}  // namespace
}  // namespace lianfang::cli
