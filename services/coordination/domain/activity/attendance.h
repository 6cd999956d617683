// Attendance of trainings and courses: which of it may be published, and as which records. Pure.
//
// Exchange keeps who attended. Here it is known which parts of the list were begun and which exchange has taken. A record is named by the activity
// and its number in the list, so that a part that is sent again, after whatever went wrong, changes nothing. A part goes this way:
//   BeginPart       stored before exchange is asked: from then on its records may be there
//   RefusePart      exchange has refused some of it
//   FinishPart      exchange has taken it
// A part of which nothing more is heard stays open. attendance_withdrawal.h takes back what was begun.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// The most records that exchange takes in one call.
inline constexpr int kMostAttendees = 500;
// The most parts of an activity that are open at once.
inline constexpr int kMostOpenParts = 20;
// How long the department has after the last day. The notice names no date: the contract says it, and plans do not change it.
inline constexpr int kAttendanceDays = 30;

// How many people exchange is to have of a training: those in key positions. 0: none is owed.
int AttendanceOwed(const v1::Activity& activity);
// The last day of an activity.
absl::CivilDay LastDayOf(const v1::Activity& activity);

// Division code of the department whose people publish and withdraw; empty: not decided yet.
std::string RegionOf(const v1::Activity& activity);
// OK, or PERMISSION_DENIED: the caller is of the department in another region.
absl::Status CheckRegion(const v1::Activity& activity, const Identity& caller);
// The region that is kept with an activity that the caller records for `department`.
std::string RegionToKeep(const Identity& caller, const std::string& department, const type::v1::Plan& plan);

// OK, or why this part of the list may not be published: INVALID_ARGUMENT with every fault, FAILED_PRECONDITION by the activity's kind or state or
// where too many parts are open, PERMISSION_DENIED where the records are kept by the department of another region.
absl::Status CheckAttendance(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                             const Identity& caller, const PlanFrame& frame);
// The part as records of the caller's department.
std::vector<exchange::v1::Record> RecordsOf(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                                            const Identity& caller);
// What exchange knows the record of this number in the list by.
std::string SourceId(const v1::Activity& activity, int number);

// OK where exchange has taken all; INVALID_ARGUMENT with what it refuses, by the request's fields, or the first refusal of another kind.
absl::Status CheckTaken(const std::vector<absl::Status>& results);

// Whether exactly this part is open.
bool IsOpen(const v1::PublishAttendanceRequest& request, const v1::Activity& activity);
// The part is about to be published by the department of `region`.
void BeginPart(const v1::PublishAttendanceRequest& request, const std::string& region, absl::Time now,
               v1::Activity& activity);
// Exchange has refused so many of the part, which is open.
void RefusePart(const v1::PublishAttendanceRequest& request, int refused, absl::Time now, v1::Activity& activity);
// Exchange has taken the part.
void FinishPart(const v1::PublishAttendanceRequest& request, absl::Time now, v1::Activity& activity);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_H_
