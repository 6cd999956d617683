#include "services/notification/store/pg_notification_store.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/pg/array.h"
#include "common/pg/request_log.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/notification/domain/contact_rules.h"
#include "services/notification/domain/delivery_rules.h"
#include "services/notification/store/notification_sql.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using v1::Contact;
using v1::Delivery;

// Stored bytes are this program's own; where they do not parse, the database is broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(pqxx::binarystring(field).str())) {
    throw std::runtime_error("a stored message does not parse");
  }
  return message;
}

// The messages in the first column.
template <typename Message>
std::vector<Message> ParseAll(const pqxx::result& rows) {
  std::vector<Message> messages;
  for (const pqxx::row& row : rows) messages.push_back(Parse<Message>(row[0]));
  return messages;
}

pqxx::binarystring Bytes(const google::protobuf::Message& message) {
  return pqxx::binarystring(message.SerializeAsString());
}

std::string IdOf(const std::string& delivery) { return std::string(absl::StripPrefix(delivery, kDeliveryPrefix)); }

std::optional<std::string> NextAttempt(const Delivery& delivery) {
  if (!delivery.has_next_attempt_time()) return std::nullopt;
  return PgTime(FromTimestamp(delivery.next_attempt_time()));
}

// Runs reads that make one value; the value starts afresh when the reads are repeated.
template <typename Value, typename Read>
absl::StatusOr<Value> Reading(PgPool& pool, absl::Time deadline, Read read) {
  Value value{};
  const absl::Status status = RunReads(pool, deadline, [&](PgTransaction& reads) {
    value = Value{};
    read(reads, value);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return value;
}

// False when the delivery or one of its stages is there already.
bool InsertDelivery(PgTransaction& transaction, const Delivery& delivery) {
  std::vector<std::string> listed, obligations, keys;
  for (const v1::ReminderItem& item : delivery.items()) {
    listed.push_back(item.obligation());
    if (!item.has_stage()) continue;
    obligations.push_back(item.obligation());
    keys.push_back(item.stage().key());
  }
  const std::string id = IdOf(delivery.name());
  const pqxx::result inserted = transaction.Execute(
      sql::kInsertDelivery, id, static_cast<int>(delivery.kind()), static_cast<int>(delivery.state()),
      delivery.contact(), delivery.region(), delivery.department(), ArrayOf(listed),
      PgTime(FromTimestamp(delivery.create_time())), NextAttempt(delivery), Bytes(delivery));
  if (inserted.affected_rows() == 0) return false;
  const pqxx::result stages =
      transaction.Execute(sql::kInsertSentStages, ArrayOf(obligations), ArrayOf(keys), delivery.email(), id);
  return stages.affected_rows() == obligations.size();
}

// What a contact of today answers to a request made before.
absl::StatusOr<Contact> StoredResponse(const std::string& bytes) {
  Contact contact;
  if (!contact.ParseFromString(bytes)) return absl::DataLossError("the stored response does not parse");
  return contact;
}

void SaveContact(PgTransaction& transaction, const Contact& contact) {
  transaction.Execute(sql::kSaveContact, contact.name(), contact.region(), contact.department(),
                      static_cast<int>(contact.role()),
                      contact.has_start_time() ? PgTime(FromTimestamp(contact.start_time())) : "-infinity",
                      contact.has_end_time() ? PgTime(FromTimestamp(contact.end_time())) : "infinity", Bytes(contact));
}

}  // namespace

absl::StatusOr<std::string> PgNotificationStore::LoadCursor(absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [](PgTransaction& reads, std::string& cursor) {
    cursor = reads.Execute(sql::kLoadCursor).at(0)[0].as<std::string>();
  });
}

absl::Status PgNotificationStore::SaveObligation(const Obligation& obligation, const std::string& after,
                                                 const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    if (transaction.Execute(sql::kMoveCursor, after, cursor).affected_rows() == 0) {
      return absl::AbortedError("the stream has been received up to another change");
    }
    const bool owed = !obligation.has_met_time() && !obligation.has_waive_time();
    transaction.Execute(sql::kSaveObligation, obligation.name(), PlanNameOf(obligation.name()), owed,
                        Bytes(obligation));
    return absl::OkStatus();
  });
}

absl::StatusOr<bool> PgNotificationStore::HasPlan(const std::string& name, int edition, absl::Time deadline) {
  return Reading<bool>(pool_, deadline, [&](PgTransaction& reads, bool& found) {
    found = !reads.Execute(sql::kHasPlan, name, edition).empty();
  });
}

absl::Status PgNotificationStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kSavePlan, plan.name(), plan.edition(), Bytes(plan));
    return absl::OkStatus();
  });
}

absl::StatusOr<ReminderBasis> PgNotificationStore::LoadBasis(const BasisFilter& filter, absl::Time deadline) {
  return Reading<ReminderBasis>(pool_, deadline, [&](PgTransaction& reads, ReminderBasis& basis) {
    basis.obligations = ParseAll<Obligation>(reads.Execute(sql::kLoadObligations, filter.plan, filter.owed_only));
    // After the obligations: a plan is stored before the first obligation of its edition.
    for (type::v1::Plan& plan : ParseAll<type::v1::Plan>(reads.Execute(sql::kNewestPlans))) {
      basis.plans.emplace(plan.name(), std::move(plan));
    }
    basis.contacts = ParseAll<Contact>(reads.Execute(sql::kAllContacts));
  });
}

