// Columns of bytes and rows of the ledger, as this store's files read them.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_STORED_ROWS_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_STORED_ROWS_H_

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/submission/domain/ledger/stored_ledger.h"

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

// Rows of kReadSeals.
inline std::vector<StoredSeal> SealsOf(const pqxx::result& rows) {
  std::vector<StoredSeal> seals;
  for (const pqxx::row& row : rows) {
    StoredSeal& stored = seals.emplace_back(StoredSeal{row[0].as<int64_t>(), row[1].as<int64_t>(), {}});
    stored.seal.set_seal(BytesOf(row[2]));
    stored.seal.set_signature(BytesOf(row[3]));
    stored.seal.set_key_id(row[4].as<std::string>());
  }
  return seals;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_STORED_ROWS_H_
