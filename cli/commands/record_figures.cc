// `lianfang record employers`, `employer`, `figures` and `define-figures`: the register of employers, and figures counted from records.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/record_verbs.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using namespace exchange::v1;  // NOLINT: the contract's messages
using Service = ExchangeService;

struct EmployersArgs {
  ListEmployersRequest request;
};

void DeclareEmployers(Verb& verb, EmployersArgs& args) {
  verb.add_option("--region", *args.request.mutable_region(), "Only of this region and those in it, by code");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only of this industry, by id");
  AddPaging(verb, args.request);
}

std::string RenderEmployers(const ListEmployersResponse& response, Session& session) {
  Table table({{{"统一社会信用代码", "CREDIT CODE"}},
               {{"名称", "NAME"}},
               {{"状态", "STATUS"}},
               {{"地区", "REGION"}},
               {{"行业", "INDUSTRY"}},
               {{"人数", "WORKERS"}, Align::kRight}});
  for (const Employer& employer : response.employers()) {
    const EmployerRecord& record = employer.record();
    table.AddRow({record.credit_code(),
                  record.names().empty() ? "" : record.names(record.names_size() - 1).display_name(),
                  EnumText(record.status(), session.language()), employer.region(), employer.industry(),
                  record.head_count() == 0 ? "" : absl::StrCat(record.head_count())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode Employers(Session& session, EmployersArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListEmployers, args.request), RenderEmployers);
}

struct EmployerArgs {
  GetEmployerRequest request;
};

void DeclareEmployer(Verb& verb, EmployerArgs& args) {
  verb.add_option("credit-code", *args.request.mutable_credit_code(), "Unified social credit code")->required();
}

std::string OwnerText(const RecordOwner& owner) { return absl::StrCat(owner.region(), "/", owner.department()); }

std::string RenderEmployer(const Employer& employer, Session& session) {
  const Language language = session.language();
  const EmployerRecord& record = employer.record();
  Sheet sheet;
  sheet.Add({"统一社会信用代码", "Credit code"}, record.credit_code());
  sheet.Add({"名称", "Name"}, record.names().empty() ? "" : record.names(record.names_size() - 1).display_name());
  sheet.Add({"状态", "Status"}, EnumText(record.status(), language));
  sheet.Add({"地区", "Region"}, employer.region());
  sheet.Add({"行业", "Industry"}, employer.industry());
  sheet.Add({"登记部门", "Kept by"}, OwnerText(employer.owner()));
  constexpr Label kFirst = {"最先登记", "first to enter the code"};
  sheet.Add({"登记依据", "By"},
            employer.register_edition().empty() ? std::string(kFirst.In(language)) : employer.register_edition());
  if (employer.other_entries().empty()) return sheet.Render(language);
  Table others({{{"其他部门的登记", "OTHER ENTRIES"}}, {{"不一致的字段", "DIFFERS IN"}}, {{"名称", "NAME"}}});
  for (const EmployerEntry& entry : employer.other_entries()) {
    others.AddRow({OwnerText(entry.owner()), absl::StrJoin(entry.differing_fields(), ", "), entry.name()});
  }
  return absl::StrCat(sheet.Render(language), "\n", others.Render(language));
}

ExitCode ShowEmployer(Session& session, EmployerArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetEmployer, args.request), RenderEmployer);
}

struct FiguresArgs {
  ProposeFiguresRequest request;
};

void DeclareFigures(Verb& verb, FiguresArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  verb.add_option("--period", *args.request.mutable_period(), "The period, by id")->required();
  verb.add_option("--region", *args.request.mutable_region(), "The region reported on, by code")->required();
  verb.add_option("--industry", *args.request.mutable_industry(), "The industry, by id")->required();
}

ExitCode Figures(Session& session, FiguresArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::ProposeFigures, args.request), RenderFigures);
}

struct DefineArgs {
  std::string file;
  std::string plan;
  SetFigureDefinitionsRequest request;
};

void DeclareDefine(Verb& verb, DefineArgs& args) {
  verb.add_option("file", args.file, "The definitions, as textproto of SetFigureDefinitionsRequest")->required();
  AddPlan(verb, args.plan)->required();
  AddRequestId(verb, args.request);
}

std::string RenderDefinitions(const FigureDefinitions& response, Session& session) {
  Table table({{{"指标", "FIGURE"}}, {{"记录类别", "KIND"}}, {{"计法", "MEASURE"}}});
  for (const FigureDefinition& definition : response.definitions()) {
    table.AddRow({definition.figure(), EnumText(definition.kind(), session.language()),
                  EnumText(definition.measure(), session.language())});
  }
  return table.Render(session.language());
}

ExitCode Define(Session& session, DefineArgs& args) {
  const std::string request_id = args.request.request_id();
  if (absl::Status read = ReadTextproto(args.file, args.request); !read.ok()) return session.Fail(read);
  args.request.set_plan(args.plan);
  args.request.set_request_id(request_id);
  return session.Answer(session.Mutate(&Service::Stub::SetFigureDefinitions, args.request), RenderDefinitions);
}

}  // namespace

std::string RenderFigures(const ProposeFiguresResponse& response, Session& session) {
  constexpr size_t kShown = 20;
  const Language language = session.language();
  Table table({{{"指标", "FIGURE"}}, {{"数值", "NUMBER"}, Align::kRight}, {{"记录数", "RECORDS"}, Align::kRight}});
  Table sources({{{"指标", "FIGURE"}}, {{"计入", "ADDS"}, Align::kRight}, {{"记录", "RECORD"}}});
  for (const ProposedFigure& figure : response.figures()) {
    table.AddRow({figure.value().figure(), absl::StrCat(figure.value().number()), absl::StrCat(figure.source_count())});
    size_t shown = 0;
    for (const FigureSource& source : figure.sources()) {
      if (shown++ < kShown) sources.AddRow({figure.value().figure(), absl::StrCat(source.number()), source.record()});
    }
  }
  std::string text = absl::StrCat(table.Render(language), "\n", sources.Render(language));
  if (!response.undefined_figures().empty()) {
    constexpr Label kUndefined = {"没有统计口径：", "not defined: "};
    absl::StrAppend(&text, "\n", kUndefined.In(language), absl::StrJoin(response.undefined_figures(), ", "), "\n");
  }
  return text;
}

void RecordFigureVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "employers", "Lists the register of employers", DeclareEmployers, Employers);
  AddVerb(noun, session, "employer", "Shows an employer of the register, and what other departments keep of it",
          DeclareEmployer, ShowEmployer);
  AddVerb(noun, session, "figures", "Counts the figures of a return from the own department's records", DeclareFigures,
          Figures);
  AddVerb(noun, session, "define-figures", "Says how the figures of a plan are counted from records", DeclareDefine,
          Define);
}

}  // namespace lianfang::cli
