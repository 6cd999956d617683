#include "services/evaluation/domain/difference.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "services/evaluation/domain/localized.h"
#include "services/evaluation/domain/plan_lookup.h"

namespace lianfang::evaluation {
namespace {

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

// What happened to an input; nothing when nothing did.
std::optional<v1::CauseKind> KindOf(const v1::ResultInput& before, const v1::ResultInput& after) {
  if (before.waived() != after.waived()) return v1::CAUSE_KIND_WAIVER;
  if (before.revision_number() == 0 && after.revision_number() != 0) return v1::CAUSE_KIND_FILED;
  if (before.revision_number() != after.revision_number() && after.revision_number() != 0) {
    return v1::CAUSE_KIND_RESTATED;
  }
  if (before.state() != after.state()) return v1::CAUSE_KIND_REVIEWED;
  const bool moved =
      before.obligation() != after.obligation() || FromTimestamp(before.due_time()) != FromTimestamp(after.due_time());
  if (moved) return v1::CAUSE_KIND_OBLIGATION;
  return std::nullopt;
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
    case v1::CAUSE_KIND_REVIEWED:
      if (after.state() == submission::v1::RETURN_STATE_ACCEPTED) {
        say("报送数据审核通过", "the return was accepted");
      } else {
        say("报送数据被退回", "the return was sent back");
      }
      break;
    case v1::CAUSE_KIND_WAIVER:
      if (after.waived()) {
        say("报送任务豁免", "the obligation was waived");
      } else {
        say("报送任务恢复", "the obligation is owed again");
      }
      break;
    case v1::CAUSE_KIND_OBLIGATION:
      say("报送任务下达或期限调整", "the obligation was stated, or its due date moved");
      break;
    default:
      say("到期时仍未报送", "nothing was filed before it was due");
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

// Nothing that a result rests on has changed, and yet it has: figures that are not there became due.
void AddDueCauses(const Plan& plan, const v1::Result& after, std::vector<v1::ResultCause>& causes) {
  for (const v1::ResultInput& input : after.inputs()) {
    if (input.revision_number() != 0 && !input.provisional()) continue;
    causes.push_back(CauseOf(plan, v1::CAUSE_KIND_DUE, input, input));
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
  const auto add = [&](const v1::Result* before, const v1::Result* after) {
    v1::ResultDifference& difference = *comparison.add_differences();
    if (before != nullptr) *difference.mutable_before() = *before;
    if (after != nullptr) *difference.mutable_after() = *after;
    for (v1::ResultCause& cause :
         CausesOf(plan, {before, comparison.from_plan_edition()}, {after, comparison.to_plan_edition()})) {
      *difference.add_causes() = std::move(cause);
    }
  };
  for (const v1::Result& after : to) {
    const v1::Result* before = FindSame(from, after);
    if (before != nullptr && before->SerializeAsString() == after.SerializeAsString()) continue;
    add(before, &after);
  }
  for (const v1::Result& before : from) {
    if (FindSame(to, before) == nullptr) add(&before, nullptr);
  }
}

}  // namespace

std::vector<v1::ResultCause> CausesOf(const Plan& plan, const JudgedResult& before, const JudgedResult& after) {
  std::vector<v1::ResultCause> causes;
  if (before.result == nullptr) {
    causes.push_back(CauseWithoutInput(v1::CAUSE_KIND_FIRST_EVALUATION, "首次评估", "first evaluation"));
    return causes;
  }
  if (before.plan_edition != after.plan_edition) {
    causes.push_back(CauseWithoutInput(
        v1::CAUSE_KIND_PLAN_EDITION,
        absl::StrCat("方案由第 ", before.plan_edition, " 版修订为第 ", after.plan_edition, " 版"),
        absl::StrCat("edition ", after.plan_edition, " of the plan replaced edition ", before.plan_edition)));
  }
  if (after.result == nullptr) return causes;
  for (const v1::ResultInput& input : after.result->inputs()) {
    const v1::ResultInput* old = FindSame(*before.result, input);
    if (old == nullptr) continue;  // another base period, of a new edition
    if (const std::optional<v1::CauseKind> kind = KindOf(*old, input)) {
      causes.push_back(CauseOf(plan, *kind, *old, input));
    }
  }
  if (causes.empty()) AddDueCauses(plan, *after.result, causes);
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
