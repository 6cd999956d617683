// `lianfang expert`: the pools and their members.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

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
};

void DeclareList(CLI::App& verb, ListArgs& args) {
  verb.add_option("--pool", *args.request.mutable_pool(), "Only in this pool, plans/PLAN/pools/POOL");
  AddEnums<ExpertState>(verb, "--status", "Only in one of these states",
                        [&args](ExpertState state) { args.request.add_states(state); });
  verb.add_option("--specialty", *args.request.mutable_specialty(), "Only who covers this specialty, by id");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only who knows this industry, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only in this region or below it, by code");
  verb.add_option("--query", *args.request.mutable_query(), "Words in name, title, topics, employer or profile");
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
                  expert.professional_title(), absl::StrJoin(expert.specialties(), ", "),
                  absl::StrJoin(industries, ", "), expert.region(), expert.employer().display_name(), term_end});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListExperts, args.request), RenderList);
}

struct ShowArgs {
  GetExpertRequest request;
};

void DeclareShow(CLI::App& verb, ShowArgs& args) {
  AddParsed<std::string>(
      verb, "name", "The expert, by name or id", [](absl::string_view text) { return TopLevelName("experts", text); },
      [&args](std::string name) { args.request.set_name(std::move(name)); })
      ->required();
}

std::string RenderExpert(const Expert& expert, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(expert.pool()));
  Sheet sheet;
  sheet.Add({"专家", "Expert"}, expert.name());
  sheet.Add({"姓名", "Name"}, expert.display_name());
  sheet.Add({"专家库", "Pool"}, expert.pool());
  sheet.Add({"状态", "State"}, EnumText(expert.state(), language));
  sheet.Add({"说明", "Reason"}, In(language, expert.state_reason()));
  sheet.Add({"职称", "Title"}, expert.professional_title());
  sheet.Add({"单位", "Employer"}, expert.employer().display_name());
  sheet.Add({"部门", "Department"}, words.Department(expert.department()));
  sheet.Add({"地区", "Region"}, expert.region());
  sheet.Add({"专业", "Specialties"}, absl::StrJoin(expert.specialties(), ", "));
  sheet.Add({"擅长", "Topics"}, absl::StrJoin(expert.topics(), ", "));
  sheet.Add({"身份证号", "ID number"}, expert.identifying_data().id_number());
  sheet.Add({"电话", "Phone"}, expert.identifying_data().phone());
  sheet.Add({"邮箱", "Email"}, expert.identifying_data().email());
  for (const auto& term : expert.terms()) {
    sheet.Add({"聘期", "Term"}, absl::StrCat(DateText(term.start_date()), " – ", DateText(term.end_date())));
  }
  sheet.Add({"年审截止", "Review due"}, DateText(expert.review_due_date()));
  sheet.Add({"本年任务", "Engagements this year"}, absl::StrCat(expert.engagements_this_year()));
  sheet.Add({"标签", "Etag"}, expert.etag());
  return sheet.Render(language);
}

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetExpert, args.request), RenderExpert);
}

}  // namespace

void ExpertVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists experts", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an expert", DeclareShow, Show);
}

}  // namespace lianfang::cli
