#include "services/coordination/activity_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/log.h"
#include "common/region_power.h"
#include "common/uuid.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/activity/activity_rules.h"
#include "services/coordination/domain/activity/attendance.h"
#include "services/coordination/domain/activity/attendance_withdrawal.h"
#include "services/coordination/exchange/attendance_tick.h"
#include "services/coordination/list_page.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kIdBytes = 8;
constexpr int kLeastYear = 1900;
constexpr int kMostYear = 9999;
constexpr int kPartsInCall = 4;  // taken back by the call itself: 2,000 records
constexpr absl::Duration kTimeInCall = absl::Seconds(3);

absl::StatusOr<std::vector<v1::Activity>> FindActivities(CoordinationRows& rows, const std::string& plan,
                                                         const std::vector<int>& kinds) {
  std::vector<v1::Activity> activities;
  for (const Document& document : rows.FindAll(Shelf::kActivity, plan, kinds)) {
    auto activity = Parsed<v1::Activity>(document);
    if (!activity.ok()) return activity.status();
    activities.push_back(*std::move(activity));
  }
  return activities;
}

// The request without persons: what is kept of it for repeats and for the audit. Exchange compares the whole one.
v1::PublishAttendanceRequest WithoutPersons(const v1::PublishAttendanceRequest& request) {
  v1::PublishAttendanceRequest kept = request;
  for (auto& attendee : *kept.mutable_attendees()) attendee.Clear();
  return kept;
}

std::string PartText(const v1::PublishAttendanceRequest& request) {
  return absl::StrCat(request.attendees_size(), " from ", request.first(), " on");
}

// A step of the request that is no answer to it, once for each request.
RequestKey PartKey(const std::string& step, const Call& call, const v1::PublishAttendanceRequest& request) {
  const std::string content =
      absl::StrCat(step, "\n", call.caller.uri, "\n", DeterministicBytes(WithoutPersons(request)));
  return {call.caller.uri, absl::StrCat("lianfang.coordination.v1.ActivityService.", step), ContentUuid(content),
          Sha256(content)};
}

int CountRefused(const std::vector<absl::Status>& results) {
  return static_cast<int>(
      std::count_if(results.begin(), results.end(), [](const absl::Status& result) { return !result.ok(); }));
}

template <typename Handler>
void RegisterAttendance(ContractService& service, const CoordinationContext& context, Handler handler) {
  service.Unary<v1::PublishAttendanceRequest, v1::Activity>(
      "PublishAttendance", [&context, handler](const Call& call, const v1::PublishAttendanceRequest& request) {
        auto response = handler(call, request);
        if (!response.ok()) AuditRefusal(context, call, WithoutPersons(request), response.status());
        return response;
      });
}

}  // namespace

void ActivityService::Register(ContractService& service) {
  RegisterMutation<v1::CreateActivityRequest, v1::Activity>(
      service, context_, "CreateActivity",
      [this](const Call& call, const auto& request) { return CreateActivity(call, request); });
  service.Unary<v1::GetActivityRequest, v1::Activity>(
      "GetActivity", [this](const Call& call, const auto& request) { return GetActivity(call, request); });
  service.Unary<v1::ListActivitiesRequest, v1::ListActivitiesResponse>(
      "ListActivities", [this](const Call& call, const auto& request) { return ListActivities(call, request); });
  RegisterAttendance(service, context_,
                     [this](const Call& call, const auto& request) { return PublishAttendance(call, request); });
  RegisterMutation<v1::WithdrawActivityRequest, v1::Activity>(
      service, context_, "WithdrawActivity",
      [this](const Call& call, const auto& request) { return WithdrawActivity(call, request); });
  service.Unary<v1::GetActivitySummaryRequest, v1::ActivitySummary>(
      "GetActivitySummary",
      [this](const Call& call, const auto& request) { return GetActivitySummary(call, request); });
}

