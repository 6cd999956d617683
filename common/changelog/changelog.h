// What changed, in commit order and without gaps: a table that others follow.
//
// A change is appended in the transaction that makes it. Appending locks the head row until that transaction ends, so
// positions are given out in commit order: whoever has read up to a position has missed nothing before it, in any
// replica, after any crash. The schema has the tables `changelog` and `changelog_head` (one row). Changes older than a
// setting are removed, oldest first (README.md); whoever would miss one of them is refused.
//
//   AppendChanges(transaction, {{"returns", event.SerializeAsString()}}, now);
//   auto page = ReadChanges(pool, deadline, "returns", /*after=*/cursor.position, 100);
#ifndef LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_
#define LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/change.h"
#include "common/pg/parameters.h"
#include "common/pg/transaction.h"

namespace lianfang {

// A change as read. Shared between the streams that tell it.
struct PlacedChange {
  int64_t position;  // from 1
  std::string topic;
  std::string payload;
  std::string mark;  // of the payload (Cursor)
};
using Changes = std::vector<std::shared_ptr<const PlacedChange>>;

// Up to where a follower has received everything: a position, and what stood there. The mark tells this history from
// another one: a database that was set back to an earlier state gives the same positions out again.
struct Cursor {
  int64_t position = 0;  // 0: the beginning
  std::string mark{};    // of the change at the position; empty at the beginning, and in cursors of earlier versions
};

// Appends in the given order. Call it last in a transaction: other writers wait from here to the commit. Throws as
// libpqxx does.
void AppendChanges(PgTransaction& transaction, const std::vector<Change>& changes, absl::Time now);

// Parts of a WITH clause that append changes, for a statement that does more besides. Their parameters are bound by
// BindChanges.
extern const char kAppendChangesSql[];
void BindChanges(const std::vector<Change>& changes, absl::Time now, NamedParameters& parameters);

// At most `limit` changes after `position`, in order: of `topic`, or of all topics. The former is OUT_OF_RANGE with the
// reason CURSOR_PRUNED where changes after `position` were removed, also while this reads.
absl::StatusOr<Changes> ReadChanges(PgPool& pool, absl::Time deadline, absl::string_view topic, int64_t after,
                                    int limit);
absl::StatusOr<Changes> ReadAllChanges(PgPool& pool, absl::Time deadline, int64_t after, int limit);

// Up to the last change, over all topics.
absl::StatusOr<Cursor> ReadHead(PgPool& pool, absl::Time deadline);

// OUT_OF_RANGE unless the changelog holds, where the cursor points to, what it held when the cursor was given out:
//   CURSOR_AHEAD                beyond the last change;
//   CURSOR_REPLACED   another change stands there;
//   CURSOR_PRUNED     what comes after it was removed, because it is older than changes are kept. So is the beginning.
// In the first two cases the database was set back to an earlier state, or the cursor is of another one, and whoever went on from
// there would miss changes in silence. A cursor without mark is held to the first and the last change alone, and so is
// one whose own change was the last to be removed.
absl::Status CheckCursor(PgPool& pool, absl::Time deadline, const Cursor& cursor);

// Up to this change.
Cursor CursorAt(const PlacedChange& change);

// A cursor as callers keep it: opaque to them. Parsing gives INVALID_ARGUMENT for what is no cursor; "" is the
// beginning. Cursors of earlier versions (a position alone) are read, too.
std::string FormatCursor(const Cursor& cursor);
absl::StatusOr<Cursor> ParseCursor(absl::string_view cursor);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_
