// `lianfang record import` and `record mapping`: a department's own tables as records.
//
// Good rows are published as they are read, however many there are; the others are told with their row and column. Run again after a break, what
// is stored is found unchanged.
#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "cli/batch.h"
#include "cli/commands/record_verbs.h"
#include "cli/files.h"
#include "cli/import/encoding.h"
#include "cli/import/file_table.h"
#include "cli/import/progress.h"
#include "cli/import/report.h"
#include "cli/import/spelling.h"
#include "cli/options.h"
#include "cli/records/csv_stream.h"
#include "cli/records/merged_cells.h"
#include "cli/records/publish.h"
#include "cli/records/record_mapping.h"
#include "cli/records/record_rows.h"
#include "cli/text/table.h"
#include "cli/words/chinese.h"
#include "common/errors.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using exchange::v1::BatchPublishRecordsRequest;
using exchange::v1::ExchangeService;
using exchange::v1::PublishedRecord;
using exchange::v1::RecordKind;

constexpr size_t kMostBytes = size_t{64} << 20;  // of a workbook
constexpr size_t kMessage = 1000;                // records sent together
constexpr size_t kCheckedTogether = 500;
constexpr size_t kMostFaults = 100'000;  // kept for the report
constexpr size_t kShownFaults = 50;

constexpr Label kImporting = {"导入", "importing"};
constexpr Label kRunAgain = {"请再次执行同一导入：已入库的会被识别，不会重复",
                             "run it again: what is stored is found, and not stored twice"};

struct ImportArgs {
  std::string file;
  std::string mapping;
  RecordKind kind = exchange::v1::RECORD_KIND_UNSPECIFIED;
  std::optional<Encoding> encoding;
  std::string report_file;
  bool dry_run = false;
  bool revise = false;
};

absl::StatusOr<Encoding> ParseEncoding(absl::string_view text) {
  if (text == "utf-8") return Encoding::kUtf8;
  if (text == "gb18030") return Encoding::kGb18030;
  return absl::InvalidArgumentError(absl::StrCat("`", text, "` is neither utf-8 nor gb18030"));
}

void AddKind(Verb& verb, RecordKind& kind, const std::string& description) {
  AddEnum<RecordKind>(verb, "--kind", description, [&kind](RecordKind given) { kind = given; });
}

void AddEncoding(Verb& verb, std::optional<Encoding>& encoding) {
  AddParsed<Encoding>(verb, "--encoding", "Of a CSV file, utf-8 or gb18030; without it, found out", ParseEncoding,
                      [&encoding](Encoding given) { encoding = given; });
}

void DeclareImport(Verb& verb, ImportArgs& args) {
  verb.add_option("file", args.file, "The table: a workbook (xlsx) or CSV file")->required();
  AddKind(verb, args.kind, "The kind of the records, where the mapping names none");
  verb.add_option(
          "--mapping", args.mapping,
          "What the columns mean, as `record mapping` writes it: lines such as `column 身份证号 = person.id_number`, "
          "`constant region = 140581`, `value card_kind 新发 = new`, `reason person.id_note = 15位旧证`, `ignore "
          "备注`, "
          "`skip 合计`")
      ->required();
  AddEncoding(verb, args.encoding);
  verb.add_flag("--dry-run", args.dry_run, "Check everything with the service and store nothing");
  verb.add_flag(
      "--revise", args.revise,
      "Publish a row whose version is stored with another content as the next version, instead of refusing it");
  verb.add_option("--report", args.report_file, "Save the faults in this file, as CSV");
}

absl::Status InFile(const std::string& file, const absl::Status& fault, Language language) {
  return UsageError(absl::StrCat(file, ": ", In(language, TextOf(fault))));
}

