#include "services/evaluation/domain/words/difference.h"

#include <google/protobuf/util/message_differencer.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/time.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/words/localized.h"

namespace lianfang::evaluation {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::lianfang::submission::v1::FigureChange;
using ::lianfang::type::v1::FigureValue;
using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Plan;

// The input of the same subject and role, or null.
const v1::ResultInput* FindSame(const v1::Result& result, const v1::ResultInput& input) {
  for (const v1::ResultInput& other : result.inputs()) {
    if (other.role() == input.role() && other.region() == input.region() && other.industry() == input.industry() &&
        other.period() == input.period()) {
      return &other;
    }
  }
  return nullptr;
}

using Events = absl::InlinedVector<v1::CauseKind, 2>;

bool IsReviewed(const v1::ResultInput& before, const v1::ResultInput& after) {
  const bool reviewed =
      after.state() == submission::v1::RETURN_STATE_ACCEPTED || after.state() == submission::v1::RETURN_STATE_SENT_BACK;
  return reviewed && (before.state() != after.state() || before.revision_number() != after.revision_number());
}

// Whether the convener signed what had been filed before, and no more has happened.
bool IsSigned(const v1::ResultInput& before, const v1::ResultInput& after) {
  return before.state() == submission::v1::RETURN_STATE_AWAITING_SIGN_OFF &&
         after.state() == submission::v1::RETURN_STATE_SUBMITTED && before.revision_number() == after.revision_number();
}

// Whether what was filed is withdrawn, or was not signed.
bool IsTakenBack(const v1::ResultInput& before, const v1::ResultInput& after) {
  return before.revision_number() != 0 && after.revision_number() == 0 &&
         (after.state() == submission::v1::RETURN_STATE_WITHDRAWN ||
          after.state() == submission::v1::RETURN_STATE_NOT_SIGNED);
}

// A final due date that an older evaluation does not show has not moved for all that is known.
bool IsMoved(const v1::ResultInput& before, const v1::ResultInput& after) {
  return before.obligation() != after.obligation() ||
         FromTimestamp(before.due_time()) != FromTimestamp(after.due_time()) ||
         (before.has_final_due_time() &&
          FromTimestamp(before.final_due_time()) != FromTimestamp(after.final_due_time()));
}

// Whether what is still awaited of an input became due after `from`, up to `to`.
bool FellDue(const v1::ResultInput& input, absl::Time from, absl::Time to) {
  if (input.waived() || input.left_out() || input.obligation().empty()) return false;
  const auto passed = [from, to](const google::protobuf::Timestamp& due) {
    return from < FromTimestamp(due) && FromTimestamp(due) <= to;
  };
  if (input.revision_number() != 0) return input.provisional() && passed(input.final_due_time());
  if (input.state() == submission::v1::RETURN_STATE_SENT_BACK) return passed(input.resubmission_due_time());
  return passed(input.due_time());
}

// What happened to an input between two instants, in the order in which it can have.
Events EventsOf(const v1::ResultInput& before, const v1::ResultInput& after, absl::Time from, absl::Time to) {
  Events events;
  if (before.waived() != after.waived()) events.push_back(v1::CAUSE_KIND_WAIVER);
  if (IsMoved(before, after)) events.push_back(v1::CAUSE_KIND_OBLIGATION);
  if (after.revision_number() != 0 && before.revision_number() != after.revision_number()) {
    events.push_back(before.revision_number() == 0 ? v1::CAUSE_KIND_FILED : v1::CAUSE_KIND_RESTATED);
  }
  if (IsTakenBack(before, after)) events.push_back(v1::CAUSE_KIND_TAKEN_BACK);
  if (IsSigned(before, after)) events.push_back(v1::CAUSE_KIND_SIGNED);
  if (IsReviewed(before, after)) events.push_back(v1::CAUSE_KIND_REVIEWED);
  if (FellDue(after, from, to)) events.push_back(v1::CAUSE_KIND_DUE);
  return events;
}

const FigureValue* FindValue(const v1::ResultInput& input, const std::string& figure) {
  for (const FigureValue& value : input.figures()) {
    if (value.figure() == figure) return &value;
  }
  return nullptr;
}

void AddFigureChanges(const v1::ResultInput& before, const v1::ResultInput& after, v1::ResultCause& cause) {
  for (const FigureValue& value : after.figures()) {
    const FigureValue* old = FindValue(before, value.figure());
    if (old != nullptr && old->SerializeAsString() == value.SerializeAsString()) continue;
    FigureChange& change = *cause.add_figures();
    change.set_figure(value.figure());
    if (old != nullptr) *change.mutable_before() = *old;
    *change.mutable_after() = value;
  }
}

std::string NumberText(bool there, const FigureValue& value) {
  if (!there) return "–";
  return value.has_not_applicable() ? "n/a" : absl::StrCat(value.number());
}

// `，安全生产事故起数 156 → 155`; empty without changes.
LocalizedText FigureChangesText(const Plan& plan, const v1::ResultCause& cause) {
  LocalizedText text;
  for (const FigureChange& change : cause.figures()) {
    const LocalizedText names = FigureNames(plan, change.figure());
    const std::string numbers = absl::StrCat(" ", NumberText(change.has_before(), change.before()), " → ",
                                             NumberText(change.has_after(), change.after()));
    absl::StrAppend(text.mutable_zh(), "，", names.zh(), numbers);
    absl::StrAppend(text.mutable_en(), ", ", InEnglish(names), numbers);
  }
  return text;
}

LocalizedText EventText(const v1::ResultCause& cause) {
  const v1::ResultInput& before = cause.before();
  const v1::ResultInput& after = cause.after();
  LocalizedText text;
  const auto say = [&text](std::string zh, std::string en) {
    text.set_zh(std::move(zh));
    text.set_en(std::move(en));
  };
  switch (cause.kind()) {
    case v1::CAUSE_KIND_FILED:
      say(absl::StrCat("报送第 ", after.revision_number(), " 版（回执 #", after.ledger_sequence(), "）"),
          absl::StrCat("revision ", after.revision_number(), " was filed (receipt #", after.ledger_sequence(), ")"));
      break;
    case v1::CAUSE_KIND_RESTATED:
      say(absl::StrCat("第 ", after.revision_number(), " 版更正第 ", before.revision_number(), " 版（回执 #",
                       after.ledger_sequence(), "）"),
          absl::StrCat("revision ", after.revision_number(), " superseded revision ", before.revision_number(),
                       " (receipt #", after.ledger_sequence(), ")"));
      break;
    case v1::CAUSE_KIND_SIGNED:
      say("召集人已审签", "the department's convener signed the return");
      break;
    case v1::CAUSE_KIND_TAKEN_BACK:
      if (after.state() == submission::v1::RETURN_STATE_WITHDRAWN) {
        say("部门撤回报送", "the department withdrew the return");
      } else {
        say("召集人退回报送", "the department's convener sent the return back");
      }
      break;
    case v1::CAUSE_KIND_REVIEWED:
      if (after.state() == submission::v1::RETURN_STATE_ACCEPTED) {
        say("报送数据审核通过", "the return was accepted");
      } else {
        say("报送数据被退回", "the return was sent back");
      }
      break;
    case v1::CAUSE_KIND_WAIVER:
      if (after.waived() && after.revision_number() != 0) {
        say("终报豁免", "the final figures were waived");
      } else if (after.waived()) {
        say("报送任务豁免", "the obligation was waived");
      } else {
        say("报送任务恢复", "the obligation is owed again");
      }
      break;
    case v1::CAUSE_KIND_OBLIGATION:
      say("报送任务下达或期限调整", "the obligation was stated, or its due date moved");
      break;
    default:
      if (after.revision_number() != 0) {
        say("到期时仍未报送终报数据", "the final figures were not filed before they were due");
      } else if (after.state() == submission::v1::RETURN_STATE_SENT_BACK) {
        say("退回后到期时仍未重报", "the return sent back was not filed again before it was due");
      } else {
        say("到期时仍未报送", "nothing was filed before it was due");
      }
  }
  return text;
}

v1::ResultCause CauseOf(const Plan& plan, v1::CauseKind kind, const v1::ResultInput& before,
                        const v1::ResultInput& after) {
  v1::ResultCause cause;
  cause.set_kind(kind);
  *cause.mutable_before() = before;
  *cause.mutable_after() = after;
  if (kind == v1::CAUSE_KIND_FILED || kind == v1::CAUSE_KIND_RESTATED) AddFigureChanges(before, after, cause);
  const LocalizedText period = PeriodNames(plan, after.period());
  const LocalizedText event = EventText(cause);
  const LocalizedText figures = FigureChangesText(plan, cause);
  cause.mutable_text()->set_zh(absl::StrCat(period.zh(), "：", event.zh(), figures.zh()));
  cause.mutable_text()->set_en(absl::StrCat(InEnglish(period), ": ", event.en(), figures.en()));
  return cause;
}

v1::ResultCause CauseWithoutInput(v1::CauseKind kind, std::string zh, std::string en) {
  v1::ResultCause cause;
  cause.set_kind(kind);
  cause.mutable_text()->set_zh(std::move(zh));
  cause.mutable_text()->set_en(std::move(en));
  return cause;
}

// Compares what results say, but for the words, and for what evaluations kept by earlier versions do not show: all of
// that follows from the rest.
bool SayTheSame(const v1::Result& before, const v1::Result& after) {
  class Ignored : public MessageDifferencer::IgnoreCriteria {
   public:
    bool IsIgnored(const google::protobuf::Message&, const google::protobuf::Message&,
                   const google::protobuf::FieldDescriptor* field,
                   const std::vector<MessageDifferencer::SpecificField>&) override {
      if (field->message_type() == LocalizedText::descriptor()) return true;
      if (field->containing_type() == v1::ExactValue::descriptor()) {
        return field->number() == v1::ExactValue::kTextFieldNumber;
      }
      return field->containing_type() == v1::ResultInput::descriptor() &&
             (field->number() == v1::ResultInput::kLeftOutFieldNumber ||
              field->number() == v1::ResultInput::kFinalDueTimeFieldNumber ||
              field->number() == v1::ResultInput::kResubmissionDueTimeFieldNumber);
    }
  };
  MessageDifferencer differencer;
  differencer.AddIgnoreCriteria(new Ignored);  // which it owns
  return differencer.Compare(before, after);
}

// The rule of a formula, without its numbers.
absl::string_view RuleOf(const v1::Result& result) {
  const absl::string_view formula = result.formula().zh();
  return formula.substr(0, formula.find("："));
}

// Whether figures of the same revision are other ones: the indicator is made of others.
bool ReadsOthers(const v1::ResultInput& before, const v1::ResultInput& after) {
  if (before.revision_number() == 0 || before.revision() != after.revision()) return false;
  if (before.figures_size() != after.figures_size()) return true;
  for (int i = 0; i < before.figures_size(); ++i) {
    if (before.figures(i).figure() != after.figures(i).figure()) return true;
  }
  return false;
}

// Whether the target itself is another one: its rule, the period compared with, whose figures it adds up, who answers.
bool IsRestated(const v1::Result& before, const v1::Result& after) {
  if (RuleOf(before) != RuleOf(after) || before.baseline_period() != after.baseline_period() ||
      before.department() != after.department() || before.inputs_size() != after.inputs_size()) {
    return true;
  }
  for (const v1::ResultInput& input : after.inputs()) {
    const v1::ResultInput* old = FindSame(before, input);
    if (old == nullptr || ReadsOthers(*old, input)) return true;
  }
  return false;
}

// Calls `visit(before, after, kind)` for everything that happened to the inputs of both results.
template <typename Visit>
void ForEachEvent(const JudgedResult& before, const JudgedResult& after, Visit visit) {
  for (const v1::ResultInput& input : after.result->inputs()) {
    const v1::ResultInput* old = FindSame(*before.result, input);
    if (old == nullptr) continue;  // another base period, of a new edition
    for (const v1::CauseKind kind : EventsOf(*old, input, before.as_of, after.as_of)) visit(*old, input, kind);
  }
}

using Results = google::protobuf::RepeatedPtrField<v1::Result>;

const v1::Result* FindSame(const Results& results, const v1::Result& result) {
  for (const v1::Result& other : results) {
    if (other.industry() == result.industry() && other.indicator() == result.indicator()) return &other;
  }
  return nullptr;
}

void AddDifferences(const Plan& plan, const Results& from, const Results& to, v1::ScorecardComparison& comparison) {
  const auto judged_from = [&comparison](const v1::Result* result) {
    return JudgedResult{result, comparison.from_plan_edition(), FromTimestamp(comparison.from_time())};
  };
  const auto judged_to = [&comparison](const v1::Result* result) {
    return JudgedResult{result, comparison.to_plan_edition(), FromTimestamp(comparison.to_time())};
  };
  const auto add = [&](const v1::Result* before, const v1::Result* after) {
    v1::ResultDifference& difference = *comparison.add_differences();
    if (before != nullptr) *difference.mutable_before() = *before;
    if (after != nullptr) *difference.mutable_after() = *after;
    for (v1::ResultCause& cause : CausesOf(plan, judged_from(before), judged_to(after))) {
      *difference.add_causes() = std::move(cause);
    }
  };
  for (const v1::Result& after : to) {
    const v1::Result* before = FindSame(from, after);
    if (before != nullptr && !Differs(judged_from(before), judged_to(&after))) continue;
    add(before, &after);
  }
  for (const v1::Result& before : from) {
    if (FindSame(to, before) == nullptr) add(&before, nullptr);
  }
}

}  // namespace

