// What ties a draw to others than its operator: the fact that the freeze enters in the ledger of the plan, and the
// nonce that the observer signs with a key that stands there. Both are proven by receipts that the draw holds.
//
//   FrozenDigest(draw.list_hash(), draw.seed_commitment());   // what the freeze enters
//   signer.Sign(NonceMessage(draw, nonce));                    // what the observer signs
#ifndef LIANFANG_DRAW_ATTESTATION_H_
#define LIANFANG_DRAW_ATTESTATION_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/keys.h"
#include "common/ledger/witness_key.h"
#include "draw/problems.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::draw {

// By how much the clocks of two services may differ: steps that different services time are in order within this.
inline constexpr absl::Duration kClockTolerance = absl::Seconds(2);

// What a draw is verified against besides itself. Without the keys, no seal of the ledger is checked.
struct Evidence {
  const KeyRing* ledger_keys = nullptr;
  const expert::v1::NonceNote* note = nullptr;  // what the observer kept
};

// SHA-256(list_hash ‖ seed_commitment).
std::string FrozenDigest(absl::string_view list_hash, absl::string_view seed_commitment);

// What the observer signs: Witness.signature in the contract. It holds the hash of the ledger's entry, which nobody knew
// before the entry was made: so the nonce was signed after it.
std::string NonceMessage(const expert::v1::Draw& draw, absl::string_view nonce);

// The entry inside; nothing where it is none, or not of this plan's ledger. Its seal is not looked at.
std::optional<submission::v1::LedgerEntry> EntryOf(const type::v1::Receipt& receipt, absl::string_view plan);

// The key that `actor` registered with the entry of this receipt; nothing where the entry says something else.
std::optional<WitnessPublicKey> KeyOf(const type::v1::Receipt& receipt, absl::string_view plan,
                                      absl::string_view actor);

// Adds what does not fit between the draw, the ledger and the observer, and whether their times are in order.
void CheckAttestation(const expert::v1::Draw& draw, const expert::v1::FrozenList& list, const Evidence& evidence,
                      Problems& problems);

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_ATTESTATION_H_
