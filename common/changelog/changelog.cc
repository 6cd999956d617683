#include "common/changelog/changelog.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/pg/reading.h"

namespace lianfang {
namespace {

// `c2-POSITION-MICROSECONDS`, and `c1-POSITION` as the first version wrote it.
constexpr absl::string_view kCursorPrefix = "c2-";
constexpr absl::string_view kFirstCursorPrefix = "c1-";

const NamedQuery& Append() {
  static const auto& query = *new NamedQuery("changelog_append", absl::StrCat("WITH ", kAppendChangesSql, " SELECT"));
  return query;
}

constexpr Query kRead{"changelog_read",
                      "SELECT position, (extract(epoch FROM commit_time) * 1000000)::bigint, payload FROM changelog "
                      "WHERE topic = $1 AND position > $2 ORDER BY position LIMIT $3"};

// With the commit time of the change at position $1; null where there is none.
constexpr Query kEnd{"changelog_end",
                     "SELECT h.position, coalesce((extract(epoch FROM l.commit_time) * 1000000)::bigint, 0), "
                     "(SELECT (extract(epoch FROM p.commit_time) * 1000000)::bigint FROM changelog p "
                     "WHERE p.position = $1) "
                     "FROM changelog_head h LEFT JOIN changelog l ON l.position = h.position"};

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
      changes.push_back({{row[0].as<int64_t>(), row[1].as<int64_t>()}, pqxx::binarystring(row[2]).str()});
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return changes;
}

absl::StatusOr<ChangePlace> ReadHead(PgPool& pool, absl::Time deadline) {
  const auto end = ReadEnd(pool, deadline, {});
  if (!end.ok()) return end.status();
  return end->last;
}

absl::StatusOr<ChangelogEnd> ReadEnd(PgPool& pool, absl::Time deadline, const ChangePlace& place) {
  return Reading<ChangelogEnd>(pool, deadline, [&place](PgTransaction& reads, ChangelogEnd& end) {
    const pqxx::row row = reads.Execute(kEnd, place.position).at(0);
    end.last = {row[0].as<int64_t>(), row[1].as<int64_t>()};
    const bool is_same = place.commit_micros == 0 || row[2].as<int64_t>(0) == place.commit_micros;
    end.has_place = place.position <= end.last.position && is_same;
  });
}

std::string FormatCursor(const ChangePlace& place) {
  return absl::StrCat(kCursorPrefix, place.position, "-", place.commit_micros);
}

absl::StatusOr<ChangePlace> ParseCursor(absl::string_view cursor) {
  if (cursor.empty()) return ChangePlace{};
  ChangePlace place;
  bool good = false;
  if (absl::ConsumePrefix(&cursor, kFirstCursorPrefix)) {
    good = absl::SimpleAtoi(cursor, &place.position);
  } else if (absl::ConsumePrefix(&cursor, kCursorPrefix)) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(cursor, absl::MaxSplits('-', 1));
    good = absl::SimpleAtoi(parts.first, &place.position) && absl::SimpleAtoi(parts.second, &place.commit_micros);
  }
  if (!good || place.position < 0 || place.commit_micros < 0) {
    return InvalidField("cursor", "is not a cursor of this server");
  }
  return place;
}

}  // namespace lianfang
