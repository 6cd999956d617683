#include "common/audit/audit_service.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/identity.h"
#include "common/rpc/page_token.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEvent;
using audit::v1::AuditRecord;
using audit::v1::ListAuditEventsRequest;
using audit::v1::ListAuditEventsResponse;
using audit::v1::ListAuditRecordsRequest;
using audit::v1::ListAuditRecordsResponse;

constexpr size_t kLongestText = 500;

// A journal of the contract, or none where that is allowed.
absl::Status CheckJournal(audit::v1::Journal journal) {
  if (audit::v1::Journal_IsValid(journal)) return absl::OkStatus();
  return InvalidField("journal", "is not a journal");
}

absl::Status CheckList(const ListAuditEventsRequest& request) {
  FieldViolations faults;
  if (absl::Status journal = CheckJournal(request.journal()); !journal.ok()) faults.AddAll("", journal);
  if (!audit::v1::AuditOutcome_IsValid(request.outcome())) faults.Add("outcome", "is not an outcome");
  if (request.has_from_time() && request.has_until_time() &&
      FromTimestamp(request.until_time()) <= FromTimestamp(request.from_time())) {
    faults.Add("until_time", "must be after from_time");
  }
  const auto check = [&](const char* field, const std::string& text) {
    if (text.size() > kLongestText) faults.Add(field, absl::StrCat("must have at most ", kLongestText, " bytes"));
  };
  check("actor", request.actor());
  check("person", request.person());
  check("resource", request.resource());
  check("method", request.method());
  return faults.ToStatus();
}

AuditFilter FilterOf(const ListAuditEventsRequest& request, const Identity& caller) {
  AuditFilter filter{.journal = request.journal(),
                     .actor = request.actor(),
                     .person = request.person(),
                     .resource = request.resource(),
                     .method = request.method(),
                     .outcome = request.outcome(),
                     .division_prefix = std::string(DivisionPrefix(caller.region))};
  if (request.has_from_time()) filter.from = FromTimestamp(request.from_time());
  if (request.has_until_time()) filter.until = FromTimestamp(request.until_time());
  return filter;
}

// The sequence that a page token was made of; nothing where it was not.
template <typename Request>
absl::StatusOr<int64_t> SequenceOfToken(const Request& request, int64_t without) {
  const auto key = ReadPageToken(request);
  if (!key.ok()) return key.status();
  if (key->empty()) return without;
  int64_t sequence = 0;
  if (!absl::SimpleAtoi(*key, &sequence) || sequence < 1) return InvalidField("page_token", "is not a page token");
  return sequence;
}

// Whether somebody of this identity URI, which may be empty, is no person of a region outside of the auditor's.
bool IsWithin(const Identity& auditor, const std::string& uri) {
  const auto somebody = ReadKeptIdentity(uri);
  if (!somebody.ok()) return !absl::StrContains(uri, "/region/");
  return somebody->region.empty() || DivisionCovers(auditor.region, somebody->region);
}

// What persons of other regions did is not for this auditor, nor what a service did for them.
bool MayRead(const Identity& auditor, const AuditEvent& event) {
  return IsWithin(auditor, event.actor()) && IsWithin(auditor, event.on_behalf_of());
}

}  // namespace

void AuditService::Register(ContractService& contract) {
  contract.Unary<ListAuditEventsRequest, ListAuditEventsResponse>(
      "ListAuditEvents",
      [this](const Call& call, const ListAuditEventsRequest& request) { return ListAuditEvents(call, request); });
  contract.Unary<ListAuditRecordsRequest, ListAuditRecordsResponse>(
      "ListAuditRecords",
      [this](const Call& call, const ListAuditRecordsRequest& request) { return ListAuditRecords(call, request); });
}

absl::StatusOr<ListAuditEventsResponse> AuditService::ListAuditEvents(const Call& call,
                                                                      const ListAuditEventsRequest& request) {
  if (absl::Status status = CheckList(request); !status.ok()) return status;
  const auto from = SequenceOfToken(request, 0);
  if (!from.ok()) return from.status();
  const int size = PageSize(request.page_size());
  auto events = store_.List(FilterOf(request, call.caller), request.newest_first(), *from, size + 1, call.deadline);
  if (!events.ok()) return events.status();
  ListAuditEventsResponse response;
  for (AuditEvent& event : *events) {
    if (response.events_size() == size) {
      response.set_next_page_token(MakePageToken(request, absl::StrCat(response.events(size - 1).sequence())));
      break;
    }
    *response.add_events() = std::move(event);
  }
  return response;
}

absl::StatusOr<ListAuditRecordsResponse> AuditService::ListAuditRecords(const Call& call,
                                                                        const ListAuditRecordsRequest& request) {
  if (absl::Status status = CheckJournal(request.journal()); !status.ok()) return status;
  if (request.first_sequence() < 0) return InvalidField("first_sequence", "must be at least 0");
  const auto first = SequenceOfToken(request, request.first_sequence());
  if (!first.ok()) return first.status();
  ListAuditRecordsResponse response;
  response.set_service(service_);
  response.set_journal(request.journal());
  if (request.page_token().empty()) {
    auto ends = store_.ListEnds(request.journal(), call.deadline);
    if (!ends.ok()) return ends.status();
    for (audit::v1::AuditEnd& end : *ends) *response.add_ends() = std::move(end);
  }
  const int size = PageSize(request.page_size());
  auto records = store_.ReadRecords(request.journal(), *first, size + 1, call.deadline);
  if (!records.ok()) return records.status();
  for (AuditRecord& record : *records) {
    if (response.records_size() == size) {
      response.set_next_page_token(MakePageToken(request, absl::StrCat(record.sequence())));
      break;
    }
    if (!MayRead(call.caller, record.event())) record.clear_event();
    *response.add_records() = std::move(record);
  }
  return response;
}

}  // namespace lianfang
