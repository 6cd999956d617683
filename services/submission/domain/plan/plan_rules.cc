#include "services/submission/domain/plan/plan_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/mailbox.h"
#include "common/time.h"
#include "services/submission/domain/plan/data_request_rules.h"
#include "services/submission/domain/plan/exchange_rules.h"
#include "services/submission/domain/plan/fund_rules.h"
#include "services/submission/domain/plan/plan_checks.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/plan/pool_rules.h"
#include "services/submission/domain/plan/target_rules.h"
#include "services/submission/domain/plan/task_rules.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;

constexpr int kMaxOffsetDays = 3660;
constexpr size_t kMaxPhone = 40;

// One examination of one plan: each method looks at one list and adds what it finds.
class Examination {
 public:
  Examination(const Plan& plan, FieldViolations& faults) : plan_(plan), faults_(faults) {}

  void Run() {
    Head();
    Office();
    Regions();
    Departments();
    Industries();
    Periods();
    Figures();
    ConsistencyRules();
    Indicators();
    PlausibilityRules();
    ReminderStages();
    if (!type::v1::VerdictBasis_IsValid(plan_.verdict_basis())) faults_.Add("plan.verdict_basis", "is no known basis");
    // No plan promises what nobody would send.
    if (!type::v1::Confirmations_IsValid(plan_.confirmations())) {
      faults_.Add("plan.confirmations", "must be none, one for each filing, or in the digest");
    }
    faults_.AddAll("", ValidateTargets(plan_));
    faults_.AddAll("", ValidateDataRequests(plan_));
    faults_.AddAll("", ValidatePools(plan_));
    faults_.AddAll("", ValidateTasks(plan_));
    faults_.AddAll("", ValidateCoordination(plan_));
    faults_.AddAll("", ValidateExchange(plan_));
    faults_.AddAll("", ValidateFund(plan_));
    faults_.AddAll("", ValidateAssessment(plan_));
  }

 private:
  void Head() {
    faults_.AddAll("", ParsePlanName("plan.name", plan_.name()).status());
    if (const auto zone = LoadZone(plan_.time_zone()); !zone.ok())
      faults_.Add("plan.time_zone", zone.status().message());
    CheckDay(faults_, "plan.issue_date", plan_.issue_date());
    if (plan_.edition() != 0) faults_.Add("plan.edition", "is given by the server; leave it out");
    if (!plan_.amendment_reason().empty()) faults_.Add("plan.amendment_reason", "is given by the server; leave it out");
  }

  void Office() {
    if (!plan_.has_office()) return;
    const auto& office = plan_.office();
    if (office.names().zh().empty()) faults_.Add("plan.office.names.zh", "must be given");
    const std::string& phone = office.phone();
    if (phone.size() > kMaxPhone || phone.find_first_not_of("+0123456789 -()") != std::string::npos) {
      faults_.Add("plan.office.phone",
                  absl::StrCat("must be digits, spaces, hyphens, parentheses and a leading +, at most ", kMaxPhone,
                               " characters, was ", Quoted(phone)));
    }
    if (!office.email().empty()) faults_.AddAll("plan.office.email", NormalizeEmail(office.email()).status());
  }

  void Regions() {
    std::set<std::string> codes;
    for (int i = 0; i < plan_.regions_size(); ++i) {
      const std::string& code = plan_.regions(i).code();
      if (!IsDivisionCode(code))
        faults_.Add(At("regions", i, "code"), absl::StrCat("must be six digits, was ", Quoted(code)));
      if (!codes.insert(code).second)
        faults_.Add(At("regions", i, "code"), absl::StrCat(Quoted(code), " is used twice"));
    }
  }

