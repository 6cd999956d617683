// `lianfang ledger`: the head that an auditor writes down; the other verbs are in files of their own (ledger_verbs.h).
#include <string>

#include "cli/commands/ledger_text.h"
#include "cli/commands/ledger_verbs.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using Service = submission::v1::SubmissionService;

struct HeadArgs {
  submission::v1::GetLedgerHeadRequest request;
  std::string file;
};

void DeclareHead(Verb& verb, HeadArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  verb.add_option("--save", args.file, "Save the head in this file, as JSON, to hold the ledger to it later");
}

// What an auditor keeps, every day say, out of reach of whoever runs the service.
ExitCode Head(Session& session, HeadArgs& args) {
  auto head = session.client().Call(&Service::Stub::GetLedgerHead, args.request);
  const ExitCode answered = session.Answer(head, RenderHead);
  if (answered != ExitCode::kSuccess || args.file.empty()) return answered;
  const absl::Status saved = WriteJson(args.file, *head);
  return saved.ok() ? answered : session.Fail(saved);
}

}  // namespace

void LedgerVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "head", "Shows the newest seal, and the signed head of the whole ledger", DeclareHead, Head);
  AddLedgerProofVerbs(noun, session);
  AddLedgerAuditVerbs(noun, session);
  AddLedgerKeyVerbs(noun, session);
  AddLedgerWitnessVerbs(noun, session);
}

}  // namespace lianfang::cli
