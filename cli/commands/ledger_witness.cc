// `lianfang ledger register-key|witness|witnesses`: what others than the service say of a ledger. Whoever witnesses has
// checked that the ledger begins with what he witnessed before, or has read it from its first entry on.
#include <filesystem>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/commands/ledger_text.h"
#include "cli/commands/ledger_verbs.h"
#include "cli/ledger/checks.h"
#include "cli/ledger/kept_head.h"
#include "cli/ledger/own_identity.h"
#include "cli/ledger/remote.h"
#include "cli/ledger/signer.h"
#include "cli/ledger/verifier.h"
#include "cli/ledger_keys.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"
#include "lianfang/submission/v1/ledger_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::HeadWitness;
using submission::v1::LedgerHead;
using submission::v1::ListWitnessesRequest;
using submission::v1::ListWitnessesResponse;
using submission::v1::RegisterKeyRequest;
using submission::v1::RegisterKeyResponse;
using submission::v1::WitnessHeadRequest;
using submission::v1::WitnessHeadResponse;
using Service = submission::v1::LedgerService;

constexpr int kAttempts = 3;
constexpr absl::Duration kPause = absl::Seconds(1);

// A mutation under an id of its own, repeated while it is not known whether it was carried out: it never is twice.
template <typename Request, typename Response>
absl::StatusOr<Response> Mutate(Session& session,
                                grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                Request request) {
  request.set_request_id(NewUuid());
  for (int attempt = 1;; ++attempt) {
    auto response = session.client().Call(method, request);
    if (!absl::IsUnavailable(response.status()) || attempt == kAttempts) return response;
    absl::SleepFor(kPause);
  }
}

// --- register-key ---

struct RegisterArgs {
  std::string plan;
  std::string key_file;
};

void DeclareRegister(Verb& verb, RegisterArgs& args) {
  AddPlan(verb, args.plan)->required();
  verb.add_option("--key", args.key_file, "One's own private key, P-256, PEM")->required();
}

std::string RenderRegistration(const RegisterKeyResponse& response, Session& session) {
  Sheet sheet;
  sheet.Add({"已登记密钥", "Registered key"}, response.key_id());
  return sheet.Render(session.language());
}

ExitCode RegisterKey(Session& session, RegisterArgs& args) {
  const auto signer = ReadSigner(args.key_file);
  if (!signer.ok()) return session.Fail(signer.status());
  const auto actor = ReadOwnIdentity(session.options().client.tls.certificate);
  if (!actor.ok()) return session.Fail(actor.status());
  RegisterKeyRequest request;
  request.set_plan(args.plan);
  request.set_public_key(signer->public_key().der());
  request.set_possession(signer->Sign(PossessionMessage(*actor, args.plan)));
  return session.Answer(Mutate(session, &Service::Stub::RegisterKey, request), RenderRegistration);
}

// --- witness ---

struct WitnessArgs {
  std::string plan;
  std::string key_file;
  std::string kept_file;
};

void DeclareWitness(Verb& verb, WitnessArgs& args) {
  AddPlan(verb, args.plan)->required();
  verb.add_option("--key", args.key_file, "One's own private key, P-256, PEM, as registered")->required();
  verb.add_option(
      "--kept", args.kept_file,
      "Where the head that was witnessed last is kept, and the new one will be; without the file, the whole "
      "ledger is read");
}

// What the user has witnessed before, by the file that he keeps.
absl::StatusOr<std::optional<KeptHead>> ReadKept(const std::string& path, const KeyRing& keys) {
  if (path.empty() || !std::filesystem::exists(path)) return std::nullopt;
  const auto head = ReadKeptHead(path);
  if (!head.ok()) return head.status();
  auto kept = OpenHead(*head, keys);
  if (!kept.ok()) return UsageError(absl::StrCat(path, ": ", kept.status().message()));
  return *std::move(kept);
}

