// `lianfang provider`: the register of third parties and model enterprises.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "lianfang/fund/v1/project_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using fund::v1::ConductKind;
using fund::v1::GetProviderRequest;
using fund::v1::ListProvidersRequest;
using fund::v1::ListProvidersResponse;
using fund::v1::Provider;
using fund::v1::ProviderKind;
using fund::v1::PutProviderRequest;
using fund::v1::RecordConductRequest;
using Service = fund::v1::ProjectService;

std::string KindsText(const Provider& provider, Language language) {
  std::string text;
  for (const int kind : provider.kinds()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", EnumText(static_cast<ProviderKind>(kind), language));
  }
  return text;
}

Table Head() {
  return Table({{{"信用代码", "CREDIT CODE"}},
                {{"名称", "NAME"}},
                {{"类别", "KIND"}},
                {{"合同", "CONTRACTS"}, Align::kRight},
                {{"合格", "ACCEPTED"}, Align::kRight},
                {{"不合格", "FAILED"}, Align::kRight},
                {{"禁入至", "BARRED UNTIL"}}});
}

void AddRow(const Provider& provider, Table& table, Language language) {
  table.AddRow({IdOf(provider.name()), provider.display_name(), KindsText(provider, language),
                absl::StrCat(provider.contract_count()), absl::StrCat(provider.accepted_count()),
                absl::StrCat(provider.failed_count()), DateText(provider.barred_until_date())});
}

std::string RenderProvider(const Provider& provider, Session& session) {
  const Language language = session.language();
  Table head = Head();
  AddRow(provider, head, language);
  Table record(
      {{{"记录", "RECORD"}}, {{"日期", "DATE"}}, {{"事由", "REASON"}}, {{"项目", "PROJECT"}}, {{"登记人", "BY"}}});
  for (const auto& conduct : provider.conducts()) {
    record.AddRow({EnumText(conduct.kind(), language), DateText(conduct.date()), conduct.reason(),
                   IdOf(conduct.project()), conduct.actor()});
  }
  return absl::StrCat(head.Render(language),
                      provider.conducts().empty() ? "" : absl::StrCat("\n", record.Render(language)));
}

struct ListArgs {
  ListProvidersRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddEnum<ProviderKind>(verb, "--kind", "Only of this kind",
                        [&args](ProviderKind kind) { args.request.set_kind(kind); });
  AddPaging(verb, args.request);
}

std::string RenderList(const ListProvidersResponse& response, Session& session) {
  Table table = Head();
  for (const Provider& provider : response.providers()) AddRow(provider, table, session.language());
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListProviders, args.request), RenderList);
}

// A provider by its credit code and plan, or by its whole name.
struct NameArgs {
  std::string plan;
  std::string name;

  void Declare(Verb& verb) {
    verb.add_option("name", name, "The provider, by credit code or whole name")->required();
    AddPlan(verb, plan);
  }
  absl::StatusOr<std::string> Name() const { return NameInPlan(plan, "providers", name); }
};

void DeclareShow(Verb& verb, NameArgs& args) { args.Declare(verb); }

ExitCode Show(Session& session, NameArgs& args) {
  auto name = args.Name();
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  GetProviderRequest request;
  request.set_name(*std::move(name));
  return session.Answer(session.client().Call(&Service::Stub::GetProvider, request), RenderProvider);
}

struct PutArgs {
  PutProviderRequest request;
  std::string file;
};

void DeclarePut(Verb& verb, PutArgs& args) {
  verb.add_option("file", args.file, "The entry as textproto; - reads standard input")->required();
  AddChange(verb, args.request);
}

ExitCode Put(Session& session, PutArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_provider()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::PutProvider, args.request), RenderProvider);
}

struct RecordArgs : NameArgs {
  RecordConductRequest request;
  std::vector<std::pair<std::string, std::string>> documents;
};

void DeclareRecord(Verb& verb, RecordArgs& args) {
  args.Declare(verb);
  auto& conduct = *args.request.mutable_conduct();
  AddEnum<ConductKind>(verb, "--kind", "What goes on record", [&conduct](ConductKind kind) {
    conduct.set_kind(kind);
  })->required();
  AddParsed<google::type::Date>(verb, "--date", "The day from which it counts", ParseDate,
                                [&conduct](google::type::Date day) { *conduct.mutable_date() = std::move(day); })
      ->required();
  verb.add_option("--reason", *conduct.mutable_reason(), "What happened")->required();
  AddParsed<std::string>(
      verb, "--project", "The project that it is about, by name or id",
      [](absl::string_view text) { return TopLevelName("projects", text); },
      [&conduct](std::string name) { conduct.set_project(std::move(name)); });
  AddDocuments(verb, args.documents);
  AddChange(verb, args.request);
}

ExitCode Record(Session& session, RecordArgs& args) {
  auto name = args.Name();
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*std::move(name));
  google::protobuf::RepeatedPtrField<fund::v1::Document> documents;
  if (absl::Status read = ReadDocuments(args.documents, documents); !read.ok()) return session.Fail(read);
  if (documents.size() != 1) return session.Fail(UsageError("give one --document"));
  *args.request.mutable_conduct()->mutable_document() = documents[0];
  return session.Answer(session.Mutate(&Service::Stub::RecordConduct, args.request), RenderProvider);
}

}  // namespace

void ProviderVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists the register by credit code", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an entry of the register and its record", DeclareShow, Show);
  AddVerb(noun, session, "put", "Enters a provider or model enterprise, or changes its entry", DeclarePut, Put);
  AddVerb(noun, session, "record", "Puts something on a provider's record: a commendation, a warning, a bar",
          DeclareRecord, Record);
}

}  // namespace lianfang::cli
