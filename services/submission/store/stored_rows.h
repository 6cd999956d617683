// Columns of bytes and rows of the ledger, as this store's files read them.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_STORED_ROWS_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_STORED_ROWS_H_

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/pg/time.h"
#include "services/submission/domain/ledger/stored_ledger.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

inline std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

// Stored bytes are this program's own; where they do not parse, the database was tampered with or broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(BytesOf(field))) throw std::runtime_error("a stored message does not parse");
  return message;
}

// Rows of kReadLedger and kReturnEntries.
inline std::vector<StoredEntry> EntriesOf(const pqxx::result& rows) {
  std::vector<StoredEntry> entries;
  for (const pqxx::row& row : rows) {
    entries.push_back({row[0].as<int64_t>(), BytesOf(row[1]), BytesOf(row[2]), row[3].as<std::string>()});
  }
  return entries;
}

// Five columns from `first` on, those of kReadSeals.
inline StoredSeal SealOf(const pqxx::row& row, pqxx::row::size_type first = 0) {
  StoredSeal stored{row[first].as<int64_t>(), row[first + 1].as<int64_t>(), {}};
  stored.seal.set_seal(BytesOf(row[first + 2]));
  stored.seal.set_signature(BytesOf(row[first + 3]));
  stored.seal.set_key_id(row[first + 4].as<std::string>());
  return stored;
}

// Rows of kReadSeals.
inline std::vector<StoredSeal> SealsOf(const pqxx::result& rows) {
  std::vector<StoredSeal> seals;
  for (const pqxx::row& row : rows) seals.push_back(SealOf(row));
  return seals;
}

// The row of kReadHead, if there is one.
inline StoredHead StoredHeadOf(const pqxx::result& rows) {
  StoredHead head;
  if (rows.empty() || rows[0][0].as<int64_t>() == 0) return head;
  head.sequence = rows[0][0].as<int64_t>();
  head.hash = BytesOf(rows[0][1]);
  head.commit_time = FromPgMicros(rows[0][2].as<int64_t>());
  head.edition = rows[0][3].as<int>();
  return head;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_STORED_ROWS_H_
