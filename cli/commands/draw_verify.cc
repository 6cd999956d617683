// `lianfang draw verify`: redoing a draw from files, also where no service answers.
#include <optional>
#include <string>

#include "cli/commands/draw_verbs.h"
#include "cli/files.h"
#include "cli/ledger_keys.h"
#include "cli/text/table.h"
#include "draw/verify.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::NonceNote;
using expert::v1::VerifyDrawRequest;
using expert::v1::VerifyDrawResponse;
using Service = expert::v1::ExpertService;

struct VerifyArgs {
  std::string file;
  std::string note_file;
  bool online = false;
};

void DeclareVerify(Verb& verb, VerifyArgs& args) {
  verb.add_option("file", args.file, "The draw, as saved by `draw show --save`; - reads standard input")->required();
  verb.add_option("--note", args.note_file, "What the observer kept: the file that `draw nonce` wrote");
  verb.add_flag("--online", args.online, "Have the service redo it, too, and compare it with the one stored");
}

std::string RenderVerdict(const VerifyDrawResponse& verdict, Session& session) {
  constexpr Label kValid = {"有效", "valid"};
  constexpr Label kInvalid = {"无效", "not valid"};
  Sheet sheet;
  sheet.Add({"验证", "Verdict"}, std::string((verdict.valid() ? kValid : kInvalid).In(session.language())));
  for (const auto& problem : verdict.problems()) sheet.Add({"问题", "Problem"}, In(session.language(), problem));
  return sheet.Render(session.language());
}

// The verdict of this program alone: no service is asked.
VerifyDrawResponse Redo(const expert::v1::Draw& draw, const draw::Evidence& evidence) {
  VerifyDrawResponse verdict;
  for (const auto& problem : draw::FindProblems(draw, evidence)) *verdict.add_problems() = problem;
  verdict.set_valid(verdict.problems().empty());
  return verdict;
}

// What the verdict does not say, because nothing was given to say it by.
void HintAtGaps(Session& session, const expert::v1::Draw& draw, const draw::Evidence& evidence) {
  if (evidence.ledger_keys == nullptr) {
    session.Hint("the ledger's signatures were not verified: give its public keys with --ledger-key");
  }
  if (draw.has_witness() && evidence.note == nullptr) {
    session.Hint("ask the observer for the file that `draw nonce` kept, and verify with --note");
  }
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  VerifyDrawRequest request;
  if (absl::Status read = ReadJson(args.file, *request.mutable_draw()); !read.ok()) return session.Fail(read);
  std::optional<KeyRing> keys;
  if (!session.options().ledger_key.empty()) {
    auto read = ReadLedgerKeys(session.options().ledger_key);
    if (!read.ok()) return session.Fail(read.status());
    keys = *std::move(read);
  }
  NonceNote note;
  if (!args.note_file.empty()) {
    if (absl::Status read = ReadJson(args.note_file, note); !read.ok()) return session.Fail(read);
  }
  const draw::Evidence evidence{keys.has_value() ? &*keys : nullptr, args.note_file.empty() ? nullptr : &note};
  absl::StatusOr<VerifyDrawResponse> verdict = Redo(request.draw(), evidence);
  if (args.online && verdict->valid()) verdict = session.client().Call(&Service::Stub::VerifyDraw, request);
  const ExitCode answered = session.Answer(verdict, RenderVerdict);
  if (answered != ExitCode::kSuccess) return answered;
  HintAtGaps(session, request.draw(), evidence);
  return verdict->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace

void AddDrawVerify(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "verify", "Redoes a draw from its file, offline", DeclareVerify, Verify);
}

}  // namespace lianfang::cli
