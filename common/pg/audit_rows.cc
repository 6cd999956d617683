#include "common/pg/audit_rows.h"

#include <string>
#include <utility>

#include "common/audit/chain.h"
#include "common/origin.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEvent;

const NamedQuery& Append() {
  static const auto& query = *new NamedQuery("audit_append", kAppendAuditSql);
  return query;
}

std::vector<std::string> Each(const std::vector<AuditEvent>& events, const std::string& (AuditEvent::*member)() const) {
  std::vector<std::string> values;
  values.reserve(events.size());
  for (const AuditEvent& event : events) values.push_back((event.*member)());
  return values;
}

}  // namespace

const char kAppendAuditSql[] =
    "SELECT append_audit(:audit_journal::text, :audit_times::timestamptz[], :audit_actors::text[], "
    ":audit_serials::text[], :audit_addresses::text[], :audit_proxies::text[], :audit_principals::text[], "
    ":audit_methods::text[], :audit_resources::text[], :audit_request_ids::text[], :audit_outcomes::bigint[], "
    ":audit_reasons::text[], :audit_purposes::text[], :audit_details::text[], :audit_counts::bigint[])";

void BindAudit(audit::v1::Journal journal, const std::vector<AuditEvent>& events, NamedParameters& parameters) {
  std::vector<absl::Time> times;
  std::vector<int64_t> outcomes, counts;
  for (const AuditEvent& event : events) {
    times.push_back(FromTimestamp(event.event_time()));
    outcomes.push_back(event.outcome());
    counts.push_back(event.count());
  }
  parameters.Bind("audit_journal", JournalName(journal))
      .Bind("audit_times", times)
      .Bind("audit_actors", Each(events, &AuditEvent::actor))
      .Bind("audit_serials", Each(events, &AuditEvent::certificate_serial))
      .Bind("audit_addresses", Each(events, &AuditEvent::address))
      .Bind("audit_proxies", Each(events, &AuditEvent::proxy))
      .Bind("audit_principals", Each(events, &AuditEvent::on_behalf_of))
      .Bind("audit_methods", Each(events, &AuditEvent::method))
      .Bind("audit_resources", Each(events, &AuditEvent::resource))
      .Bind("audit_request_ids", Each(events, &AuditEvent::request_id))
      .Bind("audit_outcomes", outcomes)
      .Bind("audit_reasons", Each(events, &AuditEvent::reason))
      .Bind("audit_purposes", Each(events, &AuditEvent::purpose))
      .Bind("audit_details", Each(events, &AuditEvent::detail))
      .Bind("audit_counts", counts);
}

void AppendAudit(PgTransaction& transaction, audit::v1::Journal journal, const std::vector<AuditEvent>& events) {
  if (events.empty()) return;
  NamedParameters parameters;
  BindAudit(journal, events, parameters);
  transaction.Execute(Append(), parameters);
}

void AppendAuditOf(PgTransaction& transaction, const RequestKey& key, const std::string& resource,
                   const std::string& detail, absl::Time now) {
  RequestRecord record{key, "", resource, detail};
  if (const Origin* origin = WorkingFor::Current(); origin != nullptr) record.origin = *origin;
  AppendAudit(transaction, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf({record}, now));
}

std::vector<AuditEvent> AuditEventsOf(const std::vector<RequestRecord>& records, absl::Time now) {
  std::vector<AuditEvent> events;
  events.reserve(records.size());
  for (const RequestRecord& record : records) {
    AuditEvent& event = events.emplace_back();
    *event.mutable_event_time() = ToTimestamp(now);
    event.set_actor(record.key.actor);
    event.set_certificate_serial(record.origin.certificate_serial);
    event.set_address(record.origin.address);
    event.set_proxy(record.origin.peer);
    if (record.origin.caller != record.key.actor) event.set_on_behalf_of(record.origin.caller);
    event.set_method(record.key.method);
    event.set_resource(record.resource);
    event.set_request_id(record.key.request_id);
    event.set_outcome(record.outcome);
    event.set_detail(record.detail);
    event.set_count(1);
  }
  return events;
}

}  // namespace lianfang
