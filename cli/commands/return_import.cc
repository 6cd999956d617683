// `lianfang return import`: files what a CSV file says. A dry run always comes first; nothing is filed while a row has
// a fault, unless --partial.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/batch.h"
#include "cli/commands/return_verbs.h"
#include "cli/import/drafts.h"
#include "cli/import/encoding.h"
#include "cli/import/header.h"
#include "cli/import/progress.h"
#include "cli/import/report.h"
#include "cli/import/rows.h"
#include "cli/options.h"
#include "common/errors.h"
#include "common/hash.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetPlanRequest;
using submission::v1::GetReceiptRequest;
using submission::v1::ListObligationsRequest;
using submission::v1::ListObligationsResponse;
using submission::v1::ListReturnsRequest;
using submission::v1::ListReturnsResponse;
using submission::v1::PlanService;
using submission::v1::Return;
using submission::v1::ReturnRevision;
using submission::v1::SubmissionService;
using submission::v1::SubmitReturnRequest;
using submission::v1::SubmitReturnResponse;

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kMostTogether = 10'000;  // of BatchSubmitReturns, all or nothing
constexpr absl::string_view kWithOthers = "NOT_FILED_WITH_OTHERS";

constexpr Label kChecking = {"检查", "checking"};
constexpr Label kFiling = {"报送", "filing"};

struct ImportArgs {
  std::string file;
  std::string plan;
  std::optional<Encoding> encoding;
  bool partial = false;
  bool dry_run = false;
  std::string report_file;
  std::string receipts;  // directory
};

void Declare(CLI::App& verb, ImportArgs& args) {
  verb.add_option("file", args.file,
                  "The CSV file, as `template` writes it and a spreadsheet saves it; - reads standard input")
      ->required();
  AddPlan(verb, args.plan)
      ->description("The plan; needed where the file names obligations by their bare ids or not at all");
  const std::map<std::string, Encoding> encodings = {{"utf-8", Encoding::kUtf8}, {"gb18030", Encoding::kGb18030}};
  verb.add_option("--encoding", args.encoding, "Of the file; without it, found out")
      ->transform(CLI::CheckedTransformer(encodings).description("{utf-8,gb18030}"));
  verb.add_flag("--dry-run", args.dry_run, "Check everything and file nothing");
  verb.add_flag("--partial", args.partial, "File the good rows although others have faults");
  verb.add_option("--report", args.report_file, "Save the faults in this file, as CSV");
  verb.add_option("--receipts", args.receipts, "Save the receipts in this directory");
}

// The file, read and divided into rows.
struct Source {
  std::vector<CsvRow> rows;
  Encoding encoding;
  std::string digest;
};

absl::StatusOr<Source> ReadSource(const ImportArgs& args) {
  const auto bytes = ReadFile(args.file);
  if (!bytes.ok()) return bytes.status();
  const auto fault = [&args](absl::string_view what) { return UsageError(absl::StrCat(args.file, ": ", what)); };
  if (bytes->size() > kMostBytes) return fault(absl::StrCat("is larger than ", kMostBytes >> 20, " MiB"));
  auto decoded = DecodeText(*bytes, args.encoding);
  if (!decoded.ok()) return fault(decoded.status().message());
  auto rows = ReadCsv(decoded->text);
  if (!rows.ok()) return fault(rows.status().message());
  if (rows->empty()) return fault("is empty");
  return Source{*std::move(rows), decoded->encoding, Sha256(*bytes)};
}

// One run. Rows refer to the source and the lists, drafts to the rows: all of them stay for as long as the run.
class Import {
 public:
  Import(Session& session, const ImportArgs& args, Source source)
      : session_(session), args_(args), source_(std::move(source)) {}

  // OK when the report can be shown, whatever it says of the rows.
  absl::Status Run(const std::string& plan) {
    report_.file = args_.file;
    report_.encoding = source_.encoding;
    report_.plan = plan;
    report_.dry_run = args_.dry_run;
    if (absl::Status status = Prepare(plan); !status.ok()) return status;
    if (absl::Status status = Check(); !status.ok()) return status;
    if (args_.dry_run || (!report_.faults.empty() && !args_.partial)) return absl::OkStatus();
    if (absl::Status status = File(); !status.ok()) return status;
    return SaveReceiptsOfUnchanged();
  }

  const ImportReport& report() const { return report_; }
  // Rows that were good when checked, and were refused when they were to be filed.
  bool WasOvertaken() const { return overtaken_; }

