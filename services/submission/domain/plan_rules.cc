#include "services/submission/domain/plan_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "services/submission/domain/names.h"
#include "services/submission/domain/plan_view.h"
#include "services/submission/domain/target_rules.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;

constexpr int kMaxDays = 366;

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", text, "\""); }

std::string At(absl::string_view list, int index, absl::string_view field = "") {
  return absl::StrCat("plan.", list, "[", index, "]", field.empty() ? "" : ".", field);
}

bool IsRegionCode(absl::string_view code) {
  return code.size() == 6 &&
         std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// One examination of one plan: each method looks at one list and adds what it finds.
class Examination {
 public:
  Examination(const Plan& plan, FieldViolations& faults) : plan_(plan), faults_(faults) {}

  void Run() {
    Head();
    Regions();
    Departments();
    Industries();
    Periods();
    Figures();
    ConsistencyRules();
    Indicators();
    DataRequests();
    ReminderStages();
    Pools();
    faults_.AddAll("", ValidateTargets(plan_));
  }

 private:
  void Head() {
    faults_.AddAll("", ParsePlanName("plan.name", plan_.name()).status());
    if (const auto zone = LoadZone(plan_.time_zone()); !zone.ok())
      faults_.Add("plan.time_zone", zone.status().message());
    Day("plan.issue_date", plan_.issue_date());
    if (plan_.edition() != 0) faults_.Add("plan.edition", "is given by the server; leave it out");
    if (!plan_.amendment_reason().empty()) faults_.Add("plan.amendment_reason", "is given by the server; leave it out");
  }

  void Regions() {
    std::set<std::string> codes;
    for (int i = 0; i < plan_.regions_size(); ++i) {
      const std::string& code = plan_.regions(i).code();
      if (!IsRegionCode(code))
        faults_.Add(At("regions", i, "code"), absl::StrCat("must be six digits, was ", Quoted(code)));
      if (!codes.insert(code).second)
        faults_.Add(At("regions", i, "code"), absl::StrCat(Quoted(code), " is used twice"));
    }
  }

  void Departments() {
    UniqueIds("departments", plan_.departments());
    int leads = 0;
    for (int i = 0; i < plan_.departments_size(); ++i) {
      const auto& department = plan_.departments(i);
      if (!type::v1::DepartmentRole_IsValid(department.role()))
        faults_.Add(At("departments", i, "role"), "is no known role");
      if (!department.acting_region().empty() && !IsRegionCode(department.acting_region())) {
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
    UniqueIds("industries", plan_.industries());
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
    UniqueIds("periods", plan_.periods());
    std::optional<absl::CivilDay> before;
    for (int i = 0; i < plan_.periods_size(); ++i) {
      const auto start = Day(At("periods", i, "start_date"), plan_.periods(i).start_date());
      const auto end = Day(At("periods", i, "end_date"), plan_.periods(i).end_date());
      if (start && end && *end < *start) faults_.Add(At("periods", i, "end_date"), "must not be before start_date");
      if (start && before && *start <= *before) {
        faults_.Add(At("periods", i, "start_date"), "periods must be in the order of their start");
      }
      if (start) before = start;
    }
  }

  void Figures() {
    UniqueIds("figures", plan_.figures());
    for (int i = 0; i < plan_.figures_size(); ++i) {
      const auto& figure = plan_.figures(i);
      if (figure.maximum() < figure.minimum()) {
        faults_.Add(At("figures", i, "maximum"), absl::StrCat("must be at least minimum, ", figure.minimum()));
      }
    }
  }

  void ConsistencyRules() {
    UniqueIds("consistency_rules", plan_.consistency_rules());
    for (int i = 0; i < plan_.consistency_rules_size(); ++i) {
      const auto& rule = plan_.consistency_rules(i);
      const bool at_most = rule.has_at_most();
      if (!at_most && !rule.has_implies()) {
        faults_.Add(At("consistency_rules", i), "needs a rule: at_most or implies");
        continue;
      }
      const auto& sums = at_most ? rule.at_most() : rule.implies();
      const std::string path = At("consistency_rules", i, at_most ? "at_most" : "implies");
      KnownIds(absl::StrCat(path, ".left"), sums.left(), plan_.figures(), "figure");
      KnownIds(absl::StrCat(path, ".right"), sums.right(), plan_.figures(), "figure");
    }
  }

  void Indicators() {
    UniqueIds("indicators", plan_.indicators());
    for (int i = 0; i < plan_.indicators_size(); ++i) {
      const auto& indicator = plan_.indicators(i);
      KnownIds(At("indicators", i, "numerator"), indicator.numerator(), plan_.figures(), "figure");
      KnownIds(At("indicators", i, "denominator"), indicator.denominator(), plan_.figures(), "figure");
      KnownIds(At("indicators", i, "industries"), indicator.industries(), plan_.industries(), "industry");
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

  void DataRequests() {
    std::set<std::tuple<std::string, std::string>> requested;
    for (int i = 0; i < plan_.data_requests_size(); ++i) {
      const auto& request = plan_.data_requests(i);
      KnownIds(At("data_requests", i, "industries"), request.industries(), plan_.industries(), "industry");
      KnownIds(At("data_requests", i, "figures"), request.figures(), plan_.figures(), "figure");
      for (const std::string& industry : request.industries()) {
        if (!requested.emplace(request.period(), industry).second) {
          faults_.Add(At("data_requests", i, "industries"), absl::StrCat("period ", Quoted(request.period()), " of ",
                                                                         Quoted(industry), " is requested twice"));
        }
      }
      RequestDates(i);
    }
  }

  void RequestDates(int i) {
    const auto& request = plan_.data_requests(i);
    const auto* period = FindById(plan_.periods(), request.period());
    if (period == nullptr) {
      faults_.Add(At("data_requests", i, "period"), absl::StrCat("no period has the id ", Quoted(request.period())));
      return;
    }
    if (request.grace_days() < 0 || request.grace_days() > kMaxDays) {
      faults_.Add(At("data_requests", i, "grace_days"), absl::StrCat("must be 0 to ", kMaxDays));
    }
    if (request.lock_days() < 0 || (request.lock_days() > 0 && request.lock_days() < request.grace_days())) {
      faults_.Add(At("data_requests", i, "lock_days"), "must be 0, or at least grace_days");
    }
    const auto due = Day(At("data_requests", i, "due_date"), request.due_date());
    const auto end = FromDate(period->end_date());
    const auto issue = FromDate(plan_.issue_date());
    if (!due || !end.ok() || !issue.ok()) return;
    if (*due <= *end && !request.provisional()) {
      faults_.Add(At("data_requests", i, "due_date"),
                  absl::StrCat(FormatDay(*due), " is before the period has ended (", FormatDay(*end),
                               "); such data is provisional and must be marked so"));
    }
    absl::CivilDay open = std::max(*issue, *end + 1);
    std::string field = "due_date";
    if (request.has_open_date()) {
      const auto given = Day(At("data_requests", i, "open_date"), request.open_date());
      if (!given) return;
      open = *given;
      field = "open_date";
    }
    if (open > *due) {
      faults_.Add(At("data_requests", i, field),
                  absl::StrCat("filing would open on ", FormatDay(open),
                               ", after it is due; give an open_date on or before ", FormatDay(*due)));
    }
  }

  void ReminderStages() {
    for (int i = 0; i < plan_.reminder_stages_size(); ++i) {
      const auto& stage = plan_.reminder_stages(i);
      const bool last = i + 1 == plan_.reminder_stages_size();
      if (i > 0 && stage.offset_days() <= plan_.reminder_stages(i - 1).offset_days()) {
        faults_.Add(At("reminder_stages", i, "offset_days"), "stages must be in rising order, each day once");
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

  void Pools() {
    UniqueIds("pools", plan_.pools());
    for (int i = 0; i < plan_.pools_size(); ++i) {
      const auto& pool = plan_.pools(i);
      KnownIds(At("pools", i, "industries"), pool.industries(), plan_.industries(), "industry");
      if (pool.target_size() < 0) faults_.Add(At("pools", i, "target_size"), "must not be negative");
      if (pool.term_months() < 1 || pool.term_months() > 120)
        faults_.Add(At("pools", i, "term_months"), "must be 1 to 120");
      if (pool.minimum_panel_size() < 1 || pool.minimum_panel_size() % 2 == 0) {
        faults_.Add(At("pools", i, "minimum_panel_size"), "must be odd, so that a panel decides");
      }
      if (pool.age_limit() < 0) faults_.Add(At("pools", i, "age_limit"), "must not be negative");
      if (pool.conflict_years() < 0) faults_.Add(At("pools", i, "conflict_years"), "must not be negative");
    }
  }

  template <typename Entries>
  void UniqueIds(absl::string_view list, const Entries& entries) {
    std::set<std::string> ids;
    for (int i = 0; i < entries.size(); ++i) {
      const std::string& id = entries[i].id();
      if (!IsResourceId(id)) {
        faults_.Add(
            At(list, i, "id"),
            absl::StrCat("must be lower-case words joined by hyphens, at most 63 characters, was ", Quoted(id)));
      }
      if (!ids.insert(id).second) faults_.Add(At(list, i, "id"), absl::StrCat(Quoted(id), " is used twice"));
    }
  }

  template <typename Ids, typename Entries>
  void KnownIds(absl::string_view path, const Ids& ids, const Entries& entries, absl::string_view kind) {
    std::set<std::string> seen;
    for (int i = 0; i < ids.size(); ++i) {
      const std::string at = absl::StrCat(path, "[", i, "]");
      if (FindById(entries, ids[i]) == nullptr)
        faults_.Add(at, absl::StrCat("no ", kind, " has the id ", Quoted(ids[i])));
      if (!seen.insert(ids[i]).second) faults_.Add(at, absl::StrCat(Quoted(ids[i]), " is named twice"));
    }
  }

  std::optional<absl::CivilDay> Day(absl::string_view path, const google::type::Date& date) {
    const auto day = FromDate(date);
    if (day.ok()) return *day;
    faults_.Add(path, day.status().message());
    return std::nullopt;
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
