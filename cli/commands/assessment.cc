// `lianfang assessment`: what a plan's assessment says of its departments (考核).
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/scorecard_verbs.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/evaluation/v1/appraisal_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::Appraisal;
using evaluation::v1::AppraisalEdition;
using evaluation::v1::ExportAppraisalsRequest;
using evaluation::v1::GetAppraisalEditionRequest;
using evaluation::v1::GetAppraisalHistoryRequest;
using evaluation::v1::GetAppraisalHistoryResponse;
using evaluation::v1::ListAppraisalEditionsRequest;
using evaluation::v1::ListAppraisalEditionsResponse;
using evaluation::v1::ListAppraisalsRequest;
using evaluation::v1::ListAppraisalsResponse;
using evaluation::v1::PublishAppraisalsRequest;
using Service = evaluation::v1::AppraisalService;

constexpr int kMostEditions = 1'000'000;

std::string NameIn(Language language, const type::v1::LocalizedText& names, const std::string& id) {
  return names.zh().empty() ? id : In(language, names);
}

// Whether they were published, and whether the ground has changed since.
std::string StandingText(const ListAppraisalsResponse& response, Language language) {
  const bool chinese = language == Language::kChinese;
  if (!response.has_edition()) return chinese ? "未公布，按现有数据推算\n\n" : "Not published: derived\n\n";
  const int number = response.edition().number();
  std::string text = chinese ? absl::StrCat("已公布，第 ", number, " 版\n") : absl::StrCat("Edition ", number, "\n");
  if (response.differs()) {
    absl::StrAppend(&text, chinese
                               ? "公布后数据有变化：用 --derive 查看，必要时用 assessment publish 重新公布\n"
                               : "What it rests on has changed since: see --derive, and publish again if need be\n");
  }
  return text + "\n";
}

std::string RenderList(const ListAppraisalsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"名次", "PLACE"}, Align::kRight},
               {{"部门", "DEPARTMENT"}},
               {{"得分", "SCORE"}, Align::kRight},
               {{"数据", "FIGURES"}}});
  for (const Appraisal& appraisal : response.appraisals()) {
    const bool chinese = language == Language::kChinese;
    table.AddRow({absl::StrCat(appraisal.place()),
                  NameIn(language, appraisal.department_names(), appraisal.department()), appraisal.score().text(),
                  appraisal.provisional() ? (chinese ? "阶段性" : "provisional") : (chinese ? "已定" : "final")});
  }
  return absl::StrCat(StandingText(response, language), table.Render(language));
}

// Which appraisals of the period: an edition, or derived.
struct ChoiceArgs : ScorecardArgs {
  int edition = 0;
  bool derive = false;

  void Declare(Verb& verb) {
    ScorecardArgs::Declare(verb);
    DeclareAsOf(verb);
    verb.add_option("--edition", edition,
                    "That edition; without it, the newest one, or derived where none was published")
        ->range(1, kMostEditions);
    verb.add_flag("--derive", derive, "Derive them, also where an edition was published");
  }

  template <typename Request>
  Request Asked(Session& session) const {
    Request request;
    request.set_name(Name());
    SetAsOf(session, request);
    request.set_edition(edition);
    request.set_derive(derive);
    return request;
  }
};

void DeclareList(Verb& verb, ChoiceArgs& args) { args.Declare(verb); }

ExitCode List(Session& session, ChoiceArgs& args) {
  const auto request = args.Asked<ListAppraisalsRequest>(session);
  return session.Answer(session.client().Call(&Service::Stub::ListAppraisals, request), RenderList);
}

struct ShowArgs : ScorecardArgs {
  std::string department;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
  verb.add_option("--department", args.department, "The department, by id")->required();
}

// The items down and the years across, with the score of each; then what those of the last year rest on.
std::string RenderItems(const GetAppraisalHistoryResponse& response, Language language) {
  std::vector<std::string> years;  // what the headings refer to
  for (const Appraisal& appraisal : response.appraisals()) {
    years.push_back(NameIn(language, appraisal.period_names(), appraisal.period()));
  }
  std::vector<Column> columns = {{{"项目", "ITEM"}}};
  for (const std::string& year : years) columns.push_back({{year, year}, Align::kRight});
  columns.push_back({{"说明", "EXPLANATION"}});
  Table table(columns);
  const Appraisal& last = response.appraisals(response.appraisals_size() - 1);
  for (const auto& item : last.items()) {
    std::vector<std::string> row = {
        absl::StrCat(NameIn(language, item.names(), item.item()), " (", item.points(), ")")};
    for (const Appraisal& appraisal : response.appraisals()) {
      std::string score;
      for (const auto& one : appraisal.items()) {
        if (one.item() == item.item()) score = one.score().text();
      }
      row.push_back(score);
    }
    row.push_back(In(language, item.explanation()));
    table.AddRow(row);
  }
  return table.Render(language);
}