// The rows of a file in portions, whatever its format.
class RowSource {
 public:
  static absl::StatusOr<std::unique_ptr<RowSource>> Open(const std::string& path, std::optional<Encoding> encoding,
                                                         Language language) {
    auto source = std::make_unique<RowSource>();
    const bool workbook = absl::EndsWithIgnoreCase(path, ".xlsx") || absl::EndsWithIgnoreCase(path, ".xls") ||
                          absl::EndsWithIgnoreCase(path, ".et") || absl::EndsWithIgnoreCase(path, ".ods");
    if (!workbook) {
      auto stream = CsvStream::Open(path, encoding);
      if (!stream.ok()) return stream.status();
      source->stream_ = *std::move(stream);
      return source;
    }
    const auto bytes = ReadFile(path, kMostBytes);
    if (!bytes.ok()) return bytes.status();
    auto table = ReadTable(*bytes, encoding);
    if (!table.ok()) return InFile(path, table.status(), language);
    source->table_ = *std::move(table);
    for (FileSheet& sheet : source->table_.sheets) FillMerges(sheet);
    return source;
  }

  // The next rows; none at the end. Of a workbook those of one sheet: `is_header` picks the first that has one.
  absl::StatusOr<std::vector<FileRow>> Next(const std::function<bool(const std::vector<FileRow>&)>& has_header) {
    if (stream_ != nullptr) return stream_->Next();
    if (std::exchange(read_, true)) return std::vector<FileRow>();
    for (FileSheet& sheet : table_.sheets) {
      if (has_header(sheet.rows)) return std::move(sheet.rows);
    }
    return table_.sheets.empty() ? std::vector<FileRow>() : std::move(table_.sheets.front().rows);
  }

  int64_t done() const { return stream_ != nullptr ? stream_->bytes_read() : static_cast<int64_t>(read_); }
  int64_t total() const { return stream_ != nullptr ? stream_->total_bytes() : 1; }
  std::string format() const {
    if (stream_ == nullptr) return table_.format;
    return std::string(EncodingName(stream_->encoding().value_or(Encoding::kUtf8)));
  }

 private:
  std::unique_ptr<CsvStream> stream_;
  FileTable table_;
  bool read_ = false;
};

// What became of a file.
struct RecordReport {
  std::string file;
  std::string format;
  bool dry_run = false;
  int64_t rows = 0;
  int64_t records = 0;
  int64_t stored = 0;  // or found good, by a dry run
  int64_t unchanged = 0;
  int64_t faulty = 0;  // rows and records
  std::vector<Fault> faults;
};

std::string Render(const RecordReport& report, Language language) {
  Sheet sheet;
  sheet.Add({"文件", "File"}, absl::StrCat(report.file, " (", report.format, ")"));
  sheet.Add({"数据行", "Rows"}, absl::StrCat(report.rows));
  sheet.Add({"记录", "Records"}, absl::StrCat(report.records));
  sheet.Add(report.dry_run ? Label{"检查通过", "Checked"} : Label{"已入库", "Stored"}, absl::StrCat(report.stored));
  sheet.Add({"此前已入库", "Stored before"}, report.unchanged == 0 ? "" : absl::StrCat(report.unchanged));
  sheet.Add({"有误", "Faulty"}, report.faulty == 0 ? "" : absl::StrCat(report.faulty));
  if (report.faults.empty()) return sheet.Render(language);
  Table table({{{"行", "ROW"}, Align::kRight}, {{"列", "COLUMN"}}, {{"值", "VALUE"}}, {{"规则", "RULE"}}});
  for (size_t i = 0; i < report.faults.size() && i < kShownFaults; ++i) {
    const Fault& fault = report.faults[i];
    table.AddRow({absl::StrCat(fault.row), fault.column, fault.value, In(language, fault.rule)});
  }
  return absl::StrCat(sheet.Render(language), "\n", table.Render(language));
}

