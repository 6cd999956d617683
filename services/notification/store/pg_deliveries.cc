// The PostgreSQL store's deliveries and notices.
#include <algorithm>
#include <functional>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/changelog/changelog.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/send_rate.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_rows.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

// How many of the mails asked for may be claimed; takes them from what all senders share.
int Granted(PgTransaction& transaction, const Claim& claim) {
  if (claim.per_minute == 0) return claim.limit;
  const pqxx::row row = transaction.Execute(sql::kLockAllowance).at(0);
  SendAllowance allowance =
      Refilled({row[0].as<double>(), FromPgMicros(row[1].as<int64_t>())}, claim.per_minute, claim.now);
  const int granted = Take(allowance, claim.limit);
  transaction.Execute(sql::kSaveAllowance, allowance.tokens, PgTime(allowance.time));
  return granted;
}

// Gives back what was granted and not used.
void GiveBack(PgTransaction& transaction, int unused) { transaction.Execute(sql::kGiveBack, unused); }

}  // namespace

absl::Status PgNotificationStore::SaveWaiting(const std::vector<v1::ConfirmedFiling>& filings, absl::Time since,
                                              absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kForgetWaiting, PgTime(since));
    for (const v1::ConfirmedFiling& filing : filings) {
      transaction.Execute(sql::kSaveWaiting, filing.revision(), ConfirmationStage(filing), filing.contact(),
                          PgTime(FromTimestamp(filing.commit_time())), Bytes(filing));
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<v1::ConfirmedFiling>> PgNotificationStore::LoadWaiting(absl::Time since,
                                                                                  absl::Time deadline) {
  using Rows = std::vector<v1::ConfirmedFiling>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& waiting) {
    waiting = ParseAll<v1::ConfirmedFiling>(reads.Execute(sql::kLoadWaiting, PgTime(since)));
  });
}

absl::StatusOr<bool> PgNotificationStore::RecordDelivery(const Delivery& delivery, absl::Time deadline) {
  bool recorded = false;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    recorded = PgNotificationRows(transaction).InsertDelivery(delivery);
    if (!recorded) return absl::AlreadyExistsError("recorded before");
    AppendChanges(transaction, {ChangeOf(delivery)}, FromTimestamp(delivery.update_time()));
    return absl::OkStatus();
  });
  if (absl::IsAlreadyExists(status)) return false;
  if (!status.ok()) return status;
  return true;
}

absl::StatusOr<std::vector<Delivery>> PgNotificationStore::ClaimDeliveries(const Claim& claim, absl::Time deadline) {
  std::vector<Delivery> claimed;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    claimed.clear();
    const int granted = Granted(transaction, claim);
    for (const pqxx::row& row : transaction.Execute(
             sql::kClaimDeliveries, PgTime(claim.now), claim.lease.holder, PgTime(claim.lease.until), granted,
             claim.reminders ? 0 : static_cast<int>(v1::DELIVERY_KIND_REMINDER), claim.channel, claim.passable)) {
      claimed.push_back(Parse<Delivery>(row[2]));
    }
    const int unused = granted - static_cast<int>(claimed.size());
    if (claim.per_minute > 0 && unused > 0) GiveBack(transaction, unused);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  std::sort(claimed.begin(), claimed.end(), [](const Delivery& left, const Delivery& right) {
    return std::make_tuple(FromTimestamp(left.next_attempt_time()), std::cref(left.name())) <
           std::make_tuple(FromTimestamp(right.next_attempt_time()), std::cref(right.name()));
  });
  return claimed;
}

absl::StatusOr<int64_t> PgNotificationStore::CountWaitingReminders(absl::Time deadline) {
  return Reading<int64_t>(pool_, deadline, [](PgTransaction& reads, int64_t& count) {
    count = reads.Execute(sql::kCountWaiting, static_cast<int>(v1::DELIVERY_KIND_REMINDER)).at(0)[0].as<int64_t>();
  });
}

absl::StatusOr<FailedMailboxes> PgNotificationStore::LoadFailedMailboxes(absl::Time deadline) {
  return Reading<FailedMailboxes>(pool_, deadline, [](PgTransaction& reads, FailedMailboxes& mailboxes) {
    mailboxes = FailedMailboxesIn(reads.Execute(sql::kFailedMailboxes));
  });
}

absl::StatusOr<std::set<Place>> PgNotificationStore::LoadAlertedPlaces(absl::Time deadline) {
  return Reading<std::set<Place>>(pool_, deadline, [](PgTransaction& reads, std::set<Place>& places) {
    places = PlacesIn(reads.Execute(sql::kAlertedPlaces));
  });
}

absl::StatusOr<v1::SendNoticeResponse> PgNotificationStore::RecordNotice(const Notice& notice, const RequestKey& key,
                                                                         absl::Time now, absl::Time deadline) {
  return RunMutation<v1::SendNoticeResponse>(
      pool_, key, now, deadline, [&](PgTransaction& transaction) -> absl::StatusOr<Outcome> {
        if (!PgNotificationRows(transaction).InsertNotice(notice, now))
          return absl::AlreadyExistsError(notice.name + " exists");
        AppendChanges(transaction, ChangesOf(notice), now);
        v1::SendNoticeResponse response;
        response.mutable_deliveries()->Add(notice.deliveries.begin(), notice.deliveries.end());
        return Outcome{response.SerializeAsString(), notice.name,
                       absl::StrCat("sent ", notice.content.template_(), " to ", notice.deliveries.size())};
      });
}

absl::StatusOr<bool> PgNotificationStore::RecordAlert(const Notice& alert, absl::Time deadline) {
  bool recorded = false;
  const absl::Time now = FromTimestamp(alert.deliveries.front().create_time());
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    recorded = PgNotificationRows(transaction).InsertNotice(alert, now);
    if (recorded) AppendChanges(transaction, ChangesOf(alert), now);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return recorded;
}

absl::StatusOr<v1::SendNoticeRequest> PgNotificationStore::LoadNotice(const std::string& name, absl::Time deadline) {
  const auto found =
      Reading<std::vector<v1::SendNoticeRequest>>(pool_, deadline, [&](PgTransaction& reads, auto& rows) {
        rows = ParseAll<v1::SendNoticeRequest>(reads.Execute(sql::kGetNotice, NoticeIdOf(name)));
      });
  if (!found.ok()) return found.status();
  if (found->empty()) return NoSuch(name);
  return found->front();
}

absl::StatusOr<std::vector<Delivery>> PgNotificationStore::ListDeliveries(const DeliveryFilter& filter,
                                                                          const Page& page, absl::Time deadline) {
  using Rows = std::vector<Delivery>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& deliveries) {
    deliveries = ParseAll<Delivery>(reads.Execute(
        sql::kListDeliveries, DeliveryIdOf(page.after), static_cast<int>(filter.kind), static_cast<int>(filter.state),
        filter.contact, filter.department, filter.region, filter.duty, page.limit, filter.within, filter.channel));
  });
}

absl::StatusOr<Delivery> PgNotificationStore::GetDelivery(const std::string& name, absl::Time deadline) {
  const auto found =
      Reading<std::optional<Delivery>>(pool_, deadline, [&](PgTransaction& reads, std::optional<Delivery>& delivery) {
        const pqxx::result rows = reads.Execute(sql::kGetDelivery, DeliveryIdOf(name));
        if (rows.empty()) return;
        delivery = Parse<Delivery>(rows[0][0]);
        delivery->set_text_body(rows[0][1].as<std::string>());
      });
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NoSuch(name);
  return **found;
}

}  // namespace lianfang::notification
