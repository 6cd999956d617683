#include "common/changelog/window.h"

#include <algorithm>
#include <utility>

namespace lianfang {
namespace {

constexpr size_t kMostChanges = 1000;
constexpr size_t kMostBytes = size_t{4} << 20;

void DropOldest(ChangelogWindow& window) {
  size_t dropped = 0;
  while (window.changes.size() - dropped > kMostChanges || window.bytes > kMostBytes) {
    window.bytes -= window.changes[dropped]->payload.size();
    window.after = window.changes[dropped++]->position;
  }
  window.changes.erase(window.changes.begin(), window.changes.begin() + static_cast<std::ptrdiff_t>(dropped));
}

absl::StatusOr<ChangelogWindow> Reopen(int64_t generation, PgPool& pool, absl::Time deadline) {
  auto window = OpenWindow(pool, deadline);
  if (window.ok()) window->generation = generation;
  return window;
}

// Whether `read`, which begins at the head's own position, goes on from the head.
bool GoesOn(const Cursor& head, const Changes& read) {
  if (head.position == 0) return true;
  return !read.empty() && read.front()->position == head.position && CursorAt(*read.front()).mark == head.mark;
}

}  // namespace

Changes ChangelogWindow::Select(absl::string_view topic, int64_t position, size_t limit) const {
  Changes selected;
  auto next = std::upper_bound(changes.begin(), changes.end(), position,
                               [](int64_t at, const auto& change) { return at < change->position; });
  for (; next != changes.end() && selected.size() < limit; ++next) {
    if ((*next)->topic == topic) selected.push_back(*next);
  }
  return selected;
}

absl::StatusOr<ChangelogWindow> OpenWindow(PgPool& pool, absl::Time deadline) {
  auto head = ReadHead(pool, deadline);
  if (!head.ok()) return head.status();
  ChangelogWindow window;
  window.after = head->position;
  window.head = *std::move(head);
  return window;
}

absl::StatusOr<ChangelogWindow> NextWindow(const ChangelogWindow& window, PgPool& pool, absl::Time deadline) {
  const int64_t from = std::max<int64_t>(window.head.position - 1, 0);  // the head is read again, to be compared
  auto read = ReadAllChanges(pool, deadline, from, static_cast<int>(kMostChanges));
  if (!read.ok()) return read.status();
  if (!GoesOn(window.head, *read)) return Reopen(window.generation + 1, pool, deadline);
  if (read->size() == kMostChanges) return Reopen(window.generation, pool, deadline);
  ChangelogWindow next = window;
  for (auto& change : *read) {
    if (change->position <= window.head.position) continue;
    next.bytes += change->payload.size();
    next.changes.push_back(std::move(change));
  }
  if (!next.changes.empty()) next.head = CursorAt(*next.changes.back());
  DropOldest(next);
  return next;
}

}  // namespace lianfang
