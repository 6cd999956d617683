// `lianfang agreement`: which department reads which records of which, for what, and until when.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using namespace exchange::v1;  // NOLINT: the contract's messages
using Service = ExchangeService;

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", FromTimestamp(time), Glossary().zone());
}

std::string PurposesText(const AgreementTerms& terms, Language language) {
  std::vector<std::string> words;
  for (const int purpose : terms.purposes()) words.push_back(EnumText(static_cast<Purpose>(purpose), language));
  return absl::StrJoin(words, language == Language::kChinese ? "、" : ", ");
}

std::string PartyText(const RecordOwner& party, const Glossary& words) {
  return absl::StrCat(words.Department(party.department()), " (", party.region(), ")");
}

std::string RenderAgreement(const Agreement& agreement, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(agreement.name()));
  std::string text;
  Sheet head;
  head.Add({"名称", "Name"}, agreement.name());
  head.Add({"状态", "State"}, EnumText(agreement.state(), language));
  head.Add({"生效版本", "In force"},
           agreement.edition_in_force() == 0 ? "" : absl::StrCat(agreement.edition_in_force()));
  head.Add({"终止原因", "Ended because"}, agreement.end_reason());
  text = head.Render(language);
  for (const AgreementEdition& edition : agreement.editions()) {
    const AgreementTerms& terms = edition.terms();
    Sheet sheet;
    sheet.Add({"版本", "Edition"}, absl::StrCat(edition.edition()));
    sheet.Add({"提供方", "Owner"}, PartyText(terms.owner(), words));
    sheet.Add({"使用方", "Reader"}, PartyText(terms.reader(), words));
    sheet.Add({"记录类别", "Kind"}, EnumText(terms.kind(), language));
    sheet.Add({"字段", "Fields"}, absl::StrJoin(terms.fields(), ", "));
    sheet.Add({"地区", "Regions"}, absl::StrJoin(terms.regions(), ", "));
    sheet.Add({"行业", "Industries"}, absl::StrJoin(terms.industries(), ", "));
    sheet.Add({"用途", "Purposes"}, PurposesText(terms, language));
    sheet.Add({"有效期至", "Until"}, TimeText(terms.end_time()));
    sheet.Add({"说明", "Note"}, terms.note());
    sheet.Add({"修订原因", "Reason"}, edition.reason());
    sheet.Add({"提供方批准", "Owner's approval"},
              edition.has_owner_approval() ? TimeText(edition.owner_approval().approve_time()) : "");
    sheet.Add({"办公室批准", "Office's approval"},
              edition.has_office_approval() ? TimeText(edition.office_approval().approve_time()) : "");
    sheet.Add({"生效时间", "In force from"}, edition.has_start_time() ? TimeText(edition.start_time()) : "");
    sheet.Add({"失效时间", "In force until"}, edition.has_cease_time() ? TimeText(edition.cease_time()) : "");
    absl::StrAppend(&text, "\n", sheet.Render(language));
  }
  return text;
}

void AddName(Verb& verb, std::string& name) {
  verb.add_option("name", name, "The agreement, plans/PLAN/agreements/ID")->required();
}

// --- propose, amend ---

struct ProposeArgs {
  std::string file;
  std::optional<Moment> until;
  ProposeAgreementRequest request;
};

void DeclareTerms(Verb& verb, ProposeArgs& args) {
  verb.add_option("file", args.file, "The terms, as textproto of AgreementTerms")->required();
  AddMoment(verb, "--until", args.until, "Through this day, or until this instant; without it, as the file says");
  AddRequestId(verb, args.request);
}

void DeclarePropose(Verb& verb, ProposeArgs& args) {
  DeclareTerms(verb, args);
  AddPlan(verb, *args.request.mutable_plan())->required();
  verb.add_option("--id", *args.request.mutable_agreement_id(),
                  "Id of the agreement; without it, the service gives one");
}

void DeclareAmend(Verb& verb, ProposeArgs& args) {
  DeclareTerms(verb, args);
  verb.add_option("--amends", *args.request.mutable_amends(), "The agreement to amend, plans/PLAN/agreements/ID")
      ->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why it is amended")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the agreement as it was read");
}

