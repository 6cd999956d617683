// `lianfang receipt`: fetching receipts, and verifying them with or without the service.
#include "common/ledger/receipt.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/ledger/remote.h"
#include "cli/ledger/verifier.h"
#include "cli/ledger_keys.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/ledger/merkle.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetReceiptRequest;
using submission::v1::LedgerEntry;
using submission::v1::ReturnFiled;
using submission::v1::ReturnRevision;
using submission::v1::VerifyReceiptRequest;
using submission::v1::VerifyReceiptResponse;
using type::v1::LedgerSeal;
using type::v1::Receipt;
using Service = submission::v1::SubmissionService;

// What a filing says, and how it was judged.
void AddFiling(const ReturnFiled& filed, const Glossary& words, Language language, Sheet& sheet) {
  constexpr Label kInTime = {"按时", "in time"};
  constexpr Label kLate = {"逾期", "late"};
  const ReturnRevision& revision = filed.revision();
  sheet.Add({"报送任务", "Obligation"}, filed.obligation());
  sheet.Add({"版次", "Revision"}, absl::StrCat(revision.revision()));
  sheet.Add({"方案版次", "Plan edition"}, absl::StrCat(revision.plan_edition()));
  sheet.Add({"指标", "Figures"}, words.Figures(revision.figures()));
  sheet.Add({"更正原因", "Correction"}, revision.correction_reason());
  sheet.Add({"时效", "Judged"}, std::string((revision.late() ? kLate : kInTime).In(language)));
  sheet.Add({"截止时间", "Due"}, DeadlineText(revision.due_time(), words.zone()));
}

std::string GrantText(bool revoked, Language language) {
  if (language == Language::kChinese) return revoked ? "撤回跨地区授权" : "跨地区授权";
  return revoked ? "grant of a region revoked" : "region granted";
}

// A return, a number of its revision if there is one, what was decided and why.
void AddDecision(const std::string& name, int revision, const std::string& decision, const std::string& reason,
                 Sheet& sheet) {
  sheet.Add({"报送数据", "Return"}, name);
  if (revision != 0) sheet.Add({"版次", "Revision"}, absl::StrCat(revision));
  sheet.Add({"决定", "Decision"}, decision);
  sheet.Add({"原因", "Reason"}, reason);
}

// What happened to a return after it was filed.
void AddReturnEvent(const LedgerEntry& entry, const Glossary& words, Language language, Sheet& sheet) {
  constexpr Label kEvent = {"事项", "Event"};
  const bool chinese = language == Language::kChinese;
  if (entry.has_return_reviewed()) {
    const auto& reviewed = entry.return_reviewed();
    sheet.Add(kEvent, chinese ? "审核" : "return reviewed");
    AddDecision(reviewed.return_(), reviewed.revision(), EnumText(reviewed.review().decision(), language),
                reviewed.review().reason(), sheet);
  } else if (entry.has_return_signed()) {
    const auto& decided = entry.return_signed();
    sheet.Add(kEvent, chinese ? "召集人审签" : "convener's sign-off");
    AddDecision(decided.return_(), decided.revision(), EnumText(decided.sign_off().decision(), language),
                decided.sign_off().reason(), sheet);
    sheet.Add({"审签人", "Signer"}, words.Person(decided.sign_off().signer()));
  } else if (entry.has_return_withdrawn()) {
    const auto& withdrawn = entry.return_withdrawn();
    sheet.Add(kEvent, chinese ? "撤回报送" : "return withdrawn");
    AddDecision(withdrawn.return_(), withdrawn.revision().revision(), "", withdrawn.revision().correction_reason(),
                sheet);
  } else if (entry.has_evidence_attached()) {
    const auto& evidence = entry.evidence_attached().evidence();
    sheet.Add(kEvent, chinese ? "上传附件" : "file attached");
    AddDecision(entry.evidence_attached().return_(), evidence.revision(), "", "", sheet);
    sheet.Add({"文件", "File"}, evidence.file().display_name());
    sheet.Add({"文件 SHA-256", "SHA-256 of the file"}, absl::BytesToHexString(evidence.file().sha256()));
  } else {
    const auto& granted = entry.correction_granted();
    sheet.Add(kEvent, chinese ? "更正许可" : "leave to correct");
    AddDecision(granted.return_(), 0, "", granted.grant().reason(), sheet);
    sheet.Add({"许可截止", "Until"}, DeadlineText(granted.grant().end_time(), words.zone()));
  }
}

