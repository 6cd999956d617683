// `lianfang draw`: making draws, keeping them, and redoing them, also where no service answers.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/id.h"
#include "draw/order.h"
#include "draw/verify.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::ContributeNonceRequest;
using expert::v1::Draw;
using expert::v1::DrawPanelRequest;
using expert::v1::FreezeCandidatesRequest;
using expert::v1::GetDrawRequest;
using expert::v1::VerifyDrawRequest;
using expert::v1::VerifyDrawResponse;
using Service = expert::v1::ExpertService;

// The draw of an engagement, by the engagement's name or id.
template <typename Request>
void AddDrawOf(Verb& verb, Request& request) {
  AddParsed<std::string>(
      verb, "engagement", "The engagement, by name or id",
      [](absl::string_view text) { return TopLevelName("engagements", text); },
      [&request](std::string name) { request.set_name(absl::StrCat(name, "/draw")); })
      ->required();
}

struct FreezeArgs {
  FreezeCandidatesRequest request;
};

void DeclareFreeze(Verb& verb, FreezeArgs& args) {
  AddResource(verb, "engagement", "engagements", args.request);
  AddChange(verb, args.request);
}

ExitCode Freeze(Session& session, FreezeArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::FreezeCandidates, args.request), RenderDraw);
}

struct NonceArgs {
  GetDrawRequest draw;
  ContributeNonceRequest request;
  std::string nonce;
};

void DeclareNonce(Verb& verb, NonceArgs& args) {
  AddDrawOf(verb, args.draw);
  verb.add_option("--nonce", args.nonce, "64 hex digits of one's own, such as from dice; without it, random ones");
  AddRequestId(verb, args.request);
}

// The hashes that are confirmed are those of the draw as it is seen here, after it was checked.
ExitCode Nonce(Session& session, NonceArgs& args) {
  const auto seen = session.client().Call(&Service::Stub::GetDraw, args.draw);
  if (!seen.ok()) return session.Fail(seen.status());
  if (const auto problems = draw::FindProblems(*seen); !problems.empty()) {
    return session.Fail(absl::FailedPreconditionError(In(session.language(), problems.front())));
  }
  if (args.nonce.empty()) args.nonce = RandomHex(draw::kBytes);
  args.request.set_name(args.draw.name());
  args.request.set_nonce(absl::HexStringToBytes(args.nonce));
  args.request.set_list_hash(seen->list_hash());
  args.request.set_seed_commitment(seen->seed_commitment());
  return session.Answer(session.Mutate(&Service::Stub::ContributeNonce, args.request), RenderDraw);
}

struct RunArgs {
  DrawPanelRequest request;
};

void DeclareRun(Verb& verb, RunArgs& args) {
  AddResource(verb, "engagement", "engagements", args.request);
  AddChange(verb, args.request);
}

ExitCode RunDraw(Session& session, RunArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::DrawPanel, args.request), RenderDraw);
}

struct ShowArgs {
  GetDrawRequest request;
  std::string file;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  AddDrawOf(verb, args.request);
  verb.add_option("--save", args.file, "Save the draw in this file, for `draw verify`");
}

ExitCode Show(Session& session, ShowArgs& args) {
  auto draw = session.client().Call(&Service::Stub::GetDraw, args.request);
  const ExitCode answered = session.Answer(draw, RenderDraw);
  if (answered != ExitCode::kSuccess || args.file.empty()) return answered;
  const absl::Status saved = WriteJson(args.file, *draw);
  return saved.ok() ? answered : session.Fail(saved);
}

struct VerifyArgs {
  std::string file;
  bool online = false;
};

void DeclareVerify(Verb& verb, VerifyArgs& args) {
  verb.add_option("file", args.file, "The draw, as saved by `draw show --save`; - reads standard input")->required();
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
VerifyDrawResponse Redo(const Draw& draw) {
  VerifyDrawResponse verdict;
  for (const auto& problem : draw::FindProblems(draw)) *verdict.add_problems() = problem;
  verdict.set_valid(verdict.problems().empty());
  return verdict;
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  VerifyDrawRequest request;
  if (absl::Status read = ReadJson(args.file, *request.mutable_draw()); !read.ok()) return session.Fail(read);
  absl::StatusOr<VerifyDrawResponse> verdict = Redo(request.draw());
  if (args.online && verdict->valid()) verdict = session.client().Call(&Service::Stub::VerifyDraw, request);
  const ExitCode answered = session.Answer(verdict, RenderVerdict);
  if (answered != ExitCode::kSuccess) return answered;
  return verdict->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace

void DrawVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "freeze", "Freezes the candidates and commits to a seed", DeclareFreeze, Freeze);
  AddVerb(noun, session, "nonce", "Adds the observer's nonce to a frozen draw, which draws and invites the panel",
          DeclareNonce, Nonce);
  AddVerb(noun, session, "run", "Draws and invites a panel whose pool needs no observer", DeclareRun, RunDraw);
  AddVerb(noun, session, "show", "Shows the draw of an engagement's panel", DeclareShow, Show);
  AddDrawForm(noun, session);
  AddVerb(noun, session, "verify", "Redoes a draw from its file, offline", DeclareVerify, Verify);
}

}  // namespace lianfang::cli