bool Differs(const JudgedResult& before, const JudgedResult& after) {
  if (before.result->SerializeAsString() == after.result->SerializeAsString()) return false;  // as most often
  if (!SayTheSame(*before.result, *after.result)) return true;
  bool happened = false;
  ForEachEvent(before, after, [&happened](const auto&, const auto&, v1::CauseKind) { happened = true; });
  return happened;
}

v1::Result Withdrawn(const v1::Result& before, const Plan& plan) {
  v1::Result result;
  result.set_industry(before.industry());
  *result.mutable_industry_names() = before.industry_names();
  result.set_indicator(before.indicator());
  *result.mutable_indicator_names() = before.indicator_names();
  *result.mutable_unit() = before.unit();
  result.set_department(before.department());
  result.set_status(v1::RESULT_STATUS_NOT_APPLICABLE);
  result.mutable_reason()->set_zh(absl::StrCat("方案第 ", plan.edition(), " 版不再设此目标"));
  result.mutable_reason()->set_en(absl::StrCat("edition ", plan.edition(), " of the plan sets this target no more"));
  return result;
}

std::vector<v1::ResultCause> CausesOf(const Plan& plan, const JudgedResult& before, const JudgedResult& after) {
  std::vector<v1::ResultCause> causes;
  if (before.result == nullptr) {
    causes.push_back(CauseWithoutInput(v1::CAUSE_KIND_FIRST_EVALUATION, "首次评估", "first evaluation"));
    return causes;
  }
  if (after.result != nullptr) {
    ForEachEvent(before, after, [&](const v1::ResultInput& from, const v1::ResultInput& to, v1::CauseKind kind) {
      causes.push_back(CauseOf(plan, kind, from, to));
    });
  }
  if (before.plan_edition == after.plan_edition) return causes;
  // A new edition is blamed where it changed this target, or where nothing else explains what changed (such as what a
  // denominator of 0 means); not because it came between.
  const bool restated = after.result == nullptr || IsRestated(*before.result, *after.result) ||
                        (causes.empty() && !SayTheSame(*before.result, *after.result));
  if (!restated) return causes;
  causes.insert(
      causes.begin(),
      CauseWithoutInput(
          v1::CAUSE_KIND_PLAN_EDITION,
          absl::StrCat("方案由第 ", before.plan_edition, " 版修订为第 ", after.plan_edition, " 版"),
          absl::StrCat("edition ", after.plan_edition, " of the plan replaced edition ", before.plan_edition)));
  return causes;
}

v1::ScorecardComparison CompareScorecards(const Plan& plan, const v1::Scorecard& from, const v1::Scorecard& to) {
  v1::ScorecardComparison comparison;
  comparison.set_scorecard(to.name());
  *comparison.mutable_from_time() = from.as_of();
  *comparison.mutable_to_time() = to.as_of();
  comparison.set_from_plan_edition(from.plan_edition());
  comparison.set_to_plan_edition(to.plan_edition());
  *comparison.mutable_from_summary() = from.summary();
  *comparison.mutable_to_summary() = to.summary();
  AddDifferences(plan, from.results(), to.results(), comparison);
  AddDifferences(plan, from.totals(), to.totals(), comparison);
  return comparison;
}

}  // namespace lianfang::evaluation
