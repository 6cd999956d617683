// The rows of one PostgreSQL transaction (fund_store.h), and how documents are read.
#ifndef LIANFANG_SERVICES_FUND_STORE_PG_FUND_ROWS_H_
#define LIANFANG_SERVICES_FUND_STORE_PG_FUND_ROWS_H_

#include <map>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/pg/query.h"
#include "common/pg/transaction.h"
#include "services/fund/store/fund_store.h"

namespace lianfang::fund {

// A message stored as bytes. Throws where it does not parse.
template <typename Message>
Message ParseStored(const pqxx::field& field) {
  Message message;
  const pqxx::binarystring bytes(field);
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw std::runtime_error("a stored message does not parse");
  }
  return message;
}

// The documents in the first column.
template <typename Message>
std::vector<Message> ParseAll(const pqxx::result& rows) {
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (const pqxx::row& row : rows) messages.push_back(ParseStored<Message>(row[0]));
  return messages;
}

ProjectRecord ReadProject(const pqxx::row& row);

// Methods throw as libpqxx does; whoever runs the transaction catches.
class PgFundRows : public FundTransaction {
 public:
  // `locking`: what is found is locked until the transaction ends.
  PgFundRows(PgTransaction& transaction, bool locking) : transaction_(transaction), locking_(locking) {}

  std::optional<v1::Budget> FindBudget(const std::string& name) override;
  std::optional<ProjectRecord> FindProject(const std::string& name) override;
  std::optional<v1::Provider> FindProvider(const std::string& name) override;
  Sums SumsOf(const std::string& budget) override;
  ContractCounts CountsOf(const std::string& provider) override;
  std::vector<v1::Project> ProjectsOf(const std::string& budget) override;
  int CountProjects(const std::string& budget) override;
  void SaveBudget(const v1::Budget& budget) override;
  void SaveProject(const ProjectRecord& record) override;
  void SaveProvider(const v1::Provider& provider) override;

  // In pg_premium_rows.cc.
  std::optional<v1::RateTable> FindRateTable(const std::string& name) override;
  std::optional<v1::RateList> FindRateList(const std::string& name) override;
  std::optional<v1::EmployerRate> FindRate(const std::string& name) override;
  std::vector<v1::EmployerRate> RatesPage(const RateFilter& filter, const Page& page) override;
  std::vector<std::string> FindListed(const std::string& list, const std::vector<std::string>& codes) override;
  std::map<std::string, int> PercentsOf(const std::string& list, const std::vector<std::string>& codes) override;
  bool IsInUse(const std::string& rate_table) override;
  void SaveRateTable(const v1::RateTable& table) override;
  void SaveRateList(const v1::RateList& list) override;
  void SaveRates(const std::string& list, const std::vector<v1::EmployerRate>& rates) override;

  // Names of the projects that were saved, as often as they were.
  const std::vector<std::string>& saved() const { return saved_; }

 private:
  void Lock(const std::string& name);
  template <typename Message>
  std::optional<Message> FindOne(const Query& query, const std::string& name) {
    Lock(name);
    const pqxx::result rows = transaction_.Execute(query, name);
    if (rows.empty()) return std::nullopt;
    return ParseStored<Message>(rows[0][0]);
  }

  PgTransaction& transaction_;
  const bool locking_;
  std::vector<std::string> saved_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_STORE_PG_FUND_ROWS_H_
