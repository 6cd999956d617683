// `lianfang expert`: finding and reading the members of the pools.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::Expert;
using expert::v1::ExpertState;
using expert::v1::GetExpertRequest;
using expert::v1::ListExpertsRequest;
using expert::v1::ListExpertsResponse;
using Service = expert::v1::ExpertService;

struct ListArgs {
  ListExpertsRequest request;
  std::optional<Moment> from;
  std::optional<Moment> until;
};

void DeclareList(Verb& verb, ListArgs& args) {
  verb.add_option("--pool", *args.request.mutable_pool(), "Only in this pool, plans/PLAN/pools/POOL");
  AddEnums<ExpertState>(verb, "--status", "Only in one of these states",
                        [&args](ExpertState state) { args.request.add_states(state); });
  verb.add_option("--specialty", *args.request.mutable_specialty(), "Only who covers this specialty, by id");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only who knows this industry, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only in this region or below it, by code");
  verb.add_option("--query", *args.request.mutable_query(), "Words in name, title, topics, employer or profile");
  AddMoment(verb, "--available-from", args.from,
            "Only who is free from this day or instant on; with --available-until");
  AddMoment(verb, "--available-until", args.until, "Through this day, or before this instant");
  AddParsed<Moment>(verb, "--review-due", "Only whose yearly review is due on this day or earlier", ParseMoment,
                    [&args](Moment moment) {
                      *args.request.mutable_review_due_until() =
                          ToDate(absl::ToCivilDay(moment.StartIn(Glossary().zone()), Glossary().zone()));
                    });
  verb.add_option_function<int>(
      "--rated-below", [&args](const int& score) { args.request.set_rated_below(score); },
      "Only whose mean or last score is below this, for review");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListExpertsResponse& response, Session& session) {
  Table table({{{"专家", "EXPERT"}},
               {{"姓名", "NAME"}},
               {{"状态", "STATE"}},
               {{"职称", "TITLE"}},
               {{"专业", "SPECIALTIES"}},
               {{"行业", "INDUSTRIES"}},
               {{"地区", "REGION"}},
               {{"单位", "EMPLOYER"}},
               {{"聘期至", "TERM ENDS"}}});
  for (const Expert& expert : response.experts()) {
    const Glossary& words = session.GlossaryOf(PlanOf(expert.pool()));
    std::vector<std::string> industries;
    for (const auto& industry : expert.industries()) industries.push_back(words.Industry(industry));
    const std::string term_end =
        expert.terms().empty() ? "" : DateText(expert.terms(expert.terms_size() - 1).end_date());
    table.AddRow({IdOf(expert.name()), expert.display_name(), EnumText(expert.state(), session.language()),
                  expert.professional_title(), SpecialtiesText(expert, words), absl::StrJoin(industries, ", "),
                  expert.region(), expert.employer().display_name(), term_end});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  const absl::TimeZone zone = session.GlossaryOf(PlanOf(args.request.pool())).zone();
  if (args.from) *args.request.mutable_available_from() = ToTimestamp(args.from->StartIn(zone));
  if (args.until) *args.request.mutable_available_until() = ToTimestamp(args.until->EndIn(zone));
  return session.Answer(session.client().List(&Service::Stub::ListExperts, args.request), RenderList);
}

struct ShowArgs {
  GetExpertRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "experts", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetExpert, args.request), RenderExpert);
}

}  // namespace

void ExpertVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists experts", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an expert", DeclareShow, Show);
  ExpertLifeVerbs(noun, session);
  ExpertPoolVerbs(noun, session);
}

}  // namespace lianfang::cli
