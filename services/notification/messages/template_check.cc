#include "services/notification/messages/template_check.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace lianfang::notification {
namespace {

constexpr absl::string_view kOpen = "{{";
constexpr absl::string_view kClose = "}}";

class Checker {
 public:
  explicit Checker(const TemplateScope& scope) : open_({{"", &scope}}) {}

  // `tag` is what stands between the delimiters.
  absl::Status Tag(absl::string_view tag) {
    tag = absl::StripAsciiWhitespace(tag);
    const char kind = tag.empty() ? ' ' : tag.front();
    if (kind == '!') return absl::OkStatus();
    if (absl::StrContains("{&>=", kind)) {
      return absl::InvalidArgumentError(
          absl::StrCat("{{", tag, "}}: partials, delimiters and unescaped variables are refused"));
    }
    if (!absl::StrContains("#^/", kind)) return Variable(std::string(tag));
    const std::string name(absl::StripAsciiWhitespace(tag.substr(1)));
    if (kind == '/') return CloseSection(name);
    return OpenSection(name, kind == '^');
  }

  absl::Status End() const {
    if (open_.size() == 1) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat("section ", open_.back().first, " is not closed"));
  }

 private:
  absl::Status Variable(const std::string& name) const {
    const bool known = std::any_of(open_.begin(), open_.end(),
                                   [&](const auto& level) { return level.second->variables.count(name) > 0; });
    return known ? absl::OkStatus() : absl::InvalidArgumentError(absl::StrCat("unknown variable ", name));
  }

  absl::Status OpenSection(const std::string& name, bool inverted) {
    for (auto level = open_.rbegin(); level != open_.rend(); ++level) {
      const auto found = level->second->sections.find(name);
      if (found == level->second->sections.end()) continue;
      open_.emplace_back(name, inverted ? open_.back().second : &found->second);
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat("unknown section ", name));
  }

  absl::Status CloseSection(const std::string& name) {
    if (open_.size() == 1 || open_.back().first != name) {
      return absl::InvalidArgumentError(absl::StrCat("section ", name, " is closed where it is not open"));
    }
    open_.pop_back();
    return absl::OkStatus();
  }

  std::vector<std::pair<std::string, const TemplateScope*>> open_;  // the sections around, outermost first
};

absl::Status AtLine(absl::string_view text, size_t position, absl::string_view fault) {
  const auto line = 1 + std::count(text.begin(), text.begin() + position, '\n');
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", fault));
}

}  // namespace

absl::Status CheckTemplate(absl::string_view text, const TemplateScope& scope) {
  Checker checker(scope);
  size_t position = 0;
  while ((position = text.find(kOpen, position)) != absl::string_view::npos) {
    const size_t begin = position + kOpen.size();
    const size_t end = text.find(kClose, begin);
    if (end == absl::string_view::npos) return AtLine(text, position, "a tag is not closed");
    const absl::Status checked = checker.Tag(text.substr(begin, end - begin));
    if (!checked.ok()) return AtLine(text, position, checked.message());
    position = end + kClose.size();
  }
  const absl::Status ended = checker.End();
  return ended.ok() ? ended : AtLine(text, text.size(), ended.message());
}

}  // namespace lianfang::notification
