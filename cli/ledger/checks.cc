#include "cli/ledger/checks.h"

#include "absl/strings/str_cat.h"
#include "cli/ledger/verifier.h"
#include "common/ledger/proof.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerHead;
using submission::v1::LedgerVerification;
using submission::v1::ListLedgerEntriesResponse;

// Reads the first `size` entries into the verifier.
absl::Status ReadInto(RemoteLedger& ledger, int64_t size, LedgerVerifier& verifier) {
  return ledger.ReadEntries(size, [&verifier](const ListLedgerEntriesResponse& page) { verifier.Add(page); });
}

LedgerVerification With(LedgerVerification found, int64_t sequence, const std::string& problem) {
  found.set_valid(false);
  auto* added = found.add_problems();
  added->set_sequence(sequence);
  added->set_problem(problem);
  return found;
}

}  // namespace

absl::StatusOr<LedgerVerification> VerifyWhole(RemoteLedger& ledger, const LedgerHead& newest,
                                               const std::vector<NamedHead>& kept, const KeyRing& keys) {
  LedgerVerifier verifier(ledger.plan(), keys);
  verifier.HoldTo(newest, kNewestHead);
  for (const auto& [name, head] : kept) verifier.HoldTo(head, name);
  if (absl::Status read = ReadInto(ledger, newest.sequence(), verifier); !read.ok()) return read;
  return verifier.Finish();
}

absl::StatusOr<LedgerVerification> CheckGrowth(RemoteLedger& ledger, const LedgerHead& newest, KeptHead kept,
                                               const KeyRing& keys) {
  LedgerVerification found;
  found.set_plan(kept.ledger);
  const auto now = OpenHead(newest, keys);
  if (!now.ok()) return With(found, 0, absl::StrCat("the ", kNewestHead, " is not genuine: ", now.status().message()));
  if (now->root.empty()) return absl::FailedPreconditionError("the service is too old to prove anything");
  found.set_entry_count(now->size);
  found.set_head_hash(now->head_hash);
  found.set_root(now->root);
  if (now->ledger != kept.ledger) return With(found, 0, absl::StrCat("the ", kNewestHead, " is of ", now->ledger));
  if (now->size < kept.size) {
    return With(found, now->size,
                absl::StrCat("the ledger ends before entry ", kept.size, ", which the ", kept.name, " covers"));
  }
  if (kept.root.empty()) {
    // Its last entry is known: the entries before it lead to the root that the head would have.
    LedgerVerifier beginning(kept.ledger, keys);
    beginning.HoldTo(kept);
    if (absl::Status read = ReadInto(ledger, kept.size, beginning); !read.ok()) return read;
    kept.root = beginning.root();
    const LedgerVerification read = beginning.Finish();
    *found.mutable_problems() = read.problems();
  }
  const auto proof = ledger.ConsistencyProof(kept.size, now->size);
  if (!proof.ok()) return proof.status();
  if (!IsConsistent(kept.size, kept.root, now->size, now->root, *proof)) {
    return With(found, kept.size, absl::StrCat("the ledger does not begin with what the ", kept.name, " covers"));
  }
  found.set_valid(found.problems().empty());
  return found;
}

}  // namespace lianfang::cli
