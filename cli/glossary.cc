#include "cli/glossary.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/enums.h"
#include "cli/text/figures.h"
#include "common/identity.h"
#include "common/time.h"

namespace lianfang::cli {
namespace {

constexpr char kDefaultZone[] = "Asia/Shanghai";

// A machine without zone data still shows the right hours: Shanghai has kept UTC+8 since 1991.
absl::TimeZone ZoneOrDefault(absl::string_view name) {
  if (auto zone = LoadZone(name); zone.ok()) return *zone;
  if (auto zone = LoadZone(kDefaultZone); zone.ok()) return *zone;
  return absl::FixedTimeZone(8 * 60 * 60);
}

}  // namespace

Glossary::Glossary() : zone_(ZoneOrDefault(kDefaultZone)) {}

Glossary::Glossary(const type::v1::Plan& plan, Language language)
    : language_(language), zone_(ZoneOrDefault(plan.time_zone())) {
  auto add = [language](Words& words, const std::string& id, const type::v1::LocalizedText& names) {
    if (std::string word = In(language, names); !word.empty()) words[id] = std::move(word);
  };
  for (const auto& department : plan.departments()) add(departments_, department.id(), department.names());
  for (const auto& industry : plan.industries()) add(industries_, industry.id(), industry.names());
  for (const auto& pool : plan.pools()) {
    for (const auto& specialty : pool.specialties()) add(specialties_, specialty.id(), specialty.names());
  }
  for (const auto& period : plan.periods()) add(periods_, period.id(), period.names());
  for (const auto& region : plan.regions()) add(regions_, region.code(), region.names());
  for (const auto& figure : plan.figures()) add(figures_, figure.id(), figure.names());
}

std::string Glossary::Word(const Words& words, absl::string_view id) {
  const auto found = words.find(id);
  return found == words.end() ? std::string(id) : found->second;
}

std::string Glossary::Person(const std::string& uri) const {
  const auto who = ReadKeptIdentity(uri);
  if (!who.ok() || who->department.empty()) return uri;
  std::vector<std::string> parts = {Department(who->department), EnumText(who->role, language_)};
  if (!who->person.empty()) parts.push_back(who->person);
  return absl::StrJoin(parts, " ");
}

std::string Glossary::Figures(const google::protobuf::RepeatedPtrField<type::v1::FigureValue>& figures) const {
  std::vector<std::string> texts;
  for (const auto& figure : figures) {
    texts.push_back(absl::StrCat(Figure(figure.figure()), " ", FigureText(figure, language_)));
  }
  return absl::StrJoin(texts, language_ == Language::kChinese ? "，" : ", ");
}

}  // namespace lianfang::cli
