#include "services/expert/store/pg_expert_store.h"

#include <utility>

#include "common/changelog/changelog.h"
#include "common/pg/array.h"
#include "common/pg/audit_rows.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/expert/domain/member/search_text.h"
#include "services/expert/store/expert_sql.h"
#include "services/expert/store/pg_expert_rows.h"
#include "services/expert/store/refusals.h"
#include "services/expert/store/resource_change.h"

namespace lianfang::expert {
namespace {

// Values of a filter as the statements take them.
struct FilterValues {
  explicit FilterValues(const ExpertFilter& filter) : now(PgTime(filter.now)) {
    std::vector<int64_t> numbers(filter.states.begin(), filter.states.end());
    states = ArrayOf(numbers);
    if (filter.available.has_value()) {
      available_from = PgTime(filter.available->first);
      available_until = PgTime(filter.available->second);
    }
    if (filter.review_due_until.has_value()) review_due_until = FormatDay(*filter.review_due_until);
    std::vector<std::string> all;
    for (const std::string& word : filter.words) {
      for (std::string& gram : WordGrams(word)) all.push_back(std::move(gram));
    }
    grams = ArrayOf(all);
  }

  std::string states;
  std::optional<std::string> available_from, available_until, review_due_until;
  std::string now;
  std::string grams;
};

// PostgreSQL's bounds are half-open like ours; its year has four digits here.
std::string Bounded(absl::Time time) {
  static const absl::Time first = absl::FromUnixSeconds(-62135596800);  // year 1
  static const absl::Time last = absl::FromUnixSeconds(253402300799);   // year 9999
  return PgTime(std::min(std::max(time, first), last));
}

}  // namespace

absl::StatusOr<std::string> PgExpertStore::Mutate(const std::optional<RequestKey>& key, absl::Time now,
                                                  const Work& work, absl::Time deadline) {
  return RunMutation(pool_, key, now, deadline, [&](PgTransaction& transaction) {
    PgExpertRows rows(transaction, /*locking=*/true);
    auto outcome = work(rows);
    if (outcome.ok() && key.has_value()) AppendChanges(transaction, ChangesOf(rows.saved(), now), now);
    return outcome;
  });
}

absl::Status PgExpertStore::Read(const std::function<absl::Status(ExpertRows&)>& work, absl::Time deadline) {
  return RunReads(pool_, deadline, [&](PgTransaction& transaction) {
    PgExpertRows rows(transaction, /*locking=*/false);
    return work(rows);
  });
}

absl::Status PgExpertStore::Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf({record}, now));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<RankedExpert>> PgExpertStore::ListExperts(const ExpertFilter& filter, const ExpertPage& page,
                                                                     absl::Time deadline) {
  using Found = std::vector<RankedExpert>;
  const FilterValues values(filter);
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    const auto run = [&](const Query& query, const auto&... more) {
      return transaction.Execute(query, filter.pool, values.states, filter.specialty, filter.industry,
                                 filter.region_prefix, values.available_from, values.available_until,
                                 values.review_due_until, filter.rated_below, filter.scope.department,
                                 filter.scope.division_prefix, values.now, page.after_name, page.limit, more...);
    };
    const pqxx::result rows = filter.words.empty()
                                  ? run(sql::kListExperts)
                                  : run(sql::kSearchExperts, ArrayOf(filter.words), values.grams, page.after_rank);
    for (const pqxx::row& row : rows) found.push_back({ReadExpert(row), row[7].as<int64_t>()});
    std::vector<ExpertRecord*> records;
    for (RankedExpert& one : found) records.push_back(&one.record);
    LoadPersons(transaction, records);
  });
}

absl::StatusOr<std::vector<EngagementRecord>> PgExpertStore::ListEngagements(const EngagementFilter& filter,
                                                                             const EngagementPage& page,
                                                                             absl::Time deadline) {
  using Found = std::vector<EngagementRecord>;
  const std::string states = ArrayOf(std::vector<int64_t>(filter.states.begin(), filter.states.end()));
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    const pqxx::result rows = transaction.Execute(
        sql::kListEngagements, page.after_name, filter.pool, states, static_cast<int>(filter.kind),
        filter.requesting_department, filter.expert, Bounded(filter.start_from), Bounded(filter.start_until),
        filter.scope.department, filter.scope.division_prefix, PgTime(filter.now), page.limit);
    for (const pqxx::row& row : rows) found.push_back(ReadEngagement(row));
  });
}

