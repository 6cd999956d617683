// `lianfang order`: rectification orders, from the draft to the end.
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

using coordination::v1::AdvanceOrderRequest;
using coordination::v1::CreateOrderRequest;
using coordination::v1::GetOrderRequest;
using coordination::v1::ListOrdersRequest;
using coordination::v1::ListOrdersResponse;
using coordination::v1::OrderAction;
using coordination::v1::OrderState;
using google::type::Date;
using Service = coordination::v1::InspectionService;

struct ListArgs {
  ListOrdersRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  AddEnums<OrderState>(verb, "--status", "Only in one of these states",
                       [&args](OrderState state) { args.request.add_states(state); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only of this industry, by id");
  verb.add_option("--employer", *args.request.mutable_credit_code(), "Only of this employer, by credit code");
  verb.add_flag_callback(
      "--overdue", [&args] { args.request.set_overdue(true); }, "Only those whose time is over");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListOrdersResponse& response, Session& session) {
  const Language language = session.language();
  const bool chinese = language == Language::kChinese;
  Table table({{{"整改指令", "ORDER"}},
               {{"期限", "DUE"}},
               {{"状态", "STATE"}},
               {{"", ""}},
               {{"等级", "LEVEL"}},
               {{"单位", "EMPLOYER"}},
               {{"办理部门", "HANDLED BY"}}});
  for (const auto& order : response.orders()) {
    const Glossary& words = session.GlossaryOf(order.plan());
    table.AddRow({IdOf(order.name()), DateText(order.due_date()), EnumText(order.state(), language),
                  order.overdue() ? (chinese ? "逾期" : "overdue") : "", EnumText(order.level(), language),
                  order.employer().display_name(), words.Department(order.competent_department())});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListOrders, args.request), RenderList);
}

struct ShowArgs {
  GetOrderRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "orders", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetOrder, args.request), RenderOrder);
}

using CreateArgs = FileArgs<CreateOrderRequest>;

void DeclareCreate(Verb& verb, CreateArgs& args) {
  verb.add_option("file", args.file, "The order as textproto; - reads standard input")->required();
  AddRequestId(verb, args.request);
}

ExitCode Create(Session& session, CreateArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_order()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::CreateOrder, args.request), RenderOrder);
}

struct StepArgs {
  AdvanceOrderRequest request;
};

void DeclareStep(Verb& verb, StepArgs& args, OrderAction action) {
  args.request.set_action(action);
  AddResource(verb, "name", "orders", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why, or what was found or done");
  verb.add_option("--document", *args.request.mutable_document_number(), "Number of the document");
  AddFiles(verb, args.request);
  AddChange(verb, args.request);
}

template <OrderAction kAction>
void Declare(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args, kAction);
}

template <OrderAction kAction>
void DeclareExtension(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args, kAction);
  AddParsed<Date>(verb, "--until", "The new last day", ParseDate,
                  [&args](const Date& date) { *args.request.mutable_until_date() = date; });
}

void DeclareTransfer(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args, coordination::v1::ORDER_ACTION_TRANSFER);
  verb.add_option("--to", *args.request.mutable_department(), "The competent department, by id")->required();
}

ExitCode Take(Session& session, StepArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::AdvanceOrder, args.request), RenderOrder);
}

}  // namespace

void OrderVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists rectification orders, newest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an order and its history", DeclareShow, Show);
  AddVerb(noun, session, "create", "Drafts an order on findings of an inspection", DeclareCreate, Create);
  AddVerb(noun, session, "serve", "Records that an order was served", Declare<coordination::v1::ORDER_ACTION_SERVE>,
          Take);
  AddVerb(noun, session, "withdraw", "Withdraws an order", Declare<coordination::v1::ORDER_ACTION_WITHDRAW>, Take);
  AddVerb(noun, session, "ask-extension", "Records that the employer asks for more time",
          DeclareExtension<coordination::v1::ORDER_ACTION_ASK_EXTENSION>, Take);
  AddVerb(noun, session, "grant", "Grants the extension asked for",
          DeclareExtension<coordination::v1::ORDER_ACTION_GRANT_EXTENSION>, Take);
  AddVerb(noun, session, "refuse", "Refuses the extension asked for",
          Declare<coordination::v1::ORDER_ACTION_REFUSE_EXTENSION>, Take);
  AddVerb(noun, session, "report", "Records that the employer reports it done",
          Declare<coordination::v1::ORDER_ACTION_REPORT_DONE>, Take);
  AddVerb(noun, session, "pass", "Records a re-inspection that found it rectified",
          Declare<coordination::v1::ORDER_ACTION_PASS_REINSPECTION>, Take);
  AddVerb(noun, session, "fail", "Records a re-inspection that found it not rectified",
          Declare<coordination::v1::ORDER_ACTION_FAIL_REINSPECTION>, Take);
  AddVerb(noun, session, "close", "Closes an order", Declare<coordination::v1::ORDER_ACTION_CLOSE>, Take);
  AddVerb(noun, session, "penalise", "Records that a penalty case was opened",
          Declare<coordination::v1::ORDER_ACTION_OPEN_PENALTY_CASE>, Take);
  AddVerb(noun, session, "transfer", "Transfers the case to the competent department", DeclareTransfer, Take);
  AddVerb(noun, session, "accept", "Accepts a case that was transferred",
          Declare<coordination::v1::ORDER_ACTION_ACCEPT_TRANSFER>, Take);
  AddVerb(noun, session, "return", "Returns a case that was transferred",
          Declare<coordination::v1::ORDER_ACTION_RETURN_TRANSFER>, Take);
  AddVerb(noun, session, "conclude", "Tells the result of a case that was accepted",
          Declare<coordination::v1::ORDER_ACTION_CONCLUDE>, Take);
  AddVerb(noun, session, "supervise", "Puts a major hazard under supervision",
          Declare<coordination::v1::ORDER_ACTION_SUPERVISE>, Take);
}

}  // namespace lianfang::cli