absl::StatusOr<v1::Activity> ActivityService::CreateActivity(const Call& call,
                                                             const v1::CreateActivityRequest& request) {
  const v1::Activity& wanted = request.activity();
  const auto frame = context_.FindPlan("activity.plan", wanted.plan(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status own = CheckActsFor(call.caller, frame->plan(), wanted.department()); !own.ok()) return own;
  return Mutate<v1::Activity>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Activity>> {
        if (absl::Status faults = CheckActivity(wanted, *frame, by.now); !faults.ok()) return faults;
        rows.LockPlan(wanted.plan());
        const auto others = FindActivities(rows, wanted.plan(), {v1::ACTIVITY_KIND_THEME, v1::ACTIVITY_KIND_BASE});
        if (!others.ok()) return others.status();
        if (absl::Status fits = CheckAmongOthers(wanted, *others); !fits.ok()) return fits;
        absl::Status files = context_.NameFiles("activity.files", wanted.files(), wanted.plan(), rows);
        if (!files.ok()) return files;
        v1::Activity activity = wanted;
        activity.clear_create_time();
        activity.set_name(absl::StrCat("activities/", RandomHex(kIdBytes)));
        activity.set_state(v1::ACTIVITY_STATE_RECORDED);
        activity.set_creator(by.actor);
        activity.set_region(RegionToKeep(call.caller, activity.department(), frame->plan()));
        Stamp(by.now, activity);
        rows.Save(DocumentOf(activity, *frame));
        return MadeChange<v1::Activity>{activity, activity.name(), "recorded"};
      });
}

absl::StatusOr<v1::Activity> ActivityService::GetActivity(const Call& call, const v1::GetActivityRequest& request) {
  if (absl::Status name = CheckName("name", "activities", request.name()); !name.ok()) return name;
  auto known = context_.Find<v1::Activity>(call, request.name());
  if (!known.ok()) return known.status();
  return std::move(known->message);
}

absl::StatusOr<v1::ListActivitiesResponse> ActivityService::ListActivities(const Call& call,
                                                                           const v1::ListActivitiesRequest& request) {
  if (request.year() != 0 && (request.year() < kLeastYear || request.year() > kMostYear)) {
    return InvalidField("year", "must be 1900 to 9999, or 0");
  }
  DocumentFilter filter;
  filter.shelf = Shelf::kActivity;
  filter.states.assign(request.kinds().begin(), request.kinds().end());
  filter.department = request.department();
  return ListPage<v1::Activity, v1::ListActivitiesResponse>(
      context_, call, request, filter,
      [&](v1::Activity& activity) { return request.year() == 0 || activity.start_date().year() == request.year(); },
      [](v1::Activity&& activity, auto& response) { *response.add_activities() = std::move(activity); });
}

absl::Status ActivityService::KeepBegun(const Call& call, const v1::PublishAttendanceRequest& request,
                                        const KnownActivity& known) {
  if (IsOpen(request, known.message)) return absl::OkStatus();
  const absl::Time now = context_.clock.Now();
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    auto activity = LoadForChange<v1::Activity>(rows, request.name(), "");
    if (!activity.ok()) return activity.status();
    absl::Status may = CheckAttendance(request, *activity, call.caller, known.frame);
    if (!may.ok()) return may;
    BeginPart(request, call.caller.region, now, *activity);
    Stamp(now, *activity);
    rows.Save(DocumentOf(*activity, known.frame));
    return Outcome{"", activity->name(), absl::StrCat("attendance begun, ", PartText(request))};
  };
  return context_.store.Mutate(PartKey("BeginAttendance", call, request), now, work, call.deadline).status();
}

void ActivityService::KeepRefused(const Call& call, const v1::PublishAttendanceRequest& request, int refused,
                                  const KnownActivity& known) {
  const absl::Time now = context_.clock.Now();
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    auto activity = LoadForChange<v1::Activity>(rows, request.name(), "");
    if (!activity.ok()) return activity.status();
    RefusePart(request, refused, now, *activity);
    Stamp(now, *activity);
    rows.Save(DocumentOf(*activity, known.frame));
    return Outcome{"", activity->name(), absl::StrCat("exchange refused ", refused, " of ", PartText(request))};
  };
  const auto kept = context_.store.Mutate(PartKey("RefuseAttendance", call, request), now, work, call.deadline);
  if (kept.ok()) return;
  Log(LogLevel::kWarning, "refused attendance not kept", {{"status", LogTextOf(kept.status())}});
}

