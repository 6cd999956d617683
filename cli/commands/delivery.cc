// `lianfang delivery`: mails and what became of them.
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/delivery_table.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/error_text.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "cli/text/width.h"
#include "common/rpc/status.h"
#include "common/time.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"
#include "words/channel_words.h"
#include "words/error_words.h"

namespace lianfang::cli {
namespace {

using notification::v1::Delivery;
using notification::v1::DeliveryKind;
using notification::v1::DeliveryState;
using notification::v1::GetDeliveryRequest;
using notification::v1::ListDeliveriesRequest;
using notification::v1::ListDeliveriesResponse;
using notification::v1::RetryDeliveriesRequest;
using notification::v1::RetryDeliveriesResponse;
using notification::v1::RetryDeliveryRequest;
using notification::v1::RetryResult;
using notification::v1::WatchDeliveriesRequest;
using notification::v1::WatchDeliveriesResponse;
using Service = notification::v1::NotificationService;

struct ListArgs {
  ListDeliveriesRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
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
  verb.add_option("--channel", *args.request.mutable_channel(), "Only those that go by this channel, such as webhook");
  verb.add_option("--duty", *args.request.mutable_duty(), "Only those that list this duty, by name");
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

void AddDeliveryName(Verb& verb, std::string& name) {
  AddParsed<std::string>(
      verb, "name", "The delivery, by name or id",
      [](absl::string_view text) { return TopLevelName("deliveries", text); },
      [&name](std::string parsed) { name = std::move(parsed); })
      ->required();
}

void DeclareShow(Verb& verb, ShowArgs& args) { AddDeliveryName(verb, *args.request.mutable_name()); }

// A delivery recorded before there were channels names none: it went by mail.
std::string ChannelText(const std::string& channel, Language language) {
  const type::v1::LocalizedText words = ChannelWords(channel.empty() ? ChannelIds().front() : channel);
  return language == Language::kEnglish ? words.en() : words.zh();
}

std::string WaysText(const Delivery& delivery) {
  return absl::StrJoin(delivery.ways(), " > ", [](std::string* out, const notification::v1::ChannelAddress& way) {
    absl::StrAppend(out, way.channel(), "=", way.address());
  });
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
  sheet.Add({"渠道", "Channel"}, ChannelText(delivery.channel(), language));
  sheet.Add({"全部渠道", "Ways"}, WaysText(delivery));
  sheet.Add({"计划时间", "Scheduled"}, InstantText(delivery.scheduled_time(), zone));
  sheet.Add({"发送时间", "Sent"}, InstantText(delivery.send_time(), zone));
  sheet.Add({"下次尝试", "Next attempt"}, InstantText(delivery.next_attempt_time(), zone));
  sheet.Add({"邮件标识", "Message-ID"}, delivery.message_id());
  sheet.Add({"主题", "Subject"}, delivery.subject());
  sheet.Add({"发起方", "Sender"}, delivery.sender());
  sheet.Add({"模板", "Template"}, delivery.template_());
  std::string text = sheet.Render(language);

  if (!delivery.attempts().empty()) {
    Table attempts({{{"尝试时间", "ATTEMPT"}},
                    {{"渠道", "CHANNEL"}},
                    {{"次数", "TIMES"}, Align::kRight},
                    {{"结果", "OUTCOME"}},
                    {{"涉及", "CONCERNS"}},
                    {{"代码", "CODE"}, Align::kRight},
                    {{"说明", "TEXT"}}});
    for (const auto& attempt : delivery.attempts()) {
      attempts.AddRow({InstantText(attempt.attempt_time(), zone), ChannelText(attempt.channel(), language),
                       absl::StrCat(attempt.repeats() + 1), EnumText(attempt.outcome(), language),
                       EnumText(attempt.scope(), language),
                       attempt.smtp_code() == 0 ? "" : absl::StrCat(attempt.smtp_code()), attempt.text()});
    }
    absl::StrAppend(&text, "\n", attempts.Render(language));
  }
  if (!delivery.text_body().empty()) absl::StrAppend(&text, "\n", PrintableLines(delivery.text_body()));
  return text;
}

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetDelivery, args.request), RenderDelivery);
}

struct RetryArgs {
  RetryDeliveryRequest one;
  RetryDeliveriesRequest many;
};

void DeclareRetry(Verb& verb, RetryArgs& args) {
  Option names = verb.add_option_function<std::vector<std::string>>(
      "names",
      [&args](const std::vector<std::string>& texts) {
        for (const std::string& text : texts) args.many.add_names(Parsed("names", TopLevelName("deliveries", text)));
      },
      "The deliveries, by name or id");
  Option since =
      AddParsed<Moment>(verb, "--failed-since", "All that failed or were deferred since this day, or instant",
                        ParseMoment, [&args](const Moment& moment) {
                          *args.many.mutable_failed_since_time() = ToTimestamp(moment.StartIn(Glossary().zone()));
                        });
  verb.add_option("--etag", *args.one.mutable_etag(), "Etag of the delivery as it was read")->excludes(since);
  names->excludes(since);
  AddRequestId(verb, args.many);
}

absl::Status StatusOf(const RetryResult& result) {
  const google::rpc::Status& status = result.status();
  return FromGrpcStatus(
      grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString()));
}

