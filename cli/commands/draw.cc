// `lianfang draw`: making draws and keeping them.
#include <string>

#include "cli/commands/draw_verbs.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::DrawPanelRequest;
using expert::v1::FreezeCandidatesRequest;
using expert::v1::GetDrawRequest;
using Service = expert::v1::ExpertService;

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

}  // namespace

void DrawVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "freeze", "Freezes the candidates and commits to a seed", DeclareFreeze, Freeze);
  AddDrawNonce(noun, session);
  AddVerb(noun, session, "run", "Draws and invites a panel whose pool needs no observer", DeclareRun, RunDraw);
  AddVerb(noun, session, "show", "Shows the draw of an engagement's panel", DeclareShow, Show);
  AddDrawForm(noun, session);
  AddDrawVerify(noun, session);
}

}  // namespace lianfang::cli
