// `lianfang fund`: budgets of the prevention fee.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/text/money.h"
#include "cli/text/table.h"
#include "lianfang/fund/v1/project_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using fund::v1::ExportStatementRequest;
using fund::v1::GetBudgetRequest;
using fund::v1::ListBudgetsRequest;
using fund::v1::ListBudgetsResponse;
using fund::v1::PutBudgetRequest;
using fund::v1::RankProjectsRequest;
using fund::v1::RankProjectsResponse;
using Service = fund::v1::ProjectService;

void DeclareShow(Verb& verb, YearArgs& args) { args.Declare(verb); }

ExitCode Show(Session& session, YearArgs& args) {
  GetBudgetRequest request;
  request.set_name(args.Name("budgets"));
  return session.Answer(session.client().Call(&Service::Stub::GetBudget, request), RenderBudget);
}

struct ListArgs {
  ListBudgetsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddPaging(verb, args.request);
}

std::string RenderList(const ListBudgetsResponse& response, Session& session) {
  Table table({{{"预算", "BUDGET"}},
               {{"金额", "AMOUNT"}, Align::kRight},
               {{"已立项", "COMMITTED"}, Align::kRight},
               {{"已支付", "PAID"}, Align::kRight}});
  for (const auto& budget : response.budgets()) {
    table.AddRow({budget.name(), MoneyText(budget.amount()), MoneyText(budget.committed()), MoneyText(budget.paid())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListBudgets, args.request), RenderList);
}

struct PutArgs {
  PutBudgetRequest request;
  std::string file;
};

void DeclarePut(Verb& verb, PutArgs& args) {
  verb.add_option("file", args.file, "The budget as textproto; - reads standard input")->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why it is amended; not for the first");
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check everything, store nothing");
  AddChange(verb, args.request);
}

ExitCode Put(Session& session, PutArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_budget()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::PutBudget, args.request), RenderBudget);
}

std::string RenderRanking(const RankProjectsResponse& response, Session& session) {
  const bool chinese = session.language() == Language::kChinese;
  Table table({{{"名次", "PLACE"}, Align::kRight},
               {{"项目", "PROJECT"}},
               {{"名称", "TITLE"}},
               {{"累计金额", "CUMULATIVE"}, Align::kRight},
               {{"预算内", "WITHIN"}},
               {{"依据", "REASON"}}});
  for (const auto& place : response.projects()) {
    table.AddRow({absl::StrCat(place.place()), IdOf(place.project().name()), place.project().proposal().title(),
                  MoneyText(place.cumulative_amount()),
                  place.within_budget() ? (chinese ? "是" : "yes") : (chinese ? "否" : "no"), place.reason()});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

struct RankArgs : YearArgs {
  RankProjectsRequest request;
};

void DeclareRank(Verb& verb, RankArgs& args) {
  args.Declare(verb);
  AddPaging(verb, args.request);
}

ExitCode Rank(Session& session, RankArgs& args) {
  args.request.set_budget(args.Name("budgets"));
  return session.Answer(session.client().List(&Service::Stub::RankProjects, args.request), RenderRanking);
}

ExitCode Statement(Session& session, YearFileArgs& args) {
  if (absl::Status writable = CheckWritable(args.path); !writable.ok()) return session.Fail(writable);
  ExportStatementRequest request;
  request.set_budget(args.Name("budgets"));
  return SaveWorkbook(session, session.client().Call(&Service::Stub::ExportStatement, request), args.path);
}

}  // namespace

void FundVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "budget", "Shows a year's budget: by purpose, what is bound and paid", DeclareShow, Show);
  AddVerb(noun, session, "budgets", "Lists the budgets of a plan", DeclareList, List);
  AddVerb(noun, session, "put-budget", "Puts a year's budget, or amends it", DeclarePut, Put);
  AddVerb(noun, session, "rank", "Ranks the proposals that wait for the decision, and says up to where the money lasts",
          DeclareRank, Rank);
  AddVerb(noun, session, "statement", "Saves a year's statement as a workbook", DeclareYearFile, Statement);
}

}  // namespace lianfang::cli