absl::StatusOr<v1::Activity> ActivityService::PublishAttendance(const Call& call,
                                                                const v1::PublishAttendanceRequest& request) {
  if (absl::Status name = CheckName("name", "activities", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Activity>(call, request.name());
  if (!known.ok()) return known.status();
  // The department's own people alone: the records are the department's, in the region of their certificates.
  absl::Status own = CheckIsOf(call.caller, known->frame.plan(), known->message.department());
  if (!own.ok()) return own;
  const auto first = FindFirstResponse<v1::Activity>(context_, call, WithoutPersons(request));
  if (!first.ok()) return first.status();
  if (!first->has_value()) {
    absl::Status may = CheckAttendance(request, known->message, call.caller, known->frame);
    if (!may.ok()) return may;
    if (absl::Status begun = KeepBegun(call, request, *known); !begun.ok()) return begun;
  }
  // A repeat, too: exchange alone can tell whether it has the same persons.
  const auto taken = exchange_.Publish(
      RecordsOf(request, known->message, call.caller),
      ContentUuid(absl::StrCat("attendance\n", call.caller.uri, "\n", request.request_id())), call.deadline);
  if (!taken.ok()) return taken.status();
  if (first->has_value()) return **first;
  if (absl::Status all = CheckTaken(*taken); !all.ok()) {
    KeepRefused(call, request, CountRefused(*taken), *known);
    return all;
  }
  return Mutate<v1::Activity>(
      context_, call, WithoutPersons(request),
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Activity>> {
        auto activity = LoadForChange<v1::Activity>(rows, request.name(), "");
        if (!activity.ok()) return activity.status();
        // Where it was withdrawn meanwhile, what was just published is taken back with all that was begun.
        absl::Status still = CheckAttendance(request, *activity, call.caller, known->frame);
        if (!still.ok()) return still;
        FinishPart(request, by.now, *activity);
        Stamp(by.now, *activity);
        rows.Save(DocumentOf(*activity, known->frame));
        return MadeChange<v1::Activity>{*activity, activity->name(),
                                        absl::StrCat("attendance published, ", PartText(request))};
      });
}

absl::StatusOr<v1::Activity> ActivityService::WithdrawActivity(const Call& call,
                                                               const v1::WithdrawActivityRequest& request) {
  if (absl::Status name = CheckName("name", "activities", request.name()); !name.ok()) return name;
  FieldViolations faults;
  CheckText(faults, "reason", request.reason(), kLongestReason, true);
  if (!faults.empty()) return faults.ToStatus();
  const auto known = context_.Find<v1::Activity>(call, request.name());
  if (!known.ok()) return known.status();
  absl::Status own = CheckActsFor(call.caller, known->frame.plan(), known->message.department());
  if (!own.ok()) return own;
  if (absl::Status region = CheckRegion(known->message, call.caller); !region.ok()) return region;
  auto withdrawn = Mutate<v1::Activity>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Activity>> {
        auto activity = LoadForChange<v1::Activity>(rows, request.name(), request.etag());
        if (!activity.ok()) return activity.status();
        if (activity->state() != v1::ACTIVITY_STATE_RECORDED) {
          return WrongState(activity->name(), v1::ActivityState_Name(activity->state()), "is withdrawn already");
        }
        activity->set_state(v1::ACTIVITY_STATE_WITHDRAWN);
        activity->set_withdraw_reason(request.reason());
        *activity->mutable_withdraw_time() = ToTimestamp(by.now);
        BeginWithdrawal(*activity);
        Stamp(by.now, *activity);
        rows.Save(DocumentOf(*activity, known->frame));
        return MadeChange<v1::Activity>{*activity, activity->name(), absl::StrCat("withdrawn: ", request.reason())};
      });
  if (!withdrawn.ok() || !NextWithdrawal(*withdrawn).has_value()) return withdrawn;
  const auto left = TakeBackAttendance(context_, exchange_, call.caller.uri, request.name(), kPartsInCall,
                                       std::min(call.deadline, absl::Now() + kTimeInCall));
  if (!left.ok()) Log(LogLevel::kInfo, "attendance is left to the tick", {{"status", LogTextOf(left.status())}});
  return withdrawn;
}

absl::StatusOr<v1::ActivitySummary> ActivityService::GetActivitySummary(const Call& call,
                                                                        const v1::GetActivitySummaryRequest& request) {
  if (request.year() < kLeastYear || request.year() > kMostYear) return InvalidField("year", "must be 1900 to 9999");
  const auto frame = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status read = CheckMayRead(call.caller, OfficeRegion(frame->plan()), {}); !read.ok()) return read;
  absl::StatusOr<std::vector<v1::Activity>> activities;
  const absl::Status read = context_.store.Read(
      [&](CoordinationRows& rows) {
        activities = FindActivities(rows, request.parent(), {});
        return activities.status();
      },
      call.deadline);
  if (!read.ok()) return read;
  return Summarize(*activities, request.year());
}

}  // namespace lianfang::coordination
