// `lianfang premium`: floating premium rates, from the employers' figures to the published list.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "cli/import/employers.h"
#include "cli/import/file_table.h"
#include "cli/import/report.h"
#include "cli/text/money.h"
#include "common/id.h"
#include "lianfang/fund/v1/premium_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using fund::v1::CorrectRateRequest;
using fund::v1::EmployerRate;
using fund::v1::ExportRatesRequest;
using fund::v1::GetRateListRequest;
using fund::v1::GetRateRequest;
using fund::v1::ImportEmployersRequest;
using fund::v1::ListRateListsRequest;
using fund::v1::ListRateListsResponse;
using fund::v1::ListRatesRequest;
using fund::v1::ListRatesResponse;
using fund::v1::ListRateTablesRequest;
using fund::v1::ListRateTablesResponse;
using fund::v1::ProposeRatesRequest;
using fund::v1::PublishRatesRequest;
using fund::v1::PutRateTableRequest;
using fund::v1::RateList;
using fund::v1::RateTable;
using fund::v1::ReopenRateListRequest;
using Service = fund::v1::PremiumService;

constexpr size_t kChunk = 5000;  // employers sent by one call
constexpr size_t kMostFileBytes = size_t{64} * 1024 * 1024;

std::string PercentText(int percent) { return percent == 0 ? "" : absl::StrCat(percent, "%"); }

// Parts per million as per cent.
std::string RateText(int ppm) {
  if (ppm == 0) return "";
  return absl::StrCat(ppm / 10'000, ".", absl::Dec(ppm % 10'000, absl::kZeroPad4), "%");
}

Table ListHead() {
  return Table({{{"名册", "LIST"}},
                {{"费率表", "TABLE"}},
                {{"状态", "STATE"}},
                {{"单位数", "EMPLOYERS"}, Align::kRight},
                {{"上浮", "RAISED"}, Align::kRight},
                {{"下浮", "LOWERED"}, Align::kRight},
                {{"不浮动", "EXEMPT"}, Align::kRight},
                {{"已更正", "CORRECTED"}, Align::kRight}});
}

void AddRow(const RateList& list, Table& table, Language language) {
  table.AddRow({list.name(), IdOf(list.rate_table()), EnumText(list.state(), language),
                absl::StrCat(list.employer_count()), absl::StrCat(list.raised_count()),
                absl::StrCat(list.lowered_count()), absl::StrCat(list.exempt_count()),
                absl::StrCat(list.corrected_count())});
}

std::string RenderRateList(const RateList& list, Session& session) {
  Table table = ListHead();
  AddRow(list, table, session.language());
  return table.Render(session.language());
}

Table RateHead() {
  return Table({{{"信用代码", "CREDIT CODE"}},
                {{"单位", "EMPLOYER"}},
                {{"类别", "CLASS"}, Align::kRight},
                {{"上期", "BEFORE"}, Align::kRight},
                {{"测算", "PROPOSED"}, Align::kRight},
                {{"执行", "HOLDS"}, Align::kRight},
                {{"费率", "RATE"}, Align::kRight},
                {{"更正理由", "CORRECTED BECAUSE"}}});
}

void AddRow(const EmployerRate& rate, Table& table) {
  table.AddRow({rate.figures().credit_code(), rate.figures().display_name(),
                absl::StrCat(rate.figures().industry_class()), PercentText(rate.previous_percent()),
                PercentText(rate.proposed_percent()), PercentText(rate.percent()), RateText(rate.rate_ppm()),
                rate.correction_reason()});
}

std::string RenderRate(const EmployerRate& rate, Session& session) {
  Table table = RateHead();
  AddRow(rate, table);
  return absl::StrCat(table.Render(session.language()), In(session.language(), rate.derivation()), "\n");
}

// A table by its whole name, or by its id and the plan.
absl::StatusOr<std::string> TableName(const std::string& plan, const std::string& text) {
  auto name = NameInPlan(plan, "rateTables", text);
  if (!name.ok()) return UsageError(name.status().message());
  return name;
}

struct TablesArgs {
  ListRateTablesRequest request;
};

void DeclareTables(Verb& verb, TablesArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddPaging(verb, args.request);
}

std::string RenderTables(const ListRateTablesResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"费率表", "TABLE"}},
               {{"名称", "NAME"}},
               {{"施行", "FROM"}},
               {{"审核部门", "REVIEWED BY"}},
               {{"浮动档次", "BANDS"}},
               {{"依据", "SOURCE"}}});
  for (const RateTable& one : response.rate_tables()) {
    const Glossary& words = session.GlossaryOf(PlanOf(one.name()));
    const std::string none = language == Language::kChinese ? "待补" : "not known";
    table.AddRow({IdOf(one.name()), In(language, one.names()), DateText(one.effective_date()),
                  words.Department(one.reviewing_department()),
                  one.bands().empty() ? none : absl::StrCat(one.bands_size()), one.source()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode Tables(Session& session, TablesArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListRateTables, args.request), RenderTables);
}

struct PutTableArgs {
  PutRateTableRequest request;
  std::string file;
};

void DeclarePutTable(Verb& verb, PutTableArgs& args) {
  verb.add_option("file", args.file, "The rate table as textproto; - reads standard input")->required();
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check everything, store nothing");
  AddChange(verb, args.request);
}

ExitCode PutTable(Session& session, PutTableArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_rate_table()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::PutRateTable, args.request),
                        [](const RateTable& table, Session& shown_by) {
                          ListRateTablesResponse one;
                          *one.add_rate_tables() = table;
                          return RenderTables(one, shown_by);
                        });
}

