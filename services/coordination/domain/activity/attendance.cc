#include "services/coordination/domain/activity/attendance.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

using exchange::v1::Record;
using exchange::v1::TrainingRecord;

constexpr int64_t kMostVersions = 1'000'000'000'000;

bool HasAttendance(v1::ActivityKind kind) {
  return kind == v1::ACTIVITY_KIND_TRAINING || kind == v1::ACTIVITY_KIND_ONLINE_TRAINING ||
         kind == v1::ACTIVITY_KIND_SCHOOL_COURSE;
}

int64_t VersionOf(const v1::PublishAttendanceRequest& request) {
  return request.version() == 0 ? 1 : request.version();
}

int LastOf(const v1::PublishAttendanceRequest& request) { return request.first() - 1 + request.attendees_size(); }

// The open part that the request sends; the end where it is none.
template <typename Parts>
auto FindOpen(const v1::PublishAttendanceRequest& request, Parts& parts) {
  return std::find_if(parts.begin(), parts.end(), [&](const v1::AttendancePart& part) {
    return part.first() == request.first() && part.last() == LastOf(request) && part.version() == VersionOf(request);
  });
}

// Takes the attendees `first` to `last`, which exchange has now, out of an open part of theirs.
void Narrow(int first, int last, v1::AttendancePart& part) {
  if (part.last() < first || part.first() > last) return;
  part.set_refused(0);  // which of those that are left were refused is not known
  if (part.first() >= first) part.set_first(last + 1);
  if (part.last() <= last) part.set_last(first - 1);
}

absl::Status CheckOpenParts(const v1::PublishAttendanceRequest& request, const v1::Activity& activity) {
  if (activity.attendance().open_parts_size() < kMostOpenParts || IsOpen(request, activity)) return absl::OkStatus();
  const v1::AttendancePart& oldest = activity.attendance().open_parts(0);
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat(kMostOpenParts, " parts are open: send those again first, such as ",
                                      oldest.first(), " to ", oldest.last(), " in version ", oldest.version()),
                         "TOO_MANY_OPEN_PARTS",
                         {{"first", absl::StrCat(oldest.first())}, {"last", absl::StrCat(oldest.last())}});
}

void CheckNumbers(FieldViolations& faults, const v1::PublishAttendanceRequest& request, const v1::Activity& activity) {
  const int count = request.attendees_size();
  const int published = activity.attendance().published();
  if (count < 1 || count > kMostAttendees) faults.Add("attendees", absl::StrCat("must be 1 to ", kMostAttendees));
  if (request.first() < 1 || request.first() > published + 1) {
    faults.Add("first", absl::StrCat("must be 1 to ", published + 1, ": ", published, " are published"));
  } else if (request.first() - 1 > activity.people() - count) {
    faults.Add("attendees", absl::StrCat("must be within the ", activity.people(), " people of the activity"));
  }
  if (request.version() < 0 || request.version() > kMostVersions) {
    faults.Add("version", absl::StrCat("must be 0 to ", kMostVersions));
  }
}

void CheckAttendees(FieldViolations& faults, const v1::PublishAttendanceRequest& request,
                    const v1::Activity& activity) {
  const absl::CivilDay first = DayOf(activity.start_date());
  const absl::CivilDay last = LastDayOf(activity);
  for (int i = 0; i < request.attendees_size(); ++i) {
    const TrainingRecord& attendee = request.attendees(i);
    const std::string at = absl::StrCat("attendees[", i, "]");
    if (attendee.result() == exchange::v1::TRAINING_RESULT_ABSENT) {
      faults.Add(absl::StrCat(at, ".result"), "must not be absent: whoever was absent did not attend");
    }
    const auto day = FromDate(attendee.training_date());
    if (!day.ok() || *day < first || *day > last) {
      faults.Add(absl::StrCat(at, ".training_date"),
                 absl::StrCat("must be a day of the activity, ", FormatDay(first), " to ", FormatDay(last)));
    }
  }
}

}  // namespace

std::string SourceId(const v1::Activity& activity, int number) { return absl::StrCat(activity.name(), "/", number); }

std::string RegionOf(const v1::Activity& activity) {
  return activity.region().empty() ? activity.attendance().region() : activity.region();
}

absl::Status CheckRegion(const v1::Activity& activity, const Identity& caller) {
  const std::string region = RegionOf(activity);
  if (region.empty() || region == caller.region || caller.role == type::v1::ROLE_OFFICE) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, absl::StrCat("is of the department of region ", region),
                         "NOT_OWN_REGION", {{"region", region}});
}

std::string RegionToKeep(const Identity& caller, const std::string& department, const type::v1::Plan& plan) {
  if (caller.role != type::v1::ROLE_OFFICE) return caller.region;
  const auto* found = FindEntry(plan.departments(), department);
  return found == nullptr ? "" : found->acting_region();
}

int AttendanceOwed(const v1::Activity& activity) {
  const v1::KeyPositions& key = activity.key_positions();
  if (!HasAttendance(activity.kind())) return 0;
  return key.principals() + key.safety_heads() + key.team_leaders();
}

