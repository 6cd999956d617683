// Rows of the exchange's tables as values, and the transaction that changes them.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_PG_EXCHANGE_ROWS_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_PG_EXCHANGE_ROWS_H_

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/change.h"
#include "common/pg/transaction.h"
#include "services/exchange/store/exchange_store.h"

namespace lianfang::exchange {

// Throws where the stored bytes do not parse.
template <typename Message>
Message ParseStored(const pqxx::field& field) {
  Message message;
  const pqxx::binarystring bytes(field);
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw std::runtime_error("a stored message does not parse");
  }
  return message;
}

// In the order of LIANFANG_VERSION_COLUMNS.
StoredVersion ReadVersion(const pqxx::row& row);

class PgExchangeTransaction : public ExchangeTransaction {
 public:
  explicit PgExchangeTransaction(PgTransaction& transaction) : transaction_(transaction) {}

  KnownRecords LockRecords(const std::vector<std::pair<std::string, int64_t>>& wanted) override;
  void InsertVersions(std::vector<StoredVersion> versions) override;
  std::optional<v1::Agreement> FindAgreement(const std::string& name) override;
  void SaveAgreement(const v1::Agreement& agreement) override;
  std::optional<v1::FigureDefinitions> FindDefinitions(const std::string& plan) override;
  void SaveDefinitions(const std::string& plan, const v1::FigureDefinitions& definitions) override;

  // What followers are woken by.
  const std::vector<Change>& changes() const { return changes_; }

 private:
  PgTransaction& transaction_;
  int64_t head_ = -1;            // locked at this position
  std::set<std::string> known_;  // records of which something is stored
  std::vector<Change> changes_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_PG_EXCHANGE_ROWS_H_
