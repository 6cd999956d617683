// `lianfang draw`: reading draws, keeping them, and having them redone.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using expert::v1::Draw;
using expert::v1::FrozenList;
using expert::v1::GetDrawRequest;
using expert::v1::VerifyDrawRequest;
using expert::v1::VerifyDrawResponse;
using Service = expert::v1::ExpertService;

struct ShowArgs {
  GetDrawRequest request;
  std::string file;
};

void DeclareShow(CLI::App& verb, ShowArgs& args) {
  AddParsed<std::string>(
      verb, "engagement", "The engagement, by name or id",
      [](absl::string_view text) { return TopLevelName("engagements", text); },
      [&args](std::string name) { args.request.set_name(absl::StrCat(name, "/draw")); })
      ->required();
  verb.add_option("--save", args.file, "Save the draw in this file, for `draw verify`");
}

std::string Exclusions(const FrozenList& list, Language language) {
  Table exclusions({{{"未列入专家", "EXCLUDED"}}, {{"原因", "REASON"}}, {{"说明", "DETAIL"}}});
  for (const auto& exclusion : list.exclusions()) {
    exclusions.AddRow({IdOf(exclusion.expert()), EnumText(exclusion.reason(), language), exclusion.detail()});
  }
  return list.exclusions().empty() ? "" : absl::StrCat("\n", exclusions.Render(language));
}

std::string Panel(const Draw& draw, Language language) {
  Table panel({{{"专业", "SPECIALTY"}}, {{"专家", "EXPERT"}}});
  for (const auto& seat : draw.panel()) panel.AddRow({seat.specialty(), IdOf(seat.expert())});
  return draw.panel().empty() ? "" : absl::StrCat("\n", panel.Render(language));
}

std::string Departures(const Draw& draw, absl::TimeZone zone, Language language) {
  Table departures({{{"退出专家", "DEPARTED"}},
                    {{"原因", "REASON"}},
                    {{"说明", "DETAIL"}},
                    {{"递补专家", "SUCCESSOR"}},
                    {{"时间", "TIME"}}});
  for (const auto& departure : draw.departures()) {
    departures.AddRow({IdOf(departure.expert()), EnumText(departure.reason(), language), departure.detail(),
                       IdOf(departure.successor()), InstantText(departure.departure_time(), zone)});
  }
  return draw.departures().empty() ? "" : absl::StrCat("\n", departures.Render(language));
}

std::string RenderDraw(const Draw& draw, Session& session) {
  const Language language = session.language();
  FrozenList list;
  list.ParseFromString(draw.frozen_list());
  const absl::TimeZone zone = session.GlossaryOf(PlanOf(list.pool())).zone();
  Sheet sheet;
  sheet.Add({"抽取", "Draw"}, draw.name());
  sheet.Add({"状态", "State"}, EnumText(draw.state(), language));
  sheet.Add({"候选人数", "Candidates"}, absl::StrCat(list.candidates_size()));
  sheet.Add({"名单哈希", "List hash"}, absl::BytesToHexString(draw.list_hash()));
  sheet.Add({"种子承诺", "Seed commitment"}, absl::BytesToHexString(draw.seed_commitment()));
  sheet.Add({"见证人", "Witness"}, draw.witness().observer());
  sheet.Add({"见证随机数", "Nonce"}, absl::BytesToHexString(draw.witness().nonce()));
  sheet.Add({"种子", "Seed"}, absl::BytesToHexString(draw.seed()));
  sheet.Add({"抽取时间", "Drawn"}, InstantText(draw.draw_time(), zone));
  return absl::StrCat(sheet.Render(language), Panel(draw, language), Departures(draw, zone, language),
                      Exclusions(list, language));
}

ExitCode Show(Session& session, ShowArgs& args) {
  auto draw = session.client().Call(&Service::Stub::GetDraw, args.request);
  const ExitCode answered = session.Answer(draw, RenderDraw);
  if (answered != ExitCode::kSuccess || args.file.empty()) return answered;
  const absl::Status saved = WriteJson(args.file, *draw);
  return saved.ok() ? answered : session.Fail(saved);
}

struct VerifyArgs {
  std::string file;
};

void DeclareVerify(CLI::App& verb, VerifyArgs& args) {
  verb.add_option("file", args.file, "The draw, as saved by `draw show`; - reads standard input")->required();
}

std::string RenderVerdict(const VerifyDrawResponse& verdict, Session& session) {
  constexpr Label kValid = {"有效", "valid"};
  constexpr Label kInvalid = {"无效", "not valid"};
  Sheet sheet;
  sheet.Add({"验证", "Verdict"}, std::string((verdict.valid() ? kValid : kInvalid).In(session.language())));
  for (const auto& problem : verdict.problems()) sheet.Add({"问题", "Problem"}, In(session.language(), problem));
  return sheet.Render(session.language());
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  VerifyDrawRequest request;
  if (absl::Status read = ReadJson(args.file, *request.mutable_draw()); !read.ok()) return session.Fail(read);
  auto verdict = session.client().Call(&Service::Stub::VerifyDraw, request);
  const ExitCode answered = session.Answer(verdict, RenderVerdict);
  if (answered != ExitCode::kSuccess) return answered;
  return verdict->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace

void DrawVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "show", "Shows the draw of an engagement's panel", DeclareShow, Show);
  AddVerb(noun, session, "verify", "Has the service redo a draw and compare", DeclareVerify, Verify);
}

}  // namespace lianfang::cli
