#include "services/exchange/domain/reconciliation/rule_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "duties/words.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/reconciliation/appearance.h"

namespace lianfang::exchange {

const std::vector<RuleDefinition>& RuleDefinitions() {
  static const auto* const rules = new std::vector<RuleDefinition>{
      {"injured-without-application",
       "事故伤亡人员未申请工伤认定",
       "Casualty without an application for recognition",
       30,
       {v1::RECORD_KIND_ACCIDENT, v1::RECORD_KIND_INJURY}},
      {"application-without-decision",
       "工伤认定申请逾期未作结论",
       "Application not decided in time",
       60,
       {v1::RECORD_KIND_INJURY}},
      {"accident-not-reported",
       "工伤涉及的事故无部门报告",
       "Work injury by an accident that nobody reported",
       7,
       {v1::RECORD_KIND_ACCIDENT, v1::RECORD_KIND_INJURY}},
      {"disease-without-recognition",
       "职业病报告未认定工伤",
       "Report card without recognition as work injury",
       30,
       {v1::RECORD_KIND_DISEASE, v1::RECORD_KIND_INJURY}},
      {"key-person-without-attendance",
       "重点岗位人员无培训记录",
       "Person in a key position without attendance",
       365,
       {v1::RECORD_KIND_PERSON, v1::RECORD_KIND_TRAINING}},
      {"attendance-without-position",
       "参训人员不在重点岗位",
       "Attendance of a person in no key position",
       0,
       {v1::RECORD_KIND_PERSON, v1::RECORD_KIND_TRAINING}},
      {"death-without-return",
       "后续死亡人数未在报送数据中体现",
       "Death in a later version that no return shows",
       30,
       {v1::RECORD_KIND_ACCIDENT}},
      {"return-totals-differ",
       "报送数据与本部门记录不一致",
       "Return whose totals differ from its owner's records",
       30,
       {}},
  };
  return *rules;
}

const RuleDefinition* FindRule(absl::string_view id) {
  for (const RuleDefinition& rule : RuleDefinitions()) {
    if (id == rule.id) return &rule;
  }
  return nullptr;
}

bool RestsOnReturns(absl::string_view id) {
  return id == RuleDefinitions()[kLaterDeath].id || id == RuleDefinitions()[kReturnTotals].id;
}

std::optional<int> DaysOf(const type::v1::Plan& plan, const RuleDefinition& rule) {
  for (const type::v1::DiscrepancyRule& set : plan.exchange().rules()) {
    if (set.id() != rule.id) continue;
    if (set.off()) return std::nullopt;
    return set.days() > 0 ? set.days() : rule.days;
  }
  return rule.days;
}

bool GiveKind(const std::vector<v1::AgreementTerms>& agreements, v1::RecordKind kind) {
  return std::any_of(agreements.begin(), agreements.end(),
                     [kind](const v1::AgreementTerms& terms) { return terms.kind() == kind; });
}

bool GiveKindOf(const std::vector<v1::AgreementTerms>& agreements, const type::v1::Plan& plan, v1::RecordKind kind,
                const std::string& region, const std::string& industry) {
  const auto give = [&](const std::string& wanted) {
    return std::any_of(agreements.begin(), agreements.end(), [&](const v1::AgreementTerms& terms) {
      return Covers(terms, terms.owner(), kind, region, wanted);
    });
  };
  if (give(industry) || !industry.empty()) return give(industry);
  const auto& industries = plan.industries();
  return !industries.empty() &&
         std::all_of(industries.begin(), industries.end(), [&](const auto& one) { return give(one.id()); });
}

v1::Discrepancy NewDiscrepancy(const type::v1::Plan& plan, Rule rule, absl::string_view subject) {
  const RuleDefinition& definition = RuleDefinitions()[rule];
  const std::string hash = Sha256(absl::StrCat(plan.name(), "\n", definition.id, "\n", subject));
  v1::Discrepancy discrepancy;
  discrepancy.set_name(absl::StrCat("discrepancies/", absl::BytesToHexString(hash.substr(0, 12))));
  discrepancy.set_plan(plan.name());
  discrepancy.set_rule(definition.id);
  *discrepancy.mutable_title() = duties::Words(definition.zh, definition.en);
  return discrepancy;
}

void AddRecordEvidence(const std::string& name, const v1::Record& record, const std::vector<std::string>& fields,
                       type::v1::LocalizedText text, v1::Discrepancy& discrepancy) {
  v1::DiscrepancyEvidence& evidence = *discrepancy.add_evidence();
  evidence.set_record(name);
  *evidence.mutable_text() = std::move(text);
  *evidence.mutable_owner() = record.owner();
  evidence.set_region(record.region());
  evidence.set_industry(record.industry());
  for (const std::string& field : fields) evidence.add_fields(field);
}

void AddFiguresOfRule(const type::v1::Plan& plan, const std::vector<v1::FigureDefinition>& definitions,
                      v1::Discrepancy& discrepancy) {
  const RuleDefinition* const rule = FindRule(discrepancy.rule());
  if (rule == nullptr) return;
  for (const type::v1::Figure& figure : plan.figures()) {
    for (const v1::FigureDefinition& definition : definitions) {
      if (definition.figure() != figure.id() ||
          std::find(rule->kinds.begin(), rule->kinds.end(), definition.kind()) == rule->kinds.end())
        continue;
      v1::DiscrepancyFigure& touched = *discrepancy.add_figures();
      touched.set_figure(figure.id());
      touched.set_any_industry(definition.any_industry());
    }
  }
}

std::string PeriodOf(const type::v1::Plan& plan, absl::CivilDay day) {
  for (const type::v1::Period& period : plan.periods()) {
    const auto first = DayOf(period.start_date());
    const auto last = DayOf(period.end_date());
    if (first.has_value() && last.has_value() && *first <= day && day <= *last) return period.id();
  }
  return "";
}

}  // namespace lianfang::exchange
