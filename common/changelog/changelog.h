// What changed, in commit order and without gaps: a table that others follow.
//
// A change is appended in the transaction that makes it. Appending locks the head row until that transaction ends, so
// positions are given out in commit order: whoever has read up to a position has missed nothing before it, in any
// replica, after any crash. The schema has the tables `changelog` and `changelog_head` (one row).
//
//   AppendChanges(transaction, {{"returns", event.SerializeAsString()}}, now);
//   auto page = ReadChanges(pool, deadline, "returns", /*after=*/position, 100);
//
// A database that is set back to an earlier state (a restored backup, a standby that lacked the last commits) gives out
// positions a second time, for other changes. So a cursor says which change is at its position: the one of this commit
// time.
#ifndef LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_
#define LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/change.h"
#include "common/pg/parameters.h"
#include "common/pg/transaction.h"

namespace lianfang {

// A place in a changelog: the change at `position`, or the beginning.
struct ChangePlace {
  int64_t position = 0;       // from 1; 0: before the first change
  int64_t commit_micros = 0;  // commit time of the change there, in microseconds since the epoch; 0: not known

  bool operator==(const ChangePlace&) const = default;
};

// A change as read.
struct PlacedChange {
  ChangePlace place;
  std::string payload;
};

// The end of a changelog, and what is at a place that a follower has come to.
struct ChangelogEnd {
  ChangePlace last;
  bool has_place = false;  // not where the changelog ends before the place, or has another change there
};

// Appends in the given order. Call it last in a transaction: other writers wait from here to the commit. Throws as
// libpqxx does.
void AppendChanges(PgTransaction& transaction, const std::vector<Change>& changes, absl::Time now);

// Parts of a WITH clause that append changes, for a statement that does more besides. Their parameters are bound by
// BindChanges.
extern const char kAppendChangesSql[];
void BindChanges(const std::vector<Change>& changes, absl::Time now, NamedParameters& parameters);

// At most `limit` changes of `topic` after `position`, in order.
absl::StatusOr<std::vector<PlacedChange>> ReadChanges(PgPool& pool, absl::Time deadline, absl::string_view topic,
                                                      int64_t after, int limit);

// The last place, over all topics; the beginning while there is no change.
absl::StatusOr<ChangePlace> ReadHead(PgPool& pool, absl::Time deadline);

// The last place, and whether `place` is one of this changelog; both as of one instant. A place without a commit time is
// one if it is not beyond the last.
absl::StatusOr<ChangelogEnd> ReadEnd(PgPool& pool, absl::Time deadline, const ChangePlace& place);

// A place as callers keep it: opaque to them. Parsing gives INVALID_ARGUMENT for what is no cursor; "" is the
// beginning. Cursors of the first version say no commit time.
std::string FormatCursor(const ChangePlace& place);
absl::StatusOr<ChangePlace> ParseCursor(absl::string_view cursor);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_
