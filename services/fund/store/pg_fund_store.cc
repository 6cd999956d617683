#include "services/fund/store/pg_fund_store.h"

#include "common/changelog/changelog.h"
#include "common/changelog/resource_change.h"
#include "common/pg/array.h"
#include "common/pg/audit_rows.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/transaction.h"
#include "services/fund/store/fund_sql.h"
#include "services/fund/store/pg_fund_rows.h"

namespace lianfang::fund {

absl::StatusOr<std::string> PgFundStore::Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                                absl::Time deadline) {
  return RunMutation(pool_, key, now, deadline, [&](PgTransaction& transaction) {
    PgFundRows rows(transaction, /*locking=*/true);
    auto outcome = work(rows);
    if (outcome.ok() && key.has_value()) AppendChanges(transaction, ResourceChangesOf(rows.saved(), now), now);
    return outcome;
  });
}

absl::Status PgFundStore::Read(const std::function<absl::Status(FundRows&)>& work, absl::Time deadline) {
  return RunSnapshot(pool_, deadline, [&](PgTransaction& transaction) {
    PgFundRows rows(transaction, /*locking=*/false);
    return work(rows);
  });
}

absl::Status PgFundStore::Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf({record}, now));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<ProjectRecord>> PgFundStore::ListProjects(const ProjectFilter& filter, const Page& page,
                                                                     absl::Time deadline) {
  using Found = std::vector<ProjectRecord>;
  const std::string states = ArrayOf(std::vector<int64_t>(filter.states.begin(), filter.states.end()));
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    const pqxx::result rows = transaction.Execute(sql::kListProjects, page.after, filter.plan, filter.year, states,
                                                  filter.department, filter.provider, filter.region_prefix, page.limit);
    for (const pqxx::row& row : rows) found.push_back(ReadProject(row));
  });
}

absl::StatusOr<std::vector<v1::Budget>> PgFundStore::ListBudgets(const std::string& plan, const Page& page,
                                                                 absl::Time deadline) {
  using Found = std::vector<v1::Budget>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    found = ParseAll<v1::Budget>(transaction.Execute(sql::kListBudgets, plan, page.after, page.limit));
  });
}

absl::StatusOr<std::vector<v1::Provider>> PgFundStore::ListProviders(const std::string& plan, v1::ProviderKind kind,
                                                                     const Page& page, absl::Time deadline) {
  using Found = std::vector<v1::Provider>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    found = ParseAll<v1::Provider>(
        transaction.Execute(sql::kListProviders, plan, page.after, static_cast<int>(kind), page.limit));
  });
}

absl::StatusOr<std::vector<v1::RateTable>> PgFundStore::ListRateTables(const std::string& plan, const Page& page,
                                                                       absl::Time deadline) {
  using Found = std::vector<v1::RateTable>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    found = ParseAll<v1::RateTable>(transaction.Execute(sql::kListRateTables, plan, page.after, page.limit));
  });
}

absl::StatusOr<std::vector<v1::RateList>> PgFundStore::ListRateLists(const std::string& plan, const Page& page,
                                                                     absl::Time deadline) {
  using Found = std::vector<v1::RateList>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    found = ParseAll<v1::RateList>(transaction.Execute(sql::kListRateLists, plan, page.after, page.limit));
  });
}

absl::StatusOr<std::vector<v1::EmployerRate>> PgFundStore::ListRates(const RateFilter& filter, const Page& page,
                                                                     absl::Time deadline) {
  using Found = std::vector<v1::EmployerRate>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& found) {
    found = PgFundRows(transaction, /*locking=*/false).RatesPage(filter, page);
  });
}

absl::Status PgFundStore::SavePlan(const type::v1::Plan& plan, absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    transaction.Execute(sql::kSavePlan, plan.name(), plan.edition(), pqxx::binarystring(plan.SerializeAsString()));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<type::v1::Plan>> PgFundStore::FindPlan(const std::string& name, int edition,
                                                                    absl::Time deadline) {
  using Found = std::optional<type::v1::Plan>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& transaction, Found& plan) {
    const pqxx::result rows = transaction.Execute(sql::kFindPlan, name, edition);
    if (!rows.empty()) plan = ParseStored<type::v1::Plan>(rows[0][0]);
  });
}

}  // namespace lianfang::fund
