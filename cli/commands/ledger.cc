// `lianfang ledger`: the head that an auditor writes down, and the walk over the whole chain.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/ledger_keys.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "common/ledger/receipt.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetLedgerHeadRequest;
using submission::v1::LedgerHead;
using submission::v1::VerifyLedgerRequest;
using submission::v1::VerifyLedgerResponse;
using type::v1::LedgerSeal;
using Service = submission::v1::SubmissionService;

template <typename Request>
struct PlanArgs {
  Request request;
};

template <typename Request>
void DeclarePlan(Verb& verb, PlanArgs<Request>& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
}

std::string RenderHead(const LedgerHead& head, Session& session) {
  Sheet sheet;
  sheet.Add({"台账号", "Sequence"}, absl::StrCat(head.sequence()));
  if (LedgerSeal seal; seal.ParseFromString(head.seal().seal())) {
    sheet.Add({"方案", "Plan"}, seal.plan());
    sheet.Add({"链头哈希", "Head"}, absl::BytesToHexString(seal.head_hash()));
    sheet.Add({"封存时间", "Sealed"}, InstantText(seal.seal_time(), session.GlossaryOf(seal.plan()).zone()));
  }
  sheet.Add({"签名密钥", "Key"}, head.seal().key_id());
  sheet.Add({"签名", "Signature"}, absl::BytesToHexString(head.seal().signature()));
  return absl::StrCat(sheet.Render(session.language()), head.public_key_pem());
}

struct ExportArgs {
  GetLedgerHeadRequest request;
  std::string file;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  verb.add_option("file", args.file, "Where to save the head, as JSON")->required();
}

// What an auditor keeps, every day say, out of reach of whoever runs the service.
ExitCode Export(Session& session, ExportArgs& args) {
  auto head = session.client().Call(&Service::Stub::GetLedgerHead, args.request);
  const ExitCode answered = session.Answer(head, RenderHead);
  if (answered != ExitCode::kSuccess) return answered;
  const absl::Status saved = WriteJson(args.file, *head);
  return saved.ok() ? answered : session.Fail(saved);
}

ExitCode Head(Session& session, PlanArgs<GetLedgerHeadRequest>& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetLedgerHead, args.request), RenderHead);
}

std::string RenderVerdict(const VerifyLedgerResponse& verdict, Session& session) {
  constexpr Label kIntact = {"完整", "intact"};
  constexpr Label kBroken = {"不完整", "broken"};
  Sheet sheet;
  sheet.Add({"台账", "Ledger"}, std::string((verdict.valid() ? kIntact : kBroken).In(session.language())));
  sheet.Add({"记录数", "Entries"}, absl::StrCat(verdict.entry_count()));
  sheet.Add({"封存数", "Seals"}, absl::StrCat(verdict.seal_count()));
  sheet.Add({"链头哈希", "Head"}, absl::BytesToHexString(verdict.head_hash()));
  std::string text = sheet.Render(session.language());
  if (verdict.problems().empty()) return text;

  Table problems({{{"台账号", "SEQUENCE"}, Align::kRight}, {{"问题", "PROBLEM"}}});
  for (const auto& problem : verdict.problems()) {
    problems.AddRow({problem.sequence() == 0 ? "" : absl::StrCat(problem.sequence()), problem.problem()});
  }
  return absl::StrCat(text, "\n", problems.Render(session.language()));
}

ExitCode AnswerVerdict(Session& session, const VerifyLedgerRequest& request) {
  auto verdict = session.client().Call(&Service::Stub::VerifyLedger, request);
  const ExitCode answered = session.Answer(verdict, RenderVerdict);
  if (answered != ExitCode::kSuccess) return answered;
  return verdict->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

ExitCode Verify(Session& session, PlanArgs<VerifyLedgerRequest>& args) { return AnswerVerdict(session, args.request); }

struct CheckHeadArgs {
  std::string file;
};

void DeclareCheckHead(Verb& verb, CheckHeadArgs& args) {
  verb.add_option("file", args.file, "The head, as saved by `ledger export`")->required();
}

// The seal of a kept head. With a key at hand its signature is judged here first: a head that the key never signed
// binds nobody, and the service is not asked about it.
absl::StatusOr<LedgerSeal> OpenKeptHead(const LedgerHead& head, const std::string& key_file) {
  LedgerSeal seal;
  if (!seal.ParseFromString(head.seal().seal()) || seal.plan().empty()) {
    return UsageError("the file is no ledger head: it holds no seal");
  }
  if (key_file.empty()) return seal;
  const auto keys = ReadLedgerKeys(key_file);
  if (!keys.ok()) return keys.status();
  return OpenSeal(head.seal(), *keys);
}

ExitCode CheckHead(Session& session, CheckHeadArgs& args) {
  VerifyLedgerRequest request;
  LedgerHead& head = *request.mutable_earlier_head();
  if (absl::Status read = ReadJson(args.file, head); !read.ok()) return session.Fail(read);
  const auto seal = OpenKeptHead(head, session.options().ledger_key);
  if (!seal.ok()) {
    session.Fail(seal.status());
    return ExitCodeOf(seal.status()) == ExitCode::kUsage ? ExitCode::kUsage : ExitCode::kVerificationFailed;
  }
  request.set_plan(seal->plan());
  return AnswerVerdict(session, request);
}

}  // namespace

void LedgerVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "head", "Shows the newest signed seal", DeclarePlan<GetLedgerHeadRequest>, Head);
  AddVerb(noun, session, "export", "Saves the newest signed seal, to hold the ledger to later", DeclareExport, Export);
  AddVerb(noun, session, "check-head",
          "Verifies the ledger, and that it still begins with all that a saved seal covers", DeclareCheckHead,
          CheckHead);
  AddVerb(noun, session, "verify", "Verifies the whole ledger", DeclarePlan<VerifyLedgerRequest>, Verify);
}

}  // namespace lianfang::cli