void AddEvent(const LedgerEntry& entry, const Glossary& words, Language language, Sheet& sheet) {
  constexpr Label kEvent = {"事项", "Event"};
  switch (entry.event_case()) {
    case LedgerEntry::kPlanPublished:
      sheet.Add(kEvent, language == Language::kChinese ? "发布方案" : "plan published");
      sheet.Add({"方案版次", "Plan edition"}, absl::StrCat(entry.plan_published().edition()));
      sheet.Add({"原因", "Reason"}, entry.plan_published().reason());
      return;
    case LedgerEntry::kReturnFiled:
      sheet.Add(kEvent, language == Language::kChinese ? "报送" : "return filed");
      return AddFiling(entry.return_filed(), words, language, sheet);
    case LedgerEntry::kReturnReviewed:
    case LedgerEntry::kReturnSigned:
    case LedgerEntry::kReturnWithdrawn:
    case LedgerEntry::kCorrectionGranted:
    case LedgerEntry::kEvidenceAttached:
      return AddReturnEvent(entry, words, language, sheet);
    case LedgerEntry::kObligationAdjusted:
      sheet.Add(kEvent, EnumText(entry.obligation_adjusted().adjustment().kind(), language));
      sheet.Add({"报送任务", "Obligation"}, entry.obligation_adjusted().obligation());
      sheet.Add({"原因", "Reason"}, entry.obligation_adjusted().adjustment().reason());
      return;
    case LedgerEntry::kKeyRegistered:
      sheet.Add(kEvent, language == Language::kChinese ? "登记见证密钥" : "key registered");
      sheet.Add({"密钥", "Key"}, entry.key_registered().key_id());
      return;
    case LedgerEntry::kHeadWitnessed:
      sheet.Add(kEvent, language == Language::kChinese ? "见证台账" : "ledger witnessed");
      sheet.Add({"密钥", "Key"}, entry.head_witnessed().key_id());
      return;
    case LedgerEntry::kFactRecorded:
      sheet.Add(kEvent, EnumText(entry.fact_recorded().kind(), language));
      sheet.Add({"名称", "Name"}, entry.fact_recorded().name());
      sheet.Add({"摘要", "Digest"}, absl::BytesToHexString(entry.fact_recorded().sha256()));
      return;
    case LedgerEntry::kPlanRegionGranted:
      sheet.Add(kEvent, GrantText(entry.plan_region_granted().revoked(), language));
      sheet.Add({"地区", "Region"}, entry.plan_region_granted().region());
      sheet.Add({"授权给", "Granted to"}, entry.plan_region_granted().office_region());
      sheet.Add({"原因", "Reason"}, entry.plan_region_granted().reason());
      return;
    case LedgerEntry::EVENT_NOT_SET:
      return;
  }
}

// `words` may be empty: a receipt must read without a service.
std::string ReceiptText(const Receipt& receipt, const Glossary& words, Language language) {
  Sheet sheet;
  sheet.Add({"台账号", "Sequence"}, absl::StrCat(receipt.sequence()));
  if (LedgerEntry entry; entry.ParseFromString(receipt.entry())) {
    sheet.Add({"方案", "Plan"}, entry.plan());
    AddEvent(entry, words, language, sheet);
    sheet.Add({"操作人", "Actor"}, entry.actor());
    sheet.Add({"到达时间", "Arrived"}, InstantText(entry.arrival_time(), words.zone()));
    sheet.Add({"入账时间", "Committed"}, InstantText(entry.commit_time(), words.zone()));
    sheet.Add({"前一记录哈希", "Previous hash"}, absl::BytesToHexString(entry.previous_hash()));
  }
  sheet.Add({"记录哈希", "Hash"}, absl::BytesToHexString(LeafHash(receipt.entry())));
  if (LedgerSeal seal; seal.ParseFromString(receipt.seal().seal())) {
    sheet.Add({"链头哈希", "Head"}, absl::BytesToHexString(seal.head_hash()));
  }
  sheet.Add({"签名密钥", "Key"}, receipt.seal().key_id());
  sheet.Add({"签名", "Signature"}, absl::BytesToHexString(receipt.seal().signature()));
  return sheet.Render(language);
}

struct ShowArgs {
  GetReceiptRequest request;
  std::string file;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  verb.add_option_function<int64_t>(
          "--sequence", [&args](const int64_t& sequence) { args.request.set_sequence(sequence); },
          "Sequence of the ledger entry")
      ->required()
      ->at_least_one();
  verb.add_option("--save", args.file, "Save the receipt in this file");
}

ExitCode Show(Session& session, ShowArgs& args) {
  auto receipt = session.client().Call(&Service::Stub::GetReceipt, args.request);
  const ExitCode answered = session.Answer(receipt, [&args](const Receipt& shown, Session& shown_by) {
    return ReceiptText(shown, shown_by.GlossaryOf(args.request.plan()), shown_by.language());
  });
  if (answered != ExitCode::kSuccess || args.file.empty()) return answered;
  const absl::Status saved = WriteJson(args.file, *receipt);
  return saved.ok() ? answered : session.Fail(saved);
}

struct VerifyArgs {
  std::string file;
  std::string key_file;
  bool offline = false;
};

