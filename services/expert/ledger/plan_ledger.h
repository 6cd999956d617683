// The ledgers of plans, as this service uses them: what it enters before a draw, and the keys that observers sign with.
#ifndef LIANFANG_SERVICES_EXPERT_LEDGER_PLAN_LEDGER_H_
#define LIANFANG_SERVICES_EXPERT_LEDGER_PLAN_LEDGER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::expert {

// Thread-safe. UNAVAILABLE while the ledger is away, or does not answer within a few seconds.
class PlanLedger {
 public:
  virtual ~PlanLedger() = default;

  // Enters that the candidates of this draw are frozen, with the digest of list and commitment (draw/attestation.h), and
  // answers the receipt. The same again is entered once.
  virtual absl::StatusOr<type::v1::Receipt> RecordFreeze(const std::string& plan, const std::string& draw,
                                                         const std::string& digest, absl::Time deadline) = 0;

  // The receipt of the key that somebody registered last. FAILED_PRECONDITION with reason KEY_NOT_REGISTERED without one.
  virtual absl::StatusOr<type::v1::Receipt> FindKey(const std::string& plan, const std::string& actor,
                                                    absl::Time deadline) = 0;
};

// Why a nonce of somebody without a key is not taken.
absl::Status KeyNotRegistered(absl::string_view actor);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_LEDGER_PLAN_LEDGER_H_
