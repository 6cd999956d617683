#include "common/changelog/changelog.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"

namespace lianfang {
namespace {

constexpr absl::string_view kCursorPrefix = "c1-";  // the version of the cursor's form

const NamedQuery& Append() {
  static const auto& query = *new NamedQuery("changelog_append", absl::StrCat("WITH ", kAppendChangesSql, " SELECT"));
  return query;
}

constexpr Query kRead{
    "changelog_read",
    "SELECT position, payload FROM changelog WHERE topic = $1 AND position > $2 ORDER BY position LIMIT $3"};

constexpr Query kHead{"changelog_head", "SELECT position FROM changelog_head"};

}  // namespace

void AppendChanges(PgTransaction& transaction, const std::vector<Change>& changes, absl::Time now) {
  if (changes.empty()) return;
  NamedParameters parameters;
  BindChanges(changes, now, parameters);
  transaction.Execute(Append(), parameters);
}

void BindChanges(const std::vector<Change>& changes, absl::Time now, NamedParameters& parameters) {
  std::vector<std::string> topics, payloads;
  for (const Change& change : changes) {
    topics.push_back(change.topic);
    payloads.push_back(change.payload);
  }
  parameters.Bind("change_topics", topics).BindBytes("change_payloads", payloads).Bind("change_time", now);
}

const char kAppendChangesSql[] =
    "changed AS (SELECT topic, payload, place, count(*) OVER () AS total "
    "  FROM unnest(:change_topics::text[], :change_payloads::bytea[]) WITH ORDINALITY AS u(topic, payload, place)), "
    "grown AS (UPDATE changelog_head SET position = position + cardinality(:change_topics::text[]) "
    "  RETURNING position), "
    "appended AS (INSERT INTO changelog (position, topic, payload, commit_time) "
    "  SELECT grown.position - changed.total + changed.place, topic, payload, :change_time::timestamptz "
    "  FROM changed, grown)";

absl::StatusOr<std::vector<PlacedChange>> ReadChanges(PgPool& pool, absl::Time deadline, absl::string_view topic,
                                                      int64_t after, int limit) {
  std::vector<PlacedChange> changes;
  const absl::Status status = RunReads(pool, deadline, [&](PgTransaction& reads) {
    changes.clear();
    for (const pqxx::row& row : reads.Execute(kRead, std::string(topic), after, limit)) {
      changes.push_back({row[0].as<int64_t>(), pqxx::binarystring(row[1]).str()});
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return changes;
}

absl::StatusOr<int64_t> ReadHead(PgPool& pool, absl::Time deadline) {
  int64_t head = 0;
  const absl::Status status = RunReads(pool, deadline, [&head](PgTransaction& reads) {
    head = reads.Execute(kHead).at(0)[0].as<int64_t>();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return head;
}

std::string FormatCursor(int64_t position) { return absl::StrCat(kCursorPrefix, position); }

absl::StatusOr<int64_t> ParseCursor(absl::string_view cursor) {
  if (cursor.empty()) return 0;
  int64_t position = 0;
  if (!absl::ConsumePrefix(&cursor, kCursorPrefix) || !absl::SimpleAtoi(cursor, &position) || position < 0) {
    return InvalidField("cursor", "is not a cursor of this server");
  }
  return position;
}

}  // namespace lianfang
