// `lianfang record list`, `show`, `reveal`, `count`, `watch` and `reads`: records are read, and who has read them.
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "cli/commands/record_verbs.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "common/rpc/status.h"
#include "common/time.h"
#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using namespace exchange::v1;  // NOLINT: the contract's messages
using Service = ExchangeService;

absl::StatusOr<std::string> RecordNameOf(absl::string_view text) {
  if (absl::StartsWith(text, "records/")) return std::string(text);
  return absl::InvalidArgumentError(absl::StrCat("`", text, "` is not a record's name, records/KIND/ID"));
}

void SetDate(const Moment& moment, google::type::Date& date) {
  const absl::TimeZone zone = Glossary().zone();
  date = ToDate(absl::ToCivilDay(moment.StartIn(zone), zone));
}

// By which right somebody reads.
template <typename Request>
void AddRight(Verb& verb, Request& request) {
  verb.add_option(
      "--agreement", *request.mutable_agreement(),
      "The agreement by which others' records are read, plans/PLAN/agreements/ID; without it, the own ones");
  AddEnum<Purpose>(verb, "--purpose", "What they are read for, with --agreement",
                   [&request](Purpose purpose) { request.set_purpose(purpose); });
}

template <typename Request>
void AddDays(Verb& verb, Request& request) {
  AddParsed<Moment>(verb, "--from", "Only that happened on or after this day", ParseMoment,
                    [&request](Moment moment) { SetDate(moment, *request.mutable_from_date()); });
  AddParsed<Moment>(verb, "--until", "Only that happened before this day", ParseMoment,
                    [&request](Moment moment) { SetDate(moment, *request.mutable_until_date()); });
}

// What a record is about, in a few words.
std::string Subject(const Record& record) {
  const auto of = [](const Person& person, const EmployerReference& employer) {
    return absl::StrCat(person.display_name(), " ", person.id_number(), " ", employer.display_name());
  };
  switch (record.content_case()) {
    case Record::kPerson:
      return of(record.person().person(), record.person().employer());
    case Record::kAccident:
      return absl::StrCat(record.accident().place(), " ", record.accident().employer().display_name());
    case Record::kDisease:
      return of(record.disease().person(), record.disease().employer());
    case Record::kInjury:
      return of(record.injury().person(), record.injury().employer());
    case Record::kTraining:
      return of(record.training().person(), record.training().employer());
    case Record::kEmployer:
      return record.employer().names().empty()
                 ? record.employer().credit_code()
                 : record.employer().names(record.employer().names_size() - 1).display_name();
    case Record::CONTENT_NOT_SET:
      return "";
  }
  return "";
}

// --- list ---

struct ListArgs {
  QueryRecordsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddEnum<RecordKind>(verb, "--kind", "The kind of the records", [&args](RecordKind kind) {
    args.request.set_kind(kind);
  })->required();
  AddRight(verb, args.request);
  verb.add_option("--region", *args.request.mutable_region(), "Only of this region and those in it, by code");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only of this industry, by id");
  verb.add_option("--credit-code", *args.request.mutable_credit_code(), "Only of the employer with this credit code");
  verb.add_option("--id-number", *args.request.mutable_id_number(), "Only of the person with this number");
  verb.add_option("--source-id", *args.request.mutable_source_id(), "Only the own one with this number in the source");
  AddDays(verb, args.request);
  verb.add_flag_callback(
      "--with-withdrawn", [&args] { args.request.set_with_withdrawn(true); }, "Withdrawn ones, too");
  AddPaging(verb, args.request);
}

std::string RenderList(const QueryRecordsResponse& response, Session& session) {
  Table table({{{"编号", "SOURCE ID"}},
               {{"版本", "VERSION"}, Align::kRight},
               {{"地区", "REGION"}},
               {{"行业", "INDUSTRY"}},
               {{"内容", "SUBJECT"}},
               {{"标记", "MARKS"}, Align::kRight},
               {{"名称", "NAME"}}});
  for (const Record& record : response.records()) {
    table.AddRow({record.source_id(), absl::StrCat(record.version()), record.region(), record.industry(),
                  Subject(record), record.marks().empty() ? "" : absl::StrCat(record.marks_size()), record.name()});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::QueryRecords, args.request), RenderList);
}

// --- show ---

struct ShowArgs {
  GetRecordRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  AddParsed<std::string>(verb, "name", "The record, records/KIND/ID, or one of its versions", RecordNameOf,
                         [&args](std::string name) { args.request.set_name(std::move(name)); })
      ->required();
  AddRight(verb, args.request);
}

