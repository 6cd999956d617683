#include "services/notification/notification_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/notification/domain/contact_rules.h"
#include "services/notification/domain/delivery_rules.h"
#include "services/notification/domain/previews.h"
#include "services/notification/mail/reminder_mail.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kLongestPreview = absl::Hours(24 * 3660);
constexpr char kAllPlans[] = "plans/-";

// Departments' people see their own department in their own region; the others see all.
bool SeesOwnRowsOnly(const Identity& caller) {
  return caller.role == type::v1::ROLE_LIAISON || caller.role == type::v1::ROLE_CONVENER;
}

bool MaySee(const Identity& caller, const std::string& region, const std::string& department) {
  return !SeesOwnRowsOnly(caller) || (region == caller.region && department == caller.department);
}

absl::Status NotTheirs() {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "belongs to another department", "NOT_OWN_DEPARTMENT");
}

// What a list is narrowed to: what the request asks for, and for departments' people their own. PERMISSION_DENIED when
// they ask for another's.
struct Scope {
  std::string region;
  std::string department;
};
template <typename Request>
absl::StatusOr<Scope> ScopeOf(const Identity& caller, const Request& request) {
  Scope scope{request.region(), request.department()};
  if (!SeesOwnRowsOnly(caller)) return scope;
  if (scope.region.empty()) scope.region = caller.region;
  if (scope.department.empty()) scope.department = caller.department;
  if (!MaySee(caller, scope.region, scope.department)) return NotTheirs();
  return scope;
}

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

void NotificationService::Register(ContractService& service) {
  service.Unary<v1::PutContactRequest, v1::Contact>(
      "PutContact",
      [this](const Call& call, const v1::PutContactRequest& request) { return PutContact(call, request); });
  service.Unary<v1::ListContactsRequest, v1::ListContactsResponse>(
      "ListContacts",
      [this](const Call& call, const v1::ListContactsRequest& request) { return ListContacts(call, request); });
  service.Unary<v1::PreviewRemindersRequest, v1::PreviewRemindersResponse>(
      "PreviewReminders",
      [this](const Call& call, const v1::PreviewRemindersRequest& request) { return PreviewReminders(call, request); });
  service.Unary<v1::ListDeliveriesRequest, v1::ListDeliveriesResponse>(
      "ListDeliveries",
      [this](const Call& call, const v1::ListDeliveriesRequest& request) { return ListDeliveries(call, request); });
  service.Unary<v1::GetDeliveryRequest, v1::Delivery>(
      "GetDelivery",
      [this](const Call& call, const v1::GetDeliveryRequest& request) { return GetDelivery(call, request); });
}

absl::StatusOr<v1::Contact> NotificationService::PutContact(const Call& call, const v1::PutContactRequest& request) {
  auto checked = CheckContact(request.contact(), templates_.languages());
  if (!checked.ok()) return checked.status();
  ContactPut put{.key = std::nullopt, .contact = *std::move(checked), .etag = request.etag(), .now = clock_.Now()};
  if (!request.validate_only()) put.key = RequestKey::Of(call.caller.uri, call.method, request);
  return store_.PutContact(put, call.deadline);
}

absl::StatusOr<v1::ListContactsResponse> NotificationService::ListContacts(const Call& call,
                                                                           const v1::ListContactsRequest& request) {
  const auto scope = ScopeOf(call.caller, request);
  if (!scope.ok()) return scope.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  ContactFilter filter{scope->region, scope->department, request.role(), std::nullopt};
  if (request.has_valid_time()) filter.valid_time = FromTimestamp(request.valid_time());
  const int size = PageSize(request.page_size());
  auto contacts = store_.ListContacts(filter, {*after, size + 1}, call.deadline);
  if (!contacts.ok()) return contacts.status();
  v1::ListContactsResponse response;
  for (v1::Contact& contact : *contacts) {
    if (response.contacts_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.contacts(size - 1).name()));
      break;
    }
    *response.add_contacts() = std::move(contact);
  }
  return response;
}

