// `lianfang plan`: publishing and reading plans.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/obligation_table.h"
#include "cli/commands/plan_text.h"
#include "cli/commands/plan_verbs.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::AmendPlanRequest;
using submission::v1::GetPlanRequest;
using submission::v1::ListPlansRequest;
using submission::v1::ListPlansResponse;
using submission::v1::PublishPlanRequest;
using submission::v1::PublishPlanResponse;
using Service = submission::v1::PlanService;

struct PublishArgs {
  PublishPlanRequest request;
  std::string file;
};

void DeclarePublish(Verb& verb, PublishArgs& args) {
  verb.add_option("file", args.file, "The plan as textproto; - reads standard input")->required();
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); },
      "Check the plan and show what it would create, without publishing");
  AddRequestId(verb, args.request);
}

std::string RenderPublished(const PublishPlanResponse& response, Session& session) {
  session.Learn(response.plan());
  Sheet sheet;
  sheet.Add({"方案", "Plan"}, response.plan().name());
  sheet.Add({"标题", "Title"}, In(session.language(), response.plan().title()));
  sheet.Add({"版次", "Edition"}, absl::StrCat(response.plan().edition()));
  sheet.Add({"报送任务数", "Obligations"}, absl::StrCat(response.obligations_size()));
  return absl::StrCat(sheet.Render(session.language()), "\n", ObligationTable(response.obligations(), session));
}

ExitCode Publish(Session& session, PublishArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_plan()); !read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::PublishPlan, args.request), RenderPublished);
}

struct AmendArgs {
  AmendPlanRequest request;
  std::string file;
  std::string etag;
};

void DeclareAmend(Verb& verb, AmendArgs& args) {
  verb.add_option("file", args.file, "The plan as it shall be, as textproto; - reads standard input")->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why the edition in force is replaced")->required();
  verb.add_option("--etag", args.etag,
                  "Etag of the edition in force, as `plan show` gives it; without it, as it stands now");
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); },
      "Check the plan and show what would change, without publishing");
  AddRequestId(verb, args.request);
}

ExitCode Amend(Session& session, AmendArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_plan()); !read.ok()) return session.Fail(read);
  if (args.etag.empty()) {  // whatever happens to the plan in between refuses the amendment
    GetPlanRequest read;
    read.set_name(args.request.plan().name());
    const auto plan = session.client().Call(&Service::Stub::GetPlan, read);
    if (!plan.ok()) return session.Fail(plan.status());
    args.etag = plan->etag();
  }
  args.request.mutable_plan()->set_etag(args.etag);
  return session.Answer(session.Mutate(&Service::Stub::AmendPlan, args.request), RenderPublished);
}

struct ListArgs {
  ListPlansRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) { AddPaging(verb, args.request); }

std::string RenderList(const ListPlansResponse& response, Session& session) {
  Table table({{{"方案", "PLAN"}},
               {{"版次", "EDITION"}, Align::kRight},
               {{"标题", "TITLE"}},
               {{"文号", "DOCUMENT"}},
               {{"发文日期", "ISSUED"}},
               {{"发布时间", "PUBLISHED"}}});
  for (const auto& plan : response.plans()) {
    table.AddRow({IdOf(plan.name()), absl::StrCat(plan.edition()), In(session.language(), plan.title()),
                  plan.document_number(), DateText(plan.issue_date()),
                  InstantText(plan.update_time(), Glossary(plan, session.language()).zone())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListPlans, args.request), RenderList);
}

struct ShowArgs {
  GetPlanRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  AddParsed<std::string>(verb, "name", "The plan, such as gaoping-2021-2025", PlanName, [&args](std::string name) {
    args.request.set_name(std::move(name));
  })->required();
  verb.add_option_function<int>(
          "--edition", [&args](const int& edition) { args.request.set_edition(edition); },
          "The edition; without it, the newest")
      ->at_least_one();
}

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(
      session.client().Call(&Service::Stub::GetPlan, args.request),
      [](const type::v1::Plan& plan, Session& shown_by) { return PlanText(plan, shown_by.language()); });
}

}  // namespace

void PlanVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "publish", "Publishes a plan and states its obligations", DeclarePublish, Publish);
  AddVerb(noun, session, "amend", "Publishes the next edition of a plan", DeclareAmend, Amend);
  AddVerb(noun, session, "list", "Lists plans", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a plan", DeclareShow, Show);
  AddPlanGrants(noun, session);
  AddPlanTemplate(noun, session);
  AddPlanProgress(noun, session);
}

}  // namespace lianfang::cli