// What the user has witnessed before, by the service's list, which nobody can add to without his key.
absl::StatusOr<std::optional<KeptHead>> FindKept(Session& session, const std::string& plan, const WitnessPublicKey& key,
                                                 const KeyRing& keys) {
  ListWitnessesRequest request;
  request.set_plan(plan);
  request.set_own(true);
  const auto listed = session.client().List(&Service::Stub::ListWitnesses, request);
  if (!listed.ok()) return listed.status();
  std::optional<KeptHead> newest;
  for (const HeadWitness& witness : listed->witnesses()) {
    const auto& witnessed = witness.witnessed();
    const auto head = OpenTreeHead(witnessed.tree_head(), keys);
    if (!head.ok() || !key.Verify(WitnessMessage(witnessed.tree_head().tree_head()), witnessed.signature())) continue;
    if (!newest.has_value() || newest->size < head->size()) newest = KeptHead::Of(*head);
  }
  return newest;
}

std::string RenderWitness(const WitnessHeadResponse& response, Session& session) {
  Sheet sheet;
  sheet.Add({"已见证记录数", "Witnessed entries"}, absl::StrCat(response.size()));
  return sheet.Render(session.language());
}

// Signs the head, and keeps it.
ExitCode Sign(Session& session, const WitnessArgs& args, const WitnessSigner& signer, const LedgerHead& head) {
  WitnessHeadRequest request;
  request.set_plan(args.plan);
  *request.mutable_tree_head() = head.tree_head();
  request.set_signature(signer.Sign(WitnessMessage(head.tree_head().tree_head())));
  request.set_key_id(signer.public_key().id());
  const auto response = Mutate(session, &Service::Stub::WitnessHead, request);
  const ExitCode answered = session.Answer(response, RenderWitness);
  if (absl::IsFailedPrecondition(response.status())) session.Hint("`ledger register-key` enters the key in the ledger");
  if (answered != ExitCode::kSuccess || args.kept_file.empty()) return answered;
  const absl::Status saved = WriteJson(args.kept_file, head);
  return saved.ok() ? answered : session.Fail(saved);
}

ExitCode Witness(Session& session, WitnessArgs& args) {
  const auto keys = ReadLedgerKeys(session.options().ledger_key);
  if (!keys.ok()) return session.Fail(keys.status());
  const auto signer = ReadSigner(args.key_file);
  if (!signer.ok()) return session.Fail(signer.status());
  auto kept = ReadKept(args.kept_file, *keys);
  if (kept.ok() && !kept->has_value() && args.kept_file.empty()) {
    kept = FindKept(session, args.plan, signer->public_key(), *keys);
  }
  if (!kept.ok()) return session.Fail(kept.status());
  RemoteLedger ledger(session.client(), args.plan);
  const auto head = ledger.Head();
  if (!head.ok()) return session.Fail(head.status());
  const auto found =
      kept->has_value() ? CheckGrowth(ledger, *head, **kept, *keys) : VerifyWhole(ledger, *head, {}, *keys);
  if (!found.ok() || !found->valid()) return AnswerVerification(session, found);
  return Sign(session, args, *signer, *head);
}

// --- witnesses ---

struct WitnessesArgs {
  ListWitnessesRequest request;
};

void DeclareWitnesses(Verb& verb, WitnessesArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  verb.add_flag_callback(
      "--own", [&args] { args.request.set_own(true); }, "Only one's own");
  AddPaging(verb, args.request);
}

std::string RenderWitnesses(const ListWitnessesResponse& response, Session& session) {
  Table table({{{"台账号", "SEQUENCE"}, Align::kRight},
               {{"见证人", "WITNESS"}},
               {{"见证至", "UP TO"}, Align::kRight},
               {{"密钥", "KEY"}},
               {{"见证时间", "WITNESSED"}}});
  for (const HeadWitness& witness : response.witnesses()) {
    type::v1::TreeHead head;
    head.ParseFromString(witness.witnessed().tree_head().tree_head());
    table.AddRow({absl::StrCat(witness.sequence()), witness.actor(), absl::StrCat(head.size()),
                  witness.witnessed().key_id(),
                  InstantText(witness.witness_time(), session.GlossaryOf(head.plan()).zone())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode Witnesses(Session& session, WitnessesArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListWitnesses, args.request), RenderWitnesses);
}

}  // namespace

void AddLedgerWitnessVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "register-key", "Enters in the ledger the public key that one will witness with",
          DeclareRegister, RegisterKey);
  AddVerb(noun, session, "witness", "Checks that the ledger has only grown, and signs its head", DeclareWitness,
          Witness);
  AddVerb(noun, session, "witnesses", "Lists who has witnessed the ledger, and up to where", DeclareWitnesses,
          Witnesses);
}

}  // namespace lianfang::cli