struct ImportArgs : YearArgs {
  std::string file;
  std::string table;
  bool replace = false;
};

void DeclareImport(Verb& verb, ImportArgs& args) {
  verb.add_option("file", args.file, "The employers' figures: a workbook (xlsx) or CSV; - reads standard input")
      ->required();
  args.Declare(verb);
  verb.add_option("--table", args.table, "The rate table, by id or whole name")->required();
  verb.add_flag("--replace", args.replace, "Figures of employers that are on the list already are replaced");
}

// Sends all employers, by as many calls as it takes; the list after the last one.
absl::StatusOr<RateList> Send(Session& session, const std::vector<fund::v1::EmployerFigures>& employers,
                              ImportEmployersRequest request) {
  absl::StatusOr<RateList> list = UsageError("the file has no employers");
  for (size_t first = 0; first < employers.size(); first += kChunk) {
    request.clear_employers();
    request.clear_request_id();
    const size_t last = std::min(employers.size(), first + kChunk);
    for (size_t i = first; i < last; ++i) *request.add_employers() = employers[i];
    list = session.Mutate(&Service::Stub::ImportEmployers, request);
    if (!list.ok()) break;
  }
  return list;
}

// A file with faults is not sent at all: its author sees every one of them first.
ExitCode Import(Session& session, ImportArgs& args) {
  const auto bytes = ReadFile(args.file, kMostFileBytes);
  if (!bytes.ok()) return session.Fail(bytes.status());
  const auto table = ReadTable(*bytes);
  if (!table.ok()) return session.Fail(UsageError(table.status().message()));
  const EmployerFile file = ReadEmployers(table->sheets[0]);
  if (!file.faults.empty()) {
    session.err() << FaultsCsv(file.faults, session.language());
    return session.Fail(UsageError(absl::StrCat("the file has ", file.faults.size(), " faults; nothing was sent")));
  }
  auto rate_table = TableName(args.plan, args.table);
  if (!rate_table.ok()) return session.Fail(rate_table.status());
  ImportEmployersRequest request;
  request.set_name(args.Name("rateLists"));
  request.set_rate_table(*rate_table);
  request.set_replace(args.replace);
  // What is sent by several calls is rehearsed first: a fault of a later one leaves no half of a file on the list.
  if (file.employers.size() > kChunk) {
    request.set_validate_only(true);
    const auto rehearsed = Send(session, file.employers, request);
    if (!rehearsed.ok()) return session.Fail(rehearsed.status());
  }
  request.set_validate_only(false);
  return session.Answer(Send(session, file.employers, request), RenderRateList);
}

// A change of a whole list.
template <typename Request>
struct ListChangeArgs : YearArgs {
  Request request;
};

template <typename Request>
void DeclareListChange(Verb& verb, ListChangeArgs<Request>& args) {
  args.Declare(verb);
  AddChange(verb, args.request);
}

ExitCode Propose(Session& session, ListChangeArgs<ProposeRatesRequest>& args) {
  args.request.set_name(args.Name("rateLists"));
  return session.Answer(session.Mutate(&Service::Stub::ProposeRates, args.request), RenderRateList);
}

ExitCode Publish(Session& session, ListChangeArgs<PublishRatesRequest>& args) {
  args.request.set_name(args.Name("rateLists"));
  return session.Answer(session.Mutate(&Service::Stub::PublishRates, args.request), RenderRateList);
}

void DeclareReopen(Verb& verb, ListChangeArgs<ReopenRateListRequest>& args) {
  DeclareListChange(verb, args);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
}

ExitCode Reopen(Session& session, ListChangeArgs<ReopenRateListRequest>& args) {
  args.request.set_name(args.Name("rateLists"));
  return session.Answer(session.Mutate(&Service::Stub::ReopenRateList, args.request), RenderRateList);
}

struct CorrectArgs : YearArgs {
  CorrectRateRequest request;
  std::string employer;
};

void DeclareCorrect(Verb& verb, CorrectArgs& args) {
  args.Declare(verb);
  verb.add_option("--employer", args.employer, "The employer, by credit code")->required();
  verb.add_option_function<int>(
          "--percent", [&args](const int& percent) { args.request.set_percent(percent); },
          "Per cent of the base rate; a grade of its class in the table")
      ->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddChange(verb, args.request);
}

