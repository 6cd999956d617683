#include "services/notification/store/mutations.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/mutation.h"
#include "common/rpc/status.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/no_such.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

template <typename Response>
absl::StatusOr<Response> Mutate(NotificationStore& store, const std::optional<RequestKey>& key, absl::Time now,
                                absl::Time deadline, const NotificationStore::Work& work) {
  const auto kept = store.Mutate(key, now, work, deadline);
  if (!kept.ok()) return kept.status();
  return ParseResponse<Response>(*kept);
}

// Queues one delivery again, as it is answered.
absl::StatusOr<Delivery> Requeue(NotificationRows& rows, const std::string& name, const std::string& etag,
                                 absl::string_view within, absl::Time now) {
  const auto found = rows.LockDelivery(name);
  if (!found.has_value()) return NoSuch(name);
  if (!IsWithin(found->delivery, within)) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied, absl::StrCat(name, " is of another region"),
                           "NOT_OWN_REGION", {{"name", name}});
  }
  // Whoever is sending it records what becomes of it, and would overwrite what is decided here.
  if (found->leased_until > now) {
    return ErrorWithReason(absl::StatusCode::kAborted, absl::StrCat(name, " is being sent"), "BEING_SENT",
                           {{"name", name}});
  }
  std::optional<v1::Contact> contact;
  if (!found->delivery.contact().empty()) contact = rows.FindContact(found->delivery.contact());
  auto queued = Retried(found->delivery, contact, etag, now);
  if (!queued.ok()) return queued.status();
  if (!rows.Requeue(*queued)) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("another delivery stands for what ", name, " was to remind of"), "SUPERSEDED",
                           {{"name", name}});
  }
  return queued;
}

// Whether the office hears of this failure: of a contact's address it hears once, until a message gets there.
bool NotesFailure(NotificationRows& rows, const Delivery& failed, const std::string& address, absl::Time now) {
  if (failed.contact().empty()) return true;
  const auto known = rows.LockFailedMailbox(MailboxKey(address));
  rows.SaveFailedMailbox({address, known.has_value() ? known->since : now, now});
  return !known.has_value();
}

// A way to the recipient is closed; whether another one is left is `failed`'s state.
void NoteClosedWay(NotificationRows& rows, const Delivery& failed, const v1::ChannelAddress& way, const AlertDesk& desk,
                   absl::Time now, std::vector<Change>& changes) {
  const bool tell = NotesFailure(rows, failed, FailedAddressOf(way.channel(), way.address()), now);
  // An alert that fails raises no other: the log and the metrics have it.
  if (!tell || failed.kind() == v1::DELIVERY_KIND_ALERT) return;
  const Notice alert = FailureAlert(failed, desk, now);
  if (!rows.InsertNotice(alert, now)) return;
  for (Change& change : ChangesOf(alert)) changes.push_back(std::move(change));
}

}  // namespace

absl::StatusOr<v1::Contact> PutContact(NotificationStore& store, const ContactPut& put, absl::Time deadline) {
  return Mutate<v1::Contact>(store, put.key, put.now, deadline, [&](NotificationRows& rows) -> absl::StatusOr<Outcome> {
    const auto decided = DecideContact(rows.LockPlace(put.contact), put.contact, put.etag, put.now);
    if (!decided.ok()) return decided.status();
    rows.SaveContact(*decided);
    return Outcome{decided->SerializeAsString(), decided->name(), "put contact"};
  });
}

absl::StatusOr<Delivery> RetryDelivery(NotificationStore& store, const DeliveryRetry& retry, absl::Time deadline) {
  return Mutate<Delivery>(store, retry.key, retry.now, deadline,
                          [&](NotificationRows& rows) -> absl::StatusOr<Outcome> {
                            const auto queued = Requeue(rows, retry.name, retry.etag, retry.within, retry.now);
                            if (!queued.ok()) return queued.status();
                            rows.Announce({ChangeOf(*queued)}, retry.now);
                            return Outcome{queued->SerializeAsString(), queued->name(), "queued again"};
                          });
}

absl::StatusOr<v1::RetryDeliveriesResponse> RetryDeliveries(NotificationStore& store, const DeliveriesRetry& retry,
                                                            absl::Time deadline) {
  return Mutate<v1::RetryDeliveriesResponse>(
      store, retry.key, retry.now, deadline, [&](NotificationRows& rows) -> absl::StatusOr<Outcome> {
        std::vector<std::string> names = retry.names;
        if (names.empty()) {
          names = rows.FindChanged({v1::DELIVERY_STATE_FAILED, v1::DELIVERY_STATE_DEFERRED}, retry.failed_since,
                                   retry.within, kMaxRetries);
        }
        v1::RetryDeliveriesResponse response;
        std::vector<Change> changes;
        for (const std::string& name : names) {
          v1::RetryResult& result = *response.add_results();
          result.set_name(name);
          const auto queued = Requeue(rows, name, /*etag=*/"", retry.within, retry.now);
          *result.mutable_status() = ToRpcStatus(queued.status());
          if (!queued.ok()) continue;
          *result.mutable_delivery() = *queued;
          changes.push_back(ChangeOf(*queued));
        }
        rows.Announce(changes, retry.now);
        return Outcome{response.SerializeAsString(), kDeliveryPrefix,
                       absl::StrCat("queued ", changes.size(), " of ", names.size(), " again")};
      });
}

absl::Status FinishDelivery(NotificationStore& store, const Delivery& tried, const std::string& holder,
                            const AlertDesk& desk, absl::Time deadline) {
  const absl::Time now = FromTimestamp(tried.update_time());
  return store.Transact(
      [&](NotificationRows& rows) -> absl::Status {
        if (!rows.Settle(tried, holder)) return absl::AbortedError(absl::StrCat(tried.name(), " is held by another"));
        Delivery told = tried;
        told.clear_text_body();
        std::vector<Change> changes = {ChangeOf(told)};
        if (tried.state() == v1::DELIVERY_STATE_SENT) {
          rows.ForgetFailedMailbox(MailboxKey(FailedAddressOf(ChannelOf(tried), AddressOf(tried))));
        }
        if (tried.state() == v1::DELIVERY_STATE_SUPPRESSED || tried.state() == v1::DELIVERY_STATE_FAILED) {
          rows.FreeStages(tried.name());
        }
        const auto closed = JustClosed(tried);
        if (closed.has_value()) NoteClosedWay(rows, tried, *closed, desk, now, changes);
        rows.Announce(changes, now);
        return absl::OkStatus();
      },
      deadline);
}

absl::StatusOr<v1::TemplateVersion> PutTemplateVersion(NotificationStore& store, const TemplatePut& put,
                                                       absl::Time deadline) {
  const TemplateChange& change = put.change;
  return Mutate<v1::TemplateVersion>(
      store, put.key, change.now, deadline, [&](NotificationRows& rows) -> absl::StatusOr<Outcome> {
        const auto decided = DecideTemplateVersion(rows.LockNewestVersion(change.name), change);
        if (!decided.ok()) return decided.status();
        rows.InsertVersion(change.name, *decided);
        return Outcome{decided->SerializeAsString(), decided->name(),
                       (decided->reset() ? "reset: " : "uploaded: ") + change.reason};
      });
}

}  // namespace lianfang::notification
