// `lianfang return import`: files what a workbook or a CSV file says. A dry run always comes first; nothing is filed
// while a row has a fault, unless --partial.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/batch.h"
#include "cli/commands/return_verbs.h"
#include "cli/import/drafts.h"
#include "cli/import/encoding.h"
#include "cli/import/fault_workbook.h"
#include "cli/import/file_table.h"
#include "cli/import/header.h"
#include "cli/import/mapping.h"
#include "cli/import/progress.h"
#include "cli/import/report.h"
#include "cli/import/rows.h"
#include "cli/options.h"
#include "cli/receipt_directory.h"
#include "common/errors.h"
#include "common/hash.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

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
constexpr Label kNamesNoPlan = {"没有写明方案，请用 --plan 指定", "names no plan: say which, with --plan"};
constexpr Label kRunAgain = {"请再次执行同一导入：已报送的会被识别，不会重复报送",
                             "run it again: what was filed is found, and not filed twice"};
constexpr Label kReceiptsNotSaved = {"回执没有存下，份数：", "receipts that could not be saved: "};
constexpr Label kHowToGetReceipts = {
    "数据已报送。请用 --receipts 再次执行同一导入，会补取回执而不重复报送；或用 receipt show --plan 方案 --sequence "
    "台账号 --save 文件",
    "the returns are filed: run the same import again with --receipts, which fetches the receipts and files nothing "
    "twice; or receipt show --plan PLAN --sequence N --save FILE"};

struct ImportArgs {
  std::string file;
  std::string plan;
  std::optional<Encoding> encoding;
  bool partial = false;
  bool dry_run = false;
  std::string report_file;
  std::string mapping;
  std::string receipts;  // directory
};

absl::StatusOr<Encoding> ParseEncoding(absl::string_view text) {
  if (text == "utf-8") return Encoding::kUtf8;
  if (text == "gb18030") return Encoding::kGb18030;
  return absl::InvalidArgumentError(absl::StrCat("`", text, "` is neither utf-8 nor gb18030"));
}

void Declare(Verb& verb, ImportArgs& args) {
  verb.add_option(
          "file", args.file,
          "The workbook (xlsx) or CSV file, as `template` writes it and a spreadsheet saves it; - reads standard "
          "input")
      ->required();
  AddPlan(verb, args.plan)
      ->description("The plan; needed where the file names obligations by their bare ids or not at all");
  AddParsed<Encoding>(verb, "--encoding", "Of a CSV file, utf-8 or gb18030; without it, found out", ParseEncoding,
                      [&args](Encoding encoding) { args.encoding = encoding; });
  verb.add_option("--mapping", args.mapping,
                  "What the headings and words of a table that somebody else published mean: lines such as "
                  "`column 事故（起） = accidents`, `industry 煤矿企业 = coal-mining`, `constant period = 2022`, "
                  "`ignore 同比`, `skip 合计`");
  verb.add_flag("--dry-run", args.dry_run, "Check everything and file nothing");
  verb.add_flag("--partial", args.partial, "File the good rows although others have faults");
  verb.add_option("--report", args.report_file,
                  "Save the faults in this file: as CSV, or, where its name ends with .xlsx, as comments in a workbook "
                  "with the file's "
                  "cells, written anew; layout and formulas are not kept");
  verb.add_option("--receipts", args.receipts, "Save the receipts in this directory");
}

// The file, read and divided into sheets and rows.
struct Source {
  FileTable table;
  std::string digest;
};

absl::StatusOr<Source> ReadSource(const ImportArgs& args, Language language) {
  const auto bytes = ReadFile(args.file, kMostBytes);
  if (!bytes.ok()) return bytes.status();
  auto table = ReadTable(*bytes, args.encoding);
  if (!table.ok()) return UsageError(absl::StrCat(args.file, ": ", In(language, TextOf(table.status()))));
  return Source{*std::move(table), Sha256(*bytes)};
}

// One run. Rows refer to the source and the lists, drafts to the rows: all of them stay for as long as the run.
class Import {
 public:
  Import(Session& session, const ImportArgs& args, Source source)
      : session_(session), args_(args), source_(std::move(source)), receipts_(args.receipts) {}

  // OK when the report can be shown, whatever it says of the rows.
  absl::Status Run(const std::string& plan) {
    report_.file = args_.file;
    report_.format = source_.table.format;
    report_.skipped_sheets = source_.table.hidden;
    report_.plan = plan;
    report_.dry_run = args_.dry_run;
    if (absl::Status status = Prepare(plan); !status.ok()) return status;
    if (absl::Status status = Check(); !status.ok()) return status;
    if (args_.dry_run || (!report_.faults.empty() && !args_.partial)) return absl::OkStatus();
    if (absl::Status ready = CheckOutputs(); !ready.ok()) return ready;
    if (absl::Status status = File(); !status.ok()) return status;
    return SaveReceiptsOfUnchanged();
  }

