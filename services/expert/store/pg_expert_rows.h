// The rows of one PostgreSQL transaction (expert_store.h), and how rows are read and written.
#ifndef LIANFANG_SERVICES_EXPERT_STORE_PG_EXPERT_ROWS_H_
#define LIANFANG_SERVICES_EXPERT_STORE_PG_EXPERT_ROWS_H_

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/pg/transaction.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

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

// An expert from the columns that expert_sql.h lists, without bookings.
ExpertRecord ReadExpert(const pqxx::row& row);
EngagementRecord ReadEngagement(const pqxx::row& row);

// Adds what concerns their persons: bookings, and other memberships.
void LoadPersons(PgTransaction& transaction, const std::vector<ExpertRecord*>& records);

// Methods throw as libpqxx does; whoever runs the transaction catches.
class PgExpertRows : public ExpertTransaction {
 public:
  // `locking`: what is found is locked until the transaction ends.
  PgExpertRows(PgTransaction& transaction, bool locking) : transaction_(transaction), locking_(locking) {}

  std::optional<ExpertRecord> FindExpert(const std::string& name) override;
  std::vector<ExpertRecord> FindMemberships(const std::string& person) override;
  std::vector<ExpertRecord> FindPool(const std::string& pool) override;
  std::optional<EngagementRecord> FindEngagement(const std::string& name) override;
  std::optional<DrawRecord> FindDraw(const std::string& engagement) override;
  std::vector<EngagementRecord> FindFrozen(const std::string& pool, v1::EngagementKind kind) override;
  void LockSeats() override;
  absl::Status SaveExpert(const ExpertRecord& record) override;
  absl::Status SaveEngagement(const EngagementRecord& record) override;
  void SaveDraw(const std::string& engagement, const DrawRecord& record) override;

  // Names of what was saved, as often as it was.
  const std::vector<std::string>& saved() const { return saved_; }

 private:
  std::vector<ExpertRecord> ReadExperts(const pqxx::result& rows);
  void SaveSeats(const v1::Engagement& engagement);

  PgTransaction& transaction_;
  const bool locking_;
  std::vector<std::string> saved_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_PG_EXPERT_ROWS_H_