void AddFields(const google::protobuf::Message& message, const std::string& prefix, Language language, Sheet& sheet) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const auto* field : fields) {
    const std::string path = prefix + field->name();
    const auto& reflection = *message.GetReflection();
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string here = field->is_repeated() ? absl::StrCat(path, "[", i, "]") : path;
      std::string value;
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        const auto& inner = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                 : reflection.GetMessage(message, field);
        if (const auto* date = dynamic_cast<const google::type::Date*>(&inner); date != nullptr) {
          value = date->month() == 0 ? absl::StrCat(date->year()) : DateText(*date);
        } else if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&inner); time != nullptr) {
          value = absl::FormatTime("%Y-%m-%d %H:%M:%S", FromTimestamp(*time), Glossary().zone());
        } else {
          AddFields(inner, here + ".", language, sheet);
          continue;
        }
      } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_ENUM) {
        value = EnumNumberText(*field->enum_type(), reflection.GetEnumValue(message, field), language);
      } else {
        google::protobuf::TextFormat::Printer printer;
        printer.SetUseUtf8StringEscaping(true);
        printer.PrintFieldValueToString(message, field, field->is_repeated() ? i : -1, &value);
        if (value.size() >= 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
      }
      sheet.Add({here, here}, value);
    }
  }
}

std::string RenderRecord(const Record& record, Session& session) {
  Sheet sheet;
  AddFields(record, "", session.language(), sheet);
  return sheet.Render(session.language());
}

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetRecord, args.request), RenderRecord);
}

// --- reveal ---

struct RevealArgs {
  RevealRecordRequest request;
};

void DeclareReveal(Verb& verb, RevealArgs& args) {
  AddParsed<std::string>(verb, "name", "The record, records/KIND/ID", RecordNameOf, [&args](std::string name) {
    args.request.set_name(std::move(name));
  })->required();
  AddRight(verb, args.request);
  verb.add_option_function<std::vector<std::string>>(
          "--field",
          [&args](const std::vector<std::string>& fields) {
            for (const std::string& field : fields) args.request.mutable_read_mask()->add_paths(field);
          },
          "A personal field to be shown in full, such as person.id_number; may be given several times")
      ->take_all()
      ->allow_extra_args(false)
      ->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why; the owner of the record reads it")->required();
}

ExitCode Reveal(Session& session, RevealArgs& args) {
  args.request.set_request_id(NewUuid());
  return session.Answer(session.client().Call(&Service::Stub::RevealRecord, args.request),
                        [](const RevealRecordResponse& response, Session& shown_by) {
                          return RenderRecord(response.record(), shown_by);
                        });
}

// --- count ---

// A calendar year or month.
struct CalendarPeriod {
  absl::CivilDay first;
  absl::CivilDay end;  // the day after it
};

absl::StatusOr<CalendarPeriod> ParseCalendarPeriod(absl::string_view text) {
  absl::CivilMonth month;
  absl::CivilYear year;
  if (text.size() == 7 && absl::ParseCivilTime(text, &month)) {
    return CalendarPeriod{absl::CivilDay(month), absl::CivilDay(month + 1)};
  }
  if (text.size() == 4 && absl::ParseCivilTime(text, &year)) {
    return CalendarPeriod{absl::CivilDay(year), absl::CivilDay(year + 1)};
  }
  return absl::InvalidArgumentError(absl::StrCat("`", text, "` is no calendar year or month, such as 2026 or 2026-05"));
}

struct CountArgs {
  CountRecordsRequest request;
};

void DeclareCount(Verb& verb, CountArgs& args) {
  AddEnum<RecordKind>(verb, "--kind", "The kind of the records", [&args](RecordKind kind) {
    args.request.set_kind(kind);
  })->required();
  AddPlan(verb, *args.request.mutable_plan())->required();
  AddRight(verb, args.request);
  AddEnum<RecordGrouping>(verb, "--by", "What they are grouped by",
                          [&args](RecordGrouping grouping) { args.request.set_grouping(grouping); });
  AddParsed<CalendarPeriod>(verb, "--period", "Only of a calendar year or month, as 2026 or 2026-05",
                            ParseCalendarPeriod, [&args](CalendarPeriod period) {
                              *args.request.mutable_from_date() = ToDate(period.first);
                              *args.request.mutable_until_date() = ToDate(period.end);
                            });
}

std::string RenderCounts(const CountRecordsResponse& response, Session& session) {
  const Language language = session.language();
  const auto text = [&](const RecordCount& count) {
    constexpr Label kSuppressed = {"不公布", "suppressed"};
    return count.suppressed() ? std::string(kSuppressed.In(language)) : absl::StrCat(count.count());
  };
  constexpr Label kOthers = {"其余（过小不公布）", "OTHERS (too small to be told)"};
  Table table({{{"分组", "GROUP"}}, {{"数量", "COUNT"}, Align::kRight}});
  for (const RecordCount& count : response.groups()) table.AddRow({count.group(), text(count)});
  if (response.groups_suppressed()) table.AddRow({std::string(kOthers.In(language)), ""});
  constexpr Label kTotal = {"合计", "TOTAL"};
  table.AddRow({std::string(kTotal.In(language)), text(response.total())});
  return table.Render(language);
}

