#include "services/coordination/domain/activity/activity_rules.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "duties/words.h"
#include "services/coordination/domain/activity/attendance.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kLongestDescription = 4000;
constexpr int kMostPeople = 10'000'000;

bool IsTraining(v1::ActivityKind kind) {
  return kind == v1::ACTIVITY_KIND_TRAINING || kind == v1::ACTIVITY_KIND_ONLINE_TRAINING;
}

// Kinds that say nothing without how many they reached.
bool CountsPeople(v1::ActivityKind kind) {
  return IsTraining(kind) || kind == v1::ACTIVITY_KIND_CAMPAIGN || kind == v1::ACTIVITY_KIND_SCHOOL_COURSE ||
         kind == v1::ACTIVITY_KIND_BASE_VISIT;
}

bool NamesOrganization(v1::ActivityKind kind) {
  return kind == v1::ACTIVITY_KIND_BASE || kind == v1::ACTIVITY_KIND_SCHOOL_COURSE ||
         kind == v1::ACTIVITY_KIND_GOOD_CASE;
}

void CheckDates(FieldViolations& faults, const v1::Activity& activity, absl::CivilDay today) {
  const auto start = FromDate(activity.start_date());
  if (!start.ok()) return faults.Add("activity.start_date", start.status().message());
  const bool planned = activity.kind() == v1::ACTIVITY_KIND_THEME;  // it is chosen before its year is over
  if (*start > today && !planned) faults.Add("activity.start_date", "must not lie in the future");
  if (!activity.has_end_date()) return;
  if (activity.kind() == v1::ACTIVITY_KIND_THEME || activity.kind() == v1::ACTIVITY_KIND_BASE) {
    return faults.Add("activity.end_date", "has no meaning for a theme or a base");
  }
  const auto end = FromDate(activity.end_date());
  if (!end.ok()) {
    faults.Add("activity.end_date", end.status().message());
  } else if (*end < *start || *end > today || end->year() != start->year()) {
    faults.Add("activity.end_date", "must not be before the first day, nor in the future, nor in another year");
  }
}

void CheckNumbers(FieldViolations& faults, const v1::Activity& activity) {
  const v1::ActivityKind kind = activity.kind();
  if (activity.people() < 0 || activity.people() > kMostPeople) {
    faults.Add("activity.people", absl::StrCat("must be 0 to ", kMostPeople));
  } else if (CountsPeople(kind) && activity.people() == 0) {
    faults.Add("activity.people", "must be given");
  }
  const v1::KeyPositions& key = activity.key_positions();
  if (activity.has_key_positions() && !IsTraining(kind)) {
    faults.Add("activity.key_positions", "belongs to trainings alone");
  } else if (key.principals() < 0 || key.safety_heads() < 0 || key.team_leaders() < 0) {
    faults.Add("activity.key_positions", "must not be negative");
  } else if (int64_t{key.principals()} + key.safety_heads() + key.team_leaders() > activity.people()) {
    faults.Add("activity.key_positions", "must be at most the people trained, together");
  }
  const bool is_base = kind == v1::ACTIVITY_KIND_BASE;
  if (is_base && (activity.capacity() < 1 || activity.capacity() > kMostPeople)) {
    faults.Add("activity.capacity", absl::StrCat("must be 1 to ", kMostPeople));
  }
  if (!is_base && activity.capacity() != 0) faults.Add("activity.capacity", "belongs to a base alone");
}

void CheckIndustries(FieldViolations& faults, const v1::Activity& activity, const PlanFrame& frame) {
  std::set<std::string> seen;
  for (int i = 0; i < activity.industries_size(); ++i) {
    const std::string at = absl::StrCat("activity.industries[", i, "]");
    if (!frame.HasIndustry(activity.industries(i))) faults.Add(at, "is no industry of the plan");
    if (!seen.insert(activity.industries(i)).second) faults.Add(at, "is named twice");
  }
}

bool Counts(const v1::Activity& activity) { return activity.state() == v1::ACTIVITY_STATE_RECORDED; }

absl::Status Exists(const v1::Activity& other, absl::string_view what, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kAlreadyExists, absl::StrCat(what, ": ", other.name()), reason,
                         {{"activity", other.name()}});
}

const v1::Activity* FindBase(const std::vector<v1::Activity>& activities) {
  for (const v1::Activity& activity : activities) {
    if (Counts(activity) && activity.kind() == v1::ACTIVITY_KIND_BASE) return &activity;
  }
  return nullptr;
}

void AddGap(v1::ActivitySummary& summary, const char* zh, const char* en) {
  *summary.add_gaps() = duties::Words(zh, en);
}

}  // namespace

