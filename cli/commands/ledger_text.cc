#include "cli/commands/ledger_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "lianfang/type/v1/receipt.pb.h"
#include "lianfang/type/v1/tree_head.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerHead;
using submission::v1::LedgerProblem;
using submission::v1::LedgerVerification;
using submission::v1::VerifyLedgerResponse;

std::string Intact(bool valid, Language language) {
  constexpr Label kIntact = {"完整", "intact"};
  constexpr Label kBroken = {"不完整", "broken"};
  return std::string((valid ? kIntact : kBroken).In(language));
}

std::string ProblemsText(const google::protobuf::RepeatedPtrField<LedgerProblem>& problems, Language language) {
  if (problems.empty()) return "";
  Table table({{{"台账号", "SEQUENCE"}, Align::kRight}, {{"问题", "PROBLEM"}}});
  for (const auto& problem : problems) {
    table.AddRow({problem.sequence() == 0 ? "" : absl::StrCat(problem.sequence()), problem.problem()});
  }
  return absl::StrCat("\n", table.Render(language));
}

std::string KeysText(const LedgerVerification& found, Language language) {
  if (found.keys().empty()) return "";
  constexpr Label kPinned = {"密钥文件已载明", "as the file of keys says"};
  constexpr Label kNotPinned = {"密钥文件未载明", "the file of keys does not say"};
  Table table({{{"签名密钥", "KEY"}}, {{"台账号", "SEALED"}}, {{"范围", "RANGE"}}});
  for (const auto& key : found.keys()) {
    table.AddRow({key.key_id(), absl::StrCat(key.first_sequence(), "-", key.last_sequence()),
                  std::string((key.pinned() ? kPinned : kNotPinned).In(language))});
  }
  return absl::StrCat("\n", table.Render(language));
}

// Times in the default zone, not in that of a plan: a file must be readable without a service.
std::string WitnessesText(const LedgerVerification& found, Language language) {
  if (found.witnesses().empty()) return "";
  Table table({{{"见证人", "WITNESS"}}, {{"见证至", "UP TO"}, Align::kRight}, {{"见证时间", "WITNESSED"}}});
  const absl::TimeZone zone = Glossary().zone();
  for (const auto& witness : found.witnesses()) {
    table.AddRow({witness.actor(), absl::StrCat(witness.size()), InstantText(witness.witness_time(), zone)});
  }
  return absl::StrCat("\n", table.Render(language));
}

}  // namespace

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
  if (type::v1::TreeHead tree; head.has_tree_head() && tree.ParseFromString(head.tree_head().tree_head())) {
    sheet.Add({"树根", "Tree root"}, absl::BytesToHexString(tree.root()));
    sheet.Add({"树头密钥", "Tree key"}, head.tree_head().key_id());
    sheet.Add({"树头签名", "Tree signature"}, absl::BytesToHexString(head.tree_head().signature()));
  }
  return absl::StrCat(sheet.Render(session.language()), head.public_key_pem());
}

std::string RenderVerdict(const VerifyLedgerResponse& verdict, Session& session) {
  Sheet sheet;
  sheet.Add({"台账", "Ledger"}, Intact(verdict.valid(), session.language()));
  sheet.Add({"记录数", "Entries"}, absl::StrCat(verdict.entry_count()));
  sheet.Add({"封存数", "Seals"}, absl::StrCat(verdict.seal_count()));
  sheet.Add({"链头哈希", "Head"}, absl::BytesToHexString(verdict.head_hash()));
  return absl::StrCat(sheet.Render(session.language()), ProblemsText(verdict.problems(), session.language()));
}

std::string RenderVerification(const LedgerVerification& found, Session& session) {
  Sheet sheet;
  sheet.Add({"台账", "Ledger"}, Intact(found.valid(), session.language()));
  sheet.Add({"方案", "Plan"}, found.plan());
  sheet.Add({"记录数", "Entries"}, absl::StrCat(found.entry_count()));
  if (found.withheld_count() > 0) {
    sheet.Add({"仅知哈希", "By hash alone"}, absl::StrCat(found.withheld_count()));
  }
  if (found.seal_count() > 0) sheet.Add({"封存数", "Seals"}, absl::StrCat(found.seal_count()));
  sheet.Add({"链头哈希", "Head"}, absl::BytesToHexString(found.head_hash()));
  sheet.Add({"树根", "Tree root"}, absl::BytesToHexString(found.root()));
  return absl::StrCat(sheet.Render(session.language()), KeysText(found, session.language()),
                      WitnessesText(found, session.language()), ProblemsText(found.problems(), session.language()));
}

ExitCode AnswerVerification(Session& session, const absl::StatusOr<LedgerVerification>& found) {
  const ExitCode answered = session.Answer(found, RenderVerification);
  if (answered != ExitCode::kSuccess) return answered;
  return found->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace lianfang::cli