ExitCode Propose(Session& session, ProposeArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_terms()); !read.ok())
    return session.Fail(read);
  if (args.until.has_value()) {
    *args.request.mutable_terms()->mutable_end_time() = ToTimestamp(args.until->EndIn(Glossary().zone()));
  }
  if (args.request.plan().empty()) args.request.set_plan(PlanOf(args.request.amends()));
  return session.Answer(session.Mutate(&Service::Stub::ProposeAgreement, args.request), RenderAgreement);
}

// --- approve, end ---

struct ApproveArgs {
  ApproveAgreementRequest request;
  int32_t edition = 0;
};

void DeclareApprove(Verb& verb, ApproveArgs& args) {
  AddName(verb, *args.request.mutable_name());
  verb.add_option("--edition", args.edition, "The edition that is approved, as it was read")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the agreement as it was read");
  AddRequestId(verb, args.request);
}

ExitCode Approve(Session& session, ApproveArgs& args) {
  args.request.set_edition(args.edition);
  return session.Answer(session.Mutate(&Service::Stub::ApproveAgreement, args.request), RenderAgreement);
}

struct EndArgs {
  EndAgreementRequest request;
};

void DeclareEnd(Verb& verb, EndArgs& args) {
  AddName(verb, *args.request.mutable_name());
  verb.add_option("--reason", *args.request.mutable_reason(), "Why it ends")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the agreement as it was read");
  AddRequestId(verb, args.request);
}

ExitCode End(Session& session, EndArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::EndAgreement, args.request), RenderAgreement);
}

// --- show, list ---

struct ShowArgs {
  GetAgreementRequest request;
  std::optional<Moment> as_of;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  AddName(verb, *args.request.mutable_name());
  AddMoment(verb, "--as-of", args.as_of, "As it stood at this instant, or at the end of this day");
}

ExitCode Show(Session& session, ShowArgs& args) {
  if (args.as_of.has_value()) *args.request.mutable_as_of() = ToTimestamp(args.as_of->EndIn(Glossary().zone()));
  return session.Answer(session.client().Call(&Service::Stub::GetAgreement, args.request), RenderAgreement);
}

struct ListArgs {
  ListAgreementsRequest request;
  std::optional<Moment> as_of;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  AddEnum<AgreementState>(verb, "--state", "Only in this state",
                          [&args](AgreementState state) { args.request.set_state(state); });
  AddEnum<RecordKind>(verb, "--kind", "Only on this kind of records",
                      [&args](RecordKind kind) { args.request.set_kind(kind); });
  verb.add_option("--department", *args.request.mutable_department(),
                  "Only whose owner or reader is this department, by id");
  AddMoment(verb, "--as-of", args.as_of, "As it stood at this instant, or at the end of this day");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListAgreementsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"提供方", "OWNER"}},
               {{"使用方", "READER"}},
               {{"记录类别", "KIND"}},
               {{"用途", "PURPOSES"}},
               {{"状态", "STATE"}},
               {{"有效期至", "UNTIL"}},
               {{"名称", "NAME"}}});
  for (const Agreement& agreement : response.agreements()) {
    const AgreementTerms& terms = agreement.editions(agreement.editions_size() - 1).terms();
    const Glossary& words = session.GlossaryOf(PlanOf(agreement.name()));
    table.AddRow({words.Department(terms.owner().department()), words.Department(terms.reader().department()),
                  EnumText(terms.kind(), language), PurposesText(terms, language),
                  EnumText(agreement.state(), language), TimeText(terms.end_time()), agreement.name()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  if (args.as_of.has_value()) *args.request.mutable_as_of() = ToTimestamp(args.as_of->EndIn(Glossary().zone()));
  return session.Answer(session.client().List(&Service::Stub::ListAgreements, args.request), RenderList);
}

}  // namespace

void AgreementVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "propose", "Proposes an agreement on reading records", DeclarePropose, Propose);
  AddVerb(noun, session, "amend", "Proposes the next edition of an agreement", DeclareAmend, Propose);
  AddVerb(noun, session, "approve", "Approves the edition that waits: the owner's convener, or the office",
          DeclareApprove, Approve);
  AddVerb(noun, session, "end", "Ends an agreement at once", DeclareEnd, End);
  AddVerb(noun, session, "show", "Shows an agreement with all its editions", DeclareShow, Show);
  AddVerb(noun, session, "list", "Lists a plan's agreements", DeclareList, List);
}

}  // namespace lianfang::cli
