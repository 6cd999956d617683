#include "services/notification/reminder_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/previews.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/domain/stage/plan_names.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/first_response.h"
#include "services/notification/messages/reminder_mail.h"
#include "services/notification/visibility.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kLongestPreview = absl::Hours(24 * 3660);
constexpr char kAllPlans[] = "plans/-";
constexpr int kMostPauses = 100'000;  // more than a plan has scopes

absl::Status CheckPreview(const v1::PreviewRemindersRequest& request) {
  FieldViolations faults;
  if (!absl::StartsWith(request.parent(), "plans/")) faults.Add("parent", "must be plans/{plan} or plans/-");
  const absl::Duration stretch = FromTimestamp(request.until_time()) - FromTimestamp(request.from_time());
  if (stretch <= absl::ZeroDuration() || stretch > kLongestPreview) {
    faults.Add("until_time", "must be after from_time, by at most 3660 days");
  }
  return faults.ToStatus();
}

}  // namespace

void ReminderService::Register(ContractService& service) {
  service.Unary<v1::PreviewRemindersRequest, v1::PreviewRemindersResponse>(
      "PreviewReminders",
      [this](const Call& call, const v1::PreviewRemindersRequest& request) { return PreviewReminders(call, request); });
  service.AuditReads("PreviewReminders");
  service.Unary<v1::AcknowledgeReminderRequest, v1::Acknowledgement>(
      "AcknowledgeReminder", [this](const Call& call, const v1::AcknowledgeReminderRequest& request) {
        return AcknowledgeReminder(call, request);
      });
  service.Unary<v1::PauseRemindersRequest, v1::ReminderPause>(
      "PauseReminders",
      [this](const Call& call, const v1::PauseRemindersRequest& request) { return PauseReminders(call, request); });
  service.Unary<v1::ResumeRemindersRequest, v1::ReminderPause>(
      "ResumeReminders",
      [this](const Call& call, const v1::ResumeRemindersRequest& request) { return ResumeReminders(call, request); });
  service.Unary<v1::ListReminderPausesRequest, v1::ListReminderPausesResponse>(
      "ListReminderPauses", [this](const Call& call, const v1::ListReminderPausesRequest& request) {
        return ListReminderPauses(call, request);
      });
}

absl::StatusOr<v1::PreviewRemindersResponse> ReminderService::PreviewReminders(
    const Call& call, const v1::PreviewRemindersRequest& request) {
  const absl::Status checked = CheckPreview(request);
  if (!checked.ok()) return checked;
  const auto scope = ScopeOf(call.caller, request.region(), request.department());
  if (!scope.ok()) return scope.status();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();

  const std::string plan = request.parent() == kAllPlans ? "" : request.parent();
  auto basis = store_.LoadBasis({.plan = plan, .owed_only = false}, call.deadline);
  if (!basis.ok()) return basis.status();
  if (!plan.empty() && basis->plans.count(plan) == 0) return NoSuch(plan);
  // Years of all plans take long: nobody has more of them computed than concerns the caller.
  std::vector<Duty>& duties = basis->duties;
  duties.erase(
      std::remove_if(duties.begin(), duties.end(),
                     [&](const Duty& duty) { return !Concerns(call.caller, duty, PlanOf(basis->plans, duty.plan())); }),
      duties.end());
  const auto plans = GroupByPlan(basis->plans, basis->duties);
  if (!plans.ok()) return plans.status();
  const ContactBook contacts(basis->contacts);
  const Restraints restraints(basis->acknowledgements, basis->pauses);
  const auto calendar = calendar_.Current();
  auto previews = ToPreviews(DigestPlanner(*plans, contacts, restraints, Mornings(*calendar))
                                 .Preview(FromTimestamp(request.from_time()), FromTimestamp(request.until_time()),
                                          [&call] { return call.Cancelled(); }));
  if (call.Cancelled()) return absl::CancelledError("the caller waits no more");
  previews.erase(std::remove_if(previews.begin(), previews.end(),
                                [&](const v1::ReminderPreview& preview) {
                                  return !Covers(*scope, preview.region(), preview.department());
                                }),
                 previews.end());

  size_t from = 0;
  if (!token->empty() && !absl::SimpleAtoi(*token, &from)) return InvalidField("page_token", "is not a page token");
  const size_t until = std::min(previews.size(), from + static_cast<size_t>(PageSize(request.page_size())));
  std::map<std::string, std::string> languages;
  for (const v1::Contact& contact : basis->contacts) languages[contact.name()] = contact.language();
  const auto templates = library_.Current();
  if (!templates.ok()) return templates.status();
  v1::PreviewRemindersResponse response;
  for (size_t i = from; i < until; ++i) {
    v1::ReminderPreview& preview = *response.add_previews();
    preview = std::move(previews[i]);
    if (preview.contact().empty()) continue;
    auto subject = SubjectOf(preview, languages[preview.contact()], basis->plans, **templates);
    if (!subject.ok()) return subject.status();
    preview.set_subject(*std::move(subject));
  }
  if (until < previews.size()) response.set_next_page_token(MakePageToken(request, absl::StrCat(until)));
  return response;
}

