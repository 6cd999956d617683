// A ledger as it is stored.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_STORED_LEDGER_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_STORED_LEDGER_H_

#include <cstdint>
#include <string>

#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::submission {

// An entry: its bytes, and what stands beside them to find it by.
struct StoredEntry {
  int64_t sequence = 0;
  std::string bytes{};
  std::string hash{};
  std::string return_id{};  // empty for an entry that concerns no return
};

// A seal, and the entries that it covers.
struct StoredSeal {
  int64_t first_sequence = 0;
  int64_t last_sequence = 0;
  type::v1::SignedSeal seal{};

  bool Covers(int64_t sequence) const { return first_sequence <= sequence && sequence <= last_sequence; }
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_STORED_LEDGER_H_
