#include "services/notification/mail/template_set.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"
#include "services/notification/domain/contact_rules.h"

namespace lianfang::notification {
namespace {

// Reads and checks one file; a fault is noted under its path, and the text is then empty.
std::string ReadSource(const std::string& path, const TemplateScope& scope, FieldViolations& faults) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  if (!file || text.empty()) {
    faults.Add(path, "is missing or empty");
    return "";
  }
  if (!IsValidUtf8(text)) {
    faults.Add(path, "must be UTF-8");
    return "";
  }
  const kainjow::mustache::mustache parsed(text);
  if (!parsed.is_valid()) faults.Add(path, parsed.error_message());
  faults.AddAll(path, CheckTemplate(text, scope));
  return text;
}

std::string RenderPlain(const std::string& source, const kainjow::mustache::data& data) {
  kainjow::mustache::mustache parsed(source);
  parsed.set_custom_escape([](const std::string& value) { return value; });
  return parsed.render(data);
}

}  // namespace

absl::StatusOr<TemplateSet> TemplateSet::Load(const std::string& directory,
                                              const std::map<std::string, TemplateScope>& scopes) {
  TemplateSet set;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.is_directory()) set.languages_.push_back(entry.path().filename().string());
  }
  if (error) return InvalidField(directory, absl::StrCat("cannot be read: ", error.message()));
  std::sort(set.languages_.begin(), set.languages_.end());

  FieldViolations faults;
  if (std::find(set.languages_.begin(), set.languages_.end(), kDefaultLanguage) == set.languages_.end()) {
    faults.Add(directory, absl::StrCat("must have templates in ", kDefaultLanguage));
  }
  for (const std::string& language : set.languages_) {
    for (const auto& [name, scope] : scopes) {
      const std::string stem = absl::StrCat(directory, "/", language, "/", name);
      MailContent& source = set.sources_[{name, language}];
      source.subject = ReadSource(stem + ".subject.mustache", scope, faults);
      source.text = ReadSource(stem + ".txt.mustache", scope, faults);
      source.html = ReadSource(stem + ".html.mustache", scope, faults);
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