// The years one below the other, then the items.
std::string RenderHistory(const GetAppraisalHistoryResponse& response, Session& session) {
  const Language language = session.language();
  Table years({{{"年度", "PERIOD"}},
               {{"得分", "SCORE"}, Align::kRight},
               {{"名次", "PLACE"}, Align::kRight},
               {{"较上期", "CHANGE"}, Align::kRight}});
  for (const Appraisal& appraisal : response.appraisals()) {
    years.AddRow({NameIn(language, appraisal.period_names(), appraisal.period()), appraisal.score().text(),
                  absl::StrCat(appraisal.place()), appraisal.change().text()});
  }
  if (response.appraisals().empty()) return years.Render(language);
  std::string text = absl::StrCat(years.Render(language), "\n", RenderItems(response, language));
  const Appraisal& last = response.appraisals(response.appraisals_size() - 1);
  if (last.has_deduction()) absl::StrAppend(&text, "\n", In(language, last.deduction().explanation()), "\n");
  return text;
}

ExitCode Show(Session& session, ShowArgs& args) {
  GetAppraisalHistoryRequest request;
  request.set_name(args.Name());
  request.set_department(args.department);
  args.SetAsOf(session, request);
  return session.Answer(session.client().Call(&Service::Stub::GetAppraisalHistory, request), RenderHistory);
}

struct ExportArgs : ChoiceArgs {
  std::string path;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  args.Declare(verb);
  verb.add_option("path", args.path, "Where to save the workbook (xlsx)")->required();
}

ExitCode Export(Session& session, ExportArgs& args) {
  if (absl::Status writable = CheckWritable(args.path); !writable.ok()) return session.Fail(writable);
  const auto request = args.Asked<ExportAppraisalsRequest>(session);
  const auto exported = session.client().Call(&Service::Stub::ExportAppraisals, request);
  if (!exported.ok()) return session.Fail(exported.status());
  if (absl::Status written = ReplaceFile(args.path, exported->content()); !written.ok()) return session.Fail(written);
  return ExitCode::kSuccess;
}

struct PublishArgs : ScorecardArgs {
  PublishAppraisalsRequest request;
};

void DeclarePublish(Verb& verb, PublishArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why; required from the second edition on");
  AddRequestId(verb, args.request);
}

std::string RenderEdition(const AppraisalEdition& edition, Session&) { return absl::StrCat(edition.name(), "\n"); }

ExitCode Publish(Session& session, PublishArgs& args) {
  args.request.set_name(args.Name());
  args.SetAsOf(session, args.request);
  return session.Answer(session.Mutate(&Service::Stub::PublishAppraisals, args.request), RenderEdition);
}

struct EditionsArgs : ScorecardArgs {
  ListAppraisalEditionsRequest request;
};

void DeclareEditions(Verb& verb, EditionsArgs& args) {
  args.Declare(verb);
  AddPaging(verb, args.request);
}

std::string RenderEditions(const ListAppraisalEditionsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"版次", "EDITION"}, Align::kRight},
               {{"公布时间", "PUBLISHED"}},
               {{"截至", "AS OF"}},
               {{"由谁", "BY"}},
               {{"理由", "REASON"}}});
  for (const AppraisalEdition& edition : response.editions()) {
    const absl::TimeZone zone = session.GlossaryOf(PlanOf(edition.name())).zone();
    table.AddRow({absl::StrCat(edition.number()), InstantText(edition.publish_time(), zone),
                  InstantText(edition.as_of(), zone), edition.publisher(), edition.reason()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode Editions(Session& session, EditionsArgs& args) {
  args.request.set_parent(args.Name());
  return session.Answer(session.client().List(&Service::Stub::ListAppraisalEditions, args.request), RenderEditions);
}

struct EditionArgs : ScorecardArgs {
  int number = 0;
};

void DeclareEdition(Verb& verb, EditionArgs& args) {
  args.Declare(verb);
  verb.add_option("number", args.number, "The edition's number")->required()->range(1, kMostEditions);
}

// The scores, and how much of what they rest on is kept; all of it is in the JSON.
std::string RenderWhole(const AppraisalEdition& edition, Session& session) {
  ListAppraisalsResponse scores;
  *scores.mutable_appraisals() = edition.appraisals();
  *scores.mutable_edition() = edition;
  const bool chinese = session.language() == Language::kChinese;
  const auto& grounds = edition.grounds();
  return absl::StrCat(
      RenderList(scores, session), "\n",
      chinese ? absl::StrCat("依据：结果 ", grounds.results_size(), " 项，到期事项 ", grounds.duties_size(),
                             " 项，查实瞒报 ", grounds.concealments_size(), " 起（--output json 查看全部）\n")
              : absl::StrCat("Rests on ", grounds.results_size(), " results, ", grounds.duties_size(), " duties, ",
                             grounds.concealments_size(), " concealments (all with --output json)\n"));
}

ExitCode Edition(Session& session, EditionArgs& args) {
  GetAppraisalEditionRequest request;
  request.set_name(absl::StrCat(args.Name(), "/appraisal-editions/", args.number));
  return session.Answer(session.client().Call(&Service::Stub::GetAppraisalEdition, request), RenderWhole);
}

}  // namespace

void AssessmentVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists the departments' scores of a year", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a department's score year by year, and what it rests on", DeclareShow, Show);
  AddVerb(noun, session, "export", "Saves the departments' scores of a year as a workbook", DeclareExport, Export);
  AddVerb(noun, session, "publish", "Publishes the departments' scores of a year, as an edition that never changes",
          DeclarePublish, Publish);
  AddVerb(noun, session, "editions", "Lists the published editions of a year", DeclareEditions, Editions);
  AddVerb(noun, session, "edition", "Shows a published edition with what it rests on", DeclareEdition, Edition);
}

}  // namespace lianfang::cli
