// Who may witness a ledger, and with what: keys that people outside of the service register, and their signatures over
// tree heads. Both are entries of the ledger itself. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_WITNESS_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_WITNESS_RULES_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/identity.h"
#include "common/ledger/keys.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// A key that stands in the ledger.
struct RegisteredKey {
  int64_t sequence = 0;  // of its entry
  std::string key_id{};
  std::string public_key{};  // DER
};

// The keys that a ledger's entries register, read in ledger order; entries of other kinds say nothing.
class RegisteredKeys {
 public:
  void Add(const v1::LedgerEntry& entry);

  // The one that the actor registered last; null where he has none.
  const RegisteredKey* Newest(const std::string& actor) const;
  // The one that the actor registered with this entry; null where there is none.
  const RegisteredKey* At(const std::string& actor, int64_t sequence) const;

 private:
  std::map<std::string, std::map<int64_t, RegisteredKey>> keys_;  // by actor and sequence
};

// What a request enters, or what is wrong with it in itself: checked before its turn, since signatures take long.
// INVALID_ARGUMENT where the key is none of P-256, or the caller does not show that he has it.
absl::StatusOr<v1::KeyRegistered> CheckKey(const v1::RegisterKeyRequest& request, const Identity& caller);
// `key` is the one that the caller registered last, null where he has none: FAILED_PRECONDITION then, and when it is
// another one. INVALID_ARGUMENT where the head is not of the ledger's keys, is of another plan, or was not signed with
// the key.
absl::StatusOr<v1::HeadWitnessed> CheckWitness(const v1::WitnessHeadRequest& request, const KeyRing& ledger_keys,
                                               const RegisteredKey* key);

// RegisterKey and WitnessHead, of what the checks came to. NOT_FOUND when the plan is not published; for a key,
// PERMISSION_DENIED unless the caller is of a department of the plan, or an observer of a region that has one in it that
// the plan is about or is acted from.
absl::StatusOr<Decision> DecideKeyRegistration(const Snapshot& snapshot,
                                               const absl::StatusOr<v1::KeyRegistered>& registered,
                                               const Identity& caller);
absl::StatusOr<Decision> DecideWitness(const Snapshot& snapshot, const absl::StatusOr<v1::HeadWitnessed>& witnessed);

// What the requests behind such entries answer.
v1::RegisterKeyResponse AnswerTo(const v1::KeyRegistered& registered);
v1::WitnessHeadResponse AnswerTo(const v1::HeadWitnessed& witnessed);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_WITNESS_RULES_H_