 private:
  // Reads what is owed and filed, and makes of every row what is to be sent.
  absl::Status Prepare(const std::string& plan) {
    GetPlanRequest plan_request;
    plan_request.set_name(plan);
    const auto document = session_.client().Call(&PlanService::Stub::GetPlan, plan_request);
    if (!document.ok()) return document.status();
    ListObligationsRequest obligations;
    obligations.set_parent(plan);
    auto owed = session_.client().List(&SubmissionService::Stub::ListObligations, obligations);
    if (!owed.ok()) return owed.status();
    owed_ = *std::move(owed);
    ListReturnsRequest returns;
    returns.set_parent(plan);
    auto filed = session_.client().List(&SubmissionService::Stub::ListReturns, returns);
    if (!filed.ok()) return filed.status();
    filed_ = *std::move(filed);

    const PlanTerms terms(*document);
    header_ = ReadHeader(source_.rows.front(), terms, report_.faults);
    report_.rows = static_cast<int>(source_.rows.size()) - 1;
    if (!report_.faults.empty()) return absl::OkStatus();  // every row would repeat them
    filled_ = ReadRows(source_.rows, header_, terms, ObligationIndex(owed_.obligations()));
    drafts_ = DraftSubmissions(filled_.rows, header_, filed_.returns(), source_.digest);
    report_.blank = filled_.blank;
    report_.unchanged = static_cast<int>(drafts_.unchanged.size());
    AddFaults(filled_.faults);
    AddFaults(drafts_.faults);
    return absl::OkStatus();
  }

  // The dry run: every draft as the service would decide it. Those that it refuses are dropped, with their faults.
  absl::Status Check() {
    std::vector<SubmitReturnRequest> requests = Requests();
    for (SubmitReturnRequest& request : requests) request.set_validate_only(true);
    const auto answers = Submit(requests, kChecking, /*all_or_nothing=*/false);
    if (!answers.ok()) return answers.status();
    std::vector<Draft> good;
    for (size_t i = 0; i < answers->size(); ++i) {
      if (!(*answers)[i].ok()) {
        AddFaults(FaultsOf(drafts_.submissions[i], header_, (*answers)[i].status()));
        continue;
      }
      const ReturnRevision& checked = (*answers)[i]->return_().latest();
      const std::vector<Fault> unconfirmed = UnconfirmedWarnings(drafts_.submissions[i], header_, checked);
      AddFaults(unconfirmed);
      if (!unconfirmed.empty()) continue;
      if (!checked.warnings().empty()) ++report_.confirmed;
      good.push_back(std::move(drafts_.submissions[i]));
    }
    drafts_.submissions = std::move(good);
    report_.checked = static_cast<int>(drafts_.submissions.size());
    return absl::OkStatus();
  }

  absl::Status File() {
    if (!args_.partial && drafts_.submissions.size() > kMostTogether) {
      return UsageError(absl::StrCat(args_.file, ": ", drafts_.submissions.size(),
                                     " rows are to be filed, and at most ", kMostTogether,
                                     " can be all or nothing: divide the file, or use --partial"));
    }
    const auto answers = Submit(Requests(), kFiling, !args_.partial);
    if (!answers.ok()) return answers.status();
    for (size_t i = 0; i < answers->size(); ++i) {
      const auto& answer = (*answers)[i];
      if (!answer.ok()) {
        Overtaken(drafts_.submissions[i], answer.status());
        continue;
      }
      ++report_.filed;
      const absl::Status saved = SaveReceipt(answer->return_(), answer->receipt());
      if (!saved.ok()) return saved;
    }
    return absl::OkStatus();
  }

  void Overtaken(const Draft& draft, const absl::Status& refusal) {
    overtaken_ = true;
    const auto info = ErrorInfoOf(refusal);
    if (info.has_value() && info->reason() == kWithOthers) return;  // the row itself is not at fault
    AddFaults(FaultsOf(draft, header_, refusal));
  }

  std::vector<SubmitReturnRequest> Requests() const {
    std::vector<SubmitReturnRequest> requests;
    for (const Draft& draft : drafts_.submissions) requests.push_back(draft.request);
    return requests;
  }

