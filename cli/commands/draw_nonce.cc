// `lianfang draw nonce`: the observer's part in a draw. What is signed is kept in a file before it is sent: nobody can
// have the observer give another nonce for the same freeze, and whoever has the file can hold the draw to it.
#include <algorithm>
#include <filesystem>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/commands/draw_verbs.h"
#include "cli/commands/expert_text.h"
#include "cli/files.h"
#include "cli/ledger/remote.h"
#include "cli/ledger/signer.h"
#include "cli/ledger_keys.h"
#include "cli/text/error_text.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/ledger/merkle.h"
#include "common/ledger/tree_head.h"
#include "common/time.h"
#include "draw/attestation.h"
#include "draw/order.h"
#include "draw/verify.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::ContributeNonceRequest;
using expert::v1::Draw;
using expert::v1::GetDrawRequest;
using expert::v1::NonceNote;
using Service = expert::v1::ExpertService;

struct NonceArgs {
  GetDrawRequest draw;
  std::string key_file;
  std::string nonce;
  std::string note_file;
};

void DeclareNonce(Verb& verb, NonceArgs& args) {
  AddDrawOf(verb, args.draw);
  verb.add_option("--key", args.key_file, "One's own private key, P-256, PEM, as registered")->required();
  verb.add_option("--nonce", args.nonce, "64 hex digits of one's own, such as from dice; without it, random ones");
  verb.add_option("--note", args.note_file,
                  "Where what is signed is kept, for `draw verify`; without it, ENGAGEMENT.nonce.json in the current "
                  "directory. Where it is there already, the same nonce is sent again");
}

// The draw as it is seen here, once everything about it holds so far.
absl::StatusOr<Draw> SeenDraw(Session& session, const GetDrawRequest& request, const KeyRing& keys) {
  auto seen = session.client().Call(&Service::Stub::GetDraw, request);
  if (!seen.ok()) return seen;
  if (const auto problems = draw::FindProblems(*seen, {&keys}); !problems.empty()) {
    return absl::FailedPreconditionError(In(session.language(), problems.front()));
  }
  return seen;
}

// The head of the ledger, which the service has to prove to hold the entry of the freeze.
absl::StatusOr<type::v1::SignedTreeHead> HeadThatCovers(Session& session, const type::v1::Receipt& receipt,
                                                        const KeyRing& keys) {
  submission::v1::LedgerEntry entry;
  entry.ParseFromString(receipt.entry());
  RemoteLedger ledger(session.client(), entry.plan());
  const auto answered = ledger.Head();
  if (!answered.ok()) return answered.status();
  const auto head = OpenTreeHead(answered->tree_head(), keys);
  if (!head.ok()) return head.status();
  const auto path = ledger.InclusionProof(receipt.sequence(), head->size());
  if (!path.ok()) return path.status();
  const auto root = RootFromPath(LeafHash(receipt.entry()), static_cast<size_t>(receipt.sequence()) - 1,
                                 static_cast<size_t>(head->size()), *path);
  if (head->plan() == entry.plan() && root == head->root()) return answered->tree_head();
  return absl::DataLossError("the ledger does not hold the entry of the freeze: keep the draw, and tell the auditor");
}

// What the user signs, from now on in the file.
absl::StatusOr<NonceNote> Sign(Session& session, const NonceArgs& args, const WitnessSigner& signer, const Draw& seen,
                               const KeyRing& keys) {
  const auto head = HeadThatCovers(session, seen.receipt(), keys);
  if (!head.ok()) return head.status();
  NonceNote note;
  note.set_draw(seen.name());
  note.set_list_hash(seen.list_hash());
  note.set_seed_commitment(seen.seed_commitment());
  note.set_nonce(absl::HexStringToBytes(args.nonce.empty() ? RandomHex(draw::kBytes) : args.nonce));
  note.set_entry_hash(LeafHash(seen.receipt().entry()));
  note.set_signature(signer.Sign(draw::NonceMessage(seen, note.nonce())));
  note.set_public_key(signer.public_key().der());
  *note.mutable_tree_head() = *head;
  *note.mutable_sign_time() = ToTimestamp(absl::Now());
  note.set_request_id(NewUuid());
  if (absl::Status saved = WriteJson(args.note_file, note); !saved.ok()) return saved;
  return note;
}

// What the user has signed before, of the same freeze.
absl::StatusOr<NonceNote> ReadNote(const NonceArgs& args, const Draw& seen, const KeyRing& keys) {
  NonceNote note;
  if (absl::Status read = ReadJson(args.note_file, note); !read.ok()) return read;
  if (!args.nonce.empty() && note.nonce() != absl::HexStringToBytes(args.nonce)) {
    return UsageError(absl::StrCat(args.note_file, " holds another nonce, which was signed already"));
  }
  if (draw::FindProblems(seen, {&keys, &note}).empty()) return note;
  return UsageError(absl::StrCat(args.note_file, " is of another draw; name another file with --note"));
}

bool IsNonce(absl::string_view text) {
  return text.size() == 2 * draw::kBytes &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

ExitCode Nonce(Session& session, NonceArgs& args) {
  if (!args.nonce.empty() && !IsNonce(args.nonce)) return session.Fail(UsageError("--nonce must be 64 hex digits"));
  const auto keys = ReadLedgerKeys(session.options().ledger_key);
  if (!keys.ok()) return session.Fail(keys.status());
  const auto signer = ReadSigner(args.key_file);
  if (!signer.ok()) return session.Fail(signer.status());
  const auto seen = SeenDraw(session, args.draw, *keys);
  if (!seen.ok()) return session.Fail(seen.status());
  if (args.note_file.empty()) {
    const std::string engagement = args.draw.name().substr(0, args.draw.name().rfind('/'));
    args.note_file = absl::StrCat(IdOf(engagement), ".nonce.json");
  }
  const auto note = std::filesystem::exists(args.note_file) ? ReadNote(args, *seen, *keys)
                                                            : Sign(session, args, *signer, *seen, *keys);
  if (!note.ok()) return session.Fail(note.status());
  ContributeNonceRequest request;
  request.set_name(note->draw());
  request.set_nonce(note->nonce());
  request.set_list_hash(note->list_hash());
  request.set_seed_commitment(note->seed_commitment());
  request.set_signature(note->signature());
  request.set_request_id(note->request_id());
  const auto drawn = session.client().Call(&Service::Stub::ContributeNonce, request);
  const ExitCode answered = session.Answer(drawn, RenderDraw);
  const auto info = ErrorInfoOf(drawn.status());
  if (info.has_value() && info->reason() == "KEY_NOT_REGISTERED") {
    session.Hint("`ledger register-key` enters the key in the ledger");
  }
  session.Hint(absl::StrCat("kept: ", args.note_file));
  return answered;
}

}  // namespace

void AddDrawNonce(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "nonce",
          "Adds the observer's nonce, signed, to a frozen draw, which draws and invites the panel", DeclareNonce,
          Nonce);
}

}  // namespace lianfang::cli