absl::StatusOr<SentStages> PgNotificationStore::LoadSentStages(absl::Time deadline) {
  return Reading<SentStages>(pool_, deadline, [](PgTransaction& reads, SentStages& sent) {
    for (const pqxx::row& row : reads.Execute(sql::kLoadSentStages)) {
      sent.Insert(row[0].c_str(), row[1].c_str(), row[2].c_str());
    }
  });
}

absl::StatusOr<bool> PgNotificationStore::RecordDelivery(const Delivery& delivery, absl::Time deadline) {
  bool recorded = false;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    recorded = InsertDelivery(transaction, delivery);
    return recorded ? absl::OkStatus() : absl::AlreadyExistsError("recorded before");
  });
  if (absl::IsAlreadyExists(status)) return false;
  if (!status.ok()) return status;
  return true;
}

absl::StatusOr<std::vector<Delivery>> PgNotificationStore::ClaimDeliveries(const Lease& lease, absl::Time now,
                                                                           int limit, absl::Time deadline) {
  std::vector<Delivery> claimed;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    claimed.clear();
    for (const pqxx::row& row :
         transaction.Execute(sql::kClaimDeliveries, PgTime(now), lease.holder, PgTime(lease.until), limit)) {
      claimed.push_back(Parse<Delivery>(row[2]));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  std::sort(claimed.begin(), claimed.end(), [](const Delivery& left, const Delivery& right) {
    return std::make_tuple(FromTimestamp(left.next_attempt_time()), std::cref(left.name())) <
           std::make_tuple(FromTimestamp(right.next_attempt_time()), std::cref(right.name()));
  });
  return claimed;
}

absl::Status PgNotificationStore::FinishDelivery(const Delivery& delivery, const std::string& holder,
                                                 absl::Time deadline) {
  Delivery document = delivery;
  document.clear_text_body();
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    const pqxx::result rows =
        transaction.Execute(sql::kFinishDelivery, IdOf(delivery.name()), holder, static_cast<int>(delivery.state()),
                            NextAttempt(delivery), Bytes(document), delivery.text_body());
    if (rows.affected_rows() == 0) return absl::AbortedError(absl::StrCat(delivery.name(), " is held by another"));
    return absl::OkStatus();
  });
}

absl::StatusOr<Contact> PgNotificationStore::PutContact(const ContactPut& put, absl::Time deadline) {
  absl::StatusOr<Contact> answer = absl::InternalError("the transaction did not run");
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    transaction.Execute(sql::kLockContacts);
    PgRequestLog log(transaction);
    if (put.key.has_value()) {
      const auto found = log.Find({*put.key}).front();
      if (!found.ok()) return found.status();
      if (found->has_value()) {
        answer = StoredResponse(**found);
        return answer.status();
      }
    }
    const auto in_place = ParseAll<Contact>(transaction.Execute(
        sql::kContactsInPlace, put.contact.region(), put.contact.department(), static_cast<int>(put.contact.role())));
    answer = DecideContact(in_place, put.contact, put.etag, put.now);
    if (!answer.ok() || !put.key.has_value()) return answer.status();
    SaveContact(transaction, *answer);
    log.Record({{*put.key, answer->SerializeAsString(), answer->name(), "put contact"}}, put.now);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return answer;
}

absl::StatusOr<std::vector<Contact>> PgNotificationStore::ListContacts(const ContactFilter& filter, const Page& page,
                                                                       absl::Time deadline) {
  using Rows = std::vector<Contact>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& contacts) {
    std::optional<std::string> valid_time;
    if (filter.valid_time.has_value()) valid_time = PgTime(*filter.valid_time);
    contacts = ParseAll<Contact>(reads.Execute(sql::kListContacts, page.after, filter.region, filter.department,
                                               static_cast<int>(filter.role), valid_time, page.limit));
  });
}

absl::StatusOr<std::vector<Delivery>> PgNotificationStore::ListDeliveries(const DeliveryFilter& filter,
                                                                          const Page& page, absl::Time deadline) {
  using Rows = std::vector<Delivery>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& deliveries) {
    deliveries = ParseAll<Delivery>(reads.Execute(sql::kListDeliveries, IdOf(page.after), static_cast<int>(filter.kind),
                                                  static_cast<int>(filter.state), filter.contact, filter.department,
                                                  filter.region, filter.obligation, page.limit));
  });
}

absl::StatusOr<Delivery> PgNotificationStore::GetDelivery(const std::string& name, absl::Time deadline) {
  const auto found =
      Reading<std::optional<Delivery>>(pool_, deadline, [&](PgTransaction& reads, std::optional<Delivery>& delivery) {
        const pqxx::result rows = reads.Execute(sql::kGetDelivery, IdOf(name));
        if (rows.empty()) return;
        delivery = Parse<Delivery>(rows[0][0]);
        delivery->set_text_body(rows[0][1].as<std::string>());
      });
  if (!found.ok()) return found.status();
  if (!found->has_value()) {
    return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                           {{"name", name}});
  }
  return **found;
}

}  // namespace lianfang::notification