absl::Status CheckActivity(const v1::Activity& activity, const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  CheckUnset(faults, "activity.name", !activity.name().empty());
  CheckUnset(faults, "activity.state", activity.state() != v1::ACTIVITY_STATE_UNSPECIFIED);
  CheckUnset(faults, "activity.attendance", activity.has_attendance());
  CheckUnset(faults, "activity.region", !activity.region().empty());
  CheckUnset(faults, "activity.withdraw_time", activity.has_withdraw_time());
  const v1::ActivityKind kind = activity.kind();
  if (!v1::ActivityKind_IsValid(kind) || kind == v1::ACTIVITY_KIND_UNSPECIFIED) {
    faults.Add("activity.kind", "is no known kind");
  }
  if (frame.FindDepartment(activity.department()) == nullptr) {
    faults.Add("activity.department", "is no department of the plan");
  }
  CheckShortLine(faults, "activity.title", activity.title(), kLongestLine, true);
  CheckShortLine(faults, "activity.place", activity.place(), kLongestLine, false);
  CheckShortLine(faults, "activity.organization", activity.organization(), kLongestLine, NamesOrganization(kind));
  CheckText(faults, "activity.description", activity.description(), kLongestDescription,
            kind == v1::ACTIVITY_KIND_GOOD_CASE);
  CheckFiles(faults, "activity.files", activity.files());
  CheckDates(faults, activity, frame.Day(now));
  CheckNumbers(faults, activity);
  CheckIndustries(faults, activity, frame);
  return faults.ToStatus();
}

absl::Status CheckAmongOthers(const v1::Activity& activity, const std::vector<v1::Activity>& others) {
  const v1::Activity* base = FindBase(others);
  if (activity.kind() == v1::ACTIVITY_KIND_BASE && base != nullptr) {
    return Exists(*base, "the plan has a base already", "BASE_EXISTS");
  }
  if (activity.kind() == v1::ACTIVITY_KIND_BASE_VISIT) {
    if (base == nullptr) {
      return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the plan has no base to visit", "NO_BASE");
    }
    if (activity.people() > base->capacity()) {
      return InvalidField("activity.people", absl::StrCat("must be at most what the base takes: ", base->capacity()));
    }
  }
  if (activity.kind() != v1::ACTIVITY_KIND_THEME) return absl::OkStatus();
  for (const v1::Activity& other : others) {
    const bool same_year = other.start_date().year() == activity.start_date().year();
    if (Counts(other) && other.kind() == v1::ACTIVITY_KIND_THEME && same_year) {
      return Exists(other, "the year has a theme already", "THEME_EXISTS");
    }
  }
  return absl::OkStatus();
}

v1::ActivitySummary Summarize(const std::vector<v1::Activity>& activities, int year) {
  v1::ActivitySummary summary;
  summary.set_year(year);
  std::map<v1::ActivityKind, v1::ActivityCount> kinds;
  int without_attendance = 0;
  v1::KeyPositions& key = *summary.mutable_key_positions();
  for (const v1::Activity& activity : activities) {
    if (!Counts(activity) || activity.start_date().year() != year) continue;
    if (activity.kind() == v1::ACTIVITY_KIND_THEME) summary.set_theme(activity.title());
    if (activity.attendance().published() < AttendanceOwed(activity)) ++without_attendance;
    v1::ActivityCount& count = kinds[activity.kind()];
    count.set_count(count.count() + 1);
    count.set_people(count.people() + activity.people());
    key.set_principals(key.principals() + activity.key_positions().principals());
    key.set_safety_heads(key.safety_heads() + activity.key_positions().safety_heads());
    key.set_team_leaders(key.team_leaders() + activity.key_positions().team_leaders());
  }
  for (int number = 1; number <= v1::ActivityKind_MAX; ++number) {
    const auto kind = static_cast<v1::ActivityKind>(number);
    kinds[kind].set_kind(kind);
    *summary.add_kinds() = kinds[kind];
  }
  if (summary.theme().empty()) AddGap(summary, "尚未确定年度宣传主题", "no theme of the year");
  if (kinds[v1::ACTIVITY_KIND_CAMPAIGN].count() == 0)
    AddGap(summary, "尚未组织集中宣传活动", "no concentrated campaign");
  if (kinds[v1::ACTIVITY_KIND_TRAINING].count() == 0) AddGap(summary, "尚未开展培训", "no training");
  if (kinds[v1::ACTIVITY_KIND_SCHOOL_COURSE].count() == 0) {
    AddGap(summary, "尚未登记技工院校工伤预防课程", "no course of a technical school");
  }
  if (FindBase(activities) == nullptr) AddGap(summary, "尚未选定警示教育基地", "no warning-education base");
  if (without_attendance > 0) {
    *summary.add_gaps() =
        duties::Words(absl::StrCat(without_attendance, "次培训尚未报送重点岗位人员参训记录"),
                      absl::StrCat("attendance of key positions not published: ", without_attendance, " trainings"));
  }
  return summary;
}

}  // namespace lianfang::coordination
