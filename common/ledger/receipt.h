// Verifying receipts and seals. Needs the public keys and nothing else: no server, no database.
#ifndef LIANFANG_COMMON_LEDGER_RECEIPT_H_
#define LIANFANG_COMMON_LEDGER_RECEIPT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/keys.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang {

// The entries that an opened seal covers.
SequenceRange EntriesUnder(const type::v1::LedgerSeal& seal);

// The seal inside, once its signature is verified. DATA_LOSS when it is not the key's, or of entries that the key has
// not sealed by its term; FAILED_PRECONDITION when a key signed it that is not in the ring.
absl::StatusOr<type::v1::LedgerSeal> OpenSeal(const type::v1::SignedSeal& seal, const KeyRing& keys);

// OK when the receipt proves that its entry was committed under the seal; otherwise as above, or DATA_LOSS saying what
// does not fit.
absl::Status VerifyReceipt(const type::v1::Receipt& receipt, const KeyRing& keys);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_RECEIPT_H_
