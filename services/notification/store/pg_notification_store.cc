#include "services/notification/store/pg_notification_store.h"

#include "common/pg/array.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/request_log.h"
#include "common/pg/time.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_rows.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;

absl::Status Move(PgTransaction& transaction, const std::string& after, const std::string& cursor) {
  if (transaction.Execute(sql::kMoveCursor, after, cursor).affected_rows() > 0) return absl::OkStatus();
  return absl::AbortedError("the stream has been received up to another change");
}

pqxx::result FindObligations(PgTransaction& reads, const BasisFilter& filter) {
  if (filter.names.empty())
    return reads.Execute(sql::kLoadObligations, filter.plan, filter.owed_only,
                         filter.unlocked_at == absl::InfinitePast() ? "-infinity" : PgTime(filter.unlocked_at));
  return reads.Execute(sql::kLoadNamedObligations, filter.plan, filter.owed_only, ArrayOf(filter.names));
}

PlanMap FindPlans(PgTransaction& reads) {
  PlanMap plans;
  for (type::v1::Plan& plan : ParseAll<type::v1::Plan>(reads.Execute(sql::kNewestPlans))) {
    plans.emplace(plan.name(), std::move(plan));
  }
  return plans;
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
    if (absl::Status moved = Move(transaction, after, cursor); !moved.ok()) return moved;
    const absl::Time locked = LockedFrom(obligation);
    std::optional<std::string> lock_time;
    if (locked < absl::InfiniteFuture()) lock_time = PgTime(locked);
    const absl::Time settled = SettledDue(obligation);
    std::optional<std::string> settled_due_time;
    if (settled > absl::InfinitePast()) settled_due_time = PgTime(settled);
    transaction.Execute(sql::kSaveObligation, obligation.name(), PlanNameOf(obligation.name()), !IsSettled(obligation),
                        Bytes(obligation), lock_time, settled_due_time);
    return absl::OkStatus();
  });
}

absl::Status PgNotificationStore::MoveCursor(const std::string& after, const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) { return Move(transaction, after, cursor); });
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

absl::Status PgNotificationStore::SaveWorkingCalendar(const std::string& content, absl::Time now, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kSaveWorkingCalendar, pqxx::binarystring(content), PgTime(now));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> PgNotificationStore::LoadWorkingCalendar(absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [](PgTransaction& reads, std::string& content) {
    const pqxx::result rows = reads.Execute(sql::kLoadWorkingCalendar);
    content = rows.empty() ? "" : pqxx::binarystring(rows.at(0)[0]).str();
  });
}

absl::StatusOr<PlanMap> PgNotificationStore::LoadPlans(absl::Time deadline) {
  return Reading<PlanMap>(pool_, deadline, [](PgTransaction& reads, PlanMap& plans) { plans = FindPlans(reads); });
}

absl::StatusOr<ReminderBasis> PgNotificationStore::LoadBasis(const BasisFilter& filter, absl::Time deadline) {
  return Reading<ReminderBasis>(pool_, deadline, [&](PgTransaction& reads, ReminderBasis& basis) {
    basis.obligations = ParseAll<Obligation>(FindObligations(reads, filter));
    // After the obligations: a plan is stored before the first obligation of its edition.
    basis.plans = FindPlans(reads);
    basis.acknowledgements = ParseAll<v1::Acknowledgement>(reads.Execute(sql::kLoadAcknowledgements));
    basis.pauses = ParseAll<v1::ReminderPause>(reads.Execute(sql::kLoadPauses));
    if (filter.names.empty()) basis.contacts = ParseAll<v1::Contact>(reads.Execute(sql::kAllContacts));
  });
}

absl::StatusOr<std::vector<v1::Delivery>> PgNotificationStore::LoadSettledReminders(absl::Time now,
                                                                                    absl::Time deadline) {
  using Rows = std::vector<v1::Delivery>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& deliveries) {
    deliveries = ParseAll<v1::Delivery>(reads.Execute(sql::kLoadSettledReminders, PgTime(now)));
  });
}

absl::StatusOr<SentStages> PgNotificationStore::LoadSentStages(absl::Time deadline) {
  return Reading<SentStages>(pool_, deadline, [](PgTransaction& reads, SentStages& sent) {
    for (const pqxx::row& row : reads.Execute(sql::kLoadSentStages)) {
      sent.Insert(row[0].c_str(), row[1].c_str(), row[2].c_str());
    }
  });
}

absl::StatusOr<std::string> PgNotificationStore::Mutate(const std::optional<RequestKey>& key, absl::Time now,
                                                        const Work& work, absl::Time deadline) {
  return RunMutation(pool_, key, now, deadline, [&](PgTransaction& transaction) {
    PgNotificationRows rows(transaction);
    return work(rows);
  });
}

absl::Status PgNotificationStore::Transact(const std::function<absl::Status(NotificationRows&)>& work,
                                           absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    PgNotificationRows rows(transaction);
    return work(rows);
  });
}

absl::StatusOr<std::optional<std::string>> PgNotificationStore::FindResponse(const RequestKey& key,
                                                                             absl::Time deadline) {
  absl::StatusOr<std::optional<std::string>> found;
  const absl::Status status = RunReads(pool_, deadline, [&](PgTransaction& reads) {
    found = PgRequestLog(reads).Find({key}).front();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return found;
}

}  // namespace lianfang::notification