  void Departments() {
    CheckUniqueIds(faults_, "departments", plan_.departments());
    int leads = 0;
    for (int i = 0; i < plan_.departments_size(); ++i) {
      const auto& department = plan_.departments(i);
      if (!type::v1::DepartmentRole_IsValid(department.role()))
        faults_.Add(At("departments", i, "role"), "is no known role");
      if (!department.acting_region().empty() && !IsDivisionCode(department.acting_region())) {
        faults_.Add(At("departments", i, "acting_region"), "must be six digits");
      }
      if (department.role() != type::v1::DEPARTMENT_ROLE_LEAD) continue;
      ++leads;
      if (plan_.regions_size() > 1 && department.acting_region().empty()) {
        faults_.Add(At("departments", i, "acting_region"),
                    "is required of the leading department where several regions report");
      }
    }
    if (leads != 1) faults_.Add("plan.departments", absl::StrCat("exactly one must lead, ", leads, " do"));
  }

  void Industries() {
    CheckUniqueIds(faults_, "industries", plan_.industries());
    for (int i = 0; i < plan_.industries_size(); ++i) {
      const std::string& id = plan_.industries(i).responsible_department();
      const auto* department = FindById(plan_.departments(), id);
      const std::string path = At("industries", i, "responsible_department");
      if (department == nullptr) {
        faults_.Add(path, absl::StrCat("no department has the id ", Quoted(id)));
      } else if (department->role() != type::v1::DEPARTMENT_ROLE_RESPONSIBLE) {
        faults_.Add(path, absl::StrCat("the department ", Quoted(id), " must have DEPARTMENT_ROLE_RESPONSIBLE"));
      }
    }
  }

  void Periods() {
    CheckUniqueIds(faults_, "periods", plan_.periods());
    std::optional<absl::CivilDay> before;
    for (int i = 0; i < plan_.periods_size(); ++i) {
      const auto start = CheckDay(faults_, At("periods", i, "start_date"), plan_.periods(i).start_date());
      const auto end = CheckDay(faults_, At("periods", i, "end_date"), plan_.periods(i).end_date());
      if (start && end && *end < *start) faults_.Add(At("periods", i, "end_date"), "must not be before start_date");
      if (start && before && *start <= *before) {
        faults_.Add(At("periods", i, "start_date"), "periods must be in the order of their start");
      }
      if (start) before = start;
    }
  }

  void Figures() {
    CheckUniqueIds(faults_, "figures", plan_.figures());
    for (int i = 0; i < plan_.figures_size(); ++i) {
      const auto& figure = plan_.figures(i);
      if (figure.maximum() < figure.minimum()) {
        faults_.Add(At("figures", i, "maximum"), absl::StrCat("must be at least minimum, ", figure.minimum()));
      }
    }
  }

  void ConsistencyRules() {
    CheckUniqueIds(faults_, "consistency_rules", plan_.consistency_rules());
    for (int i = 0; i < plan_.consistency_rules_size(); ++i) {
      const auto& rule = plan_.consistency_rules(i);
      const bool at_most = rule.has_at_most();
      if (!at_most && !rule.has_implies()) {
        faults_.Add(At("consistency_rules", i), "needs a rule: at_most or implies");
        continue;
      }
      const auto& sums = at_most ? rule.at_most() : rule.implies();
      const std::string path = At("consistency_rules", i, at_most ? "at_most" : "implies");
      CheckKnownIds(faults_, absl::StrCat(path, ".left"), sums.left(), plan_.figures(), "figure");
      CheckKnownIds(faults_, absl::StrCat(path, ".right"), sums.right(), plan_.figures(), "figure");
    }
  }

  void Indicators() {
    CheckUniqueIds(faults_, "indicators", plan_.indicators());
    for (int i = 0; i < plan_.indicators_size(); ++i) {
      const auto& indicator = plan_.indicators(i);
      CheckKnownIds(faults_, At("indicators", i, "numerator"), indicator.numerator(), plan_.figures(), "figure");
      CheckKnownIds(faults_, At("indicators", i, "denominator"), indicator.denominator(), plan_.figures(), "figure");
      CheckKnownIds(faults_, At("indicators", i, "industries"), indicator.industries(), plan_.industries(), "industry");
      const bool ratio = indicator.denominator_size() > 0;
      if (ratio != (indicator.scale() > 0)) {
        faults_.Add(At("indicators", i, "scale"),
                    ratio ? "must be above 0 for a ratio" : "must be left out for a count");
      }
      const bool policy = type::v1::EmptyDenominator_IsValid(indicator.empty_denominator()) &&
                          indicator.empty_denominator() != type::v1::EMPTY_DENOMINATOR_UNSPECIFIED;
      if (ratio && !policy) faults_.Add(At("indicators", i, "empty_denominator"), "must be set for a ratio");
    }
  }

