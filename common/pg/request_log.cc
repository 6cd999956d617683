#include "common/pg/request_log.h"

#include <utility>

#include "common/errors.h"
#include "common/pg/array.h"
#include "common/pg/time.h"

namespace lianfang {
namespace {

constexpr Query kFindRequests{"request_log_find",
                              "SELECT k.place, r.method, r.request_hash, r.response "
                              "FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(actor, request_id, place) "
                              "JOIN request_log r ON r.actor = k.actor AND r.request_id = k.request_id"};

constexpr Query kRecordRequests{
    "request_log_record",
    "WITH rows AS (SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::text[], "
    "$7::text[]) "
    "  AS u(actor, request_id, method, request_hash, response, resource, detail)), "
    "logged AS (INSERT INTO request_log (actor, request_id, method, request_hash, response, create_time) "
    "  SELECT actor, request_id, method, request_hash, response, $8::timestamptz FROM rows) "
    "INSERT INTO audit_log (audit_time, actor, method, resource, request_id, detail) "
    "SELECT $8::timestamptz, actor, method, resource, request_id, detail FROM rows"};

std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

}  // namespace

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
      found[place] = InvalidField("request_id", "was used before for another request; choose a new one");
    }
  }
  return found;
}

void PgRequestLog::Record(const std::vector<RequestRecord>& records, absl::Time now) {
  std::vector<std::string> actors, ids, methods, hashes, responses, resources, details;
  for (const RequestRecord& record : records) {
    actors.push_back(record.key.actor);
    ids.push_back(record.key.request_id);
    methods.push_back(record.key.method);
    hashes.push_back(record.key.request_hash);
    responses.push_back(record.response);
    resources.push_back(record.resource);
    details.push_back(record.detail);
  }
  transaction_.Execute(kRecordRequests, ArrayOf(actors), ArrayOf(ids), ArrayOf(methods), ArrayOfBytes(hashes),
                       ArrayOfBytes(responses), ArrayOf(resources), ArrayOf(details), PgTime(now));
}

}  // namespace lianfang