  absl::StatusOr<std::vector<absl::StatusOr<SubmitReturnResponse>>> Submit(
      const std::vector<SubmitReturnRequest>& requests, const Label& what, bool all_or_nothing) {
    auto stub = session_.client().Open<SubmissionService::Stub>();
    if (!stub.ok()) return stub.status();
    BatchOptions options;
    options.all_or_nothing = all_or_nothing;
    options.timeout = session_.options().client.timeout;
    ProgressBar bar(session_.err(), session_.ErrIsTerminal(), std::string(what.In(session_.language())),
                    requests.size());
    BatchResult result = SubmitBatch(**stub, requests, options, [&bar](size_t answered) { bar.Show(answered); });
    if (!result.status.ok()) return result.status;
    std::vector<absl::StatusOr<SubmitReturnResponse>> answers;
    for (auto& answer : result.answers) answers.push_back(*std::move(answer));
    return answers;
  }

  // `DIRECTORY/{obligation}-{revision}.json`.
  std::string ReceiptFile(const Return& filed) const {
    return absl::StrCat(args_.receipts, "/", IdOf(filed.name()), "-", filed.latest().revision(), ".json");
  }

  absl::Status SaveReceipt(const Return& filed, const type::v1::Receipt& receipt) const {
    return args_.receipts.empty() ? absl::OkStatus() : WriteJson(ReceiptFile(filed), receipt);
  }

  // An import that broke off after filing left no receipts: run again, it fetches those of what it finds filed.
  absl::Status SaveReceiptsOfUnchanged() {
    if (args_.receipts.empty()) return absl::OkStatus();
    for (const Return* filed : drafts_.unchanged) {
      if (std::filesystem::exists(ReceiptFile(*filed))) continue;
      GetReceiptRequest request;
      request.set_plan(report_.plan);
      request.set_sequence(filed->latest().ledger_sequence());
      const auto receipt = session_.client().Call(&SubmissionService::Stub::GetReceipt, request);
      if (!receipt.ok()) return receipt.status();
      if (absl::Status saved = SaveReceipt(*filed, *receipt); !saved.ok()) return saved;
    }
    return absl::OkStatus();
  }

  void AddFaults(const std::vector<Fault>& faults) {
    report_.faults.insert(report_.faults.end(), faults.begin(), faults.end());
    std::stable_sort(report_.faults.begin(), report_.faults.end(),
                     [](const Fault& a, const Fault& b) { return a.row < b.row; });
  }

  Session& session_;
  const ImportArgs& args_;
  const Source source_;
  ListObligationsResponse owed_;
  ListReturnsResponse filed_;
  Header header_;
  FilledRows filled_;
  Drafts drafts_;
  ImportReport report_;
  bool overtaken_ = false;
};

absl::Status MakeReceiptDirectory(const std::string& directory) {
  if (directory.empty()) return absl::OkStatus();
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  return error ? UsageError(absl::StrCat(directory, ": ", error.message())) : absl::OkStatus();
}

ExitCode ImportFile(Session& session, ImportArgs& args) {
  auto source = ReadSource(args);
  if (!source.ok()) return session.Fail(source.status());
  const std::string plan = args.plan.empty() ? PlanNamedIn(source->rows) : args.plan;
  if (plan.empty()) return session.Fail(UsageError(absl::StrCat(args.file, ": names no plan: say which, with --plan")));
  if (absl::Status made = MakeReceiptDirectory(args.receipts); !made.ok()) return session.Fail(made);

  Import import(session, args, *std::move(source));
  if (const absl::Status ran = import.Run(plan); !ran.ok()) {
    const ExitCode failed = session.Fail(ran);
    if (failed == ExitCode::kRpcError) session.Hint("run it again: what was filed is found, and not filed twice");
    return failed;
  }
  const ImportReport& report = import.report();
  session.Answer(absl::StatusOr<google::protobuf::Struct>(ReportStruct(report)),
                 [&report](const google::protobuf::Struct&, Session& shown_by) {
                   return ReportText(report, shown_by.language());
                 });
  if (!args.report_file.empty()) {
    const absl::Status saved =
        WriteFile(args.report_file, EncodeText(FaultsCsv(report.faults, session.language()), Encoding::kUtf8));
    if (!saved.ok()) return session.Fail(saved);
  }
  if (import.WasOvertaken()) return ExitCode::kRpcError;
  return report.faults.empty() ? ExitCode::kSuccess : ExitCode::kUsage;
}

}  // namespace

void AddReturnImport(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "import", "Files what a CSV file says, all rows or none, after a dry run", Declare,
          ImportFile);
}

}  // namespace lianfang::cli
