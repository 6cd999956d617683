// `lianfang delivery`: mails and what became of them.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/commands/delivery_table.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "cli/text/width.h"

namespace lianfang::cli {
namespace {

using notification::v1::Delivery;
using notification::v1::DeliveryKind;
using notification::v1::DeliveryState;
using notification::v1::GetDeliveryRequest;
using notification::v1::ListDeliveriesRequest;
using notification::v1::ListDeliveriesResponse;
using Service = notification::v1::NotificationService;

struct ListArgs {
  ListDeliveriesRequest request;
};

void DeclareList(CLI::App& verb, ListArgs& args) {
  AddEnum<DeliveryKind>(verb, "--kind", "Only of this kind",
                        [&args](DeliveryKind kind) { args.request.set_kind(kind); });
  AddEnum<DeliveryState>(verb, "--status", "Only in this state",
                         [&args](DeliveryState state) { args.request.set_state(state); });
  AddParsed<std::string>(
      verb, "--contact", "Only to this contact, by name or id",
      [](absl::string_view text) { return TopLevelName("contacts", text); },
      [&args](std::string name) { args.request.set_contact(std::move(name)); });
  verb.add_option("--department", *args.request.mutable_department(), "Only to this department, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only to departments of this region, by code");
  verb.add_option("--obligation", *args.request.mutable_obligation(), "Only those that list this obligation, by name");
  AddPaging(verb, args.request);
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListDeliveries, args.request),
                        [](const ListDeliveriesResponse& response, Session& shown_by) {
                          return absl::StrCat(DeliveryTable(response.deliveries(), shown_by),
                                              NextPageHint(response.next_page_token(), shown_by.language()));
                        });
}

struct ShowArgs {
  GetDeliveryRequest request;
};

void DeclareShow(CLI::App& verb, ShowArgs& args) {
  AddParsed<std::string>(
      verb, "name", "The delivery, by name or id",
      [](absl::string_view text) { return TopLevelName("deliveries", text); },
      [&args](std::string name) { args.request.set_name(std::move(name)); })
      ->required();
}

// The mail's text keeps its lines; each is made harmless to the terminal.
std::string BodyText(absl::string_view body) {
  std::string text;
  for (absl::string_view line : absl::StrSplit(body, '\n')) {
    absl::StrAppend(&text, Printable(absl::StripSuffix(line, "\r")), "\n");
  }
  return text;
}

std::string RenderDelivery(const Delivery& delivery, Session& session) {
  const Language language = session.language();
  const absl::TimeZone zone = Glossary().zone();
  Sheet sheet;
  sheet.Add({"投递", "Delivery"}, delivery.name());
  sheet.Add({"类型", "Kind"}, EnumText(delivery.kind(), language));
  sheet.Add({"状态", "State"}, EnumText(delivery.state(), language));
  sheet.Add({"说明", "Reason"}, delivery.state_reason());
  sheet.Add({"收件人", "Recipient"}, absl::StrCat(delivery.display_name(), " <", delivery.email(), ">"));
  sheet.Add({"计划时间", "Scheduled"}, InstantText(delivery.scheduled_time(), zone));
  sheet.Add({"发送时间", "Sent"}, InstantText(delivery.send_time(), zone));
  sheet.Add({"下次尝试", "Next attempt"}, InstantText(delivery.next_attempt_time(), zone));
  sheet.Add({"邮件标识", "Message-ID"}, delivery.message_id());
  sheet.Add({"主题", "Subject"}, delivery.subject());
  std::string text = sheet.Render(language);

  if (!delivery.attempts().empty()) {
    Table attempts(
        {{{"尝试时间", "ATTEMPT"}}, {{"结果", "OUTCOME"}}, {{"代码", "CODE"}, Align::kRight}, {{"说明", "TEXT"}}});
    for (const auto& attempt : delivery.attempts()) {
      attempts.AddRow({InstantText(attempt.attempt_time(), zone), EnumText(attempt.outcome(), language),
                       attempt.smtp_code() == 0 ? "" : absl::StrCat(attempt.smtp_code()), attempt.text()});
    }
    absl::StrAppend(&text, "\n", attempts.Render(language));
  }
  if (!delivery.text_body().empty()) absl::StrAppend(&text, "\n", BodyText(delivery.text_body()));
  return text;
}

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetDelivery, args.request), RenderDelivery);
}

}  // namespace

std::string DeliveryTable(const google::protobuf::RepeatedPtrField<Delivery>& deliveries, Session& session) {
  const absl::TimeZone zone = Glossary().zone();
  Table table({{{"投递", "DELIVERY"}},
               {{"类型", "KIND"}},
               {{"状态", "STATE"}},
               {{"收件人", "RECIPIENT"}},
               {{"计划时间", "SCHEDULED"}},
               {{"发送时间", "SENT"}},
               {{"主题", "SUBJECT"}},
               {{"说明", "REASON"}}});
  for (const Delivery& delivery : deliveries) {
    table.AddRow({IdOf(delivery.name()), EnumText(delivery.kind(), session.language()),
                  EnumText(delivery.state(), session.language()),
                  absl::StrCat(delivery.display_name(), " <", delivery.email(), ">"),
                  InstantText(delivery.scheduled_time(), zone), InstantText(delivery.send_time(), zone),
                  delivery.subject(), delivery.state_reason()});
  }
  return table.Render(session.language());
}

void DeliveryVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists deliveries, newest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a delivery with its text", DeclareShow, Show);
}

}  // namespace lianfang::cli
