// `lianfang selection`: employers drawn at random for surveys and inspections.
#include "draw/selection.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "common/id.h"
#include "draw/order.h"
#include "lianfang/coordination/v1/selection_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using coordination::v1::DrawSelectionRequest;
using coordination::v1::FreezeSelectionRequest;
using coordination::v1::GetSelectionRequest;
using coordination::v1::ListSelectionsRequest;
using coordination::v1::ListSelectionsResponse;
using coordination::v1::Selection;
using Service = coordination::v1::SelectionService;

// Where the employers come from.
std::string RegisterText(const Selection& selection, Language language) {
  const auto& from = selection.from_register();
  return language == Language::kChinese
             ? absl::StrCat("（取自单位名录，地区 ", from.region(), "，未纳入 ", from.left_out(), "）")
             : absl::StrCat(" (of the register, region ", from.region(), "; left out: ", from.left_out(), ")");
}

std::string RenderSelection(const Selection& selection, Session& session) {
  const Language language = session.language();
  Table table({{{"次序", "PLACE"}, Align::kRight}, {{"信用代码", "CREDIT CODE"}}, {{"单位", "EMPLOYER"}}});
  for (int i = 0; i < selection.drawn_size(); ++i) {
    std::string name;
    for (const auto& employer : selection.employers()) {
      if (employer.credit_code() == selection.drawn(i)) name = employer.display_name();
    }
    table.AddRow({absl::StrCat(i + 1), selection.drawn(i), name});
  }
  return absl::StrCat(selection.name(), "  ", selection.purpose(), "  ", EnumText(selection.state(), language), "\n",
                      "list_hash: ", absl::BytesToHexString(selection.list_hash()), "\n",
                      "seed_commitment: ", absl::BytesToHexString(selection.seed_commitment()), "\n",
                      language == Language::kChinese ? "单位数：" : "employers: ", selection.employers_size(),
                      selection.has_from_register() ? RegisterText(selection, language) : "", "\n",
                      selection.drawn().empty() ? "" : table.Render(language));
}

struct ListArgs {
  ListSelectionsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  AddPaging(verb, args.request);
}

std::string RenderList(const ListSelectionsResponse& response, Session& session) {
  const Language language = session.language();
  Table table(
      {{{"抽查", "SELECTION"}}, {{"状态", "STATE"}}, {{"抽取数", "COUNT"}, Align::kRight}, {{"用途", "PURPOSE"}}});
  for (const auto& selection : response.selections()) {
    table.AddRow({IdOf(selection.name()), EnumText(selection.state(), language), absl::StrCat(selection.count()),
                  selection.purpose()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListSelections, args.request), RenderList);
}

struct ShowArgs {
  GetSelectionRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "selections", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetSelection, args.request), RenderSelection);
}

using FreezeArgs = FileArgs<FreezeSelectionRequest>;

void DeclareFreeze(Verb& verb, FreezeArgs& args) {
  verb.add_option("file", args.file,
                  "The selection as textproto, with its employers or with from_register; - reads standard input")
      ->required();
  AddRequestId(verb, args.request);
}

struct RegisterArgs {
  FreezeSelectionRequest request;
  int32_t count = 0;
};

// Draws from exchange's register of employers.
void DeclareFreezeRegister(Verb& verb, RegisterArgs& args) {
  coordination::v1::Selection& selection = *args.request.mutable_selection();
  AddPlan(verb, *selection.mutable_plan())->required();
  verb.add_option("--purpose", *selection.mutable_purpose(), "What it is for")->required();
  verb.add_option("--count", args.count, "How many are drawn")->required()->range(1, 5000);
  verb.add_option("--region", *selection.mutable_from_register()->mutable_region(),
                  "Only employers of this region or within it, by code");
  verb.add_option_function<std::vector<std::string>>(
      "--industry",
      [&selection](const std::vector<std::string>& industries) {
        for (const std::string& industry : industries) selection.mutable_from_register()->add_industries(industry);
      },
      "Only employers of this industry, by id; repeatable");
  AddRequestId(verb, args.request);
}

ExitCode FreezeRegister(Session& session, RegisterArgs& args) {
  args.request.mutable_selection()->set_count(args.count);
  return session.Answer(session.Mutate(&Service::Stub::FreezeSelection, args.request), RenderSelection);
}

ExitCode Freeze(Session& session, FreezeArgs& args) {
  absl::Status read = ReadTextproto(args.file, *args.request.mutable_selection());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::FreezeSelection, args.request), RenderSelection);
}

struct DrawArgs {
  DrawSelectionRequest request;
};

void DeclareDraw(Verb& verb, DrawArgs& args) {
  AddResource(verb, "name", "selections", args.request);
  AddRequestId(verb, args.request);
}

// The commitment is read before the nonce is made: nobody can say that the nonce was known to whoever froze.
ExitCode Draw(Session& session, DrawArgs& args) {
  GetSelectionRequest get;
  get.set_name(args.request.name());
  const auto frozen = session.client().Call(&Service::Stub::GetSelection, get);
  if (!frozen.ok()) return session.Fail(frozen.status());
  args.request.set_seed_commitment(frozen->seed_commitment());
  args.request.set_nonce(absl::HexStringToBytes(RandomHex(draw::kBytes)));
  return session.Answer(session.Mutate(&Service::Stub::DrawSelection, args.request), RenderSelection);
}

// Redone here: the service's word is not taken.
ExitCode Verify(Session& session, ShowArgs& args) {
  const auto selection = session.client().Call(&Service::Stub::GetSelection, args.request);
  if (!selection.ok()) return session.Fail(selection.status());
  const auto problems = draw::SelectionProblems(*selection);
  if (!problems.empty()) return session.Fail(absl::DataLossError(problems.front()));
  return session.Answer(selection, RenderSelection);
}

}  // namespace

void SelectionVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists selections of employers, newest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a selection and who was drawn", DeclareShow, Show);
  AddVerb(noun, session, "freeze", "Freezes a list of employers to be drawn from", DeclareFreeze, Freeze);
  AddVerb(noun, session, "freeze-register", "Freezes the employers of exchange's register to be drawn from",
          DeclareFreezeRegister, FreezeRegister);
  AddVerb(noun, session, "draw", "Adds a nonce of the union's own, and draws", DeclareDraw, Draw);
  AddVerb(noun, session, "verify", "Redoes a draw here, and compares", DeclareShow, Verify);
}

}  // namespace lianfang::cli
