// An observer with a key in the ledger of the sample plan, for tests.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_TESTING_OBSERVER_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_TESTING_OBSERVER_H_

#include <string>

#include "draw/testing/attested.h"
#include "services/expert/domain/panel/panel_rules.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert::testing {

inline constexpr char kLedger[] = "plans/sample";

// Somebody who registered the observers' key of tests long ago.
inline Observer ObserverWithKey(const std::string& uri = draw::testing::kObserver) {
  return {uri, kLedger, draw::testing::KeyReceipt(kLedger, uri, Now() - absl::Hours(24))};
}

// Enters the freeze in the ledger.
inline void EnterFreeze(v1::Draw& draw, absl::Time time = Now()) {
  const std::string digest = draw::FrozenDigest(draw.list_hash(), draw.seed_commitment());
  *draw.mutable_receipt() = draw::testing::FactReceipt(kLedger, draw.name(), digest, time);
}

// A nonce for this draw, signed with that key.
inline v1::ContributeNonceRequest SignedNonce(const v1::Draw& frozen, const std::string& nonce) {
  v1::ContributeNonceRequest request;
  request.set_name(frozen.name());
  request.set_nonce(nonce);
  request.set_list_hash(frozen.list_hash());
  request.set_seed_commitment(frozen.seed_commitment());
  request.set_signature(draw::testing::ObserverKey().Sign(draw::NonceMessage(frozen, nonce)));
  return request;
}

}  // namespace lianfang::expert::testing

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_TESTING_OBSERVER_H_
