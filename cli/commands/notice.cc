// `lianfang notice`: notices to departments, from a template.
#include <string>
#include <utility>

#include "cli/commands/delivery_table.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/figures.h"
#include "cli/text/names.h"

namespace lianfang::cli {
namespace {

using notification::v1::SendNoticeRequest;
using notification::v1::SendNoticeResponse;
using Service = notification::v1::NotificationService;

struct SendArgs {
  SendNoticeRequest request;
};

void DeclareSend(CLI::App& verb, SendArgs& args) {
  verb.add_option("--template", *args.request.mutable_template_(), "The template, such as conference-invitation")
      ->required();
  AddRepeated<std::string>(
      verb, "--to", "A contact, by name or id", [](absl::string_view text) { return TopLevelName("contacts", text); },
      [&args](std::string name) { args.request.add_recipients()->set_contact(std::move(name)); })
      ->required();
  AddRepeated<std::pair<std::string, std::string>>(verb, "--set", "A variable of the template: name=TEXT", ParsePair,
                                                   [&args](std::pair<std::string, std::string> pair) {
                                                     auto* variable = args.request.add_variables();
                                                     variable->set_name(std::move(pair.first));
                                                     variable->set_value(std::move(pair.second));
                                                   });
  AddRequestId(verb, args.request);
}

ExitCode Send(Session& session, SendArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::SendNotice, args.request),
                        [](const SendNoticeResponse& response, Session& shown_by) {
                          return DeliveryTable(response.deliveries(), shown_by);
                        });
}

}  // namespace

void NoticeVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "send", "Sends a notice to contacts", DeclareSend, Send);
}

}  // namespace lianfang::cli
