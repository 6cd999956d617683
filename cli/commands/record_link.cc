// `lianfang record link` and `record model fit`: linking tables of persons offline, with the code that the exchange links
// records with.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/commands/record_verbs.h"
#include "cli/files.h"
#include "cli/import/fault.h"
#include "cli/interrupt.h"
#include "cli/linkage/tables.h"
#include "cli/options.h"
#include "cli/text/csv_text.h"
#include "cli/text/error_text.h"
#include "cli/text/label.h"
#include "cli/text/table.h"
#include "linkage/fit.h"
#include "linkage/link.h"
#include "linkage/model_file.h"

namespace lianfang::cli {
namespace {

// Rounds of `record model fit`, at most; it ends where nothing moves any more.
constexpr int kFitRounds = 30;
// Pairs written between two checkpoints.
constexpr size_t kPairsAtOnce = 1024;

// What both verbs read.
struct SourceArgs {
  std::string file;
  std::string second_file;
  std::string fields;
  std::string model;
  int32_t threads = 2;
};

void DeclareSource(Verb& verb, SourceArgs& args) {
  verb.add_option("file", args.file, "Table of persons: CSV or workbook (xlsx)")->required();
  verb.add_option("second-file", args.second_file,
                  "A second table; without it, the first is searched for persons who stand in it twice");
  verb.add_option("--fields", args.fields,
                  "Which column is what: a file with lines `column HEADING = KIND`, or `HEADING=KIND,...`; without it, "
                  "guessed from the headings");
  verb.add_option("--model", args.model, "Edition of the model, textproto; without it, the shipped one");
  verb.add_option("--threads", args.threads, "Threads; the result does not depend on it")->range(1, 64);
}

absl::Status In(const std::string& file, const absl::Status& fault, Language language) {
  return UsageError(absl::StrCat(file, ": ", cli::In(language, TextOf(fault))));
}

absl::StatusOr<linkage::Model> ReadModel(const std::string& path) {
  if (path.empty()) return linkage::ShippedModel();
  exchange::v1::LinkageModel message;
  if (absl::Status read = ReadTextproto(path, message); !read.ok()) return read;
  auto model = linkage::ModelOf(message);
  if (!model.ok()) return UsageError(absl::StrCat(path, ": ", model.status().message()));
  return model;
}

absl::StatusOr<PersonTables> ReadSources(const SourceArgs& args, Language language) {
  std::string fields = args.fields;
  const bool names_file = !fields.empty() && fields.find('=') == std::string::npos;
  if (names_file) {
    auto text = ReadFile(fields);
    if (!text.ok()) return text.status();
    fields = *std::move(text);
  }
  std::vector<std::string> contents;
  for (const std::string& path : {args.file, args.second_file}) {
    if (path.empty()) continue;
    auto content = ReadFile(path);
    if (!content.ok()) return content.status();
    contents.push_back(*std::move(content));
  }
  const std::string paths = args.second_file.empty() ? args.file : absl::StrCat(args.file, ", ", args.second_file);
  auto tables = ReadPersonTables(contents, fields);
  if (!tables.ok()) return In(names_file ? args.fields : paths, tables.status(), language);
  return tables;
}

void ShowMapping(const SourceArgs& args, const PersonTables& tables, Session& session) {
  constexpr Label kGuessed = {
      "各列按标题判断如下；如有不对，改好后用 --fields 给出：\n",
      "By their headings, the columns are; correct and give it with --fields if that is wrong:\n"};
  constexpr Label kLeftOut = {"只有一个文件有的字段，不参与比对：", "fields that only one file has are not compared: "};
  if (args.fields.empty()) session.err() << kGuessed.In(session.language()) << FieldMappingText(tables.mapping);
  if (!tables.left_out.empty())
    session.Hint(absl::StrCat(kLeftOut.In(session.language()), absl::StrJoin(tables.left_out, ", ")));
}

struct LinkArgs {
  SourceArgs source;
  std::string output;
  std::string uncertain;
  bool one_to_one = false;
};

void DeclareLink(Verb& verb, LinkArgs& args) {
  DeclareSource(verb, args.source);
  verb.add_option("--output", args.output, "CSV to write the linked pairs to")->required();
  verb.add_option("--uncertain", args.uncertain, "CSV to write the pairs to that a person should decide");
  verb.add_flag("--one-to-one", args.one_to_one,
                "Of two tables, each row is linked at most once, even where its table has a person twice");
}

// `given-name exact +4.39; family-name close +4.81`.
std::string Explanation(const linkage::Table& table, const std::vector<linkage::Agreement>& agreements) {
  std::vector<std::string> parts;
  for (const linkage::Agreement& agreement : agreements) {
    if (agreement.level == linkage::Level::kMissing) continue;
    parts.push_back(absl::StrFormat("%s %s%s %+.2f", table.column(agreement.field).field().name,
                                    linkage::LevelName(agreement.level), agreement.swapped ? " (swapped)" : "",
                                    agreement.weight));
  }
  return absl::StrJoin(parts, "; ");
}

// Where it is stopped, rows are missing.
std::string PairsCsv(const std::vector<linkage::Pair>& pairs, const PersonTables& tables,
                     const linkage::Weights& weights, const std::string& edition, const linkage::StopFlag& stopped) {
  const linkage::Table& table = tables.table;
  const size_t right = table.tables() == 2 ? 1 : 0;
  std::string csv;
  AppendCsvRow({"left", "right", "probability", "weight", "edition", "explanation"}, csv);
  size_t done = 0;
  for (const linkage::Pair& pair : pairs) {
    if (done++ % kPairsAtOnce == 0 && linkage::HasStopped(stopped)) break;
    AppendCsvRow(
        {HarmlessCell(tables.names[0][table.row(pair.a)]), HarmlessCell(tables.names[right][table.row(pair.b)]),
         absl::StrFormat("%.6f", linkage::Probability(pair.odds)), absl::StrFormat("%.3f", pair.odds - weights.prior()),
         edition, Explanation(table, weights.Explain(pair.a, pair.b))},
        csv);
  }
  return csv;
}

std::string Summary(const PersonTables& tables, const linkage::Linked& linked, const std::string& edition,
                    Language language) {
  const linkage::Table& table = tables.table;
  Sheet sheet;
  sheet.Add({"记录", "Records"},
            table.tables() == 2 ? absl::StrCat(table.rows(0), " + ", table.rows(1)) : absl::StrCat(table.rows(0)));
  sheet.Add({"比对", "Pairs compared"}, absl::StrCat(linked.compared));
  sheet.Add({"关联", "Linked"}, absl::StrCat(linked.links.size()));
  sheet.Add({"待人工确认", "Uncertain"}, absl::StrCat(linked.uncertain.size()));
  sheet.Add({"模型", "Model"}, edition);
  return sheet.Render(language);
}

ExitCode Link(Session& session, LinkArgs& args) {
  const auto model = ReadModel(args.source.model);
  if (!model.ok()) return session.Fail(model.status());
  for (const std::string& path : {args.output, args.uncertain}) {
    if (path.empty()) continue;
    if (absl::Status writable = CheckWritable(path); !writable.ok()) return session.Fail(writable);
  }
  const auto tables = ReadSources(args.source, session.language());
  if (!tables.ok()) return session.Fail(tables.status());
  ShowMapping(args.source, *tables, session);
  linkage::Weights weights(*model, tables->table);
  const Interrupt interrupt;
  const linkage::StopFlag stopped = interrupt.flag();
  const linkage::Linked linked =
      linkage::LinkRecords(tables->table, weights, *model, {args.source.threads, args.one_to_one, stopped});
  if (linked.stopped) return session.Interrupted();
  std::vector<FileContent> files = {{args.output, PairsCsv(linked.links, *tables, weights, model->edition, stopped)}};
  if (!args.uncertain.empty()) {
    files.push_back({args.uncertain, PairsCsv(linked.uncertain, *tables, weights, model->edition, stopped)});
  }
  const absl::Status written = ReplaceFiles(files, stopped);
  if (absl::IsCancelled(written)) return session.Interrupted();
  if (!written.ok()) return session.Fail(written);
  session.out() << Summary(*tables, linked, model->edition, session.language());
  return ExitCode::kSuccess;
}

struct ModelArgs {
  std::string action;
  SourceArgs source;
  std::string edition;
  std::string output;
};

void DeclareModel(Verb& verb, ModelArgs& args) {
  verb.add_option("action", args.action, "`fit`: propose the next edition from tables without labels")->required();
  DeclareSource(verb, args.source);
  verb.add_option("--edition", args.edition, "What the proposed edition is called, such as 2026-2")->required();
  verb.add_option("--output", args.output, "Textproto to write the proposed edition to")->required();
}

ExitCode FitModel(Session& session, ModelArgs& args) {
  if (args.action != "fit") RefuseValue("action", "must be `fit`");
  const auto start = ReadModel(args.source.model);
  if (!start.ok()) return session.Fail(start.status());
  if (absl::Status writable = CheckWritable(args.output); !writable.ok()) return session.Fail(writable);
  const auto tables = ReadSources(args.source, session.language());
  if (!tables.ok()) return session.Fail(tables.status());
  ShowMapping(args.source, *tables, session);
  const Interrupt interrupt;
  const linkage::Fit fit =
      linkage::FitModel(tables->table, *start, args.edition, kFitRounds, args.source.threads, interrupt.flag());
  if (fit.stopped) return session.Interrupted();
  const absl::Status written = ReplaceFile(args.output, linkage::MessageOf(fit.model).DebugString());
  if (!written.ok()) return session.Fail(written);
  Sheet sheet;
  sheet.Add({"版本", "Edition"}, fit.model.edition);
  sheet.Add({"预计同一人的记录对", "Expected matches"}, absl::StrFormat("%.0f", fit.expected_matches));
  sheet.Add({"迭代", "Rounds"}, absl::StrCat(fit.rounds));
  session.out() << sheet.Render(session.language());
  constexpr Label kNext = {
      "服务按此版本关联之前须经批准：lianfang link propose-model --plan … --reason … ",
      "before a service links by it, it must be approved: lianfang link propose-model --plan … --reason … "};
  session.Hint(absl::StrCat(kNext.In(session.language()), args.output));
  return ExitCode::kSuccess;
}

}  // namespace

void RecordLinkVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "link", "Links the rows of tables that are of one person, offline", DeclareLink, Link);
  AddVerb(noun, session, "model", "Proposes an edition of the linkage model, offline", DeclareModel, FitModel);
}

}  // namespace lianfang::cli
