#include "services/exchange/read_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/reading/suppression.h"
#include "services/exchange/domain/record/identifiers.h"
#include "services/exchange/domain/record/masking.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

// A bound of days, where one is given.
absl::Status ReadDay(absl::string_view field, bool given, const google::type::Date& date,
                     std::optional<absl::CivilDay>& day) {
  if (!given) return absl::OkStatus();
  const auto read = FromDate(date);
  if (!read.ok()) return InvalidField(field, read.status().message());
  day = *read;
  return absl::OkStatus();
}

// The days of a request, and whether it may ask by them.
template <typename Request>
absl::Status ReadDays(const Reader& reader, const Request& request, RecordFilter& filter) {
  if (!request.has_from_date() && !request.has_until_date()) return absl::OkStatus();
  const char* first = request.has_from_date() ? "from_date" : "until_date";
  if (absl::Status agreed = reader.CheckCondition(first, request.kind(), DayPaths(request.kind())); !agreed.ok()) {
    return agreed;
  }
  absl::Status read = ReadDay("from_date", request.has_from_date(), request.from_date(), filter.from_day);
  if (read.ok()) read = ReadDay("until_date", request.has_until_date(), request.until_date(), filter.until_day);
  return read;
}

bool HasOtherConditions(const v1::QueryRecordsRequest& request) {
  return !request.region().empty() || !request.industry().empty() || !request.credit_code().empty() ||
         !request.id_number().empty() || request.has_from_date() || request.has_until_date();
}

std::vector<std::string> ShownFields(const Reader& reader) {
  return reader.terms().has_value() ? FieldsOf(*reader.terms()) : std::vector<std::string>();
}

// The fields that a reveal shows: each personal, and agreed on.
absl::StatusOr<std::vector<std::string>> RevealedFields(const Reader& reader, v1::RecordKind kind,
                                                        const google::protobuf::FieldMask& mask) {
  FieldViolations faults;
  std::vector<std::string> fields;
  if (mask.paths().empty()) faults.Add("read_mask", "must name at least one personal field");
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    const std::string place = absl::StrCat("read_mask.paths[", i, "]");
    const auto* field = FieldAt(kind, path);
    if (field == nullptr) {
      faults.Add(place, absl::StrCat("is no field of the kind ", KindWord(kind)));
    } else if (!IsPersonal(*field)) {
      faults.Add(place, "is no personal field: it is shown without a reason");
    } else if (reader.terms().has_value() && !Gives(FieldsOf(*reader.terms()), path)) {
      faults.Add(place, "is not given by the agreement");
    }
    fields.push_back(path);
  }
  if (!faults.empty()) return faults.ToStatus();
  return fields;
}

}  // namespace

void ReadService::Register(ContractService& service) {
  service.Unary<v1::GetRecordRequest, v1::Record>(
      "GetRecord", [this](const Call& call, const v1::GetRecordRequest& request) { return GetRecord(call, request); });
  service.Unary<v1::QueryRecordsRequest, v1::QueryRecordsResponse>(
      "QueryRecords",
      [this](const Call& call, const v1::QueryRecordsRequest& request) { return QueryRecords(call, request); });
  service.Unary<v1::RevealRecordRequest, v1::RevealRecordResponse>(
      "RevealRecord",
      [this](const Call& call, const v1::RevealRecordRequest& request) { return RevealRecord(call, request); });
  service.Unary<v1::CountRecordsRequest, v1::CountRecordsResponse>(
      "CountRecords",
      [this](const Call& call, const v1::CountRecordsRequest& request) { return CountRecords(call, request); });
  service.Unary<v1::ListReadsRequest, v1::ListReadsResponse>(
      "ListReads", [this](const Call& call, const v1::ListReadsRequest& request) { return ListReads(call, request); });
}

absl::StatusOr<StoredVersion> ReadService::FindReadable(const Reader& reader, const std::string& name,
                                                        absl::Time deadline) const {
  const auto parsed = ParseRecordName("name", name);
  if (!parsed.ok()) return parsed.status();
  // By an agreement only what is true now is read: an earlier version may lie in its scope where the newest does not.
  auto newest = context_.store.FindVersion(parsed->record, 0, deadline);
  if (!newest.ok()) return newest.status();
  if (!newest->has_value() || !reader.MayRead(**newest)) return NotFound(name);
  if (parsed->version == 0 || parsed->version == (*newest)->version) return **std::move(newest);
  if (reader.terms().has_value() && (*newest)->withdrawn) return NotFound(name);
  auto version = context_.store.FindVersion(parsed->record, parsed->version, deadline);
  if (!version.ok()) return version.status();
  if (!version->has_value() || !reader.MayRead(**version)) return NotFound(name);
  return **std::move(version);
}

