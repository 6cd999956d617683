#include "services/submission/domain/plan/pool_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "services/submission/domain/plan/plan_checks.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;

class PoolExamination {
 public:
  PoolExamination(const Plan& plan, FieldViolations& faults) : plan_(plan), faults_(faults) {}

  void Run() {
    CheckUniqueIds(faults_, "pools", plan_.pools());
    for (int i = 0; i < plan_.pools_size(); ++i) {
      const auto& pool = plan_.pools(i);
      CheckKnownIds(faults_, At("pools", i, "industries"), pool.industries(), plan_.industries(), "industry");
      if (pool.target_size() < 0) faults_.Add(At("pools", i, "target_size"), "must not be negative");
      if (pool.term_months() < 1 || pool.term_months() > 120)
        faults_.Add(At("pools", i, "term_months"), "must be 1 to 120");
      if (pool.minimum_panel_size() < 1 || pool.minimum_panel_size() % 2 == 0) {
        faults_.Add(At("pools", i, "minimum_panel_size"), "must be odd, so that a panel decides");
      }
      if (pool.age_limit() < 0) faults_.Add(At("pools", i, "age_limit"), "must not be negative");
      if (pool.conflict_years() < 0) faults_.Add(At("pools", i, "conflict_years"), "must not be negative");
      if (pool.yearly_seat_limit() < 0) faults_.Add(At("pools", i, "yearly_seat_limit"), "must not be negative");
      if (pool.bar_months() < 0) faults_.Add(At("pools", i, "bar_months"), "must not be negative");
      if (pool.low_score() < 0 || pool.low_score() > 100) faults_.Add(At("pools", i, "low_score"), "must be 0 to 100");
      if (pool.answer_working_days() < 0 || pool.answer_working_days() > 30) {
        faults_.Add(At("pools", i, "answer_working_days"),
                    "must be 1 to 30 working days, or 0 for the hours that each engagement states");
      }
      if (pool.panel_sealed() && !pool.draw_needs_observer()) {
        faults_.Add(At("pools", i, "panel_sealed"),
                    "needs draw_needs_observer: otherwise the office alone knows the panel before the meeting");
      }
      PanelRules(At("pools", i), pool);
      Qualifications(At("pools", i), pool);
      SessionFees(At("pools", i), pool);
    }
  }

 private:
  void PanelRules(const std::string& path, const type::v1::ExpertPool& pool) {
    for (int k = 0; k < pool.panel_rules_size(); ++k) {
      const std::string at = absl::StrCat(path, ".panel_rules[", k, "]");
      const auto& rule = pool.panel_rules(k);
      if (rule.minimum_size() < 1 || rule.minimum_size() % 2 == 0) {
        faults_.Add(absl::StrCat(at, ".minimum_size"), "must be odd, so that a panel decides");
      }
      for (int j = 0; j < rule.kinds_size(); ++j) EnumId(absl::StrCat(at, ".kinds[", j, "]"), rule.kinds(j));
      if (rule.minimum_amount().units() < 0 || rule.minimum_amount().nanos() < 0) {
        faults_.Add(absl::StrCat(at, ".minimum_amount"), "must not be negative");
      }
    }
  }

  void Qualifications(const std::string& path, const type::v1::ExpertPool& pool) {
    for (int k = 0; k < pool.qualifications_size(); ++k) {
      const std::string at = absl::StrCat(path, ".qualifications[", k, "]");
      EnumId(absl::StrCat(at, ".title_grade"), pool.qualifications(k).title_grade());
      if (pool.qualifications(k).practice_years() < 0 || pool.qualifications(k).practice_years() > 60) {
        faults_.Add(absl::StrCat(at, ".practice_years"), "must be 0 to 60");
      }
    }
  }

  void SessionFees(const std::string& path, const type::v1::ExpertPool& pool) {
    std::set<std::string> grades;
    for (int k = 0; k < pool.session_fees_size(); ++k) {
      const std::string at = absl::StrCat(path, ".session_fees[", k, "]");
      const auto& fee = pool.session_fees(k);
      EnumId(absl::StrCat(at, ".title_grade"), fee.title_grade());
      if (!grades.insert(fee.title_grade()).second) faults_.Add(absl::StrCat(at, ".title_grade"), "is named twice");
      if (fee.amount().units() < 0 || fee.amount().nanos() < 0) {
        faults_.Add(absl::StrCat(at, ".amount"), "must not be negative");
      }
    }
  }

  // A value of a contract's enum, in lower case with hyphens: `project-review`. Which values there are, the service
  // knows whose contract it is.
  void EnumId(absl::string_view path, absl::string_view id) {
    if (!IsResourceId(id))
      faults_.Add(path, absl::StrCat("must be lower-case words joined by hyphens, was ", Quoted(id)));
  }

  const Plan& plan_;
  FieldViolations& faults_;
};

}  // namespace

absl::Status ValidatePools(const Plan& plan) {
  FieldViolations faults;
  PoolExamination(plan, faults).Run();
  return faults.ToStatus();
}

}  // namespace lianfang::submission