google::protobuf::Struct StructOf(const RecordReport& report) {
  google::protobuf::Struct json;
  auto& fields = *json.mutable_fields();
  fields["file"].set_string_value(report.file);
  fields["format"].set_string_value(report.format);
  fields["dryRun"].set_bool_value(report.dry_run);
  fields["rows"].set_number_value(static_cast<double>(report.rows));
  fields["records"].set_number_value(static_cast<double>(report.records));
  fields["stored"].set_number_value(static_cast<double>(report.stored));
  fields["unchanged"].set_number_value(static_cast<double>(report.unchanged));
  fields["faulty"].set_number_value(static_cast<double>(report.faulty));
  auto& faults = *fields["faults"].mutable_list_value();
  for (const Fault& fault : report.faults) {
    auto& entry = *faults.add_values()->mutable_struct_value()->mutable_fields();
    entry["row"].set_number_value(fault.row);
    entry["column"].set_string_value(fault.column);
    entry["value"].set_string_value(fault.value);
    entry["rule"].set_string_value(fault.rule.zh());
    entry["ruleEn"].set_string_value(In(Language::kEnglish, fault.rule));
  }
  return json;
}

// One run.
class RecordImport {
 public:
  RecordImport(Session& session, const ImportArgs& args, RecordMapping mapping, std::unique_ptr<RowSource> source)
      : session_(session), args_(args), mapping_(std::move(mapping)), source_(std::move(source)) {
    report_.file = args_.file;
    report_.dry_run = args_.dry_run;
  }

  // OK when the report can be shown, whatever it says of the rows.
  absl::Status Run() {
    auto stub = session_.client().Open<ExchangeService>();
    if (!stub.ok()) return stub.status();
    RecordPublisher publisher(**stub, session_.options().client.timeout,
                              [this](const AnsweredRecords& answered) { Take(answered); });
    ProgressBar bar(session_.err(), session_.ErrIsTerminal(), std::string(kImporting.In(session_.language())),
                    static_cast<size_t>(source_->total()));
    while (true) {
      auto portion = source_->Next(
          [this](const std::vector<FileRow>& rows) { return FindRecordHeader(rows, mapping_) != nullptr; });
      if (!portion.ok()) return InFile(args_.file, portion.status(), session_.language());
      if (portion->empty()) break;
      if (absl::Status taken = TakeRows(*portion); !taken.ok()) return taken;
      if (header_is_wrong_) break;  // every row would repeat it
      if (absl::Status sent = SendAll(publisher, /*rest=*/false); !sent.ok()) return sent;
      bar.Show(static_cast<size_t>(source_->done()));
    }
    report_.format = source_->format();
    if (!rows_.has_value()) {
      return UsageError(absl::StrCat(
          args_.file, ": ",
          Label{"找不到映射文件所说的表头", "has no row with the headings of the mapping"}.In(session_.language())));
    }
    if (header_is_wrong_) return absl::OkStatus();
    rows_->Finish();
    Collect();
    if (absl::Status sent = SendAll(publisher, /*rest=*/true); !sent.ok()) return sent;
    if (absl::Status finished = publisher.Finish(); !finished.ok()) return finished;
    return Revise(publisher);
  }

  RecordReport& report() { return report_; }