absl::StatusOr<std::vector<std::string>> PgExpertStore::ListExpired(absl::Time now, int limit, absl::Time deadline) {
  using Names = std::vector<std::string>;
  return Reading<Names>(pool_, deadline, [&](PgTransaction& transaction, Names& names) {
    for (const pqxx::row& row : transaction.Execute(sql::kListExpired, PgTime(now), limit)) {
      names.push_back(row[0].as<std::string>());
    }
  });
}

absl::StatusOr<std::vector<Untold>> PgExpertStore::ListUntold(absl::Time now, int limit, absl::Time deadline) {
  using Found = std::vector<Untold>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    for (const pqxx::row& row : transaction.Execute(sql::kListUntold, PgTime(now), limit)) {
      found.push_back({row[0].as<std::string>(), row[1].as<std::string>(), static_cast<Telling>(row[2].as<int>()),
                       row[3].as<int>()});
    }
  });
}

absl::Status PgExpertStore::MarkTold(const Untold& told, const std::string& delivery, absl::Time now,
                                     absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    switch (told.what) {
      case Telling::kInvitation:
        transaction.Execute(sql::kMarkInvitationTold, told.engagement, told.expert, PgTime(now), delivery);
        break;
      case Telling::kWithdrawal:
        transaction.Execute(sql::kMarkWithdrawalTold, told.engagement, told.expert);
        break;
      case Telling::kOffice:
        transaction.Execute(sql::kMarkOfficeTold, told.engagement, told.expert);
        break;
    }
    return absl::OkStatus();
  });
}

absl::Status PgExpertStore::MarkUntold(const Untold& untold, absl::Time next, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kMarkUntold, untold.engagement, untold.expert, PgTime(next));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<Settled>> PgExpertStore::ListSettled(int limit, absl::Time deadline) {
  using Found = std::vector<Settled>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    for (const pqxx::row& row : transaction.Execute(sql::kListSettled, limit)) {
      found.push_back({row[0].as<std::string>(),
                       row[1].as<std::string>(),
                       {row[2].as<std::string>(), static_cast<DeliveryOutcome>(row[3].as<int>()),
                        FromPgMicros(row[4].as<int64_t>()), row[5].as<std::string>()}});
    }
  });
}

absl::Status PgExpertStore::MarkNoted(const Settled& settled, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kMarkNoted, settled.engagement, settled.expert, static_cast<int>(settled.delivery.outcome),
                        settled.delivery.name);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> PgExpertStore::LoadCursor(absl::Time deadline) {
  return Reading<std::string>(pool_, deadline, [&](PgTransaction& transaction, std::string& cursor) {
    cursor = transaction.Execute(sql::kLoadCursor)[0][0].as<std::string>();
  });
}

absl::Status PgExpertStore::SaveDelivery(const std::optional<DeliveryRecord>& delivery, const std::string& after,
                                         const std::string& cursor, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) -> absl::Status {
    const std::string stored = transaction.Execute(sql::kLockCursor)[0][0].as<std::string>();
    if (stored == cursor) return absl::OkStatus();  // a commit in doubt that happened
    if (stored != after) return CursorHasMoved();
    if (delivery.has_value()) {
      transaction.Execute(sql::kSaveDelivery, delivery->name, static_cast<int>(delivery->outcome),
                          PgTime(delivery->time), delivery->problem);
    }
    transaction.Execute(sql::kMoveCursor, cursor);
    return absl::OkStatus();
  });
}

absl::Status PgExpertStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kSavePlan, plan.name(), plan.edition(), pqxx::binarystring(plan.SerializeAsString()));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<type::v1::Plan>> PgExpertStore::FindPlan(const std::string& name, int edition,
                                                                      absl::Time deadline) {
  using Found = std::optional<type::v1::Plan>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& plan) {
    const pqxx::result rows = transaction.Execute(sql::kFindPlan, name, edition);
    if (!rows.empty()) plan = ParseStored<type::v1::Plan>(rows[0][0]);
  });
}

}  // namespace lianfang::expert