absl::StatusOr<v1::Record> ReadService::GetRecord(const Call& call, const v1::GetRecordRequest& request) {
  const auto reader = Reader::Of(context_, call, request.agreement(), request.purpose());
  if (!reader.ok()) return reader.status();
  const auto version = FindReadable(*reader, request.name(), call.deadline);
  if (!version.ok()) return version.status();
  auto record = context_.sealer.Open(*version);
  if (!record.ok()) return record.status();
  if (absl::Status logged = reader->Log({*record}, request, ShownFields(*reader), ""); !logged.ok()) return logged;
  return reader->Shown(*std::move(record));
}

absl::StatusOr<RecordFilter> ReadService::FilterOf(const Reader& reader, const v1::QueryRecordsRequest& request) const {
  auto filter = reader.Scope(request.kind());
  if (!filter.ok()) return filter.status();
  if (!request.region().empty() && !IsDivisionCode(request.region())) {
    return InvalidField("region", "must be a division code of six digits");
  }
  filter->region_prefix = std::string(DivisionPrefix(request.region()));
  filter->industry = request.industry();
  filter->credit_code = NormalIdentifier(request.credit_code());
  filter->with_withdrawn = request.with_withdrawn();
  if (!request.credit_code().empty()) {
    absl::Status agreed = reader.CheckCondition("credit_code", request.kind(), CodePaths(request.kind()));
    if (!agreed.ok()) return agreed;
  }
  if (!request.id_number().empty()) {
    absl::Status agreed = reader.CheckCondition("id_number", request.kind(), NumberPaths(request.kind()));
    if (!agreed.ok()) return agreed;
    filter->person = context_.sealer.PersonOf(NormalIdentifier(request.id_number()));
  }
  if (absl::Status days = ReadDays(reader, request, *filter); !days.ok()) return days;
  return filter;
}

absl::StatusOr<v1::QueryRecordsResponse> ReadService::QueryRecords(const Call& call,
                                                                   const v1::QueryRecordsRequest& request) {
  const auto reader = Reader::Of(context_, call, request.agreement(), request.purpose());
  if (!reader.ok()) return reader.status();
  const auto filter = FilterOf(*reader, request);
  if (!filter.ok()) return filter.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  std::vector<StoredVersion> found;
  if (!request.source_id().empty()) {
    if (reader->terms().has_value()) return InvalidField("source_id", "is for the caller's own records alone");
    if (HasOtherConditions(request)) return InvalidField("source_id", "is given without other conditions");
    v1::Record own;
    own.set_kind(request.kind());
    *own.mutable_owner() = OwnerOf(call.caller);
    own.set_source_id(request.source_id());
    auto one = context_.store.FindVersion(context_.sealer.NameOf(own), 0, call.deadline);
    if (!one.ok()) return one.status();
    if (one->has_value() && (request.with_withdrawn() || !(*one)->withdrawn)) found.push_back(**std::move(one));
  } else {
    auto page = context_.store.ListRecords(*filter, *after, size + 1, call.deadline);
    if (!page.ok()) return page.status();
    found = *std::move(page);
  }
  v1::QueryRecordsResponse response;
  response.set_agreement_edition(reader->edition());
  if (found.size() > static_cast<size_t>(size)) {
    found.resize(static_cast<size_t>(size));
    response.set_next_page_token(MakePageToken(request, found.back().name));
  }
  std::vector<v1::Record> records;
  for (const StoredVersion& version : found) {
    auto record = context_.sealer.Open(version);
    if (!record.ok()) return record.status();
    records.push_back(*std::move(record));
  }
  const absl::Status logged = reader->Log(records, request, ShownFields(*reader), "", filter->person);
  if (!logged.ok()) return logged;
  for (v1::Record& record : records) *response.add_records() = reader->Shown(std::move(record));
  return response;
}