absl::StatusOr<std::string> ReminderService::SubjectOf(const v1::ReminderPreview& preview, const std::string& language,
                                                       const PlanMap& plans, const TemplateSet& templates) {
  const auto zone = LoadZone(PlanOf(plans, preview.items(0)).time_zone());
  if (!zone.ok()) return zone.status();
  const ReminderMail mail{.recipient = preview.display_name(),
                          .language = language,
                          .copy = preview.copy(),
                          .day = absl::ToCivilDay(FromTimestamp(preview.send_time()), *zone),
                          .items = {preview.items().begin(), preview.items().end()}};
  auto content = templates.Render(kReminderTemplate, language, ReminderData(mail, plans));
  if (!content.ok()) return content.status();
  return std::move(content->subject);
}

absl::StatusOr<v1::Acknowledgement> ReminderService::AcknowledgeReminder(
    const Call& call, const v1::AcknowledgeReminderRequest& request) {
  const v1::Acknowledgement& asked = request.acknowledgement();
  const absl::Status checked = CheckAcknowledgement(asked);
  if (!checked.ok()) return checked;
  const RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  const auto first = FirstResponse<v1::Acknowledgement>(store_, key, call.deadline);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;

  auto basis = store_.LoadBasis({.resources = {asked.duty()}}, call.deadline);
  if (!basis.ok()) return basis.status();
  std::vector<Duty>& duties = basis->duties;
  if (duties.empty()) return NoSuch(asked.duty());
  const auto is_others = [&call](const Duty& duty) {
    return duty.department() != call.caller.department || duty.acting_region() != call.caller.region;
  };
  duties.erase(std::remove_if(duties.begin(), duties.end(), is_others), duties.end());
  if (duties.empty()) return NotOwnDepartment();
  const auto zone = LoadZone(basis->plans.at(duties.front().plan()).time_zone());
  if (!zone.ok()) return zone.status();
  const auto decided = DecideAcknowledgement(duties, *zone, asked, call.caller.uri, clock_.Now());
  if (!decided.ok()) return decided.status();
  return store_.PutAcknowledgement(*decided, key, call.deadline);
}

// A plan that was never received is for the store to tell.
absl::Status ReminderService::CheckOwnPlanNamed(const Call& call, const std::string& name) {
  const auto plans = store_.LoadPlans(call.deadline);
  if (!plans.ok()) return plans.status();
  const auto plan = plans->find(name);
  return plan == plans->end() ? absl::OkStatus() : CheckOwnPlan(call.caller, plan->second);
}

absl::StatusOr<v1::ReminderPause> ReminderService::PauseReminders(const Call& call,
                                                                  const v1::PauseRemindersRequest& request) {
  const RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  const auto decided = DecidePause(request.pause(), call.caller.uri, clock_.Now());
  if (!decided.ok()) return decided.status();
  if (absl::Status own = CheckOwnPlanNamed(call, decided->plan()); !own.ok()) return own;
  return store_.PutPause(*decided, key, call.deadline);
}

absl::StatusOr<v1::ReminderPause> ReminderService::ResumeReminders(const Call& call,
                                                                   const v1::ResumeRemindersRequest& request) {
  const RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  const auto first = FirstResponse<v1::ReminderPause>(store_, key, call.deadline);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  if (absl::Status own = CheckOwnPlanNamed(call, request.plan()); !own.ok()) return own;
  const absl::Time now = clock_.Now();
  const auto pauses = store_.ListPauses({request.plan(), now}, {"", kMostPauses}, call.deadline);
  if (!pauses.ok()) return pauses.status();
  const auto decided = DecideResume(*pauses, request, call.caller.uri, now);
  if (!decided.ok()) return decided.status();
  return store_.PutPause(*decided, key, call.deadline);
}

absl::StatusOr<v1::ListReminderPausesResponse> ReminderService::ListReminderPauses(
    const Call& call, const v1::ListReminderPausesRequest& request) {
  if (!absl::StartsWith(request.parent(), "plans/")) return InvalidField("parent", "must be plans/{plan} or plans/-");
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const std::string plan = request.parent() == kAllPlans ? "" : request.parent();
  const int size = PageSize(request.page_size());
  auto pauses = store_.ListPauses({plan, clock_.Now()}, {*after, kMostPauses}, call.deadline);
  if (!pauses.ok()) return pauses.status();
  const auto plans = store_.LoadPlans(call.deadline);
  if (!plans.ok()) return plans.status();
  v1::ListReminderPausesResponse response;
  for (v1::ReminderPause& pause : *pauses) {
    if (!Concerns(call.caller, pause, PlanOf(*plans, pause.plan()))) continue;
    if (response.pauses_size() == size) {
      response.set_next_page_token(MakePageToken(request, PauseKey(response.pauses(size - 1))));
      break;
    }
    *response.add_pauses() = std::move(pause);
  }
  return response;
}

}  // namespace lianfang::notification