ExitCode Correct(Session& session, CorrectArgs& args) {
  args.request.set_name(absl::StrCat(args.Name("rateLists"), "/rates/", args.employer));
  return session.Answer(session.Mutate(&Service::Stub::CorrectRate, args.request), RenderRate);
}

void DeclareYear(Verb& verb, YearArgs& args) { args.Declare(verb); }

ExitCode ShowList(Session& session, YearArgs& args) {
  GetRateListRequest request;
  request.set_name(args.Name("rateLists"));
  return session.Answer(session.client().Call(&Service::Stub::GetRateList, request), RenderRateList);
}

struct ListsArgs {
  ListRateListsRequest request;
};

void DeclareLists(Verb& verb, ListsArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddPaging(verb, args.request);
}

ExitCode Lists(Session& session, ListsArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListRateLists, args.request),
                        [](const ListRateListsResponse& response, Session& shown_by) {
                          Table table = ListHead();
                          for (const RateList& list : response.rate_lists()) AddRow(list, table, shown_by.language());
                          return absl::StrCat(table.Render(shown_by.language()),
                                              NextPageHint(response.next_page_token(), shown_by.language()));
                        });
}

struct RateArgs : YearArgs {
  std::string employer;
};

void DeclareRate(Verb& verb, RateArgs& args) {
  args.Declare(verb);
  verb.add_option("--employer", args.employer, "The employer, by credit code")->required();
}

ExitCode ShowRate(Session& session, RateArgs& args) {
  GetRateRequest request;
  request.set_name(absl::StrCat(args.Name("rateLists"), "/rates/", args.employer));
  return session.Answer(session.client().Call(&Service::Stub::GetRate, request), RenderRate);
}

struct RatesArgs : YearArgs {
  ListRatesRequest request;
};

void DeclareRates(Verb& verb, RatesArgs& args) {
  args.Declare(verb);
  verb.add_option_function<int>(
      "--class", [&args](const int& number) { args.request.set_industry_class(number); },
      "Only of this industry class");
  verb.add_option_function<int>(
      "--percent", [&args](const int& percent) { args.request.set_percent(percent); },
      "Only those at this per cent of the base rate");
  verb.add_flag_callback(
      "--corrected", [&args] { args.request.set_corrected_only(true); }, "Only those that were corrected");
  AddPaging(verb, args.request);
}

ExitCode Rates(Session& session, RatesArgs& args) {
  args.request.set_parent(args.Name("rateLists"));
  return session.Answer(session.client().List(&Service::Stub::ListRates, args.request),
                        [](const ListRatesResponse& response, Session& shown_by) {
                          Table table = RateHead();
                          for (const EmployerRate& rate : response.rates()) AddRow(rate, table);
                          return absl::StrCat(table.Render(shown_by.language()),
                                              NextPageHint(response.next_page_token(), shown_by.language()));
                        });
}

struct ExportArgs : YearFileArgs {
  ExportRatesRequest request;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  DeclareYearFile(verb, args);
  verb.add_option_function<int>(
      "--class", [&args](const int& number) { args.request.set_industry_class(number); },
      "Only of this industry class");
}

ExitCode Export(Session& session, ExportArgs& args) {
  if (absl::Status writable = CheckWritable(args.path); !writable.ok()) return session.Fail(writable);
  args.request.set_name(args.Name("rateLists"));
  return SaveWorkbook(session, session.client().Call(&Service::Stub::ExportRates, args.request), args.path);
}

}  // namespace

void PremiumVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "tables", "Lists the rate tables of a plan", DeclareTables, Tables);
  AddVerb(noun, session, "put-table", "Puts a rate table", DeclarePutTable, PutTable);
  AddVerb(noun, session, "import", "Imports employers' figures from a file", DeclareImport, Import);
  AddVerb(noun, session, "propose", "Proposes the rate of every employer on a list", DeclareListChange, Propose);
  AddVerb(noun, session, "reopen", "Opens a proposed list for figures again; its rates are dropped", DeclareReopen,
          Reopen);
  AddVerb(noun, session, "correct", "Corrects a proposed rate", DeclareCorrect, Correct);
  AddVerb(noun, session, "publish", "Publishes a proposed list", DeclareListChange, Publish);
  AddVerb(noun, session, "list", "Shows a rate list", DeclareYear, ShowList);
  AddVerb(noun, session, "lists", "Lists the rate lists of a plan", DeclareLists, Lists);
  AddVerb(noun, session, "rate", "Shows an employer's rate and how it came about", DeclareRate, ShowRate);
  AddVerb(noun, session, "rates", "Lists the rates of a list", DeclareRates, Rates);
  AddVerb(noun, session, "export", "Saves a rate list as a workbook, with the derivation of every rate", DeclareExport,
          Export);
}

}  // namespace lianfang::cli
