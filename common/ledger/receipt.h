// Verifying receipts and seals. Needs the public key and nothing else: no server, no database.
#ifndef LIANFANG_COMMON_LEDGER_RECEIPT_H_
#define LIANFANG_COMMON_LEDGER_RECEIPT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/keys.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang {

// The seal inside, once its signature is verified. DATA_LOSS when it is not the key's, FAILED_PRECONDITION when another
// key signed it.
absl::StatusOr<type::v1::LedgerSeal> OpenSeal(const type::v1::SignedSeal& seal, const PublicKey& key);

// OK when the receipt proves that its entry was committed under the seal; otherwise as above, or DATA_LOSS saying what
// does not fit.
absl::Status VerifyReceipt(const type::v1::Receipt& receipt, const PublicKey& key);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_RECEIPT_H_
