#include "cli/shell/manual.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace lianfang::cli {
namespace {

constexpr Label kName = {"名称", "NAME"};
constexpr Label kSynopsis = {"用法", "SYNOPSIS"};
constexpr Label kVerbs = {"命令", "VERBS"};
constexpr Label kNouns = {"分类", "NOUNS"};
constexpr Label kOptions = {"通用选项", "OPTIONS OF EVERY VERB"};
constexpr Label kRequired = {"必填", "required"};
constexpr Label kVariable = {"环境变量", "environment"};
constexpr Label kExamples = {"示例", "Examples"};
constexpr Label kExit = {"退出状态", "EXIT STATUS"};
constexpr Label kExitText = {
    "0 成功；1 服务拒绝或连不上；2 命令或文件有误；3 验证不通过。",
    "0: done. 1: the service refused, or could not be reached. 2: the command line, or a file named on it, is at "
    "fault. 3: what was verified does not hold."};
constexpr Label kSee = {"参见", "SEE ALSO"};

// Text that troff takes literally: a backslash and a leading dot or quote would be its own.
std::string Escaped(absl::string_view text) {
  std::string escaped = absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
  if (absl::StartsWith(escaped, ".") || absl::StartsWith(escaped, "'")) escaped.insert(0, "\\&");
  return absl::StrReplaceAll(escaped, {{"\n.", "\n\\&."}, {"\n'", "\n\\&'"}});
}

// A macro's argument in quotes.
std::string Argument(absl::string_view text) {
  return absl::StrCat("\"", absl::StrReplaceAll(Escaped(text), {{"\"", "\\(dq"}}), "\"");
}

class Page {
 public:
  Page(const std::string& title, const std::string& version, Language language) : language_(language) {
    absl::StrAppend(&text_, ".TH ", Argument(title), " 1 \"\" ", Argument(absl::StrCat("lianfang ", version)), "\n");
  }

  void Section(Label heading) { absl::StrAppend(&text_, ".SH ", Argument(heading.In(language_)), "\n"); }
  void Subsection(const std::string& heading) { absl::StrAppend(&text_, ".SS ", Argument(heading), "\n"); }
  void Line(absl::string_view text) { absl::StrAppend(&text_, Escaped(text), "\n"); }
  void Tagged(const std::string& tag, const std::string& text) {
    absl::StrAppend(&text_, ".TP\n.B ", Argument(tag), "\n", Escaped(text), "\n");
  }
  void Example(const std::string& line) {
    absl::StrAppend(&text_, ".nf\n", Escaped(absl::StrCat("    ", line)), "\n.fi\n");
  }

  void Options(const std::vector<DeclaredOption>& options) {
    for (const DeclaredOption& option : options) {
      std::vector<std::string> notes;
      if (option.required) notes.emplace_back(kRequired.In(language_));
      if (!option.variable.empty()) notes.push_back(absl::StrCat(kVariable.In(language_), " ", option.variable));
      Tagged(
          absl::StrCat(absl::StrJoin(option.names, ", "), option.takes_value && !option.positional ? " ..." : ""),
          notes.empty() ? option.description : absl::StrCat(option.description, " (", absl::StrJoin(notes, "; "), ")"));
    }
  }

  std::string Take() && { return std::move(text_); }

 private:
  const Language language_;
  std::string text_;
};

std::string NounPage(const DeclaredNoun& noun, const std::string& version, Language language) {
  Page page(absl::StrCat("lianfang-", noun.name), version, language);
  page.Section(kName);
  page.Line(absl::StrCat("lianfang-", noun.name, " - ", noun.description));
  page.Section(kVerbs);
  for (const DeclaredVerb& verb : noun.verbs) {
    page.Subsection(absl::StrCat("lianfang ", noun.name, " ", verb.name));
    page.Line(verb.description);
    page.Options(verb.options);
    if (!verb.examples.empty()) page.Tagged(std::string(kExamples.In(language)), "");
    for (const std::string& example : verb.examples) page.Example(absl::StrCat("lianfang ", example));
  }
  page.Section(kSee);
  page.Line("lianfang(1)");
  return std::move(page).Take();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ManualPages(const DeclaredProgram& program, const std::string& version,
                                                             Language language) {
  std::vector<std::pair<std::string, std::string>> pages;
  Page page("lianfang", version, language);
  page.Section(kName);
  page.Line(absl::StrCat("lianfang - ", program.description));
  page.Section(kSynopsis);
  page.Line("lianfang NOUN VERB [OPTION...]");
  page.Section(kNouns);
  for (const DeclaredNoun& noun : program.nouns) {
    page.Tagged(absl::StrCat("lianfang-", noun.name, "(1)"), noun.description);
    pages.emplace_back(absl::StrCat("lianfang-", noun.name, ".1"), NounPage(noun, version, language));
  }
  page.Section(kOptions);
  page.Options(program.options);
  page.Section(kExit);
  page.Line(kExitText.In(language));
  pages.emplace_back("lianfang.1", std::move(page).Take());
  return pages;
}

}  // namespace lianfang::cli
