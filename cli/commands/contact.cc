// `lianfang contact`: who in a department gets its reminders.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"
#include "words/channel_words.h"

namespace lianfang::cli {
namespace {

using notification::v1::Contact;
using notification::v1::ListContactsRequest;
using notification::v1::ListContactsResponse;
using notification::v1::PutContactRequest;
using type::v1::Recipient;
using Service = notification::v1::NotificationService;

// `webhook=wang.li`; where the contact has chosen an order, all channels in it: `webhook=wang.li > email`.
std::string AddressesText(const Contact& contact) {
  std::map<std::string, std::string> texts = {{"email", "email"}};
  std::vector<std::string> listed;
  for (const auto& one : contact.addresses()) {
    listed.push_back(absl::StrCat(one.channel(), "=", one.address()));
    texts[one.channel()] = listed.back();
  }
  if (contact.channels().empty()) return absl::StrJoin(listed, " > ");
  listed.clear();
  for (const std::string& channel : contact.channels()) listed.push_back(texts[channel]);
  return absl::StrJoin(listed, " > ");
}

// An option for each channel beside mail: `--webhook ADDRESS`.
void DeclareAddresses(Verb& verb, Contact& contact) {
  for (const std::string& channel : ChannelIds()) {
    if (channel == ChannelIds().front()) continue;
    AddParsed<std::string>(
        verb, absl::StrCat("--", channel), "Address on this channel: a user id or telephone number in the gateway",
        [](absl::string_view text) { return absl::StatusOr<std::string>(std::string(text)); },
        [&contact, channel](std::string address) {
          auto* added = contact.add_addresses();
          added->set_channel(channel);
          added->set_address(std::move(address));
        });
  }
  AddParsed<std::vector<std::string>>(
      verb, "--channels", "Channels in the order in which they are tried, by commas: webhook,email",
      [](absl::string_view text) { return absl::StatusOr<std::vector<std::string>>(absl::StrSplit(text, ',')); },
      [&contact](const std::vector<std::string>& order) {
        contact.mutable_channels()->Assign(order.begin(), order.end());
      });
}

std::string ContactTable(const google::protobuf::RepeatedPtrField<Contact>& contacts, Session& session) {
  constexpr Label kDeputy = {"（代理）", " (deputy)"};
  const absl::TimeZone zone = Glossary().zone();
  Table table({{{"联系人", "CONTACT"}},
               {{"地区", "REGION"}},
               {{"部门", "DEPARTMENT"}},
               {{"职务", "ROLE"}},
               {{"名称", "NAME"}},
               {{"邮箱", "EMAIL"}},
               {{"其他渠道", "OTHER CHANNELS"}},
               {{"起", "FROM"}},
               {{"止", "UNTIL"}}});
  for (const Contact& contact : contacts) {
    table.AddRow({IdOf(contact.name()), contact.region(), contact.department(),
                  absl::StrCat(EnumText(contact.role(), session.language()),
                               contact.deputy() ? kDeputy.In(session.language()) : ""),
                  contact.display_name(), contact.email(), AddressesText(contact),
                  InstantText(contact.start_time(), zone), DeadlineText(contact.end_time(), zone)});
  }
  return table.Render(session.language());
}

struct PutArgs {
  PutContactRequest request;
  std::optional<Moment> from;
  std::optional<Moment> until;
};

void DeclarePut(Verb& verb, PutArgs& args) {
  Contact& contact = *args.request.mutable_contact();
  AddParsed<std::string>(
      verb, "contact", "The contact to replace or create, by name or id; without it, a new one is numbered",
      [](absl::string_view text) { return TopLevelName("contacts", text); },
      [&contact](std::string name) { contact.set_name(std::move(name)); });
  verb.add_option("--region", *contact.mutable_region(), "Region in the certificates of the department's people")
      ->required();
  verb.add_option("--department", *contact.mutable_department(), "The department, by id")->required();
  AddEnum<Recipient>(verb, "--role", "The role held", [&contact](Recipient role) {
    contact.set_role(role);
  })->required();
  verb.add_option("--name", *contact.mutable_display_name(), "Name as mails address it")->required();
  verb.add_option("--email", *contact.mutable_email(), "Mailbox")->required();
  DeclareAddresses(verb, contact);
  verb.add_option("--subject", *contact.mutable_subject(), "Who it is at the city's single sign-on (the claim sub)");
  verb.add_option("--language", *contact.mutable_language(), "Language of the mails: zh-CN or en");
  AddMoment(verb, "--from", args.from, "Holds the role from this day or instant on");
  AddMoment(verb, "--until", args.until, "Holds the role through this day, or before this instant");
  verb.add_flag_callback(
      "--deputy", [&contact] { contact.set_deputy(true); }, "Stands in for the holders of the role");
  verb.add_flag_callback(
      "--no-copies", [&contact] { contact.set_copies_declined(true); },
      "Wants no copies; its own mails come all the same");
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the contact as it was read");
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check the contact, without storing it");
  AddRequestId(verb, args.request);
}

ExitCode Put(Session& session, PutArgs& args) {
  Contact& contact = *args.request.mutable_contact();
  const absl::TimeZone zone = Glossary().zone();
  if (args.from) *contact.mutable_start_time() = ToTimestamp(args.from->StartIn(zone));
  if (args.until) *contact.mutable_end_time() = ToTimestamp(args.until->EndIn(zone));
  return session.Answer(session.Mutate(&Service::Stub::PutContact, args.request),
                        [](const Contact& stored, Session& shown_by) {
                          google::protobuf::RepeatedPtrField<Contact> one;
                          *one.Add() = stored;
                          return ContactTable(one, shown_by);
                        });
}

struct ListArgs {
  ListContactsRequest request;
  std::optional<Moment> valid_at;
};

void DeclareList(Verb& verb, ListArgs& args) {
  verb.add_option("--region", *args.request.mutable_region(), "Only of this region, by code");
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  AddEnum<Recipient>(verb, "--role", "Only in this role", [&args](Recipient role) { args.request.set_role(role); });
  AddMoment(verb, "--valid-at", args.valid_at, "Only who holds the role at this instant, or when this day begins");
  AddPaging(verb, args.request);
}

ExitCode List(Session& session, ListArgs& args) {
  if (args.valid_at) *args.request.mutable_valid_time() = ToTimestamp(args.valid_at->StartIn(Glossary().zone()));
  return session.Answer(session.client().List(&Service::Stub::ListContacts, args.request),
                        [](const ListContactsResponse& response, Session& shown_by) {
                          return absl::StrCat(ContactTable(response.contacts(), shown_by),
                                              NextPageHint(response.next_page_token(), shown_by.language()));
                        });
}

}  // namespace

void ContactVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "put", "Creates a contact, or replaces one", DeclarePut, Put);
  AddVerb(noun, session, "list", "Lists contacts", DeclareList, List);
}

}  // namespace lianfang::cli
