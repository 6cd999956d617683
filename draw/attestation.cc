#include "draw/attestation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "common/ledger/merkle.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "common/time.h"

namespace lianfang::draw {
namespace {

using expert::v1::Draw;
using expert::v1::FrozenList;
using expert::v1::NonceNote;
using submission::v1::LedgerEntry;

constexpr absl::string_view kService = "/service/expert";  // ends the identity of whoever enters facts about draws

// The instants of a draw, each told by whoever timed it.
class Sequence {
 public:
  explicit Sequence(absl::Time first) : last_(first) {}

  // The next step, timed by the service that makes draws.
  void Next(absl::Time time) {
    ordered_ = ordered_ && last_ <= time;
    last_ = time;
  }
  // The next step, timed by the ledger.
  void NextElsewhere(absl::Time time) {
    ordered_ = ordered_ && last_ <= time + kClockTolerance;
    last_ = std::max(last_, time - kClockTolerance);
  }
  void Before(absl::Time time) { ordered_ = ordered_ && time <= last_ + kClockTolerance; }

  bool ordered() const { return ordered_; }

 private:
  absl::Time last_;
  bool ordered_ = true;
};

class Check {
 public:
  Check(const Draw& draw, const FrozenList& list, const Evidence& evidence, Problems& problems)
      : draw_(draw),
        plan_(list.pool().substr(0, list.pool().find("/pools/"))),
        list_(list),
        evidence_(evidence),
        problems_(problems) {}

  void Run() {
    const std::optional<absl::Time> entered = Freeze();
    const std::optional<absl::Time> registered = Nonce();
    Times(entered, registered);
    if (evidence_.note != nullptr) Note(*evidence_.note);
  }

 private:
  // When the freeze was entered in the ledger; nothing where it is not known.
  std::optional<absl::Time> Freeze() {
    if (!problems_.Expect(draw_.has_receipt(), "锁定的名单和承诺没有台账回执：不能证明它们先于见证随机数",
                          "the freeze has no receipt of the ledger: nothing proves that list and commitment were there "
                          "before the nonce")) {
      return std::nullopt;
    }
    const auto entry = EntryOf(draw_.receipt(), plan_);
    const bool is_this = entry.has_value() && absl::EndsWith(entry->actor(), kService) &&
                         entry->fact_recorded().kind() == submission::v1::FACT_KIND_DRAW_FROZEN &&
                         entry->fact_recorded().name() == draw_.name() &&
                         entry->fact_recorded().sha256() == FrozenDigest(draw_.list_hash(), draw_.seed_commitment());
    if (!problems_.Expect(is_this, "台账记录与锁定的名单和承诺不符",
                          "the ledger's entry is not of this list and commitment")) {
      return std::nullopt;
    }
    Seal(draw_.receipt());
    return FromTimestamp(entry->commit_time());
  }

  // When the observer's key was registered; nothing where there is none.
  std::optional<absl::Time> Nonce() {
    const expert::v1::Witness& witness = draw_.witness();
    if (!draw_.has_witness()) return std::nullopt;
    if (!problems_.Expect(!witness.signature().empty(), "见证随机数没有见证人签名：不能证明它出自见证人",
                          "the nonce is not signed: nothing proves that it is the observer's")) {
      return std::nullopt;
    }
    const auto key = KeyOf(witness.key_receipt(), plan_, witness.observer());
    if (!problems_.Expect(key.has_value(), "见证人的密钥没有在台账登记",
                          "the observer's key is not registered in the ledger")) {
      return std::nullopt;
    }
    problems_.Expect(key->Verify(NonceMessage(draw_, witness.nonce()), witness.signature()), "见证人的签名不符",
                     "the observer's signature is not over this draw and nonce");
    Seal(witness.key_receipt());
    return FromTimestamp(EntryOf(witness.key_receipt(), plan_)->commit_time());
  }

  void Seal(const type::v1::Receipt& receipt) {
    if (evidence_.ledger_keys == nullptr) return;
    const absl::Status genuine = VerifyReceipt(receipt, *evidence_.ledger_keys);
    problems_.Expect(genuine.ok(), "台账回执的签名不符",
                     absl::StrCat("a receipt of the ledger is not genuine: ", genuine.message()));
  }