 private:
  absl::Status TakeRows(const std::vector<FileRow>& portion) {
    size_t begin = 0;
    if (!rows_.has_value()) {
      const FileRow* header = FindRecordHeader(portion, mapping_);
      if (header == nullptr) return absl::OkStatus();
      begin = static_cast<size_t>(header - portion.data()) + 1;
      rows_.emplace(mapping_, *header, absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 3600)));
      AddFaults(rows_->TakeFaults());
      header_is_wrong_ = !report_.faults.empty();
    }
    for (size_t i = begin; i < portion.size() && !header_is_wrong_; ++i) {
      rows_->Take(portion[i]);
      ++report_.rows;
    }
    Collect();
    return absl::OkStatus();
  }

  void Collect() {
    AddFaults(rows_->TakeFaults());
    for (MappedRecord& one : rows_->TakeRecords()) {
      waiting_.push_back(std::move(one));
      ++report_.records;
    }
  }

  // Whole messages, or all that is left.
  absl::Status SendAll(RecordPublisher& publisher, bool rest) {
    const size_t together = args_.dry_run ? kCheckedTogether : kMessage;
    size_t begin = 0;
    while (waiting_.size() - begin >= together || (rest && begin < waiting_.size())) {
      const size_t end = std::min(begin + together, waiting_.size());
      std::vector<MappedRecord> message(std::make_move_iterator(waiting_.begin() + static_cast<std::ptrdiff_t>(begin)),
                                        std::make_move_iterator(waiting_.begin() + static_cast<std::ptrdiff_t>(end)));
      begin = end;
      const absl::Status sent = args_.dry_run ? Check(std::move(message)) : publisher.Send(std::move(message));
      if (!sent.ok()) return sent;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(begin));
    return absl::OkStatus();
  }

  absl::Status Check(std::vector<MappedRecord> message) {
    BatchPublishRecordsRequest request;
    for (const MappedRecord& one : message) *request.add_records() = one.record;
    request.set_validate_only(true);
    request.set_request_id(NewUuid());
    auto response = session_.client().Call(&ExchangeService::Stub::BatchPublishRecords, request);
    if (!response.ok()) return response.status();
    Take({std::move(message), std::move(*response->mutable_results())});
    return absl::OkStatus();
  }

  // What the service says of each record.
  void Take(const AnsweredRecords& answered) {
    for (int i = 0; i < answered.results.size(); ++i) {
      const PublishedRecord& result = answered.results[i];
      const MappedRecord& one = answered.records[static_cast<size_t>(i)];
      if (result.unchanged()) {
        ++report_.unchanged;
      } else if (result.status().code() == 0) {
        ++report_.stored;
      } else if (!MayRevise(one, FromRpcStatus(result.status()))) {
        AddFaultsOf(one, FromRpcStatus(result.status()));
      }
    }
  }

  // Whether the record is kept to be published as the next version.
  bool MayRevise(const MappedRecord& one, const absl::Status& refusal) {
    const auto info = ErrorInfoOf(refusal);
    if (!args_.revise || args_.dry_run || !info.has_value() || info->reason() != "VERSION_DIFFERS") return false;
    int64_t newest = 0;
    const auto found = info->metadata().find("newest_version");
    if (found == info->metadata().end() || !absl::SimpleAtoi(found->second, &newest)) return false;
    to_revise_.push_back(one);
    to_revise_.back().record.set_version(newest + 1);
    return true;
  }

  absl::Status Revise(RecordPublisher& publisher) {
    std::vector<MappedRecord> revised = std::exchange(to_revise_, {});
    for (size_t begin = 0; begin < revised.size(); begin += kMessage) {
      const size_t end = std::min(begin + kMessage, revised.size());
      const absl::Status sent = publisher.Send(
          {revised.begin() + static_cast<std::ptrdiff_t>(begin), revised.begin() + static_cast<std::ptrdiff_t>(end)});
      if (!sent.ok()) return sent;
    }
    return publisher.Finish();
  }

  void AddFaultsOf(const MappedRecord& one, const absl::Status& refusal) {
    std::vector<Fault> faults;
    const auto text = LocalizedMessageOf(refusal);
    if (const auto details = BadRequestOf(refusal); details.has_value()) {
      for (const auto& violation : details->field_violations()) {
        const auto [heading, column] = rows_->HeadingOf(violation.field());
        const std::string chinese = violation.has_localized_message() ? violation.localized_message().message()
                                                                      : In(Language::kChinese, violation.description());
        faults.push_back({one.row, heading, "", Rule(chinese, violation.description()), column});
      }
    } else {
      faults.push_back({one.row, "", "",
                        Rule(text.has_value() ? text->message() : std::string(refusal.message()), refusal.message())});
    }
    AddFaults(std::move(faults));
  }

  void AddFaults(std::vector<Fault> faults) {
    std::set<int> rows;
    for (const Fault& fault : faults) rows.insert(fault.row);
    report_.faulty += static_cast<int64_t>(rows.size());
    for (Fault& fault : faults) {
      if (report_.faults.size() < kMostFaults) report_.faults.push_back(std::move(fault));
    }
  }

  Session& session_;
  const ImportArgs& args_;
  const RecordMapping mapping_;
  const std::unique_ptr<RowSource> source_;
  std::optional<RecordRows> rows_;
  bool header_is_wrong_ = false;
  std::vector<MappedRecord> waiting_;
  std::vector<MappedRecord> to_revise_;
  RecordReport report_;
};

