// `lianfang template`: the words of mails, and changing them.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "cli/text/width.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using notification::v1::GetTemplateRequest;
using notification::v1::ListTemplatesRequest;
using notification::v1::ListTemplatesResponse;
using notification::v1::ListTemplateVersionsRequest;
using notification::v1::ListTemplateVersionsResponse;
using notification::v1::MailTemplate;
using notification::v1::ResetTemplateRequest;
using notification::v1::TemplateVersion;
using notification::v1::UploadTemplateRequest;
using Service = notification::v1::NotificationService;

// `languages/zh-CN/templates/reminder/parts/txt`, from that or from `zh-CN/reminder.txt`, as the file is called.
absl::StatusOr<std::string> ParseTemplate(absl::string_view text) {
  if (absl::StartsWith(text, "languages/")) return std::string(text);
  absl::ConsumeSuffix(&text, ".mustache");
  const size_t slash = text.find('/');
  const size_t dot = text.rfind('.');
  if (slash == absl::string_view::npos || dot == absl::string_view::npos || dot < slash) {
    return absl::InvalidArgumentError("must be LANGUAGE/TEMPLATE.PART, such as zh-CN/reminder.txt");
  }
  return absl::StrCat("languages/", text.substr(0, slash), "/templates/", text.substr(slash + 1, dot - slash - 1),
                      "/parts/", text.substr(dot + 1));
}

// `zh-CN/reminder.txt`.
std::string ShortName(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  if (segments.size() < 6) return std::string(name);
  return absl::StrCat(segments[1], "/", segments[3], ".", segments[5]);
}

void AddTemplateName(Verb& verb, std::string& name) {
  AddParsed<std::string>(verb, "template", "LANGUAGE/TEMPLATE.PART, the part being subject, txt or html", ParseTemplate,
                         [&name](std::string parsed) { name = std::move(parsed); })
      ->required();
}

struct ListArgs {
  ListTemplatesRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  verb.add_option("--language", *args.request.mutable_language(), "Only of this language, such as zh-CN");
  verb.add_option("--template", *args.request.mutable_template_(), "Only of this template, such as reminder");
  AddPaging(verb, args.request);
}

std::string VersionText(const TemplateVersion& version, Language language) {
  constexpr Label kReset = {"（恢复）", " (reset)"};
  if (version.name().empty()) return "";
  return absl::StrCat(IdOf(version.name()), version.reset() ? kReset.In(language) : "");
}

std::string RenderList(const ListTemplatesResponse& response, Session& session) {
  const absl::TimeZone zone = Glossary().zone();
  Table table({{{"模板", "TEMPLATE"}},
               {{"来源", "ORIGIN"}},
               {{"版本", "VERSION"}},
               {{"更改时间", "CHANGED"}},
               {{"更改人", "ACTOR"}},
               {{"原因", "REASON"}},
               {{"问题", "FAULT"}}});
  for (const MailTemplate& one : response.templates()) {
    const TemplateVersion& newest = one.newest_version();
    table.AddRow({ShortName(one.name()), EnumText(one.origin(), session.language()),
                  VersionText(newest, session.language()), InstantText(newest.create_time(), zone), newest.actor(),
                  newest.reason(), one.fault()});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListTemplates, args.request), RenderList);
}

struct ShowArgs {
  GetTemplateRequest request;
  bool source_only = false;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  AddTemplateName(verb, *args.request.mutable_name());
  verb.add_flag("--source", args.source_only, "Print the template alone, to be changed and uploaded");
}

std::string RenderTemplate(const MailTemplate& shown, Session& session) {
  const Language language = session.language();
  const TemplateVersion& newest = shown.newest_version();
  Sheet sheet;
  sheet.Add({"模板", "Template"}, shown.name());
  sheet.Add({"来源", "Origin"}, EnumText(shown.origin(), language));
  sheet.Add({"问题", "Fault"}, shown.fault());
  sheet.Add({"版本", "Version"}, VersionText(newest, language));
  sheet.Add({"更改时间", "Changed"}, InstantText(newest.create_time(), Glossary().zone()));
  sheet.Add({"更改人", "Actor"}, newest.actor());
  sheet.Add({"原因", "Reason"}, newest.reason());
  sheet.Add({"可用变量", "Variables"}, absl::StrJoin(shown.variables(), " "));
  sheet.Add({"标签", "Etag"}, shown.etag());
  return absl::StrCat(sheet.Render(language), "\n", PrintableLines(shown.source()));
}

ExitCode Show(Session& session, ShowArgs& args) {
  const auto shown = session.client().Call(&Service::Stub::GetTemplate, args.request);
  if (!args.source_only || !shown.ok()) return session.Answer(shown, RenderTemplate);
  session.out() << shown->source();
  return ExitCode::kSuccess;
}

struct HistoryArgs {
  ListTemplateVersionsRequest request;
};

void DeclareHistory(Verb& verb, HistoryArgs& args) {
  AddTemplateName(verb, *args.request.mutable_parent());
  AddPaging(verb, args.request);
}

// A row for each version.
template <typename Versions>
std::string VersionTable(const Versions& versions, Session& session) {
  Table table({{{"版本", "VERSION"}}, {{"时间", "TIME"}}, {{"更改人", "ACTOR"}}, {{"原因", "REASON"}}});
  for (const TemplateVersion& version : versions) {
    table.AddRow({VersionText(version, session.language()), InstantText(version.create_time(), Glossary().zone()),
                  version.actor(), version.reason()});
  }
  return table.Render(session.language());
}

ExitCode History(Session& session, HistoryArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListTemplateVersions, args.request),
                        [](const ListTemplateVersionsResponse& response, Session& shown_by) {
                          return absl::StrCat(VersionTable(response.versions(), shown_by),
                                              NextPageHint(response.next_page_token(), shown_by.language()));
                        });
}

std::string RenderVersion(const TemplateVersion& version, Session& session) {
  return VersionTable(std::array{version}, session);
}

struct UploadArgs {
  UploadTemplateRequest request;
  std::string file;
};

void DeclareUpload(Verb& verb, UploadArgs& args) {
  AddTemplateName(verb, *args.request.mutable_name());
  verb.add_option("file", args.file, "The template in Mustache; - reads standard input")->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the template as it was read");
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check the template, without storing it");
  AddRequestId(verb, args.request);
}

ExitCode Upload(Session& session, UploadArgs& args) {
  auto source = ReadFile(args.file);
  if (!source.ok()) return session.Fail(source.status());
  args.request.set_source(*std::move(source));
  return session.Answer(session.Mutate(&Service::Stub::UploadTemplate, args.request), RenderVersion);
}

struct ResetArgs {
  ResetTemplateRequest request;
};

void DeclareReset(Verb& verb, ResetArgs& args) {
  AddTemplateName(verb, *args.request.mutable_name());
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the template as it was read");
  AddRequestId(verb, args.request);
}

ExitCode Reset(Session& session, ResetArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::ResetTemplate, args.request), RenderVersion);
}

}  // namespace

void TemplateVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists the templates in force", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a template in force, and what it may name", DeclareShow, Show);
  AddVerb(noun, session, "history", "Lists what was uploaded and taken back, newest first", DeclareHistory, History);
  AddVerb(noun, session, "upload", "Puts a template of your own in force", DeclareUpload, Upload);
  AddVerb(noun, session, "reset", "Takes an upload back: the file counts again", DeclareReset, Reset);
}

}  // namespace lianfang::cli