absl::StatusOr<v1::PreviewRemindersResponse> NotificationService::PreviewReminders(
    const Call& call, const v1::PreviewRemindersRequest& request) {
  const absl::Status checked = CheckPreview(request);
  if (!checked.ok()) return checked;
  const auto scope = ScopeOf(call.caller, request);
  if (!scope.ok()) return scope.status();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();

  const std::string plan = request.parent() == kAllPlans ? "" : request.parent();
  const auto basis = store_.LoadBasis({.plan = plan, .owed_only = false}, call.deadline);
  if (!basis.ok()) return basis.status();
  if (!plan.empty() && basis->plans.count(plan) == 0) {
    return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(plan, " does not exist"), "NOT_FOUND",
                           {{"name", plan}});
  }
  const auto plans = GroupByPlan(basis->plans, basis->obligations);
  if (!plans.ok()) return plans.status();
  const ContactBook contacts(basis->contacts);
  auto previews = ToPreviews(DigestPlanner(*plans, contacts, calendar_)
                                 .Preview(FromTimestamp(request.from_time()), FromTimestamp(request.until_time())));
  previews.erase(std::remove_if(previews.begin(), previews.end(),
                                [&](const v1::ReminderPreview& preview) {
                                  return (!scope->region.empty() && scope->region != preview.region()) ||
                                         (!scope->department.empty() && scope->department != preview.department());
                                }),
                 previews.end());

  size_t from = 0;
  if (!token->empty() && !absl::SimpleAtoi(*token, &from)) return InvalidField("page_token", "is not a page token");
  const size_t until = std::min(previews.size(), from + static_cast<size_t>(PageSize(request.page_size())));
  std::map<std::string, std::string> languages;
  for (const v1::Contact& contact : basis->contacts) languages[contact.name()] = contact.language();
  v1::PreviewRemindersResponse response;
  for (size_t i = from; i < until; ++i) {
    v1::ReminderPreview& preview = *response.add_previews();
    preview = std::move(previews[i]);
    if (preview.contact().empty()) continue;
    auto subject = SubjectOf(preview, languages[preview.contact()], basis->plans);
    if (!subject.ok()) return subject.status();
    preview.set_subject(*std::move(subject));
  }
  if (until < previews.size()) response.set_next_page_token(MakePageToken(request, absl::StrCat(until)));
  return response;
}

absl::StatusOr<std::string> NotificationService::SubjectOf(const v1::ReminderPreview& preview,
                                                           const std::string& language, const PlanMap& plans) const {
  const auto zone = LoadZone(plans.at(PlanNameOf(preview.items(0).obligation())).time_zone());
  if (!zone.ok()) return zone.status();
  const ReminderMail mail{.recipient = preview.display_name(),
                          .language = language,
                          .copy = preview.copy(),
                          .day = absl::ToCivilDay(FromTimestamp(preview.send_time()), *zone),
                          .items = {preview.items().begin(), preview.items().end()}};
  auto content = templates_.Render(kReminderTemplate, language, ReminderData(mail, plans));
  if (!content.ok()) return content.status();
  return std::move(content->subject);
}

absl::StatusOr<v1::ListDeliveriesResponse> NotificationService::ListDeliveries(
    const Call& call, const v1::ListDeliveriesRequest& request) {
  const auto scope = ScopeOf(call.caller, request);
  if (!scope.ok()) return scope.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const DeliveryFilter filter{request.kind(),    request.state(), request.contact(),
                              scope->department, scope->region,   request.obligation()};
  const int size = PageSize(request.page_size());
  auto deliveries = store_.ListDeliveries(filter, {*after, size + 1}, call.deadline);
  if (!deliveries.ok()) return deliveries.status();
  v1::ListDeliveriesResponse response;
  for (v1::Delivery& delivery : *deliveries) {
    if (response.deliveries_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.deliveries(size - 1).name()));
      break;
    }
    *response.add_deliveries() = std::move(delivery);
  }
  return response;
}

absl::StatusOr<v1::Delivery> NotificationService::GetDelivery(const Call& call, const v1::GetDeliveryRequest& request) {
  if (!absl::StartsWith(request.name(), kDeliveryPrefix)) return InvalidField("name", "must be deliveries/{delivery}");
  auto delivery = store_.GetDelivery(request.name(), call.deadline);
  if (!delivery.ok()) return delivery.status();
  if (!MaySee(call.caller, delivery->region(), delivery->department())) return NotTheirs();
  return delivery;
}

}  // namespace lianfang::notification
