// `lianfang link list` and `decide`: links between records about which a person is asked.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/commands/link_verbs.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/exchange/v1/reconciliation_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using exchange::v1::DecideLinkRequest;
using exchange::v1::FieldAgreement;
using exchange::v1::Link;
using exchange::v1::ListUncertainLinksRequest;
using exchange::v1::ListUncertainLinksResponse;
using Service = exchange::v1::ReconciliationService;

absl::StatusOr<std::string> LinkName(absl::string_view text) { return TopLevelName("links", text); }

// `name exact +8.1, birth_date different -3.5`.
std::string Explanation(const Link& link, Language language) {
  std::vector<std::string> parts;
  for (const FieldAgreement& agreement : link.agreements()) {
    if (agreement.level() == exchange::v1::AGREEMENT_LEVEL_MISSING) continue;
    parts.push_back(
        absl::StrFormat("%s %s %+.1f", agreement.field(), EnumText(agreement.level(), language), agreement.weight()));
  }
  return absl::StrJoin(parts, language == Language::kChinese ? "，" : ", ");
}

struct ListArgs {
  ListUncertainLinksRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddPaging(verb, args.request);
}

std::string RenderList(const ListUncertainLinksResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"可能性", "PROBABILITY"}, Align::kRight},
               {{"记录一", "LEFT"}},
               {{"记录二", "RIGHT"}},
               {{"依据", "EXPLANATION"}},
               {{"名称", "NAME"}}});
  for (const Link& link : response.links()) {
    table.AddRow({absl::StrFormat("%.3f", link.probability()), link.left(), link.right(), Explanation(link, language),
                  IdOf(link.name())});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListUncertainLinks, args.request), RenderList);
}

struct DecideArgs {
  DecideLinkRequest request;
  bool same = false;
  bool different = false;
};

void DeclareDecide(Verb& verb, DecideArgs& args) {
  AddParsed<std::string>(verb, "name", "The link, by its name or the last part of it", LinkName,
                         [&args](std::string name) { args.request.set_name(std::move(name)); })
      ->required();
  verb.add_flag("--same", args.same, "The records are of one person");
  verb.add_flag("--different", args.different, "The records are of two persons")->excludes(verb.get_option("--same"));
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the link as it was read");
  AddRequestId(verb, args.request);
}

std::string RenderLink(const Link& link, Session& session) {
  Sheet sheet;
  sheet.Add({"名称", "Name"}, link.name());
  sheet.Add({"状态", "State"}, EnumText(link.state(), session.language()));
  sheet.Add({"记录一", "Left"}, link.left());
  sheet.Add({"记录二", "Right"}, link.right());
  sheet.Add({"依据", "Explanation"}, Explanation(link, session.language()));
  sheet.Add({"模型", "Model"}, link.model_edition());
  return sheet.Render(session.language());
}

ExitCode Decide(Session& session, DecideArgs& args) {
  if (args.same == args.different) RefuseMissing("--same or --different");
  args.request.set_same(args.same);
  return session.Answer(session.Mutate(&Service::Stub::DecideLink, args.request), RenderLink);
}

}  // namespace

void LinkVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists the links about which a person is asked, the most likely first", DeclareList,
          List);
  AddVerb(noun, session, "decide", "Says whether two records are of one person", DeclareDecide, Decide);
  LinkModelVerbs(noun, session);
}

}  // namespace lianfang::cli
