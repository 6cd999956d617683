#include "services/notification/mail/template_set.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/text.h"
#include "services/notification/domain/contact_rules.h"
#include "services/notification/mail/notice_mail.h"

namespace lianfang::notification {
namespace {

constexpr absl::string_view kNoticesHeader = "template,variables";

using Directories = std::vector<std::string>;

// The file of that name in the last directory that has it; its place in the first where none does.
std::string Find(const Directories& directories, const std::string& name) {
  for (auto directory = directories.rbegin(); directory != directories.rend(); ++directory) {
    const std::string path = absl::StrCat(*directory, "/", name);
    if (std::filesystem::exists(path)) return path;
  }
  return absl::StrCat(directories.front(), "/", name);
}

// Reads a file; a fault is noted under its path, and the text is then empty.
std::string ReadText(const std::string& path, FieldViolations& faults) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  if (!file || text.empty()) {
    faults.Add(path, "is missing or empty");
  } else if (!IsValidUtf8(text)) {
    faults.Add(path, "must be UTF-8");
  } else {
    return text;
  }
  return "";
}

// Reads and checks one template.
std::string ReadSource(const std::string& path, const TemplateScope& scope, FieldViolations& faults) {
  const std::string text = ReadText(path, faults);
  if (text.empty()) return "";
  const kainjow::mustache::mustache parsed(text);
  if (!parsed.is_valid()) faults.Add(path, parsed.error_message());
  faults.AddAll(path, CheckTemplate(text, scope));
  return text;
}

// The lines of notices.csv, `template,variables`, with the variables apart by spaces.
NoticeTemplates ReadNotices(const std::string& path, FieldViolations& faults) {
  NoticeTemplates notices;
  int number = 0;
  const std::string text = ReadText(path, faults);
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    if (++number == 1) {
      if (line != kNoticesHeader) faults.Add(path, absl::StrCat("must begin with the header ", kNoticesHeader));
      continue;
    }
    const std::vector<std::string> cells = absl::StrSplit(absl::StripAsciiWhitespace(line), ',');
    const std::set<std::string> variables = absl::StrSplit(cells.back(), ' ', absl::SkipEmpty());
    if (cells.size() != 2 || !IsResourceId(cells[0]) || variables.count(kRecipientVariable) > 0) {
      faults.Add(path, absl::StrCat("`", line, "` is no template with its variables; `recipient` is always there"));
    } else if (!notices.emplace(cells[0], variables).second) {
      faults.Add(path, absl::StrCat(cells[0], " is given twice"));
    }
  }
  return notices;
}

// The languages that some directory has.
std::vector<std::string> FindLanguages(const Directories& directories, FieldViolations& faults) {
  std::set<std::string> languages;
  for (const std::string& directory : directories) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
      if (entry.is_directory()) languages.insert(entry.path().filename().string());
    }
    if (error) faults.Add(directory, absl::StrCat("cannot be read: ", error.message()));
  }
  if (languages.count(kDefaultLanguage) == 0) {
    faults.Add(directories.front(), absl::StrCat("must have templates in ", kDefaultLanguage));
  }
  return {languages.begin(), languages.end()};
}

std::string RenderPlain(const std::string& source, const kainjow::mustache::data& data) {
  kainjow::mustache::mustache parsed(source);
  parsed.set_custom_escape([](const std::string& value) { return value; });
  return parsed.render(data);
}

}  // namespace

absl::StatusOr<TemplateSet> TemplateSet::Load(const std::vector<std::string>& directories,
                                              const std::map<std::string, TemplateScope>& scopes) {
  TemplateSet set;
  FieldViolations faults;
  set.languages_ = FindLanguages(directories, faults);
  set.notices_ = ReadNotices(Find(directories, "notices.csv"), faults);
  std::map<std::string, TemplateScope> all = scopes;
  for (const auto& [name, variables] : set.notices_) {
    if (!all.emplace(name, NoticeScope(variables)).second) {
      faults.Add("notices.csv", absl::StrCat(name, " is not for notices"));
    }
  }
  for (const std::string& language : set.languages_) {
    for (const auto& [name, scope] : all) {
      const std::string stem = absl::StrCat(language, "/", name);
      MailContent& source = set.sources_[{name, language}];
      source.subject = ReadSource(Find(directories, stem + ".subject.mustache"), scope, faults);
      source.text = ReadSource(Find(directories, stem + ".txt.mustache"), scope, faults);
      source.html = ReadSource(Find(directories, stem + ".html.mustache"), scope, faults);
    }
  }
  if (!faults.empty()) return faults.ToStatus();
  return set;
}

absl::StatusOr<MailContent> TemplateSet::Render(const std::string& name, const std::string& language,
                                                const kainjow::mustache::data& data) const {
  const auto found = sources_.find({name, language});
  if (found == sources_.end()) return absl::NotFoundError(absl::StrCat("no template ", name, " in ", language));
  const MailContent& source = found->second;
  kainjow::mustache::mustache html(source.html);
  return MailContent{.subject = std::string(absl::StripAsciiWhitespace(RenderPlain(source.subject, data))),
                     .text = RenderPlain(source.text, data),
                     .html = html.render(data)};
}

}  // namespace lianfang::notification
