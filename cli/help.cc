#include "cli/help.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/words/chinese.h"

namespace lianfang::cli {
namespace {

constexpr Label kExamples = {"示例：", "Examples:"};
constexpr Label kOptionGroup = {"选项", "Options"};
constexpr Label kVerbGroup = {"命令", "Subcommands"};

// What CLI11 writes itself.
class ChineseFormatter : public CLI::Formatter {
 public:
  ChineseFormatter() {
    for (const auto& [english, chinese] :
         std::initializer_list<std::pair<const char*, const char*>>{{"Usage", "用法"},
                                                                    {"OPTIONS", "选项"},
                                                                    {"SUBCOMMAND", "命令"},
                                                                    {"Positionals", "参数"},
                                                                    {"REQUIRED", "（必填）"},
                                                                    {"Env", "环境变量"},
                                                                    {"Needs", "须与之同用"},
                                                                    {"Excludes", "不能同用"},
                                                                    {"TEXT", "文字"},
                                                                    {"INT", "整数"},
                                                                    {"FLOAT", "数字"}}) {
      label(english, chinese);
    }
  }

  std::string make_description(const CLI::App* app) const override {
    constexpr absl::string_view kOneOf = "[Exactly 1 of the following options is required]";
    return absl::StrReplaceAll(CLI::Formatter::make_description(app), {{kOneOf, "（须写且只能写以下之一）"}});
  }
};

std::string Examples(const CLI::App& verb, Language language) {
  const auto examples = ExamplesOf(verb.get_parent()->get_name(), verb.get_name());
  if (examples.empty()) return "";
  std::string text(kExamples.In(language));
  for (const absl::string_view example : examples) absl::StrAppend(&text, "\n  lianfang ", example);
  return text;
}

// What an option means; behind a colon it may list the values that it takes, which stay as they are.
std::string Description(const std::string& english, Language language) {
  if (const auto chinese = ChineseFor(english)) return *chinese;
  const size_t colon = english.rfind(": ");
  if (colon == std::string::npos) return english;
  return absl::StrCat(In(language, english.substr(0, colon)), "：", english.substr(colon + 2));
}

void Translate(CLI::App& app, Language language) {
  app.description(In(language, app.get_description()));
  for (CLI::Option* option : app.get_options([](CLI::Option*) { return true; })) {
    option->description(Description(option->get_description(), language));
    if (option->get_group() == "Options") option->group(std::string(kOptionGroup.In(language)));
  }
  if (app.get_group() == "Subcommands") app.group(std::string(kVerbGroup.In(language)));
  for (CLI::App* part : app.get_subcommands([](CLI::App*) { return true; })) Translate(*part, language);
}

void SetFormatter(CLI::App& app, const std::shared_ptr<CLI::Formatter>& formatter) {
  app.formatter(formatter);
  for (CLI::App* part : app.get_subcommands([](CLI::App*) { return true; })) SetFormatter(*part, formatter);
}

}  // namespace

void PrepareHelp(CLI::App& app, Language language) {
  for (CLI::App* noun : app.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::App* verb : noun->get_subcommands([](CLI::App*) { return true; }))
      verb->footer(Examples(*verb, language));
  }
  if (language == Language::kEnglish) return;
  Translate(app, language);
  auto formatter = std::make_shared<ChineseFormatter>();
  formatter->column_width(36);
  SetFormatter(app, formatter);
}

}  // namespace lianfang::cli
