// `lianfang plan grant|revoke-grant|grants`: which regions their own offices let other regions' plans include.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/plan_verbs.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GrantPlanRegionRequest;
using submission::v1::ListPlanGrantsRequest;
using submission::v1::ListPlanGrantsResponse;
using submission::v1::PlanGrant;
using submission::v1::RevokePlanRegionRequest;
using Service = submission::v1::PlanService;

std::string StateText(const PlanGrant& grant, Language language) {
  constexpr Label kGranted = {"有效", "granted"};
  constexpr Label kRevoked = {"已撤回", "revoked"};
  return std::string((grant.revoked() ? kRevoked : kGranted).In(language));
}

std::string RenderGrant(const PlanGrant& grant, Session& session) {
  Sheet sheet;
  sheet.Add({"授权", "Grant"}, grant.name());
  sheet.Add({"状态", "State"}, StateText(grant, session.language()));
  sheet.Add({"原因", "Reason"}, grant.reason());
  return sheet.Render(session.language());
}

template <typename Request>
struct ChangeArgs {
  Request request;
};

template <typename Request>
void DeclareChange(Verb& verb, ChangeArgs<Request>& args) {
  AddParsed<std::string>(verb, "plan", "The plan, such as gaoping-2021-2025; it need not be published", PlanName,
                         [&args](std::string name) { args.request.set_plan(std::move(name)); })
      ->required();
  verb.add_option("--region", *args.request.mutable_region(), "The region granted, by code: the own one or one in it")
      ->required();
  verb.add_option("--to", *args.request.mutable_office_region(),
                  "Region of the office that may include it in the plan, by code")
      ->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddRequestId(verb, args.request);
}

ExitCode Grant(Session& session, ChangeArgs<GrantPlanRegionRequest>& args) {
  return session.Answer(session.Mutate(&Service::Stub::GrantPlanRegion, args.request), RenderGrant);
}

ExitCode Revoke(Session& session, ChangeArgs<RevokePlanRegionRequest>& args) {
  return session.Answer(session.Mutate(&Service::Stub::RevokePlanRegion, args.request), RenderGrant);
}

struct ListArgs {
  ListPlanGrantsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddParsed<std::string>(verb, "plan", "The plan, such as gaoping-2021-2025; it need not be published", PlanName,
                         [&args](std::string name) { args.request.set_plan(std::move(name)); })
      ->required();
  AddPaging(verb, args.request);
}

std::string RenderList(const ListPlanGrantsResponse& response, Session& session) {
  Table table({{{"地区", "REGION"}},
               {{"授权给", "TO"}},
               {{"状态", "STATE"}},
               {{"时间", "SINCE"}},
               {{"原因", "REASON"}},
               {{"操作人", "ACTOR"}}});
  for (const PlanGrant& grant : response.grants()) {
    table.AddRow({grant.region(), grant.office_region(), StateText(grant, session.language()),
                  InstantText(grant.change_time(), Glossary().zone()), grant.reason(), grant.actor()});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListPlanGrants, args.request), RenderList);
}

}  // namespace

void AddPlanGrants(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "grant", "Lets the office of another region include the own region in a plan",
          DeclareChange<GrantPlanRegionRequest>, Grant);
  AddVerb(noun, session, "revoke-grant", "Takes such a grant back, for the editions to come",
          DeclareChange<RevokePlanRegionRequest>, Revoke);
  AddVerb(noun, session, "grants", "Lists which regions were granted to a plan", DeclareList, List);
}

}  // namespace lianfang::cli
