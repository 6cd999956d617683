// `lianfang ledger`: the head that an auditor writes down, and the walk over the whole chain.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetLedgerHeadRequest;
using submission::v1::LedgerHead;
using submission::v1::VerifyLedgerRequest;
using submission::v1::VerifyLedgerResponse;
using Service = submission::v1::SubmissionService;

template <typename Request>
struct PlanArgs {
  Request request;
};

template <typename Request>
void DeclarePlan(CLI::App& verb, PlanArgs<Request>& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
}

std::string RenderHead(const LedgerHead& head, Session& session) {
  Sheet sheet;
  sheet.Add({"台账号", "Sequence"}, absl::StrCat(head.sequence()));
  if (type::v1::LedgerSeal seal; seal.ParseFromString(head.seal().seal())) {
    sheet.Add({"方案", "Plan"}, seal.plan());
    sheet.Add({"链头哈希", "Head"}, absl::BytesToHexString(seal.head_hash()));
    sheet.Add({"封存时间", "Sealed"}, InstantText(seal.seal_time(), session.GlossaryOf(seal.plan()).zone()));
  }
  sheet.Add({"签名密钥", "Key"}, head.seal().key_id());
  sheet.Add({"签名", "Signature"}, absl::BytesToHexString(head.seal().signature()));
  return absl::StrCat(sheet.Render(session.language()), head.public_key_pem());
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

ExitCode Verify(Session& session, PlanArgs<VerifyLedgerRequest>& args) {
  auto verdict = session.client().Call(&Service::Stub::VerifyLedger, args.request);
  const ExitCode answered = session.Answer(verdict, RenderVerdict);
  if (answered != ExitCode::kSuccess) return answered;
  return verdict->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace

void LedgerVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "head", "Shows the newest signed seal", DeclarePlan<GetLedgerHeadRequest>, Head);
  AddVerb(noun, session, "verify", "Verifies the whole ledger", DeclarePlan<VerifyLedgerRequest>, Verify);
}

}  // namespace lianfang::cli
