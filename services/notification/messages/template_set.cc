#include "services/notification/messages/template_set.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/text.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_source.h"

namespace lianfang::notification {
namespace {

constexpr absl::string_view kNoticesHeader = "template,variables";

using Directories = std::vector<std::string>;

// A file, with the directory that it was found in.
struct FoundFile {
  std::string path;
  bool shipped;
};

// The file of that name in the last directory that has it; its place in the first where none does.
FoundFile Find(const Directories& directories, const std::string& name) {
  for (size_t i = directories.size(); i-- > 1;) {
    const std::string path = absl::StrCat(directories[i], "/", name);
    if (std::filesystem::exists(path)) return {path, false};
  }
  return {absl::StrCat(directories.front(), "/", name), true};
}

// The file's bytes; none where it cannot be read.
std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  return file ? content.str() : "";
}

// The lines of notices.csv, `template,variables`, with the variables apart by spaces.
NoticeTemplates ReadNotices(const std::string& path, FieldViolations& faults) {
  NoticeTemplates notices;
  int number = 0;
  const std::string text = ReadFile(path);
  if (text.empty() || !IsValidUtf8(text)) faults.Add(path, "is missing, empty or not UTF-8");
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

// `prefix` and what stands in `scope`, at any depth.
void ListVariables(const std::string& prefix, const TemplateScope& scope, std::vector<std::string>& variables) {
  for (const std::string& variable : scope.variables) variables.push_back(absl::StrCat(prefix, variable));
  for (const auto& [name, section] : scope.sections) {
    const std::string path = absl::StrCat(prefix, name);
    if (scope.variables.count(name) == 0) variables.push_back(path);
    ListVariables(absl::StrCat(path, "."), section, variables);
  }
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
  set.notices_ = ReadNotices(Find(directories, "notices.csv").path, faults);
  set.scopes_ = scopes;
  for (const auto& [name, variables] : set.notices_) {
    if (!set.scopes_.emplace(name, NoticeScope(variables)).second) {
      faults.Add("notices.csv", absl::StrCat(name, " is not for notices"));
    }
  }
  for (const std::string& language : set.languages_) {
    for (const auto& [name, scope] : set.scopes_) {
      for (const char* part : kTemplateParts) {
        const auto file = Find(directories, absl::StrCat(language, "/", name, ".", part, ".mustache"));
        std::string source = ReadFile(file.path);
        CheckSource(part, source, scope, file.path, faults);
        set.entries_[{language, name, part}] = {
            .source = std::move(source),
            .origin = file.shipped ? v1::TEMPLATE_ORIGIN_SHIPPED : v1::TEMPLATE_ORIGIN_DIRECTORY,
            .fault = "",
            .newest = std::nullopt};
      }
    }
  }
  if (!faults.empty()) return faults.ToStatus();
  return set;
}

TemplateSet TemplateSet::With(const std::vector<v1::TemplateVersion>& newest) const {
  TemplateSet set = *this;
  for (const v1::TemplateVersion& version : newest) {
    const auto place = ParseTemplateName("name", TemplateOf(version));
    if (!place.ok() || entries_.count(*place) == 0) continue;
    TemplateEntry& entry = set.entries_.at(*place);
    entry.newest = version;
    if (version.reset()) continue;
    const absl::Status checked = Check(*place, version.source());
    if (checked.ok()) {
      entry.source = version.source();
      entry.origin = v1::TEMPLATE_ORIGIN_UPLOADED;
    } else {
      entry.fault = std::string(checked.message());
    }
  }
  return set;
}

absl::Status TemplateSet::Check(const TemplatePlace& place, const std::string& source) const {
  if (entries_.count(place) == 0) return NoSuch(TemplateName(place));
  FieldViolations faults;
  CheckSource(place.part, source, scopes_.at(place.name), "source", faults);
  return faults.ToStatus();
}

std::vector<std::string> TemplateSet::VariablesAt(const TemplatePlace& place) const {
  std::vector<std::string> variables;
  ListVariables("", scopes_.at(place.name), variables);
  return variables;
}

absl::StatusOr<MailContent> TemplateSet::Render(const std::string& name, const std::string& language,
                                                const kainjow::mustache::data& data) const {
  const auto source = [&](const char* part) { return entries_.find({language, name, part}); };
  if (source(kSubjectPart) == entries_.end()) {
    return absl::NotFoundError(absl::StrCat("no template ", name, " in ", language));
  }
  kainjow::mustache::mustache html(source(kHtmlPart)->second.source);
  return MailContent{
      .subject = std::string(absl::StripAsciiWhitespace(RenderPlain(source(kSubjectPart)->second.source, data))),
      .text = RenderPlain(source(kTextPart)->second.source, data),
      .html = html.render(data),
      .short_text = std::string(absl::StripAsciiWhitespace(RenderPlain(source(kShortPart)->second.source, data)))};
}

}  // namespace lianfang::notification