  const ImportReport& report() const { return report_; }
  const FileTable& table() const { return source_.table; }
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

    PlanTerms terms(*document);
    if (absl::Status mapped = ReadMapping(terms); !mapped.ok()) return mapped;
    const std::vector<SheetRows> sheets = ReadHeaders(terms);
    if (!report_.faults.empty()) return absl::OkStatus();  // every row would repeat them
    filled_ = ReadRows(sheets, terms, ObligationIndex(owed_.obligations()), std::move(merge_faults_));
    drafts_ = DraftSubmissions(filled_.rows, filed_.returns(), source_.digest);
    report_.blank = filled_.blank;
    report_.unchanged = static_cast<int>(drafts_.unchanged.size());
    AddFaults(filled_.faults);
    AddFaults(drafts_.faults);
    return absl::OkStatus();
  }

  absl::Status ReadMapping(PlanTerms& terms) const {
    if (args_.mapping.empty()) return absl::OkStatus();
    const auto mapping = ReadFile(args_.mapping, kMostBytes);
    if (!mapping.ok()) return mapping.status();
    const absl::Status applied = ApplyMapping(*mapping, terms);
    if (applied.ok()) return applied;
    return UsageError(absl::StrCat(args_.mapping, ": ", In(session_.language(), TextOf(applied))));
  }

  // The sheets that have a header. Where none has, the first sheet's first row is told what it lacks.
  std::vector<SheetRows> ReadHeaders(const PlanTerms& terms) {
    std::vector<FileSheet>& sheets = source_.table.sheets;
    std::vector<std::pair<size_t, const FileRow*>> found;
    std::vector<std::string> without;
    for (size_t i = 0; i < sheets.size(); ++i) {
      const FileRow* row = FindHeader(sheets[i].rows, terms);
      if (row != nullptr) {
        found.emplace_back(i, row);
      } else if (!sheets[i].rows.empty()) {
        without.push_back(sheets[i].name);
      }
    }
    if (found.empty()) {
      const auto filled = absl::c_find_if(sheets, [](const FileSheet& sheet) { return !sheet.rows.empty(); });
      found.emplace_back(filled - sheets.begin(), &filled->rows.front());
      without.erase(without.begin());
    }
    absl::c_move(without, std::back_inserter(report_.skipped_sheets));

    std::vector<SheetRows> rows;
    for (const auto& [index, row] : found) {
      FileSheet& sheet = sheets[index];
      const Header& header = headers_.emplace_back(ReadHeader(*row, terms, report_.faults, index, sheet.name));
      report_.rows += static_cast<int>(sheet.rows.end() - sheet.rows.begin() - (row - sheet.rows.data()) - 1);
      ResolveMerges(sheet, header, merge_faults_);
      rows.push_back({&sheet.rows, &header});
    }
    return rows;
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
        AddFaults(FaultsOf(drafts_.submissions[i], (*answers)[i].status()));
        continue;
      }
      const ReturnRevision& checked = (*answers)[i]->return_().latest();
      const std::vector<Fault> unconfirmed = UnconfirmedWarnings(drafts_.submissions[i], checked);
      AddFaults(unconfirmed);
      if (!unconfirmed.empty()) continue;
      if (!checked.warnings().empty()) ++report_.confirmed;
      good.push_back(std::move(drafts_.submissions[i]));
    }
    drafts_.submissions = std::move(good);
    report_.checked = static_cast<int>(drafts_.submissions.size());
    return absl::OkStatus();
  }

  // Once a return is filed, a file that cannot be written comes too late to be told.
  absl::Status CheckOutputs() const {
    std::vector<std::string> files;
    for (const Draft& draft : drafts_.submissions) {
      files.push_back(receipts_.FileOf(IdOf(draft.request.obligation()), draft.request.supersedes() + 1));
    }
    if (absl::Status ready = receipts_.Prepare(files); !ready.ok()) return ready;
    return args_.report_file.empty() ? absl::OkStatus() : CheckWritable(args_.report_file);
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
      SaveReceipt(answer->return_(), answer->receipt());
    }
    return absl::OkStatus();
  }

  void Overtaken(const Draft& draft, const absl::Status& refusal) {
    overtaken_ = true;
    const auto info = ErrorInfoOf(refusal);
    if (info.has_value() && info->reason() == kWithOthers) return;  // the row itself is not at fault
    AddFaults(FaultsOf(draft, refusal));
  }

  std::vector<SubmitReturnRequest> Requests() const {
    std::vector<SubmitReturnRequest> requests;
    for (const Draft& draft : drafts_.submissions) requests.push_back(draft.request);
    return requests;
  }

  absl::StatusOr<std::vector<absl::StatusOr<SubmitReturnResponse>>> Submit(
      const std::vector<SubmitReturnRequest>& requests, const Label& what, bool all_or_nothing) {
    auto stub = session_.client().Open<SubmissionService>();
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

  // A receipt that cannot be saved is no reason to end: what it proves is filed, and so is the rest.
  void SaveReceipt(const Return& filed, const type::v1::Receipt& receipt) {
    if (receipts_.Save(filed, receipt).ok()) return;
    report_.missing_receipts.push_back(receipts_.FileOf(filed));
  }

  // An import that broke off after filing left no receipts: run again, it fetches those of what it finds filed.
  absl::Status SaveReceiptsOfUnchanged() {
    for (const Return* filed : drafts_.unchanged) {
      if (receipts_.Has(*filed)) continue;
      GetReceiptRequest request;
      request.set_plan(report_.plan);
      request.set_sequence(filed->latest().ledger_sequence());
      const auto receipt = session_.client().Call(&SubmissionService::Stub::GetReceipt, request);
      if (!receipt.ok()) return receipt.status();
      SaveReceipt(*filed, *receipt);
    }
    return absl::OkStatus();
  }

  void AddFaults(const std::vector<Fault>& faults) {
    report_.faults.insert(report_.faults.end(), faults.begin(), faults.end());
    std::stable_sort(report_.faults.begin(), report_.faults.end(), ComesBefore);
  }

  Session& session_;
  const ImportArgs& args_;
  Source source_;
  const ReceiptDirectory receipts_;
  ListObligationsResponse owed_;
  ListReturnsResponse filed_;
  std::deque<Header> headers_;  // rows point to them
  std::vector<Fault> merge_faults_;
  FilledRows filled_;
  Drafts drafts_;
  ImportReport report_;
  bool overtaken_ = false;
};

