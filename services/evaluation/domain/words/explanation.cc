#include "services/evaluation/domain/words/explanation.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/verdict.h"
#include "services/evaluation/domain/words/localized.h"
#include "words/result_words.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Plan;

const v1::Result* FindResult(const v1::Scorecard& scorecard, absl::string_view industry, absl::string_view indicator) {
  for (const auto* results : {&scorecard.results(), &scorecard.totals()}) {
    for (const v1::Result& result : *results) {
      if (result.industry() == industry && result.indicator() == indicator) return &result;
    }
  }
  return nullptr;
}

LocalizedText Both(std::string zh, std::string en) {
  LocalizedText text;
  text.set_zh(std::move(zh));
  text.set_en(std::move(en));
  return text;
}

// `3`, or why there is no number.
std::string FigureText(const type::v1::FigureValue& value, bool english) {
  if (!value.has_not_applicable()) return absl::StrCat(value.number());
  return english ? "does not apply" : "不适用";
}

LocalizedText StateText(submission::v1::ReturnState state) {
  if (state == submission::v1::RETURN_STATE_ACCEPTED) return Both("已审核", "accepted");
  if (state == submission::v1::RETURN_STATE_AWAITING_SIGN_OFF) return Both("待召集人审签", "not signed yet");
  return Both("待审核", "not accepted yet");
}

// Writes the steps of one result; they are called in order.
class Derivation {
 public:
  Derivation(const Plan& plan, const v1::Result& result) : plan_(plan), result_(result) {}

  void AddTo(v1::Explanation& explanation) const {
    Step(explanation, Both("目标", "Target"), TargetText());
    AddReturns(v1::INPUT_ROLE_BASELINE, Both("比较期的报送数据", "Returns of the period compared with"), explanation);
    if (result_.has_bound()) Step(explanation, Both("界限", "Bound"), BoundText());
    AddReturns(v1::INPUT_ROLE_ACTUAL, Both("评估期的报送数据", "Returns of the period judged"), explanation);
    if (IsVerdict(result_.status())) {
      Step(explanation, Both("比较", "Comparison"), result_.formula());
      Step(explanation, Both("余量", "Margin"), result_.margin_text());
    }
    Step(explanation, Both("结论", "Verdict"), VerdictText());
  }

 private:
  static v1::ExplanationStep& Step(v1::Explanation& explanation, LocalizedText title, LocalizedText text) {
    v1::ExplanationStep& step = *explanation.add_steps();
    *step.mutable_title() = std::move(title);
    *step.mutable_text() = std::move(text);
    return step;
  }

  LocalizedText TargetText() const {
    const type::v1::Indicator& indicator = *FindIndicator(plan_, result_.indicator());
    const std::string zh = absl::StrCat(result_.industry_names().zh(), " ", result_.indicator_names().zh(), " = ",
                                        SumText(indicator, false), "。方案第 ", plan_.edition(), " 版的目标：");
    const std::string en = absl::StrCat(InEnglish(result_.industry_names()), ", ", InEnglish(result_.indicator_names()),
                                        " = ", SumText(indicator, true), ". Target of edition ", plan_.edition(), ": ");
    // Without its numbers the formula ends before the colon.
    return Both(absl::StrCat(zh, RuleOf(result_.formula().zh(), "：")),
                absl::StrCat(en, RuleOf(result_.formula().en(), ": ")));
  }

  static absl::string_view RuleOf(absl::string_view formula, absl::string_view colon) {
    return formula.substr(0, formula.find(colon));
  }

  // `死亡人数 + 受伤人数`, or a quotient of such sums times the scale.
  std::string SumText(const type::v1::Indicator& indicator, bool english) const {
    const std::string top = Names(indicator.numerator(), english);
    if (indicator.denominator().empty()) return top;
    return absl::StrCat("(", top, ") ÷ (", Names(indicator.denominator(), english), ") × ", indicator.scale());
  }

  std::string Names(const google::protobuf::RepeatedPtrField<std::string>& figures, bool english) const {
    std::vector<std::string> names;
    for (const std::string& id : figures) {
      const LocalizedText text = FigureNames(plan_, id);
      names.push_back(english ? std::string(InEnglish(text)) : text.zh());
    }
    return absl::StrJoin(names, " + ");
  }

