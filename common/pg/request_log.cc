#include "common/pg/request_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/mutation.h"
#include "common/pg/array.h"
#include "common/pg/time.h"

namespace lianfang {
namespace {

constexpr Query kLockRequest{"request_log_lock", "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"};

constexpr Query kFindRequests{"request_log_find",
                              "SELECT k.place, r.method, r.request_hash, r.response "
                              "FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(actor, request_id, place) "
                              "JOIN request_log r ON r.actor = k.actor AND r.request_id = k.request_id"};

const Query& RecordRequests() {
  static const std::string& sql = *new std::string(absl::StrCat("WITH ", RecordRequestsSql(1), " SELECT"));
  static const Query query{"request_log_record", sql.c_str()};
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
    const bool same = row[1].as<std::string>() == keys[place].method && BytesOf(row[2]) == keys[place].request_hash;
    if (same) {
      found[place] = std::optional<std::string>(BytesOf(row[3]));
    } else {
      found[place] = RequestIdTaken();
    }
  }
  return found;
}

void PgRequestLog::Record(const std::vector<RequestRecord>& records, absl::Time now) {
  const RequestRows rows(records, now);
  transaction_.Execute(RecordRequests(), rows.actors, rows.ids, rows.methods, rows.hashes, rows.responses,
                       rows.resources, rows.details, rows.time);
}

RequestRows::RequestRows(const std::vector<RequestRecord>& records, absl::Time now)
    : actors(ArrayOf(Each(records, [](const RequestRecord& record) { return record.key.actor; }))),
      ids(ArrayOf(Each(records, [](const RequestRecord& record) { return record.key.request_id; }))),
      methods(ArrayOf(Each(records, [](const RequestRecord& record) { return record.key.method; }))),
      hashes(ArrayOfBytes(Each(records, [](const RequestRecord& record) { return record.key.request_hash; }))),
      responses(ArrayOfBytes(Each(records, [](const RequestRecord& record) { return record.response; }))),
      resources(ArrayOf(Each(records, [](const RequestRecord& record) { return record.resource; }))),
      details(ArrayOf(Each(records, [](const RequestRecord& record) { return record.detail; }))),
      time(PgTime(now)) {}

std::string RecordRequestsSql(int first) {
  return absl::Substitute(
      "requested AS (SELECT * FROM unnest($$$0::text[], $$$1::uuid[], $$$2::text[], $$$3::bytea[], $$$4::bytea[], "
      "  $$$5::text[], $$$6::text[]) AS u(actor, request_id, method, request_hash, response, resource, detail)), "
      "logged AS (INSERT INTO request_log (actor, request_id, method, request_hash, response, create_time) "
      "  SELECT actor, request_id, method, request_hash, response, $$$7::timestamptz FROM requested), "
      "audited AS (INSERT INTO audit_log (audit_time, actor, method, resource, request_id, detail) "
      "  SELECT $$$7::timestamptz, actor, method, resource, request_id, detail FROM requested)",
      first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7);
}

}  // namespace lianfang
