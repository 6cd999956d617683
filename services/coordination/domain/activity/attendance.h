// Attendance of trainings and courses: which of it may be published, and as which records. Pure.
//
// Exchange keeps who attended. Here it is known how many of the list were published, so that a part that is sent again, after whatever went wrong,
// changes nothing: a record is named by the activity and its number in the list.
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

// How many people exchange is to have of a training: those in key positions. 0: none is owed.
int AttendanceOwed(const v1::Activity& activity);
// The last day of an activity.
absl::CivilDay LastDayOf(const v1::Activity& activity);

// OK, or why this part of the list may not be published: INVALID_ARGUMENT with every fault, FAILED_PRECONDITION by the activity's kind or state,
// PERMISSION_DENIED where the records are kept by the department of another region.
absl::Status CheckAttendance(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                             const Identity& caller, const PlanFrame& frame);
// The part as records of the caller's department.
std::vector<exchange::v1::Record> RecordsOf(const v1::PublishAttendanceRequest& request, const v1::Activity& activity,
                                            const Identity& caller);
// The records `first` to `last` of the list, taken back.
std::vector<exchange::v1::Record> WithdrawnRecords(const v1::Activity& activity, int first, int last,
                                                   const std::string& reason);

// OK where exchange has taken all; INVALID_ARGUMENT with what it refuses, by the request's fields, or the first refusal of another kind.
absl::Status CheckTaken(const std::vector<absl::Status>& results);

// The part is published.
void ApplyAttendance(const v1::PublishAttendanceRequest& request, const std::string& region, absl::Time now,
                     v1::Activity& activity);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_H_
