// `lianfang inspection`: inspections of employers, and what they found.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/coordination/v1/inspection_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using coordination::v1::CancelInspectionRequest;
using coordination::v1::CreateInspectionRequest;
using coordination::v1::GetInspectionRequest;
using coordination::v1::GetInspectionStatisticsRequest;
using coordination::v1::InspectionState;
using coordination::v1::InspectionStatistics;
using coordination::v1::ListInspectionsRequest;
using coordination::v1::ListInspectionsResponse;
using coordination::v1::RecordFindingsRequest;
using google::type::Date;
using Service = coordination::v1::InspectionService;

struct ListArgs {
  ListInspectionsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  AddEnums<InspectionState>(verb, "--status", "Only in one of these states",
                            [&args](InspectionState state) { args.request.add_states(state); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only of this industry, by id");
  verb.add_option("--employer", *args.request.mutable_credit_code(), "Only of this employer, by credit code");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListInspectionsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"检查", "INSPECTION"}},
               {{"日期", "DATE"}},
               {{"类型", "KIND"}},
               {{"状态", "STATE"}},
               {{"单位", "EMPLOYER"}},
               {{"问题", "FINDINGS"}, Align::kRight},
               {{"牵头部门", "LEADS"}}});
  for (const auto& inspection : response.inspections()) {
    const Glossary& words = session.GlossaryOf(inspection.plan());
    table.AddRow({IdOf(inspection.name()), DateText(inspection.date()), EnumText(inspection.kind(), language),
                  EnumText(inspection.state(), language), inspection.employer().display_name(),
                  absl::StrCat(inspection.findings_size()), words.Department(inspection.departments(0))});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListInspections, args.request), RenderList);
}

struct ShowArgs {
  GetInspectionRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "inspections", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetInspection, args.request), RenderInspection);
}

using CreateArgs = FileArgs<CreateInspectionRequest>;

void DeclareCreate(Verb& verb, CreateArgs& args) {
  verb.add_option("file", args.file, "The inspection as textproto; - reads standard input")->required();
  AddRequestId(verb, args.request);
}

ExitCode Create(Session& session, CreateArgs& args) {
  absl::Status read = ReadTextproto(args.file, *args.request.mutable_inspection());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::CreateInspection, args.request), RenderInspection);
}

using RecordArgs = FileArgs<RecordFindingsRequest>;

void DeclareRecord(Verb& verb, RecordArgs& args) {
  AddResource(verb, "name", "inspections", args.request);
  verb.add_option("file", args.file,
                  "The findings and the record as textproto (RecordFindingsRequest); - reads standard input")
      ->required();
  AddChange(verb, args.request);
}

ExitCode Record(Session& session, RecordArgs& args) {
  RecordFindingsRequest document;
  if (absl::Status read = ReadTextproto(args.file, document); !read.ok()) return session.Fail(read);
  *args.request.mutable_findings() = document.findings();
  args.request.set_record(document.record());
  return session.Answer(session.Mutate(&Service::Stub::RecordFindings, args.request), RenderInspection);
}

struct CancelArgs {
  CancelInspectionRequest request;
};

void DeclareCancel(Verb& verb, CancelArgs& args) {
  AddResource(verb, "name", "inspections", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddChange(verb, args.request);
}

ExitCode CancelOne(Session& session, CancelArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::CancelInspection, args.request), RenderInspection);
}

struct StatisticsArgs {
  GetInspectionStatisticsRequest request;
};

void DeclareStatistics(Verb& verb, StatisticsArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddParsed<Date>(verb, "--from", "Inspections from this day on", ParseDate,
                  [&args](const Date& date) { *args.request.mutable_start_date() = date; });
  AddParsed<Date>(verb, "--until", "Inspections through this day", ParseDate,
                  [&args](const Date& date) { *args.request.mutable_end_date() = date; });
}

std::string RenderStatistics(const InspectionStatistics& statistics, Session& session) {
  const bool chinese = session.language() == Language::kChinese;
  Table table({{{"分组", "GROUP"}},
               {{"检查", "INSPECTIONS"}, Align::kRight},
               {{"问题", "FINDINGS"}, Align::kRight},
               {{"重大", "MAJOR"}, Align::kRight},
               {{"超标", "EXCEEDANCES"}, Align::kRight},
               {{"整改指令", "ORDERS"}, Align::kRight},
               {{"已整改", "RECTIFIED"}, Align::kRight},
               {{"逾期", "OVERDUE"}, Align::kRight},
               {{"立案", "PENALTIES"}, Align::kRight},
               {{"移送", "TRANSFERRED"}, Align::kRight},
               {{"挂牌督办", "SUPERVISED"}, Align::kRight}});
  const auto add = [&](const coordination::v1::InspectionCounts& counts) {
    const auto text = [](int value) { return absl::StrCat(value); };
    table.AddRow({counts.key().empty() ? (chinese ? "合计" : "total") : counts.key(), text(counts.inspections()),
                  text(counts.findings()), text(counts.major_findings()), text(counts.exceedances()),
                  text(counts.orders()), text(counts.rectified()), text(counts.overdue()), text(counts.penalty_cases()),
                  text(counts.transferred()), text(counts.supervised())});
  };
  add(statistics.total());
  for (const auto& counts : statistics.departments()) add(counts);
  for (const auto& counts : statistics.industries()) add(counts);
  for (const auto& counts : statistics.months()) add(counts);
  return table.Render(session.language());
}

ExitCode Statistics(Session& session, StatisticsArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetInspectionStatistics, args.request), RenderStatistics);
}

}  // namespace

void InspectionVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists inspections, latest day first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an inspection and its findings", DeclareShow, Show);
  AddVerb(noun, session, "create", "Plans an inspection", DeclareCreate, Create);
  AddVerb(noun, session, "record", "Records what an inspection found", DeclareRecord, Record);
  AddVerb(noun, session, "cancel", "Calls off an inspection that was not carried out", DeclareCancel, CancelOne);
  AddVerb(noun, session, "statistics", "Counts inspections, findings and orders by department, industry and month",
          DeclareStatistics, Statistics);
}

}  // namespace lianfang::cli
