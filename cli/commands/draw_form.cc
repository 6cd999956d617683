// `lianfang draw form`: 抽取记录表, the record of a draw on paper.
#include "cli/form/draw_form.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/names.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::GetDrawRequest;
using expert::v1::GetEngagementRequest;
using expert::v1::ListExpertsRequest;
using Service = expert::v1::ExpertService;

struct FormArgs {
  GetEngagementRequest request;
  std::string file;
};

void DeclareForm(Verb& verb, FormArgs& args) {
  AddResource(verb, "engagement", "engagements", args.request);
  verb.add_option("file", args.file, "The document to write; without it, ENGAGEMENT.docx in the current directory");
}

absl::StatusOr<std::string> FormBytes(Session& session, const GetEngagementRequest& request) {
  const auto engagement = session.client().Call(&Service::Stub::GetEngagement, request);
  if (!engagement.ok()) return engagement.status();
  GetDrawRequest draw_request;
  draw_request.set_name(absl::StrCat(request.name(), "/draw"));
  const auto draw = session.client().Call(&Service::Stub::GetDraw, draw_request);
  if (!draw.ok()) return draw.status();
  ListExpertsRequest pool;
  pool.set_pool(engagement->pool());
  const auto experts = session.client().List(&Service::Stub::ListExperts, pool);
  if (!experts.ok()) return experts.status();
  std::map<std::string, std::string> people;
  for (const auto& expert : experts->experts()) people[expert.name()] = expert.display_name();
  return DrawForm(*engagement, *draw, people, session.GlossaryOf(PlanOf(engagement->pool())), session.language());
}

ExitCode Form(Session& session, FormArgs& args) {
  const auto bytes = FormBytes(session, args.request);
  if (!bytes.ok()) return session.Fail(bytes.status());
  const std::string file = args.file.empty() ? absl::StrCat(IdOf(args.request.name()), ".docx") : args.file;
  if (const absl::Status written = WriteFile(file, *bytes); !written.ok()) return session.Fail(written);
  session.Hint(absl::StrCat("written: ", file));
  return ExitCode::kSuccess;
}

}  // namespace

void AddDrawForm(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "form", "Writes the record of a draw for signature and stamp, as a Word document", DeclareForm,
          Form);
}

}  // namespace lianfang::cli
