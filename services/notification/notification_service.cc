#include "services/notification/notification_service.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/store/mutations.h"
#include "services/notification/visibility.h"

namespace lianfang::notification {
namespace {

absl::Status CheckRetry(const v1::RetryDeliveriesRequest& request) {
  FieldViolations faults;
  if (request.names().empty() != request.has_failed_since_time()) {
    faults.Add("names", "must be given, or failed_since_time, and not both");
  }
  if (request.names_size() > kMaxRetries) {
    faults.Add("names", absl::StrCat("must be at most ", kMaxRetries, ", were ", request.names_size()));
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.names_size(); ++i) {
    const std::string field = absl::StrCat("names[", i, "]");
    if (!absl::StartsWith(request.names(i), kDeliveryPrefix)) faults.Add(field, "must be deliveries/{delivery}");
    if (!seen.insert(request.names(i)).second) faults.Add(field, "is given twice");
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
  service.Unary<v1::ResolveSubjectRequest, v1::ResolveSubjectResponse>(
      "ResolveSubject",
      [this](const Call& call, const v1::ResolveSubjectRequest& request) { return ResolveSubject(call, request); });
  service.Unary<v1::ListDeliveriesRequest, v1::ListDeliveriesResponse>(
      "ListDeliveries",
      [this](const Call& call, const v1::ListDeliveriesRequest& request) { return ListDeliveries(call, request); });
  service.Unary<v1::GetDeliveryRequest, v1::Delivery>(
      "GetDelivery",
      [this](const Call& call, const v1::GetDeliveryRequest& request) { return GetDelivery(call, request); });
  for (const char* read : {"ListContacts", "ListDeliveries", "GetDelivery"}) service.AuditReads(read);
  service.Unary<v1::RetryDeliveryRequest, v1::Delivery>(
      "RetryDelivery",
      [this](const Call& call, const v1::RetryDeliveryRequest& request) { return RetryDelivery(call, request); });
  service.Unary<v1::RetryDeliveriesRequest, v1::RetryDeliveriesResponse>(
      "RetryDeliveries",
      [this](const Call& call, const v1::RetryDeliveriesRequest& request) { return RetryDeliveries(call, request); });
}

absl::StatusOr<v1::Contact> NotificationService::PutContact(const Call& call, const v1::PutContactRequest& request) {
  const auto templates = library_.Current();
  if (!templates.ok()) return templates.status();
  auto checked = CheckContact(request.contact(), (*templates)->languages(), channels_);
  if (!checked.ok()) return checked.status();
  if (absl::Status own = CheckOwnRegion(call.caller, checked->region()); !own.ok()) return own;
  ContactPut put{.key = std::nullopt, .contact = *std::move(checked), .etag = request.etag(), .now = clock_.Now()};
  if (!request.validate_only()) put.key = RequestKey::Of(call.caller.uri, call.method, request);
  return notification::PutContact(store_, put, call.deadline);
}

absl::StatusOr<v1::ResolveSubjectResponse> NotificationService::ResolveSubject(
    const Call& call, const v1::ResolveSubjectRequest& request) {
  const auto contacts = store_.FindSubject(request.subject(), clock_.Now(), call.deadline);
  if (!contacts.ok()) return contacts.status();
  // Errors do not quote the subject: logs keep no name of a person.
  if (contacts->empty()) {
    return ErrorWithReason(absl::StatusCode::kNotFound, "no valid contact has this subject", "NO_SUCH_SUBJECT");
  }
  if (contacts->size() > 1) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "several valid contacts have this subject",
                           "SUBJECT_AMBIGUOUS");
  }
  return ActsAs(contacts->front());
}

absl::StatusOr<v1::ListContactsResponse> NotificationService::ListContacts(const Call& call,
                                                                           const v1::ListContactsRequest& request) {
  const auto scope = ScopeOf(call.caller, request.region(), request.department());
  if (!scope.ok()) return scope.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  ContactFilter filter{scope->region, scope->within, scope->department, request.role(), std::nullopt};
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

absl::StatusOr<v1::ListDeliveriesResponse> NotificationService::ListDeliveries(
    const Call& call, const v1::ListDeliveriesRequest& request) {
  const auto scope = ScopeOf(call.caller, request.region(), request.department());
  if (!scope.ok()) return scope.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const DeliveryFilter filter{request.kind(), request.state(), request.contact(), scope->department,
                              scope->region,  scope->within,   request.duty(),    request.channel()};
  const int size = PageSize(request.page_size());
  auto deliveries = store_.ListDeliveries(filter, {*after, size + 1}, call.deadline);
  if (!deliveries.ok()) return deliveries.status();
  v1::ListDeliveriesResponse response;
  for (v1::Delivery& delivery : *deliveries) {
    if (response.deliveries_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.deliveries(size - 1).name()));
      break;
    }
    WithholdExpert(call.caller, delivery);
    *response.add_deliveries() = std::move(delivery);
  }
  return response;
}

absl::StatusOr<v1::Delivery> NotificationService::GetDelivery(const Call& call, const v1::GetDeliveryRequest& request) {
  if (!absl::StartsWith(request.name(), kDeliveryPrefix)) return InvalidField("name", "must be deliveries/{delivery}");
  auto delivery = store_.GetDelivery(request.name(), call.deadline);
  if (!delivery.ok()) return delivery.status();
  const absl::Status seen = CheckMaySee(call.caller, *delivery);
  if (!seen.ok()) return seen;
  WithholdExpert(call.caller, *delivery);
  return delivery;
}

absl::StatusOr<v1::Delivery> NotificationService::RetryDelivery(const Call& call,
                                                                const v1::RetryDeliveryRequest& request) {
  if (!absl::StartsWith(request.name(), kDeliveryPrefix)) return InvalidField("name", "must be deliveries/{delivery}");
  return notification::RetryDelivery(store_,
                                     {.key = RequestKey::Of(call.caller.uri, call.method, request),
                                      .name = request.name(),
                                      .etag = request.etag(),
                                      .now = clock_.Now(),
                                      .within = std::string(DivisionPrefix(call.caller.region))},
                                     call.deadline);
}

absl::StatusOr<v1::RetryDeliveriesResponse> NotificationService::RetryDeliveries(
    const Call& call, const v1::RetryDeliveriesRequest& request) {
  const absl::Status checked = CheckRetry(request);
  if (!checked.ok()) return checked;
  DeliveriesRetry retry{.key = RequestKey::Of(call.caller.uri, call.method, request),
                        .names = {request.names().begin(), request.names().end()},
                        .now = clock_.Now(),
                        .within = std::string(DivisionPrefix(call.caller.region))};
  if (request.has_failed_since_time()) retry.failed_since = FromTimestamp(request.failed_since_time());
  return notification::RetryDeliveries(store_, retry, call.deadline);
}

}  // namespace lianfang::notification
