// `lianfang notice`: notices to departments, from a template.
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands/delivery_table.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/figures.h"
#include "cli/text/names.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using notification::v1::RoleAddress;
using notification::v1::SendNoticeRequest;
using notification::v1::SendNoticeResponse;
using Service = notification::v1::NotificationService;

struct SendArgs {
  SendNoticeRequest request;
  std::vector<std::string> files;
};

// `140581/emergency/liaison`.
absl::StatusOr<RoleAddress> ParseRole(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() != 3) return absl::InvalidArgumentError("must be REGION/DEPARTMENT/ROLE");
  auto role = ParseEnum<type::v1::Recipient>(parts[2]);
  if (!role.ok()) return role.status();
  RoleAddress address;
  address.set_region(parts[0]);
  address.set_department(parts[1]);
  address.set_role(*role);
  return address;
}

// The media type of files with this ending; empty for one that is not known.
std::string MediaTypeOf(absl::string_view ending) {
  static const auto& types = *new std::map<absl::string_view, absl::string_view>({
      {".csv", "text/csv; charset=utf-8"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {".ics", "text/calendar; charset=utf-8"},
      {".pdf", "application/pdf"},
      {".txt", "text/plain; charset=utf-8"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
  });
  const auto found = types.find(ending);
  return found == types.end() ? "" : std::string(found->second);
}

absl::Status Attach(const std::string& path, SendNoticeRequest& request) {
  const std::filesystem::path name(path);
  const std::string type = MediaTypeOf(name.extension().string());
  if (type.empty()) return absl::InvalidArgumentError(absl::StrCat(path, ": files of this kind are not attached"));
  auto content = ReadFile(path);
  if (!content.ok()) return content.status();
  auto* attachment = request.add_attachments();
  attachment->set_filename(name.filename().string());
  attachment->set_content_type(type);
  attachment->set_content(*std::move(content));
  return absl::OkStatus();
}

void DeclareSend(Verb& verb, SendArgs& args) {
  verb.add_option("--template", *args.request.mutable_template_(), "The template, such as conference-invitation")
      ->required();
  AddRepeated<std::string>(
      verb, "--to", "A contact, by name or id", [](absl::string_view text) { return TopLevelName("contacts", text); },
      [&args](std::string name) { args.request.add_recipients()->set_contact(std::move(name)); });
  AddRepeated<RoleAddress>(
      verb, "--to-role", "Everybody who holds a role now: REGION/DEPARTMENT/ROLE", ParseRole,
      [&args](RoleAddress role) { *args.request.add_recipients()->mutable_role() = std::move(role); });
  AddRepeated<std::pair<std::string, std::string>>(verb, "--to-mailbox", "A mailbox that is no contact's: NAME=ADDRESS",
                                                   ParsePair, [&args](std::pair<std::string, std::string> pair) {
                                                     auto* mailbox = args.request.add_recipients()->mutable_mailbox();
                                                     mailbox->set_display_name(std::move(pair.first));
                                                     mailbox->set_email(std::move(pair.second));
                                                   });
  verb.add_option("--attach", args.files, "A file to go with it, told by its ending: pdf, ics, docx, xlsx, txt or csv")
      ->allow_extra_args(false);
  AddRepeated<std::pair<std::string, std::string>>(verb, "--set", "A variable of the template: name=TEXT", ParsePair,
                                                   [&args](std::pair<std::string, std::string> pair) {
                                                     auto* variable = args.request.add_variables();
                                                     variable->set_name(std::move(pair.first));
                                                     variable->set_value(std::move(pair.second));
                                                   });
  AddRequestId(verb, args.request);
}

ExitCode Send(Session& session, SendArgs& args) {
  for (const std::string& path : args.files) {
    const absl::Status attached = Attach(path, args.request);
    if (!attached.ok()) return session.Fail(attached);
  }
  return session.Answer(session.Mutate(&Service::Stub::SendNotice, args.request),
                        [](const SendNoticeResponse& response, Session& shown_by) {
                          return DeliveryTable(response.deliveries(), shown_by);
                        });
}

}  // namespace

void NoticeVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "send", "Sends a notice: to contacts, to whoever holds a role, to mailboxes", DeclareSend,
          Send);
}

}  // namespace lianfang::cli