  // Freeze, entry, nonce and draw follow one another, and the key was there before the nonce.
  void Times(std::optional<absl::Time> entered, std::optional<absl::Time> registered) {
    Sequence steps(FromTimestamp(list_.freeze_time()));
    if (entered.has_value()) steps.NextElsewhere(*entered);
    if (draw_.witness().has_nonce_time()) steps.Next(FromTimestamp(draw_.witness().nonce_time()));
    if (registered.has_value() && draw_.witness().has_nonce_time()) steps.Before(*registered);
    if (draw_.has_draw_time()) steps.Next(FromTimestamp(draw_.draw_time()));
    if (draw_.has_cancel_time()) steps.Next(FromTimestamp(draw_.cancel_time()));
    problems_.Expect(steps.ordered(), "锁定、入台账、见证、抽取的时间次序不符",
                     "freeze, ledger entry, nonce and draw are not in order of time");
  }

  // What the observer kept is what the draw was made with.
  void Note(const NonceNote& note) {
    const bool seen = note.draw() == draw_.name() && note.list_hash() == draw_.list_hash() &&
                      note.seed_commitment() == draw_.seed_commitment() &&
                      note.entry_hash() == LeafHash(draw_.receipt().entry());
    problems_.Expect(seen, "见证存底与锁定的名单和承诺不符", "the observer's note is of another list or commitment");
    if (draw_.has_witness()) {
      const auto key = KeyOf(draw_.witness().key_receipt(), plan_, draw_.witness().observer());
      problems_.Expect(note.nonce() == draw_.witness().nonce(), "见证存底中的随机数与抽取所用的不同",
                       "the observer noted another nonce than the draw was made with");
      problems_.Expect(
          note.signature() == draw_.witness().signature() && key.has_value() && key->der() == note.public_key(),
          "见证存底中的签名或密钥与抽取记录不同", "the observer noted another signature or key than the draw has");
    }
    if (evidence_.ledger_keys == nullptr) return;
    const auto head = OpenTreeHead(note.tree_head(), *evidence_.ledger_keys);
    problems_.Expect(head.ok() && head->plan() == plan_ && head->size() >= draw_.receipt().sequence(),
                     "见证存底中的台账头不符",
                     "the ledger's head in the observer's note is not genuine, or does not cover the freeze");
  }

  const Draw& draw_;
  const std::string plan_;
  const FrozenList& list_;
  const Evidence& evidence_;
  Problems& problems_;
};

}  // namespace

std::string FrozenDigest(absl::string_view list_hash, absl::string_view seed_commitment) {
  return Sha256(absl::StrCat(list_hash, seed_commitment));
}

std::string NonceMessage(const Draw& draw, absl::string_view nonce) {
  return absl::StrCat("lianfang.expert.v1.ContributeNonce\n", draw.name(), "\n", draw.list_hash(),
                      draw.seed_commitment(), nonce, LeafHash(draw.receipt().entry()));
}

std::optional<LedgerEntry> EntryOf(const type::v1::Receipt& receipt, absl::string_view plan) {
  LedgerEntry entry;
  if (!entry.ParseFromString(receipt.entry())) return std::nullopt;
  if (entry.sequence() != receipt.sequence() || entry.plan() != plan) return std::nullopt;
  return entry;
}

std::optional<WitnessPublicKey> KeyOf(const type::v1::Receipt& receipt, absl::string_view plan,
                                      absl::string_view actor) {
  const auto entry = EntryOf(receipt, plan);
  if (!entry.has_value() || !entry->has_key_registered() || entry->actor() != actor) return std::nullopt;
  auto key = WitnessPublicKey::FromDer(entry->key_registered().public_key());
  if (!key.ok()) return std::nullopt;
  return *std::move(key);
}

void CheckAttestation(const Draw& draw, const FrozenList& list, const Evidence& evidence, Problems& problems) {
  Check(draw, list, evidence, problems).Run();
}

}  // namespace lianfang::draw