ExitCode Count(Session& session, CountArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::CountRecords, args.request), RenderCounts);
}

// --- watch ---

struct WatchArgs {
  SubscribeRecordsRequest request;
  int64_t most = 0;
};

void DeclareWatch(Verb& verb, WatchArgs& args) {
  AddRight(verb, args.request);
  verb.add_option("--cursor", *args.request.mutable_cursor(),
                  "Go on after the message with this cursor; without it, from the beginning");
  verb.add_option("--most", args.most, "End after so many messages; without it, it goes on until it is stopped")
      ->at_least_one();
}

// A message a line, as JSON, whatever the output: what a program reads.
ExitCode Watch(Session& session, WatchArgs& args) {
  auto stub = session.client().Open<Service>();
  if (!stub.ok()) return session.Fail(stub.status());
  grpc::ClientContext context;
  if (args.most > 0) context.set_deadline(absl::ToChronoTime(absl::Now() + session.options().client.timeout));
  const auto stream = (*stub)->SubscribeRecords(&context, args.request);
  SubscribeRecordsResponse response;
  int64_t told = 0;
  while (stream->Read(&response)) {
    if (response.news_case() == SubscribeRecordsResponse::NEWS_NOT_SET) continue;
    std::string line;
    (void)google::protobuf::util::MessageToJsonString(response, &line);
    session.out() << line << "\n" << std::flush;
    if (++told != args.most) continue;
    context.TryCancel();
    while (stream->Read(&response)) {
    }
    (void)stream->Finish();
    return ExitCode::kSuccess;
  }
  const grpc::Status ended = stream->Finish();
  return ended.ok() ? ExitCode::kSuccess : session.Fail(FromGrpcStatus(ended));
}

// --- reads ---

struct ReadsArgs {
  ListReadsRequest request;
};

void DeclareReads(Verb& verb, ReadsArgs& args) {
  AddParsed<std::string>(verb, "--record", "Only of this record, records/KIND/ID", RecordNameOf,
                         [&args](std::string name) { args.request.set_record(std::move(name)); });
  verb.add_option("--reader", *args.request.mutable_reader_department(), "Only by people of this department, by id");
  AddParsed<Moment>(verb, "--from", "From this day or instant on", ParseMoment, [&args](Moment moment) {
    *args.request.mutable_from_time() = ToTimestamp(moment.StartIn(Glossary().zone()));
  });
  AddParsed<Moment>(verb, "--until", "Until this day, or before this instant", ParseMoment, [&args](Moment moment) {
    *args.request.mutable_until_time() = ToTimestamp(moment.EndIn(Glossary().zone()));
  });
  verb.add_flag_callback(
      "--revealed", [&args] { args.request.set_revealed_only(true); },
      "Only those that showed personal fields in full");
  AddPaging(verb, args.request);
}

std::string RenderReads(const ListReadsResponse& response, Session& session) {
  const Language language = session.language();
  constexpr Label kOwn = {"本部门业务", "own business"};
  constexpr Label kNobody = {"按证件号码查询，未查到", "searched by number, found nobody"};
  Table table({{{"时间", "TIME"}},
               {{"查阅人", "READER"}},
               {{"用途", "PURPOSE"}},
               {{"理由", "REASON"}},
               {{"字段", "FIELDS"}},
               {{"查询对象指纹", "PERSON SEARCHED"}},
               {{"记录", "RECORD"}}});
  for (const RecordRead& read : response.reads()) {
    table.AddRow(
        {absl::FormatTime("%Y-%m-%d %H:%M:%S", FromTimestamp(read.read_time()), Glossary().zone()), read.reader(),
         read.purpose() == PURPOSE_UNSPECIFIED ? std::string(kOwn.In(language)) : EnumText(read.purpose(), language),
         read.reason(), absl::StrJoin(read.fields(), ", "), read.searched_person(),
         read.record().empty() ? std::string(kNobody.In(language)) : read.record()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode Reads(Session& session, ReadsArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListReads, args.request), RenderReads);
}

}  // namespace

void RecordReadVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists records, own ones or those of an agreement", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a record, masked", DeclareShow, Show);
  AddVerb(noun, session, "reveal", "Shows personal fields of one record in full, for a reason", DeclareReveal, Reveal);
  AddVerb(noun, session, "count", "Counts records; counts that would show a person are suppressed", DeclareCount,
          Count);
  AddVerb(noun, session, "watch", "Follows what an agreement gives, a message a line as JSON", DeclareWatch, Watch);
  AddVerb(noun, session, "reads", "Lists who has read the own department's records, or searched them for a person",
          DeclareReads, Reads);
}

}  // namespace lianfang::cli
