// What changed, in commit order and without gaps: a table that others follow.
//
// A change is appended in the transaction that makes it. Appending locks the head row until that transaction ends, so
// positions are given out in commit order: whoever has read up to a position has missed nothing before it, in any
// replica, after any crash. The schema has the tables `changelog` and `changelog_head` (one row).
//
//   AppendChanges(transaction, {{"returns", event.SerializeAsString()}}, now);
//   auto page = ReadChanges(pool, deadline, "returns", /*after=*/position, 100);
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

// A change as read.
struct PlacedChange {
  int64_t position;  // from 1
  std::string payload;
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

// The last position given out, over all topics; 0 when there is none.
absl::StatusOr<int64_t> ReadHead(PgPool& pool, absl::Time deadline);

// A position as callers keep it: opaque to them. Parsing gives INVALID_ARGUMENT for what is no cursor; "" is the
// beginning.
std::string FormatCursor(int64_t position);
absl::StatusOr<int64_t> ParseCursor(absl::string_view cursor);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_CHANGELOG_H_
