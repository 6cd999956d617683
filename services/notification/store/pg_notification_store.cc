#include "services/notification/store/pg_notification_store.h"

#include "common/pg/array.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/request_log.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/notification/store/duty_key.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_rows.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {
namespace {

absl::Status Move(PgTransaction& transaction, const std::string& source, const std::string& after,
                  const std::string& cursor) {
  if (transaction.Execute(sql::kMoveCursor, source, after, cursor).affected_rows() > 0) return absl::OkStatus();
  if (after.empty() && transaction.Execute(sql::kBeginCursor, source, cursor).affected_rows() > 0) {
    return absl::OkStatus();
  }
  return absl::AbortedError("the stream has been received up to another change");
}

pqxx::result FindDuties(PgTransaction& reads, const BasisFilter& filter) {
  if (!filter.resources.empty()) {
    return reads.Execute(sql::kLoadNamedDuties, filter.plan, filter.owed_only, PgTime(filter.awaited_after),
                         ArrayOf(filter.resources));
  }
  std::optional<std::string> sources;
  if (filter.sources.has_value()) sources = ArrayOf(*filter.sources);
  return reads.Execute(sql::kLoadDuties, filter.plan, filter.owed_only, PgTime(filter.awaited_after), sources);
}

void Replace(PgTransaction& transaction, const ReceivedDuties& received) {
  transaction.Execute(sql::kForgetDuties, received.resource);
  int ordinal = 0;
  for (const Duty& duty : received.duties) {
    const std::string due_time = PgTime(FromTimestamp(duty.due_time()));
    std::optional<std::string> settled_due_time;
    if (IsSettled(received.duties, duty.occasion())) settled_due_time = due_time;
    transaction.Execute(sql::kSaveDuty, received.resource, ordinal++, received.source, duty.plan(), duty.department(),
                        duty.acting_region(), IsOwed(duty), due_time, PgTime(duties::AwaitedUntil(duty)),
                        settled_due_time, Bytes(duty));
  }
}

PlanMap FindPlans(PgTransaction& reads) {
  PlanMap plans;
  for (type::v1::Plan& plan : ParseAll<type::v1::Plan>(reads.Execute(sql::kNewestPlans))) {
    plans.emplace(plan.name(), std::move(plan));
  }
  return plans;
}

}  // namespace

absl::StatusOr<std::string> PgNotificationStore::LoadDutyCursor(const std::string& source, absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [&](PgTransaction& reads, std::string& cursor) {
    const pqxx::result rows = reads.Execute(sql::kLoadCursor, source);
    cursor = rows.empty() ? "" : rows[0][0].as<std::string>();
  });
}

absl::Status PgNotificationStore::SaveDuties(const ReceivedDuties& received, const std::string& after,
                                             const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    if (absl::Status moved = Move(transaction, received.source, after, cursor); !moved.ok()) return moved;
    Replace(transaction, received);
    return absl::OkStatus();
  });
}

absl::Status PgNotificationStore::MoveDutyCursor(const std::string& source, const std::string& after,
                                                 const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline,
                        [&](PgTransaction& transaction) { return Move(transaction, source, after, cursor); });
}

absl::StatusOr<std::vector<ListedDuty>> PgNotificationStore::ListDuties(const DutyFilter& filter, const Page& page,
                                                                        absl::Time deadline) {
  using Rows = std::vector<ListedDuty>;
  const DutyKey after = DutyKey::Parse(page.after);
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& listed) {
    for (const pqxx::row& row :
         reads.Execute(sql::kListDuties, filter.plan, filter.department, filter.region, filter.within, filter.resource,
                       filter.owed_only, PgTime(after.due), after.resource, after.ordinal, page.limit)) {
      const DutyKey key{FromPgMicros(row[0].as<int64_t>()), row[1].as<int>(), row[2].as<std::string>()};
      listed.push_back({key.ToString(), Parse<Duty>(row[3])});
    }
  });
}

absl::StatusOr<std::optional<type::v1::Plan>> PgNotificationStore::FindPlan(const std::string& name, int edition,
                                                                            absl::Time deadline) {
  using Found = std::optional<type::v1::Plan>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& plan) {
    const pqxx::result rows = reads.Execute(sql::kFindPlan, name, edition);
    if (!rows.empty()) plan = Parse<type::v1::Plan>(rows[0][0]);
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
    for (const pqxx::row& row : FindDuties(reads, filter)) {
      basis.duties.push_back(Parse<Duty>(row[0]));
      basis.sources.emplace(basis.duties.back().resource(), row[1].as<std::string>());
    }
    // After the duties: a plan is stored before the first duty of its edition.
    basis.plans = FindPlans(reads);
    basis.acknowledgements = ParseAll<v1::Acknowledgement>(reads.Execute(sql::kLoadAcknowledgements));
    basis.pauses = ParseAll<v1::ReminderPause>(reads.Execute(sql::kLoadPauses));
    if (filter.resources.empty()) basis.contacts = ParseAll<v1::Contact>(reads.Execute(sql::kAllContacts));
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