absl::CivilDay LastDayOf(const v1::Activity& activity) {
  return DayOf(activity.has_end_date() ? activity.end_date() : activity.start_date());
}

absl::Status CheckAttendance(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                             const Identity& caller, const PlanFrame& frame) {
  if (activity.state() != v1::ACTIVITY_STATE_RECORDED) {
    return WrongState(activity.name(), v1::ActivityState_Name(activity.state()), "is withdrawn");
  }
  if (!HasAttendance(activity.kind())) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "is no training and no course", "NO_ATTENDANCE",
                           {{"kind", v1::ActivityKind_Name(activity.kind())}});
  }
  if (absl::Status region = CheckRegion(activity, caller); !region.ok()) return region;
  FieldViolations faults;
  CheckNumbers(faults, request, activity);
  CheckAttendees(faults, request, activity);
  if (!request.industry().empty() && !frame.HasIndustry(request.industry())) {
    faults.Add("industry", "is no industry of the plan");
  }
  return faults.empty() ? CheckOpenParts(request, activity) : faults.ToStatus();
}

std::vector<Record> RecordsOf(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                              const Identity& caller) {
  std::vector<Record> records;
  for (int i = 0; i < request.attendees_size(); ++i) {
    Record& record = records.emplace_back();
    record.set_kind(exchange::v1::RECORD_KIND_TRAINING);
    record.mutable_owner()->set_region(caller.region);
    record.mutable_owner()->set_department(caller.department);
    record.set_source_id(SourceId(activity, request.first() + i));
    record.set_version(VersionOf(request));
    record.set_region(caller.region);
    record.set_industry(request.industry());
    if (request.industry().empty() && activity.industries_size() == 1) record.set_industry(activity.industries(0));
    *record.mutable_training() = request.attendees(i);
  }
  return records;
}

absl::Status CheckTaken(const std::vector<absl::Status>& results) {
  FieldViolations faults;
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].ok()) continue;
    const auto details = BadRequestOf(results[i]);
    if (!details.has_value()) return results[i];
    for (const auto& violation : details->field_violations()) {
      absl::string_view field = violation.field();
      absl::ConsumePrefix(&field, "training.");
      faults.Add(absl::StrCat("attendees[", i, "].", field), violation.description());
    }
  }
  return faults.ToStatus();
}

bool IsOpen(const v1::PublishAttendanceRequest& request, const v1::Activity& activity) {
  const auto& parts = activity.attendance().open_parts();
  return FindOpen(request, parts) != parts.end();
}

void BeginPart(const v1::PublishAttendanceRequest& request, const std::string& region, absl::Time now,
               v1::Activity& activity) {
  v1::AttendanceStatus& attendance = *activity.mutable_attendance();
  attendance.set_begun(std::max({attendance.begun(), attendance.published(), LastOf(request)}));
  attendance.set_begun_version(std::max({attendance.begun_version(), attendance.version(), VersionOf(request)}));
  attendance.set_region(region);
  attendance.set_state(v1::ATTENDANCE_STATE_PUBLISHING);
  auto& parts = *attendance.mutable_open_parts();
  const auto known = FindOpen(request, parts);
  v1::AttendancePart& part = known == parts.end() ? *parts.Add() : *known;
  part.set_first(request.first());
  part.set_last(LastOf(request));
  part.set_version(VersionOf(request));
  part.set_refused(0);
  *part.mutable_update_time() = ToTimestamp(now);
}

void RefusePart(const v1::PublishAttendanceRequest& request, int refused, absl::Time now, v1::Activity& activity) {
  auto& parts = *activity.mutable_attendance()->mutable_open_parts();
  const auto part = FindOpen(request, parts);
  if (part == parts.end()) return;
  part->set_refused(refused);
  *part->mutable_update_time() = ToTimestamp(now);
}

void FinishPart(const v1::PublishAttendanceRequest& request, absl::Time now, v1::Activity& activity) {
  v1::AttendanceStatus& attendance = *activity.mutable_attendance();
  attendance.set_published(std::max(attendance.published(), LastOf(request)));
  attendance.set_version(std::max(attendance.version(), VersionOf(request)));
  *attendance.mutable_publish_time() = ToTimestamp(now);
  auto& open = *attendance.mutable_open_parts();
  for (v1::AttendancePart& part : open) {
    if (part.version() <= VersionOf(request)) Narrow(request.first(), LastOf(request), part);
  }
  open.erase(std::remove_if(open.begin(), open.end(), [](const auto& part) { return part.first() > part.last(); }),
             open.end());
  attendance.set_state(open.empty() ? v1::ATTENDANCE_STATE_PUBLISHED : v1::ATTENDANCE_STATE_PUBLISHING);
  const int owed = AttendanceOwed(activity);
  if (owed > 0 && attendance.published() >= owed && !attendance.has_complete_time()) {
    *attendance.mutable_complete_time() = ToTimestamp(now);
  }
}

}  // namespace lianfang::coordination