  void AddReturns(v1::InputRole role, const LocalizedText& title, v1::Explanation& explanation) const {
    std::vector<std::string> zh, en;
    std::vector<const v1::ResultInput*> inputs;
    for (const v1::ResultInput& input : result_.inputs()) {
      if (input.role() != role) continue;
      inputs.push_back(&input);
      zh.push_back(absl::StrCat(InputText(input, false), input.left_out() ? "（不计入）" : ""));
      en.push_back(absl::StrCat(InputText(input, true), input.left_out() ? " (left out)" : ""));
    }
    if (inputs.empty()) return;
    const v1::ExactValue& value = role == v1::INPUT_ROLE_ACTUAL ? result_.actual() : result_.baseline();
    const bool known = role == v1::INPUT_ROLE_ACTUAL ? result_.has_actual() : result_.has_baseline();
    if (known) {
      zh.push_back(absl::StrCat("指标值 ", value.text()));
      en.push_back(absl::StrCat("value ", value.text()));
    }
    v1::ExplanationStep& step = Step(explanation, title, Both(absl::StrJoin(zh, "；"), absl::StrJoin(en, "; ")));
    for (const v1::ResultInput* input : inputs) *step.add_inputs() = *input;
  }

  // `2022年度 高平市 煤矿：第 2 版，台账 #14（已审核）：安全生产事故起数 3`.
  std::string InputText(const v1::ResultInput& input, bool english) const {
    const LocalizedText period = PeriodNames(plan_, input.period());
    const LocalizedText region = RegionNames(plan_, input.region());
    const LocalizedText industry = IndustryNames(plan_, input.industry());
    const std::string subject = english
                                    ? absl::StrCat(InEnglish(period), " ", InEnglish(region), " ", InEnglish(industry))
                                    : absl::StrCat(period.zh(), " ", region.zh(), " ", industry.zh());
    if (input.revision_number() == 0) {
      return absl::StrCat(subject, english ? ": nothing in force" : "：没有有效报送");
    }
    std::vector<std::string> figures;
    for (const type::v1::FigureValue& value : input.figures()) {
      const LocalizedText names = FigureNames(plan_, value.figure());
      figures.push_back(absl::StrCat(english ? InEnglish(names) : names.zh(), " ", FigureText(value, english)));
    }
    const LocalizedText state = StateText(input.state());
    if (english) {
      return absl::StrCat(subject, ": revision ", input.revision_number(), ", receipt #", input.ledger_sequence(), " (",
                          state.en(), ")", input.provisional() ? " (provisional)" : "", ": ",
                          absl::StrJoin(figures, ", "));
    }
    return absl::StrCat(subject, "：第 ", input.revision_number(), " 版，回执 #", input.ledger_sequence(), "（",
                        state.zh(), "）", input.provisional() ? "（阶段性数据）" : "", "：",
                        absl::StrJoin(figures, "，"));
  }

  LocalizedText BoundText() const {
    const std::string& bound = result_.bound().text();
    switch (result_.bound_kind()) {
      case v1::BOUND_KIND_AT_MOST:
        return Both(absl::StrCat("实际值不超过 ", bound, " 即达标"), absl::StrCat("attained at ", bound, " or less"));
      case v1::BOUND_KIND_BELOW:
        return Both(absl::StrCat("实际值低于 ", bound, " 即达标"), absl::StrCat("attained below ", bound));
      default:
        return Both(absl::StrCat("实际值不低于 ", bound, " 即达标"), absl::StrCat("attained at ", bound, " or more"));
    }
  }

  LocalizedText VerdictText() const {
    LocalizedText text = StatusWords(result_);
    if (result_.reason().zh().empty()) return text;
    absl::StrAppend(text.mutable_zh(), "：", result_.reason().zh());
    absl::StrAppend(text.mutable_en(), ": ", result_.reason().en());
    return text;
  }

  const Plan& plan_;
  const v1::Result& result_;
};

}  // namespace

absl::StatusOr<v1::Explanation> ExplainResult(const v1::Scorecard& scorecard, absl::string_view industry,
                                              absl::string_view indicator, const Plan& plan) {
  const v1::Result* result = FindResult(scorecard, industry, indicator);
  if (result == nullptr) {
    return ErrorWithReason(
        absl::StatusCode::kNotFound,
        absl::StrCat(scorecard.name(), " has no result of ", indicator, " for ",
                     industry.empty() ? absl::string_view("all industries") : industry),
        "RESULT_NOT_FOUND",
        {{"scorecard", scorecard.name()}, {"industry", std::string(industry)}, {"indicator", std::string(indicator)}});
  }
  v1::Explanation explanation;
  *explanation.mutable_result() = *result;
  explanation.set_plan_edition(plan.edition());
  *explanation.mutable_as_of() = scorecard.as_of();
  Derivation(plan, *result).AddTo(explanation);
  std::set<int64_t> sequences;
  for (const v1::ResultInput& input : result->inputs()) {
    if (input.ledger_sequence() != 0) sequences.insert(input.ledger_sequence());
  }
  explanation.mutable_ledger_sequences()->Assign(sequences.begin(), sequences.end());
  return explanation;
}

}  // namespace lianfang::evaluation