void DeclareVerify(Verb& verb, VerifyArgs& args) {
  verb.add_option("file", args.file,
                  "The receipt, as saved by `return submit` or `receipt show`; - reads standard input")
      ->required();
  verb.add_option("--key", args.key_file,
                  "File of the ledger's public keys to verify against, alone: no service is asked");
  verb.add_flag(
      "--offline", args.offline,
      "Verify against --ledger-key alone; otherwise the service has to prove that its ledger holds the entry");
}

// Against the keys alone, in this process.
VerifyReceiptResponse VerifyHere(const Receipt& receipt, const KeyRing& keys) {
  VerifyReceiptResponse response;
  const absl::Status verified = VerifyReceipt(receipt, keys);
  response.set_valid(verified.ok());
  if (!verified.ok()) response.set_problem(std::string(verified.message()));
  return response;
}

// Whether the ledger still holds the entry: the service has to prove it under a head that it signs now.
absl::StatusOr<VerifyReceiptResponse> VerifyAtService(Client& client, const Receipt& receipt, const KeyRing& keys) {
  VerifyReceiptResponse response;
  LedgerEntry entry;
  if (!entry.ParseFromString(receipt.entry())) {
    response.set_problem("the receipt's entry is no ledger entry");
    return response;
  }
  RemoteLedger ledger(client, entry.plan());
  const auto answered = ledger.Head();
  if (!answered.ok()) return answered.status();
  const auto head = OpenHead(*answered, keys);
  if (!head.ok()) {
    response.set_problem(absl::StrCat("the ledger's head is not genuine: ", head.status().message()));
  } else if (head->ledger != entry.plan() || head->size < receipt.sequence()) {
    response.set_problem(absl::StrCat("the ledger ends before entry ", receipt.sequence()));
  } else {
    const auto path = ledger.InclusionProof(receipt.sequence(), head->size);
    if (!path.ok()) return path.status();
    const auto root = RootFromPath(LeafHash(receipt.entry()), static_cast<size_t>(receipt.sequence()) - 1,
                                   static_cast<size_t>(head->size), *path);
    response.set_valid(root == head->root);
    if (!response.valid()) {
      response.set_problem(
          "a key of the ledger signed it, but the ledger does not hold this entry: either it was forged with the key, "
          "or the ledger was changed");
    }
  }
  return response;
}

// Which entries the key that sealed the receipt has sealed, by the file of keys.
std::string KeyRangeText(const Receipt& receipt, const KeyRing& keys, Language language) {
  constexpr Label kUnknown = {"密钥文件未载明", "the file of keys does not say"};
  type::v1::LedgerSeal seal;
  if (keys.Find(receipt.seal().key_id()) == nullptr || !seal.ParseFromString(receipt.seal().seal())) return "";
  const std::string range = keys.TermText(receipt.seal().key_id(), seal.plan());
  return range.empty() ? std::string(kUnknown.In(language)) : range;
}

ExitCode AnswerVerdict(Session& session, const Receipt& receipt, const KeyRing& keys,
                       const absl::StatusOr<VerifyReceiptResponse>& response) {
  const ExitCode answered = session.Answer(response, [&](const VerifyReceiptResponse& verdict, Session& shown_by) {
    constexpr Label kValid = {"有效", "valid"};
    constexpr Label kInvalid = {"无效", "not valid"};
    Sheet sheet;
    sheet.Add({"验证", "Verdict"}, std::string((verdict.valid() ? kValid : kInvalid).In(shown_by.language())));
    sheet.Add({"问题", "Problem"}, verdict.problem());
    sheet.Add({"密钥范围", "Key's range"}, KeyRangeText(receipt, keys, shown_by.language()));
    return absl::StrCat(sheet.Render(shown_by.language()), ReceiptText(receipt, Glossary(), shown_by.language()));
  });
  if (answered != ExitCode::kSuccess) return answered;
  return response->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  VerifyReceiptRequest request;
  Receipt& receipt = *request.mutable_receipt();
  if (absl::Status read = ReadJson(args.file, receipt); !read.ok()) return session.Fail(read);
  const std::string& key_file = args.key_file.empty() ? session.options().ledger_key : args.key_file;
  const bool offline = args.offline || !args.key_file.empty();
  // Without a key there is nothing but the service's word.
  if (!offline && key_file.empty()) {
    return AnswerVerdict(session, receipt, {}, session.client().Call(&Service::Stub::VerifyReceipt, request));
  }
  const auto keys = ReadLedgerKeys(key_file);
  if (!keys.ok()) return session.Fail(keys.status());
  absl::StatusOr<VerifyReceiptResponse> response = VerifyHere(receipt, *keys);
  if (response->valid() && !offline) response = VerifyAtService(session.client(), receipt, *keys);
  return AnswerVerdict(session, receipt, *keys, response);
}

}  // namespace

void ReceiptVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "show", "Shows the receipt of a ledger entry", DeclareShow, Show);
  AddVerb(noun, session, "verify", "Verifies a receipt", DeclareVerify, Verify);
}

}  // namespace lianfang::cli
