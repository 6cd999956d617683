#include "cli/commands/plan_text.h"

#include <google/protobuf/repeated_field.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/glossary.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using type::v1::Plan;
using type::v1::Target;

template <typename Word>
std::string Words(const google::protobuf::RepeatedPtrField<std::string>& ids, Language language, Word word) {
  std::vector<std::string> words;
  for (const std::string& id : ids) words.push_back(word(id));
  return absl::StrJoin(words, language == Language::kChinese ? "、" : ", ");
}

std::string Facts(const Plan& plan, const Glossary& words, Language language) {
  Sheet sheet;
  sheet.Add({"方案", "Plan"}, plan.name());
  sheet.Add({"标题", "Title"}, In(language, plan.title()));
  sheet.Add({"文号", "Document"}, plan.document_number());
  sheet.Add({"发文日期", "Issued"}, DateText(plan.issue_date()));
  sheet.Add({"版次", "Edition"}, absl::StrCat(plan.edition()));
  sheet.Add({"修订原因", "Amended because"}, plan.amendment_reason());
  sheet.Add({"时区", "Time zone"}, plan.time_zone());
  std::vector<std::string> regions;
  for (const auto& region : plan.regions()) {
    regions.push_back(absl::StrCat(region.code(), " ", In(language, region.names())));
  }
  sheet.Add({"地区", "Regions"}, absl::StrJoin(regions, language == Language::kChinese ? "、" : ", "));
  sheet.Add({"发布时间", "Published"}, InstantText(plan.update_time(), words.zone()));
  sheet.Add({"标签", "Etag"}, plan.etag());
  return sheet.Render(language);
}

std::string Departments(const Plan& plan, Language language) {
  Table table({{{"部门代号", "DEPARTMENT"}}, {{"部门", "NAME"}}, {{"职责", "ROLE"}}});
  for (const auto& department : plan.departments()) {
    table.AddRow({department.id(), In(language, department.names()), EnumText(department.role(), language)});
  }
  return table.Render(language);
}

std::string Industries(const Plan& plan, const Glossary& words, Language language) {
  Table table({{{"行业代号", "INDUSTRY"}}, {{"行业", "NAME"}}, {{"责任部门", "DEPARTMENT"}}});
  for (const auto& industry : plan.industries()) {
    table.AddRow({industry.id(), In(language, industry.names()), words.Department(industry.responsible_department())});
  }
  return table.Render(language);
}

std::string Targets(const Plan& plan, const Glossary& words, Language language) {
  Table table({{{"数据年度", "PERIOD"}}, {{"指标", "INDICATOR"}}, {{"目标", "TARGET"}}, {{"行业", "INDUSTRIES"}}});
  for (const Target& target : plan.targets()) {
    std::string indicator = target.indicator();
    auto industries = target.industries();
    for (const auto& each : plan.indicators()) {
      if (each.id() != target.indicator()) continue;
      indicator = In(language, each.names());
      if (industries.empty()) industries = each.industries();
    }
    table.AddRow({words.Period(target.period()), indicator, TargetText(target, language),
                  Words(industries, language, [&words](const std::string& id) { return words.Industry(id); })});
  }
  return table.Render(language);
}

std::string DataRequests(const Plan& plan, const Glossary& words, Language language) {
  Table table({{{"数据年度", "PERIOD"}}, {{"报送截止日", "DUE"}}, {{"行业", "INDUSTRIES"}}, {{"报送指标", "FIGURES"}}});
  for (const auto& data : plan.data_requests()) {
    table.AddRow({words.Period(data.period()), DateText(data.due_date()),
                  Words(data.industries(), language, [&words](const std::string& id) { return words.Industry(id); }),
                  Words(data.figures(), language, [&words](const std::string& id) { return words.Figure(id); })});
  }
  return table.Render(language);
}

}  // namespace

std::string TargetText(const Target& target, Language language) {
  const bool chinese = language == Language::kChinese;
  switch (target.rule_case()) {
    case Target::kReduceBy: {
      const auto& rule = target.reduce_by();
      return chinese ? absl::StrCat("较 ", rule.base_period(), " 下降 ", rule.percent(), "%")
                     : absl::StrCat("-", rule.percent(), "% on ", rule.base_period());
    }
    case Target::kBelowBase:
      return absl::StrCat(chinese ? "低于 " : "below ", target.below_base().base_period());
    case Target::kKeepsFalling:
      return absl::StrCat(chinese ? "持续降低，低于 " : "keeps falling, below ",
                          target.keeps_falling().previous_period());
    case Target::kAtLeast:
      return absl::StrCat(chinese ? "不低于 " : "at least ", target.at_least().value());
    case Target::RULE_NOT_SET:
      return "";
  }
  return "";
}

std::string PlanText(const Plan& plan, Language language) {
  const Glossary words(plan, language);
  return absl::StrJoin({Facts(plan, words, language), Departments(plan, language), Industries(plan, words, language),
                        Targets(plan, words, language), DataRequests(plan, words, language)},
                       "\n");
}

}  // namespace lianfang::cli