ExitCode Import(Session& session, ImportArgs& args) {
  const auto text = ReadFile(args.mapping, kMostBytes);
  if (!text.ok()) return session.Fail(text.status());
  auto mapping = ParseRecordMapping(*text, args.kind);
  if (!mapping.ok()) return session.Fail(InFile(args.mapping, mapping.status(), session.language()));
  auto source = RowSource::Open(args.file, args.encoding, session.language());
  if (!source.ok()) return session.Fail(source.status());
  if (!args.report_file.empty()) {
    if (absl::Status writable = CheckWritable(args.report_file); !writable.ok()) return session.Fail(writable);
  }
  RecordImport import(session, args, *std::move(mapping), *std::move(source));
  if (const absl::Status ran = import.Run(); !ran.ok()) {
    const ExitCode failed = session.Fail(ran);
    if (failed == ExitCode::kRpcError) session.Hint(kRunAgain.In(session.language()));
    return failed;
  }
  RecordReport& report = import.report();
  std::stable_sort(report.faults.begin(), report.faults.end(), ComesBefore);
  session.Answer(
      absl::StatusOr<google::protobuf::Struct>(StructOf(report)),
      [&report](const google::protobuf::Struct&, Session& shown_by) { return Render(report, shown_by.language()); });
  if (!args.report_file.empty()) {
    const std::string csv = EncodeText(FaultsCsv(report.faults, session.language()), Encoding::kUtf8);
    if (absl::Status saved = WriteFile(args.report_file, csv); !saved.ok()) return session.Fail(saved);
  }
  return report.faults.empty() ? ExitCode::kSuccess : ExitCode::kUsage;
}

// --- mapping ---

struct MappingArgs {
  std::string file;
  RecordKind kind = exchange::v1::RECORD_KIND_UNSPECIFIED;
  std::optional<Encoding> encoding;
  std::string save;
};

void DeclareMapping(Verb& verb, MappingArgs& args) {
  verb.add_option("file", args.file, "The table: a workbook (xlsx) or CSV file")->required();
  AddEnum<RecordKind>(verb, "--kind", "The kind of the records", [&args](RecordKind kind) {
    args.kind = kind;
  })->required();
  AddEncoding(verb, args.encoding);
  verb.add_option("--save", args.save, "Write the mapping into this file instead of showing it");
}

ExitCode Mapping(Session& session, MappingArgs& args) {
  auto source = RowSource::Open(args.file, args.encoding, session.language());
  if (!source.ok()) return session.Fail(source.status());
  const auto rows = (*source)->Next(
      [&](const std::vector<FileRow>& sheet) { return FindGuessedHeader(args.kind, sheet) != nullptr; });
  if (!rows.ok()) return session.Fail(InFile(args.file, rows.status(), session.language()));
  const FileRow* header = FindGuessedHeader(args.kind, *rows);
  if (header == nullptr) {
    constexpr Label kNoHeader = {"前 50 行中没有认得出的表头", "none of the first 50 rows has headings that are known"};
    return session.Fail(UsageError(absl::StrCat(args.file, ": ", kNoHeader.In(session.language()))));
  }
  constexpr std::ptrdiff_t kSample = 200;
  const auto begin = rows->begin() + (header - rows->data()) + 1;
  const std::vector<FileRow> sample(begin, begin + std::min(kSample, rows->end() - begin));
  const std::string text =
      MappingText(args.kind, GuessColumns(args.kind, *header, sample), session.language() == Language::kChinese);
  if (args.save.empty()) {
    session.out() << text;
    return ExitCode::kSuccess;
  }
  const absl::Status saved = WriteFile(args.save, text);
  return saved.ok() ? ExitCode::kSuccess : session.Fail(saved);
}

}  // namespace

void RecordImportVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "import", "Publishes the rows of a table as records of the own department", DeclareImport,
          Import);
  AddVerb(noun, session, "mapping", "Guesses what the columns of a table mean, and says how sure it is", DeclareMapping,
          Mapping);
}

}  // namespace lianfang::cli
