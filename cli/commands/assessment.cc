// `lianfang assessment`: what a plan's assessment says of its departments (考核).
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/scorecard_verbs.h"
#include "cli/files.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/evaluation/v1/appraisal_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::Appraisal;
using evaluation::v1::ExportAppraisalsRequest;
using evaluation::v1::GetAppraisalHistoryRequest;
using evaluation::v1::GetAppraisalHistoryResponse;
using evaluation::v1::ListAppraisalsRequest;
using evaluation::v1::ListAppraisalsResponse;
using Service = evaluation::v1::AppraisalService;

std::string NameIn(Language language, const type::v1::LocalizedText& names, const std::string& id) {
  return names.zh().empty() ? id : In(language, names);
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
  return table.Render(language);
}

void DeclareList(Verb& verb, ScorecardArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
}

ExitCode List(Session& session, ScorecardArgs& args) {
  ListAppraisalsRequest request;
  request.set_name(args.Name());
  args.SetAsOf(session, request);
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

// The years one below the other, then the items of the last.
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
  Table items({{{"项目", "ITEM"}},
               {{"分值", "POINTS"}, Align::kRight},
               {{"得分", "SCORE"}, Align::kRight},
               {{"说明", "EXPLANATION"}}});
  for (const auto& item : response.appraisals(response.appraisals_size() - 1).items()) {
    items.AddRow({NameIn(language, item.names(), item.item()), absl::StrCat(item.points()), item.score().text(),
                  In(language, item.explanation())});
  }
  return absl::StrCat(years.Render(language), "\n", items.Render(language));
}

ExitCode Show(Session& session, ShowArgs& args) {
  GetAppraisalHistoryRequest request;
  request.set_name(args.Name());
  request.set_department(args.department);
  args.SetAsOf(session, request);
  return session.Answer(session.client().Call(&Service::Stub::GetAppraisalHistory, request), RenderHistory);
}

struct ExportArgs : ScorecardArgs {
  std::string path;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
  verb.add_option("path", args.path, "Where to save the workbook (xlsx)")->required();
}

ExitCode Export(Session& session, ExportArgs& args) {
  if (absl::Status writable = CheckWritable(args.path); !writable.ok()) return session.Fail(writable);
  ExportAppraisalsRequest request;
  request.set_name(args.Name());
  args.SetAsOf(session, request);
  const auto exported = session.client().Call(&Service::Stub::ExportAppraisals, request);
  if (!exported.ok()) return session.Fail(exported.status());
  if (absl::Status written = ReplaceFile(args.path, exported->content()); !written.ok()) return session.Fail(written);
  return ExitCode::kSuccess;
}

}  // namespace

void AssessmentVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists the departments' scores of a year", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a department's score year by year, and what it rests on", DeclareShow, Show);
  AddVerb(noun, session, "export", "Saves the departments' scores of a year as a workbook", DeclareExport, Export);
}

}  // namespace lianfang::cli
