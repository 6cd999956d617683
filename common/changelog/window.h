// The newest changes of a changelog, as one process has read them: once, however many streams tell them.
#ifndef LIANFANG_COMMON_CHANGELOG_WINDOW_H_
#define LIANFANG_COMMON_CHANGELOG_WINDOW_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/changelog/changelog.h"
#include "common/pg/pool.h"

namespace lianfang {

// Immutable: streams read it without a lock. Holds every change after `after` up to `head`, of all topics.
struct ChangelogWindow {
  // How often the database was seen to have been set back. What a stream knew before holds no longer then.
  int64_t generation = 0;
  int64_t after = 0;
  Cursor head;
  Changes changes;
  size_t bytes = 0;  // of the payloads

  // At most `limit` changes of `topic` after `position`, in order. `position` is at least `after`.
  Changes Select(absl::string_view topic, int64_t position, size_t limit) const;
};

// A window at the end of the changelog, with nothing in it.
absl::StatusOr<ChangelogWindow> OpenWindow(PgPool& pool, absl::Time deadline);

// The window after `window`, one read later: with what was appended since, without the oldest changes beyond its bounds
// (1,000 changes, 4 MiB). Where the changelog does not go on from the head, it is opened anew, as the next generation;
// where more was appended than a window holds, it is opened anew as the same one.
absl::StatusOr<ChangelogWindow> NextWindow(const ChangelogWindow& window, PgPool& pool, absl::Time deadline);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_WINDOW_H_
