#include "services/submission/domain/plan/target_rules.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/decimal.h"
#include "common/errors.h"
#include "services/submission/domain/plan/plan_view.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;
using type::v1::Target;

// The period a target compares with; empty for a rule that compares with none.
std::string ReferencePeriod(const Target& target) {
  switch (target.rule_case()) {
    case Target::kReduceBy:
      return target.reduce_by().base_period();
    case Target::kBelowBase:
      return target.below_base().base_period();
    case Target::kKeepsFalling:
      return target.keeps_falling().previous_period();
    case Target::kAtLeast:
    case Target::RULE_NOT_SET:
      break;
  }
  return "";
}

int PeriodPlace(const Plan& plan, absl::string_view id) {
  for (int i = 0; i < plan.periods_size(); ++i) {
    if (absl::string_view(plan.periods(i).id()) == id) return i;
  }
  return -1;
}

class TargetExamination {
 public:
  TargetExamination(const Plan& plan, FieldViolations& faults) : plan_(plan), faults_(faults) {
    for (const auto& request : plan.data_requests()) {
      for (const std::string& industry : request.industries()) {
        auto& figures = requested_[{request.period(), industry}];
        figures.insert(request.figures().begin(), request.figures().end());
      }
    }
  }

  void Run() {
    for (int i = 0; i < plan_.targets_size(); ++i) {
      path_ = absl::StrCat("plan.targets[", i, "]");
      One(plan_.targets(i));
    }
  }

 private:
  void One(const Target& target) {
    const auto* indicator = FindById(plan_.indicators(), target.indicator());
    if (indicator == nullptr) Fault("indicator", absl::StrCat("no indicator has the id \"", target.indicator(), "\""));
    const int period = PeriodPlace(plan_, target.period());
    if (period < 0) Fault("period", absl::StrCat("no period has the id \"", target.period(), "\""));
    if (target.rule_case() == Target::RULE_NOT_SET) {
      Fault("rule", "is required: reduce_by, below_base, keeps_falling or at_least");
    }
    if (indicator == nullptr || period < 0) return;

    const std::string reference = ReferencePeriod(target);
    if (!reference.empty() && PeriodPlace(plan_, reference) < 0) {
      Fault("rule", absl::StrCat("no period has the id \"", reference, "\""));
      return;
    }
    if (!reference.empty() && PeriodPlace(plan_, reference) >= period) {
      Fault("rule", absl::StrCat("must compare with a period before ", target.period(), ", not with ", reference));
    }
    const std::optional<int64_t> step = Step(target, *indicator);
    for (const std::string& industry : target.industries()) {
      if (!Contains(indicator->industries(), industry)) {
        Fault("industries", absl::StrCat("the indicator does not apply to \"", industry, "\""));
      }
    }
    for (const std::string& industry : target.industries_size() > 0 ? target.industries() : indicator->industries()) {
      Cell(target, *indicator, industry, period, step);
      Requested(*indicator, industry, target.period());
      if (!reference.empty()) Requested(*indicator, industry, reference);
    }
  }

  // The target's step in ten-thousandths, where its rule has one that is valid.
  std::optional<int64_t> Step(const Target& target, const type::v1::Indicator& indicator) {
    if (target.rule_case() != Target::kReduceBy && target.rule_case() != Target::kAtLeast) return std::nullopt;
    const bool reduces = target.has_reduce_by();
    const std::string field = reduces ? "reduce_by.percent" : "at_least.value";
    const std::string& text = reduces ? target.reduce_by().percent() : target.at_least().value();
    const auto value = ParseDecimal(text);
    const bool percent = reduces || indicator.scale() == 100;
    if (!value.has_value()) {
      Fault(field, absl::StrCat("must be a decimal of at most nine digits and four decimals, was \"", text, "\""));
    } else if (percent && *value > 100 * kDecimalUnit) {
      Fault(field, absl::StrCat("must be 0 to 100, was ", text));
    } else {
      return value;
    }
    return std::nullopt;
  }

  // One target per indicator, industry and period; from period to period the step may not fall.
  void Cell(const Target& target, const type::v1::Indicator& indicator, const std::string& industry, int period,
            std::optional<int64_t> step) {
    auto& cells = cells_[{indicator.id(), industry}];
    if (cells.count(period) > 0) {
      Fault("period", absl::StrCat("a second target for ", indicator.id(), " of ", industry, " in ", target.period()));
      return;
    }
    if (!cells.empty() && cells.rbegin()->first > period) {
      Fault("period", absl::StrCat("targets of ", indicator.id(), " must be in the order of their periods"));
    } else if (!cells.empty() && step && cells.rbegin()->second && *step < *cells.rbegin()->second) {
      Fault("rule", absl::StrCat("the step of ", target.period(), " is smaller than the step before it"));
    }
    cells[period] = step;
  }

  void Requested(const type::v1::Indicator& indicator, const std::string& industry, const std::string& period) {
    const auto found = requested_.find({period, industry});
    for (const auto* ids : {&indicator.numerator(), &indicator.denominator()}) {
      for (const std::string& figure : *ids) {
        if (found != requested_.end() && found->second.count(figure) > 0) continue;
        Fault("", absl::StrCat("cannot be judged: no data request asks for \"", figure, "\" of ", industry, " in ",
                               period));
      }
    }
  }

  void Fault(absl::string_view field, absl::string_view what) {
    std::string path = field.empty() ? path_ : absl::StrCat(path_, ".", field);
    if (said_.emplace(path, std::string(what)).second) faults_.Add(path, what);
  }

  const Plan& plan_;
  FieldViolations& faults_;
  std::string path_;
  std::map<std::tuple<std::string, std::string>, std::set<std::string>> requested_;  // (period, industry) → figures
  std::map<std::tuple<std::string, std::string>, std::map<int, std::optional<int64_t>>>
      cells_;  // (indicator, industry) → period → step
  std::set<std::pair<std::string, std::string>> said_;
};

}  // namespace

absl::Status ValidateTargets(const Plan& plan) {
  FieldViolations faults;
  TargetExamination(plan, faults).Run();
  return faults.ToStatus();
}

}  // namespace lianfang::submission
