#include "common/changelog/changelog.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/pg/reading.h"

namespace lianfang {
namespace {

// The versions of a cursor's form: a position; a position and a mark.
constexpr absl::string_view kPositionPrefix = "c1-";
constexpr absl::string_view kCursorPrefix = "c2-";
constexpr size_t kMarkBytes = 8;  // of SHA-256; nobody gains by a collision

const NamedQuery& Append() {
  static const auto& query = *new NamedQuery("changelog_append", absl::StrCat("WITH ", kAppendChangesSql, " SELECT"));
  return query;
}

constexpr Query kRead{"changelog_read",
                      "SELECT position, topic, payload FROM changelog WHERE topic = $1 AND position > $2 "
                      "ORDER BY position LIMIT $3"};

constexpr Query kReadAll{
    "changelog_read_all",
    "SELECT position, topic, payload FROM changelog WHERE position > $1 ORDER BY position LIMIT $2"};

constexpr Query kLast{"changelog_last",
                      "SELECT position, topic, payload FROM changelog ORDER BY position DESC LIMIT 1"};

// Positions have no gaps: what comes before the first one was removed.
constexpr Query kFirst{"changelog_first", "SELECT coalesce(min(position), 1) FROM changelog"};

PlacedChange ChangeOf(const pqxx::row& row) {
  std::string payload = pqxx::binarystring(row[2]).str();
  std::string mark = absl::BytesToHexString(Sha256(payload).substr(0, kMarkBytes));
  return {row[0].as<int64_t>(), row[1].as<std::string>(), std::move(payload), std::move(mark)};
}

Changes ChangesOf(const pqxx::result& rows) {
  Changes changes;
  changes.reserve(static_cast<size_t>(rows.size()));
  for (const pqxx::row& row : rows) changes.push_back(std::make_shared<const PlacedChange>(ChangeOf(row)));
  return changes;
}

absl::Status NotOfThisHistory(const char* reason, const Cursor& cursor, const std::string& last,
                              absl::string_view what) {
  return ErrorWithReason(absl::StatusCode::kOutOfRange,
                         absl::StrCat("the cursor ", FormatCursor(cursor), what,
                                      ": the database was set back to an earlier state, or the cursor is another's"),
                         reason, {{"cursor", FormatCursor(cursor)}, {"last", last}});
}

int64_t ReadFirst(PgTransaction& reads) { return reads.Execute(kFirst).at(0)[0].as<int64_t>(); }

// OUT_OF_RANGE unless everything after the position is there, when the first change is `first`.
absl::Status CheckKept(int64_t after, int64_t first) {
  if (after >= first - 1) return absl::OkStatus();
  return ErrorWithReason(
      absl::StatusCode::kOutOfRange,
      absl::StrCat("changes up to ", first - 1, " were removed, because they are older than changes ",
                   "are kept; what follows position ", after, " is not there any more"),
      "CURSOR_PRUNED", {{"position", absl::StrCat(after)}, {"pruned_through", absl::StrCat(first - 1)}});
}

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

absl::StatusOr<Changes> ReadChanges(PgPool& pool, absl::Time deadline, absl::string_view topic, int64_t after,
                                    int limit) {
  Changes changes;
  const absl::Status status = RunReads(pool, deadline, [&](PgTransaction& reads) {
    changes = ChangesOf(reads.Execute(kRead, std::string(topic), after, limit));
    return CheckKept(after, ReadFirst(reads));  // after the reading, so that nothing can have been removed in between
  });
  if (!status.ok()) return status;
  return changes;
}

absl::StatusOr<Changes> ReadAllChanges(PgPool& pool, absl::Time deadline, int64_t after, int limit) {
  return Reading<Changes>(pool, deadline, [&](PgTransaction& reads, Changes& changes) {
    changes = ChangesOf(reads.Execute(kReadAll, after, limit));
  });
}

absl::StatusOr<Cursor> ReadHead(PgPool& pool, absl::Time deadline) {
  return Reading<Cursor>(pool, deadline, [](PgTransaction& reads, Cursor& head) {
    const pqxx::result rows = reads.Execute(kLast);
    head = rows.empty() ? Cursor() : CursorAt(ChangeOf(rows[0]));
  });
}

absl::Status CheckCursor(PgPool& pool, absl::Time deadline, const Cursor& cursor) {
  const auto head = ReadHead(pool, deadline);
  if (!head.ok()) return head.status();
  const std::string last = FormatCursor(*head);
  if (cursor.position > head->position) {
    return NotOfThisHistory("CURSOR_AHEAD", cursor, last, absl::StrCat(" is ahead of the last change, ", last));
  }
  const auto first =
      Reading<int64_t>(pool, deadline, [](PgTransaction& reads, int64_t& position) { position = ReadFirst(reads); });
  if (!first.ok()) return first.status();
  if (absl::Status kept = CheckKept(cursor.position, *first); !kept.ok()) return kept;
  if (cursor.mark.empty() || cursor.position == *first - 1) return absl::OkStatus();
  const auto there = ReadAllChanges(pool, deadline, cursor.position - 1, 1);
  if (!there.ok()) return there.status();
  if (!there->empty() && CursorAt(*there->front()).mark == cursor.mark) return absl::OkStatus();
  return NotOfThisHistory("CURSOR_REPLACED", cursor, last, " names a change that is not there");
}

Cursor CursorAt(const PlacedChange& change) { return {change.position, change.mark}; }

std::string FormatCursor(const Cursor& cursor) {
  if (cursor.mark.empty()) return absl::StrCat(kPositionPrefix, cursor.position);
  return absl::StrCat(kCursorPrefix, cursor.position, "-", cursor.mark);
}

absl::StatusOr<Cursor> ParseCursor(absl::string_view text) {
  Cursor cursor;
  if (text.empty()) return cursor;
  absl::string_view rest = text;
  bool good = false;
  if (absl::ConsumePrefix(&rest, kPositionPrefix)) {
    good = absl::SimpleAtoi(rest, &cursor.position) && cursor.position >= 0;
  } else if (absl::ConsumePrefix(&rest, kCursorPrefix)) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(rest, absl::MaxSplits('-', 1));
    cursor.mark = std::string(parts.second);
    good = absl::SimpleAtoi(parts.first, &cursor.position) && cursor.position > 0 &&
           cursor.mark.size() == 2 * kMarkBytes && absl::c_all_of(cursor.mark, absl::ascii_isxdigit);
  }
  if (!good) return InvalidField("cursor", "is not a cursor of this server");
  return cursor;
}

}  // namespace lianfang
