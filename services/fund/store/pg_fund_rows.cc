#include "services/fund/store/pg_fund_rows.h"

#include "common/pg/array.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/fund/domain/project/project_rules.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/store/fund_sql.h"

namespace lianfang::fund {
namespace {

pqxx::binarystring Bytes(const google::protobuf::Message& message) {
  return pqxx::binarystring(message.SerializeAsString());
}

// Of a name that was checked when the row was made.
int YearOf(const std::string& budget) { return YearOfBudget("budget", budget).value_or(0); }

bool Failed(const v1::Project& project) { return project.acceptance().result() == v1::ACCEPTANCE_RESULT_FAILED; }

}  // namespace

ProjectRecord ReadProject(const pqxx::row& row) { return {ParseStored<v1::Project>(row[0]), row[1].as<std::string>()}; }

void PgFundRows::Lock(const std::string& name) {
  if (locking_) transaction_.Execute(sql::kLockName, name);
}

std::optional<v1::Budget> PgFundRows::FindBudget(const std::string& name) {
  return FindOne<v1::Budget>(sql::kFindBudget, name);
}

std::optional<ProjectRecord> PgFundRows::FindProject(const std::string& name) {
  Lock(name);
  const pqxx::result rows = transaction_.Execute(sql::kFindProject, name);
  if (rows.empty()) return std::nullopt;
  return ReadProject(rows[0]);
}

std::optional<v1::Provider> PgFundRows::FindProvider(const std::string& name) {
  return FindOne<v1::Provider>(sql::kFindProvider, name);
}

Sums PgFundRows::SumsOf(const std::string& budget) {
  Sums sums;
  for (const pqxx::row& row : transaction_.Execute(sql::kSumsOf, budget)) {
    sums[row[0].as<std::string>()] = {row[1].as<int64_t>(), row[2].as<int64_t>()};
  }
  return sums;
}

ContractCounts PgFundRows::CountsOf(const std::string& provider) {
  const pqxx::result rows = transaction_.Execute(sql::kCountsOf, provider);
  return {rows[0][0].as<int>(), rows[0][1].as<int>(), rows[0][2].as<int>()};
}

std::vector<v1::Project> PgFundRows::ProjectsOf(const std::string& budget) {
  return ParseAll<v1::Project>(transaction_.Execute(sql::kProjectsOf, budget));
}

int PgFundRows::CountProjects(const std::string& budget) {
  return transaction_.Execute(sql::kCountProjects, budget)[0][0].as<int>();
}

void PgFundRows::SaveBudget(const v1::Budget& budget) {
  transaction_.Execute(sql::kSaveBudget, budget.name(), PlanOf(budget.name()), Bytes(budget));
}

void PgFundRows::SaveProject(const ProjectRecord& record) {
  const v1::Project& project = record.project;
  saved_.push_back(project.name());
  const Spent spent = SpentBy(project);
  transaction_.Execute(sql::kSaveProject, project.name(), PlanOf(project.budget()), project.budget(),
                       YearOf(project.budget()), static_cast<int>(project.state()), project.proposal().purpose(),
                       project.proposal().department(), project.contract().provider(), record.office_region,
                       spent.committed, spent.paid, PgTime(FromTimestamp(project.create_time())), Failed(project),
                       Bytes(project));
}

void PgFundRows::SaveProvider(const v1::Provider& provider) {
  const std::vector<int64_t> kinds(provider.kinds().begin(), provider.kinds().end());
  transaction_.Execute(sql::kSaveProvider, provider.name(), PlanOf(provider.name()), ArrayOf(kinds), Bytes(provider));
}

}  // namespace lianfang::fund