  void PlausibilityRules() {
    CheckUniqueIds(faults_, "plausibility_rules", plan_.plausibility_rules());
    for (int i = 0; i < plan_.plausibility_rules_size(); ++i) {
      const auto& rule = plan_.plausibility_rules(i);
      if (rule.has_change()) {
        const auto& change = rule.change();
        CheckKnownIds(faults_, At("plausibility_rules", i, "change.figures"), change.figures(), plan_.figures(),
                      "figure");
        if (change.percent() < 0 || change.percent() > 100'000) {
          faults_.Add(At("plausibility_rules", i, "change.percent"), "must be 0 to 100000");
        }
        if (change.units() < 0) faults_.Add(At("plausibility_rules", i, "change.units"), "must not be negative");
      } else if (rule.has_at_most()) {
        CheckKnownIds(faults_, At("plausibility_rules", i, "at_most.left"), rule.at_most().left(), plan_.figures(),
                      "figure");
        CheckKnownIds(faults_, At("plausibility_rules", i, "at_most.right"), rule.at_most().right(), plan_.figures(),
                      "figure");
      } else if (rule.has_round_numbers()) {
        if (rule.round_numbers().multiple() < 2) {
          faults_.Add(At("plausibility_rules", i, "round_numbers.multiple"), "must be at least 2");
        }
        if (rule.round_numbers().length() < 2) {
          faults_.Add(At("plausibility_rules", i, "round_numbers.length"), "must be at least 2");
        }
      } else {
        faults_.Add(At("plausibility_rules", i), "needs a rule: change, at_most or round_numbers");
      }
    }
  }

  void ReminderStages() {
    for (int i = 0; i < plan_.reminder_stages_size(); ++i) {
      const auto& stage = plan_.reminder_stages(i);
      const bool last = i + 1 == plan_.reminder_stages_size();
      if (i > 0 && stage.offset_days() <= plan_.reminder_stages(i - 1).offset_days()) {
        faults_.Add(At("reminder_stages", i, "offset_days"), "stages must be in rising order, each day once");
      }
      if (stage.offset_days() < -kMaxOffsetDays || stage.offset_days() > kMaxOffsetDays) {
        faults_.Add(At("reminder_stages", i, "offset_days"),
                    absl::StrCat("must be -", kMaxOffsetDays, " to ", kMaxOffsetDays));
      }
      if (stage.repeat_days() < 0 || (stage.repeat_days() > 0 && !last)) {
        faults_.Add(At("reminder_stages", i, "repeat_days"), "must be 0; only the last stage may repeat");
      }
      const auto& time = stage.time();
      if (time.hours() < 0 || time.hours() > 23 || time.minutes() < 0 || time.minutes() > 59 || time.seconds() != 0 ||
          time.nanos() != 0) {
        faults_.Add(At("reminder_stages", i, "time"), "must be a time of day in hours 0 to 23 and minutes 0 to 59");
      }
      for (const int recipient : stage.recipients()) {
        if (!type::v1::Recipient_IsValid(recipient) || recipient == type::v1::RECIPIENT_UNSPECIFIED) {
          faults_.Add(At("reminder_stages", i, "recipients"), "holds an unknown recipient");
        }
      }
    }
  }

  const Plan& plan_;
  FieldViolations& faults_;
};

}  // namespace

absl::Status ValidatePlan(const Plan& plan) {
  FieldViolations faults;
  Examination(plan, faults).Run();
  return faults.ToStatus();
}

}  // namespace lianfang::submission
