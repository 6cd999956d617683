// `lianfang expert composition` and `expert match`: a pool against its policy, and against an enterprise's need.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/expert_text.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::GetPoolCompositionRequest;
using expert::v1::MatchTrainingRequest;
using expert::v1::MatchTrainingResponse;
using expert::v1::PoolComposition;
using Service = expert::v1::ExpertService;

struct CompositionArgs {
  GetPoolCompositionRequest request;
};

void DeclareComposition(Verb& verb, CompositionArgs& args) {
  verb.add_option_function<std::string>(
          "pool", [&args](const std::string& pool) { args.request.set_name(absl::StrCat(pool, "/composition")); },
          "The pool, plans/PLAN/pools/POOL")
      ->required();
  AddParsed<Moment>(verb, "--as-of", "The day described; without it, today", ParseMoment, [&args](Moment moment) {
    const absl::TimeZone zone = Glossary().zone();
    *args.request.mutable_as_of() = ToDate(absl::ToCivilDay(moment.StartIn(zone), zone));
  });
}

std::string RenderComposition(const PoolComposition& pool, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(pool.name()));
  Sheet sheet;
  sheet.Add({"截至", "As of"}, DateText(pool.as_of()));
  sheet.Add({"目标人数", "Target"}, pool.target_size() == 0 ? "" : absl::StrCat(pool.target_size()));
  sheet.Add({"在库", "Active"}, absl::StrCat(pool.active_count()));
  sheet.Add({"待审核", "Nominated"}, absl::StrCat(pool.nominated_count()));
  sheet.Add({"暂停", "Suspended"}, absl::StrCat(pool.suspended_count()));
  for (const auto& gap : pool.gaps()) sheet.Add({"缺口", "Gap"}, In(language, gap));
  for (const auto& expert : pool.ending_terms()) sheet.Add({"即将届满", "Term ends"}, IdOf(expert));
  Table coverage({{{"专业或行业", "COVERS"}}, {{"人数", "ACTIVE"}, Align::kRight}});
  for (const auto& specialty : pool.specialties()) {
    coverage.AddRow({words.Specialty(specialty.id()), absl::StrCat(specialty.active_count())});
  }
  for (const auto& industry : pool.industries()) {
    coverage.AddRow({words.Industry(industry.id()), absl::StrCat(industry.active_count())});
  }
  Table years({{{"年度", "YEAR"}},
               {{"新聘", "ADMITTED"}, Align::kRight},
               {{"续聘", "RENEWED"}, Align::kRight},
               {{"退出", "LEFT"}, Align::kRight}});
  for (const auto& year : pool.years()) {
    years.AddRow({absl::StrCat(year.year()), absl::StrCat(year.admitted_count()), absl::StrCat(year.renewed_count()),
                  absl::StrCat(year.left_count())});
  }
  return absl::StrCat(sheet.Render(language), "\n", coverage.Render(language), "\n", years.Render(language));
}

ExitCode Composition(Session& session, CompositionArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetPoolComposition, args.request), RenderComposition);
}

struct MatchArgs {
  MatchTrainingRequest request;
  std::optional<Moment> from;
  std::optional<Moment> until;
};

absl::StatusOr<std::string> AnyText(absl::string_view text) { return std::string(text); }

void DeclareMatch(Verb& verb, MatchArgs& args) {
  MatchTrainingRequest& request = args.request;
  verb.add_option("--pool", *request.mutable_pool(), "The pool, plans/PLAN/pools/POOL")->required();
  verb.add_option("--industry", *request.mutable_industry(), "The enterprise's industry, by id")->required();
  AddRepeated<std::string>(verb, "--hazard", "A hazard or subject, in words", AnyText,
                           [&request](std::string hazard) { request.add_hazards(std::move(hazard)); });
  verb.add_option_function<int>(
          "--head-count", [&request](const int& count) { request.set_head_count(count); }, "Workers to be taught")
      ->required();
  AddMoment(verb, "--from", args.from, "Earliest start")->required();
  AddMoment(verb, "--until", args.until, "Latest end: through this day, or before this instant")->required();
  AddRepeated<std::string>(verb, "--language", "A language that the workers understand, such as zh-CN", AnyText,
                           [&request](std::string language) { request.add_languages(std::move(language)); });
  verb.add_option("--region", *request.mutable_region(), "Division code of the place");
  verb.add_option_function<std::string>(
      "--enterprise", [&request](const std::string& code) { request.mutable_enterprise()->set_credit_code(code); },
      "Credit code of the enterprise; experts tied to it are left out");
  verb.add_option_function<int>(
      "--max", [&request](const int& count) { request.set_max_results(count); }, "At most so many; without it, 10");
}

std::string RenderMatches(const MatchTrainingResponse& response, Session& session) {
  Table table({{{"专家", "EXPERT"}}, {{"姓名", "NAME"}}, {{"得分", "SCORE"}, Align::kRight}, {{"理由", "REASONS"}}});
  for (const auto& match : response.matches()) {
    const std::string reasons = absl::StrJoin(match.reasons(), "; ", [&](std::string* text, const auto& reason) {
      absl::StrAppend(text, In(session.language(), reason.text()), " ", reason.points(), "/", reason.max_points());
    });
    table.AddRow({IdOf(match.expert().name()), match.expert().display_name(), absl::StrCat(match.score()), reasons});
  }
  return table.Render(session.language());
}

ExitCode Match(Session& session, MatchArgs& args) {
  const absl::TimeZone zone = session.GlossaryOf(PlanOf(args.request.pool())).zone();
  *args.request.mutable_start_time() = ToTimestamp(args.from->StartIn(zone));
  *args.request.mutable_end_time() = ToTimestamp(args.until->EndIn(zone));
  // A tie is told by the code; the name is for people, and here nobody reads it.
  if (args.request.has_enterprise()) args.request.mutable_enterprise()->set_display_name("-");
  return session.Answer(session.client().Call(&Service::Stub::MatchTraining, args.request), RenderMatches);
}

}  // namespace

void ExpertPoolVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "composition", "Shows a pool against its policy in the plan", DeclareComposition, Composition);
  AddVerb(noun, session, "match", "Ranks experts for an enterprise's training need", DeclareMatch, Match);
}

}  // namespace lianfang::cli
