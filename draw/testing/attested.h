// A ledger and an observer for tests: receipts that verify, and nonces that are signed.
#ifndef LIANFANG_DRAW_TESTING_ATTESTED_H_
#define LIANFANG_DRAW_TESTING_ATTESTED_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/ledger/keys.h"
#include "common/ledger/merkle.h"
#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"
#include "common/time.h"
#include "draw/attestation.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/submission/v1/ledger.pb.h"

namespace lianfang::draw::testing {

inline constexpr char kPlan[] = "plans/p";
inline constexpr char kObserver[] = "spiffe://t/region/140581/department/union/role/observer";

// What signs the ledger, and what the observer signs with; the same in one process.
inline const SigningKey& LedgerKey() {
  static const auto& key = *new SigningKey(SigningKey::Generate());
  return key;
}
inline const WitnessSigner& ObserverKey() {
  static const auto& key = *new WitnessSigner(WitnessSigner::Generate());
  return key;
}

// The receipt of an entry that was sealed alone.
inline type::v1::Receipt Enter(submission::v1::LedgerEntry entry, const std::string& plan, int64_t sequence,
                               const std::string& actor, absl::Time time) {
  entry.set_plan(plan);
  entry.set_sequence(sequence);
  entry.set_actor(actor);
  *entry.mutable_commit_time() = ToTimestamp(time);
  type::v1::Receipt receipt;
  receipt.set_entry(entry.SerializeAsString());
  receipt.set_sequence(sequence);
  type::v1::LedgerSeal seal;
  seal.set_plan(plan);
  seal.set_first_sequence(sequence);
  seal.set_entry_count(1);
  seal.set_merkle_root(LeafHash(receipt.entry()));
  seal.set_head_hash(seal.merkle_root());
  *seal.mutable_seal_time() = entry.commit_time();
  receipt.mutable_seal()->set_seal(seal.SerializeAsString());
  receipt.mutable_seal()->set_signature(LedgerKey().Sign(receipt.seal().seal()));
  receipt.mutable_seal()->set_key_id(LedgerKey().public_key().id());
  return receipt;
}

inline type::v1::Receipt FactReceipt(const std::string& plan, const std::string& draw, const std::string& digest,
                                     absl::Time time) {
  submission::v1::LedgerEntry entry;
  entry.mutable_fact_recorded()->set_kind(submission::v1::FACT_KIND_DRAW_FROZEN);
  entry.mutable_fact_recorded()->set_name(draw);
  entry.mutable_fact_recorded()->set_sha256(digest);
  return Enter(entry, plan, 5, "spiffe://t/service/expert", time);
}

inline type::v1::Receipt KeyReceipt(const std::string& plan, const std::string& actor, absl::Time time,
                                    const WitnessSigner& key = ObserverKey()) {
  submission::v1::LedgerEntry entry;
  entry.mutable_key_registered()->set_public_key(key.public_key().der());
  entry.mutable_key_registered()->set_key_id(key.public_key().id());
  return Enter(entry, plan, 3, actor, time);
}

// Enters the freeze of a committed draw in the ledger.
inline void Attest(expert::v1::Draw& draw, absl::Time time) {
  const std::string digest = FrozenDigest(draw.list_hash(), draw.seed_commitment());
  *draw.mutable_receipt() = FactReceipt(kPlan, draw.name(), digest, time);
}

// Gives the nonce, signed.
inline void GiveNonce(expert::v1::Draw& draw, const std::string& nonce, absl::Time time) {
  expert::v1::Witness& witness = *draw.mutable_witness();
  witness.set_nonce(nonce);
  witness.set_observer(kObserver);
  *witness.mutable_nonce_time() = ToTimestamp(time);
  witness.set_signature(ObserverKey().Sign(NonceMessage(draw, nonce)));
  *witness.mutable_key_receipt() = KeyReceipt(kPlan, kObserver, absl::UnixEpoch());
}

// What the observer keeps of the nonce.
inline expert::v1::NonceNote NoteOf(const expert::v1::Draw& draw, int64_t ledger_size = 5) {
  expert::v1::NonceNote note;
  note.set_draw(draw.name());
  note.set_list_hash(draw.list_hash());
  note.set_seed_commitment(draw.seed_commitment());
  note.set_nonce(draw.witness().nonce());
  note.set_entry_hash(LeafHash(draw.receipt().entry()));
  note.set_signature(draw.witness().signature());
  note.set_public_key(ObserverKey().public_key().der());
  type::v1::TreeHead head;
  head.set_plan(kPlan);
  head.set_size(ledger_size);
  head.set_head_hash(std::string(32, 'h'));
  head.set_root(std::string(32, 'r'));
  *note.mutable_tree_head() = SignTreeHead(head, LedgerKey());
  return note;
}

}  // namespace lianfang::draw::testing

#endif  // LIANFANG_DRAW_TESTING_ATTESTED_H_