absl::StatusOr<v1::RevealRecordResponse> ReadService::RevealRecord(const Call& call,
                                                                   const v1::RevealRecordRequest& request) {
  if (absl::Status reason = CheckReason("reason", request.reason()); !reason.ok()) return reason;
  const auto reader = Reader::Of(context_, call, request.agreement(), request.purpose());
  if (!reader.ok()) return reader.status();
  const auto version = FindReadable(*reader, request.name(), call.deadline);
  if (!version.ok()) return version.status();
  const auto fields = RevealedFields(*reader, version->kind, request.read_mask());
  if (!fields.ok()) return fields.status();
  auto record = context_.sealer.Open(*version);
  if (!record.ok()) return record.status();
  if (absl::Status logged = reader->Log({*record}, request, *fields, request.reason()); !logged.ok()) return logged;
  v1::RevealRecordResponse response;
  *response.mutable_record() = Revealed(*std::move(record), *fields);
  response.mutable_record()->set_agreement_edition(reader->edition());
  return response;
}

absl::StatusOr<v1::CountRecordsResponse> ReadService::CountRecords(const Call& call,
                                                                   const v1::CountRecordsRequest& request) {
  const auto plan = context_.FindPlan("plan", request.plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (!request.agreement().empty() && PlanOfAgreement(request.agreement()) != request.plan()) {
    return InvalidField("agreement", "must be one of the plan");
  }
  if (!v1::RecordGrouping_IsValid(request.grouping())) return InvalidField("grouping", "must be a known grouping");
  const auto reader = Reader::Of(context_, call, request.agreement(), request.purpose());
  if (!reader.ok()) return reader.status();
  auto filter = reader->Scope(request.kind());
  if (!filter.ok()) return filter.status();
  if (absl::Status days = ReadDays(*reader, request, *filter); !days.ok()) return days;
  const auto period = CountPeriodOf(filter->from_day, filter->until_day);
  if (!period.ok()) return period.status();
  if (request.grouping() == v1::RECORD_GROUPING_MONTH) {
    absl::Status agreed = reader->CheckCondition("grouping", request.kind(), DayPaths(request.kind()));
    if (!agreed.ok()) return agreed;
  }
  // All times are counted, whatever is asked for: what may be told of a part depends on the whole.
  filter->from_day.reset();
  filter->until_day.reset();
  const auto cells = context_.store.CountRecords(*filter, request.grouping(), call.deadline);
  if (!cells.ok()) return cells.status();
  v1::CountRecordsResponse response = CountsTold(*cells, request.grouping(), *period, ThresholdOf((*plan)->exchange()));
  response.set_agreement_edition(reader->edition());
  return response;
}

absl::StatusOr<v1::ListReadsResponse> ReadService::ListReads(const Call& call, const v1::ListReadsRequest& request) {
  ReadFilter filter;
  if (!request.record().empty()) {
    const auto record = ParseRecordName("record", request.record());
    if (!record.ok()) return record.status();
    filter.record = record->record;
  }
  // The auditor sees every read of its region; anybody else those of the own department's records.
  if (call.caller.role == type::v1::ROLE_AUDITOR) {
    filter.owner_region_prefix = std::string(DivisionPrefix(call.caller.region));
  } else {
    filter.owner_region = call.caller.region;
    filter.owner_department = call.caller.department;
  }
  filter.reader_department = request.reader_department();
  if (request.has_from_time()) filter.from = FromTimestamp(request.from_time());
  if (request.has_until_time()) filter.until = FromTimestamp(request.until_time());
  filter.revealed_only = request.revealed_only();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  int64_t before = 0;
  if (!token->empty() && !absl::SimpleAtoi(*token, &before)) return InvalidField("page_token", "is no page token");
  const int size = PageSize(request.page_size());
  const auto found = context_.store.ListReads(filter, before, size + 1, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListReadsResponse response;
  for (const ReadRow& row : *found) {
    if (response.reads_size() == size) {
      const ReadRow& last = (*found)[static_cast<size_t>(size) - 1];
      response.set_next_page_token(MakePageToken(request, absl::StrCat(last.id)));
      break;
    }
    *response.add_reads() = row.read;
  }
  return response;
}

}  // namespace lianfang::exchange