absl::Status SaveReport(const ImportArgs& args, const Import& import, Language language) {
  if (args.report_file.empty()) return absl::OkStatus();
  const ImportReport& report = import.report();
  if (absl::EndsWithIgnoreCase(args.report_file, ".xlsx")) {
    const auto workbook = FaultWorkbook(import.table(), report.faults, language);
    return workbook.ok() ? WriteFile(args.report_file, *workbook) : workbook.status();
  }
  return WriteFile(args.report_file, EncodeText(FaultsCsv(report.faults, language), Encoding::kUtf8));
}

ExitCode ImportFile(Session& session, ImportArgs& args) {
  auto source = ReadSource(args, session.language());
  if (!source.ok()) return session.Fail(source.status());
  const std::string plan = args.plan.empty() ? PlanNamedIn(source->table) : args.plan;
  if (plan.empty()) return session.Fail(UsageError(absl::StrCat(args.file, ": ", kNamesNoPlan.In(session.language()))));

  Import import(session, args, *std::move(source));
  if (const absl::Status ran = import.Run(plan); !ran.ok()) {
    const ExitCode failed = session.Fail(ran);
    if (failed == ExitCode::kRpcError) session.Hint(kRunAgain.In(session.language()));
    return failed;
  }
  const ImportReport& report = import.report();
  session.Answer(absl::StatusOr<google::protobuf::Struct>(ReportStruct(report)),
                 [&report](const google::protobuf::Struct&, Session& shown_by) {
                   return ReportText(report, shown_by.language());
                 });
  ExitCode exit_code = ExitCode::kSuccess;
  if (const absl::Status saved = SaveReport(args, import, session.language()); !saved.ok()) {
    exit_code = session.Fail(saved);
  }
  if (!report.missing_receipts.empty()) {
    exit_code = session.Fail(
        UsageError(absl::StrCat(report.missing_receipts.front(), ": ", kReceiptsNotSaved.In(session.language()),
                                report.missing_receipts.size())));
    session.Hint(kHowToGetReceipts.In(session.language()));
  }
  if (import.WasOvertaken()) return ExitCode::kRpcError;
  return report.faults.empty() ? exit_code : ExitCode::kUsage;
}

}  // namespace

void AddReturnImport(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "import", "Files what a workbook or CSV file says, all rows or none, after a dry run", Declare,
          ImportFile);
}

}  // namespace lianfang::cli
