#include "common/pg/request_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/pg/array.h"
#include "common/pg/audit_rows.h"

namespace lianfang {
namespace {

constexpr Query kLockRequest{"request_log_lock", "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"};

// Of requests that are not in the log, whether they were once is asked only after it was pruned.
constexpr Query kFindRequests{"request_log_find",
                              "SELECT k.place, r.method, r.request_hash, r.response "
                              "FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(actor, request_id, place) "
                              "LEFT JOIN request_log r ON r.actor = k.actor AND r.request_id = k.request_id "
                              "WHERE r.method IS NOT NULL OR "
                              "((SELECT pruned_before > '-infinity' FROM request_log_horizon) AND "
                              "request_is_pruned(k.actor, k.request_id))"};

const NamedQuery& RecordRequests() {
  static const auto& query =
      *new NamedQuery("request_log_record", absl::StrCat("WITH ", kRecordRequestsSql, " SELECT"));
  return query;
}

template <typename Value>
std::vector<std::string> Each(const std::vector<RequestRecord>& records, const Value& value) {
  std::vector<std::string> values;
  values.reserve(records.size());
  for (const RequestRecord& record : records) values.push_back(value(record));
  return values;
}

std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

}  // namespace

void PgRequestLog::Lock(const RequestKey& key) {
  transaction_.Execute(kLockRequest, absl::StrCat(key.actor, "\n", key.request_id));
}

std::vector<absl::StatusOr<std::optional<std::string>>> PgRequestLog::Find(const std::vector<RequestKey>& keys) {
  std::vector<std::string> actors;
  std::vector<std::string> ids;
  for (const RequestKey& key : keys) {
    actors.push_back(key.actor);
    ids.push_back(key.request_id);
  }
  std::vector<absl::StatusOr<std::optional<std::string>>> found(keys.size(), std::optional<std::string>());
  for (const pqxx::row& row : transaction_.Execute(kFindRequests, ArrayOf(actors), ArrayOf(ids))) {
    const size_t place = row[0].as<size_t>() - 1;
    found[place] = row[1].is_null()
                       ? RequestIsTooOld()
                       : AnswerToRepeat(keys[place], row[1].as<std::string>(), BytesOf(row[2]), BytesOf(row[3]));
  }
  return found;
}

void PgRequestLog::Record(const std::vector<RequestRecord>& records, absl::Time now) {
  NamedParameters parameters;
  BindRequests(records, now, parameters);
  transaction_.Execute(RecordRequests(), parameters);
  AppendAudit(transaction_, audit::v1::JOURNAL_OPERATIONS, AuditEventsOf(records, now));
}

void BindRequests(const std::vector<RequestRecord>& records, absl::Time now, NamedParameters& parameters) {
  const auto key = [](std::string RequestKey::*member) {
    return [member](const RequestRecord& record) { return record.key.*member; };
  };
  parameters.Bind("request_actors", Each(records, key(&RequestKey::actor)))
      .Bind("request_ids", Each(records, key(&RequestKey::request_id)))
      .Bind("request_methods", Each(records, key(&RequestKey::method)))
      .BindBytes("request_hashes", Each(records, key(&RequestKey::request_hash)))
      .BindBytes("request_responses", Each(records, [](const RequestRecord& record) { return record.response; }))
      .Bind("request_time", now);
}

const char kRecordRequestsSql[] =
    "logged AS (INSERT INTO request_log (actor, request_id, method, request_hash, response, create_time) "
    "  SELECT actor, request_id, method, request_hash, response, :request_time::timestamptz "
    "  FROM unnest(:request_actors::text[], :request_ids::text[]::uuid[], :request_methods::text[], "
    "  :request_hashes::bytea[], :request_responses::bytea[]) "
    "  AS u(actor, request_id, method, request_hash, response))";

}  // namespace lianfang