// Why a delivery was not queued, in one line.
std::string RefusalText(const RetryResult& result, Language language) {
  if (result.status().code() == 0) return "";
  return language == Language::kChinese ? ChineseOf(StatusOf(result)) : Printable(result.status().message());
}

// A line for each delivery: what became of it, or why it was left as it is.
std::string RenderRetries(const RetryDeliveriesResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"投递", "DELIVERY"}}, {{"状态", "STATE"}}, {{"收件人", "RECIPIENT"}}, {{"说明", "REASON"}}});
  for (const RetryResult& result : response.results()) {
    const Delivery& delivery = result.delivery();
    const bool queued = result.status().code() == 0;
    table.AddRow({IdOf(result.name()), queued ? EnumText(delivery.state(), language) : "",
                  queued ? absl::StrCat(delivery.display_name(), " <", delivery.email(), ">") : "",
                  RefusalText(result, language)});
  }
  return table.Render(language);
}

// Of several deliveries named, one that could not be queued is a failure; of all since a time it is to be expected: the
// reminder may have gone out as another delivery since.
ExitCode Retry(Session& session, RetryArgs& args) {
  const bool by_time = args.many.has_failed_since_time();
  if (!by_time && args.many.names().empty()) RefuseMissing("names, or --failed-since");
  if (args.many.names_size() > 1 && !args.one.etag().empty()) {
    RefuseValue("--etag", "goes with one delivery");
  }
  if (args.many.names_size() == 1) {
    args.one.set_name(args.many.names(0));
    args.one.set_request_id(args.many.request_id());
    return session.Answer(session.Mutate(&Service::Stub::RetryDelivery, args.one), RenderDelivery);
  }
  const auto response = session.Mutate(&Service::Stub::RetryDeliveries, args.many);
  const ExitCode exit_code = session.Answer(response, RenderRetries);
  if (exit_code != ExitCode::kSuccess || by_time) return exit_code;
  for (const RetryResult& result : response->results()) {
    if (result.status().code() != 0) return ExitCodeOf(StatusOf(result));
  }
  return exit_code;
}

struct WatchArgs {
  WatchDeliveriesRequest request;
  int count = 0;
};

void DeclareWatch(Verb& verb, WatchArgs& args) {
  verb.add_option("--cursor", *args.request.mutable_cursor(),
                  "Cursor of the last change seen, or `now`; without it, from the beginning");
  verb.add_option("--count", args.count, "End after so many changes; without it, never")->at_least_one();
}

// One line for a change: when, which, what became of it, whose.
std::string ChangeLine(const WatchDeliveriesResponse& change, Language language) {
  const Delivery& delivery = change.delivery();
  return absl::StrCat(InstantText(change.commit_time(), Glossary().zone()), "  ", IdOf(delivery.name()), "  ",
                      EnumText(delivery.state(), language), "  ", Printable(delivery.email()), "  ", change.cursor(),
                      "\n");
}

// Ends with the count reached, or with the stream.
ExitCode Watch(Session& session, WatchArgs& args) {
  auto stub = session.client().Open<Service>();
  if (!stub.ok()) return session.Fail(stub.status());
  grpc::ClientContext context;
  const auto reader = (*stub)->WatchDeliveries(&context, args.request);
  WatchDeliveriesResponse change;
  int seen = 0;
  while (reader->Read(&change)) {
    if (!change.has_delivery()) continue;
    const bool json = session.options().output == Output::kJson;
    session.out() << (json ? ToJson(change) : ChangeLine(change, session.language())) << std::flush;
    if (++seen == args.count) {
      context.TryCancel();
      return ExitCode::kSuccess;
    }
  }
  return session.Fail(FromGrpcStatus(reader->Finish()));
}

}  // namespace

std::string DeliveryTable(const google::protobuf::RepeatedPtrField<Delivery>& deliveries, Session& session) {
  const absl::TimeZone zone = Glossary().zone();
  Table table({{{"投递", "DELIVERY"}},
               {{"类型", "KIND"}},
               {{"状态", "STATE"}},
               {{"渠道", "CHANNEL"}},
               {{"收件人", "RECIPIENT"}},
               {{"计划时间", "SCHEDULED"}},
               {{"发送时间", "SENT"}},
               {{"主题", "SUBJECT"}},
               {{"说明", "REASON"}}});
  for (const Delivery& delivery : deliveries) {
    table.AddRow({IdOf(delivery.name()), EnumText(delivery.kind(), session.language()),
                  EnumText(delivery.state(), session.language()), ChannelText(delivery.channel(), session.language()),
                  absl::StrCat(delivery.display_name(), " <", delivery.email(), ">"),
                  InstantText(delivery.scheduled_time(), zone), InstantText(delivery.send_time(), zone),
                  delivery.subject(), delivery.state_reason()});
  }
  return table.Render(session.language());
}

void DeliveryVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists deliveries, newest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a delivery with its text", DeclareShow, Show);
  AddVerb(noun, session, "retry", "Queues failed or deferred deliveries again, to the mailboxes of today", DeclareRetry,
          Retry);
  AddVerb(noun, session, "watch", "Shows every change of a delivery as it happens", DeclareWatch, Watch);
}

}  // namespace lianfang::cli
