#include "services/submission/watch_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"

namespace lianfang::submission {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(10);
constexpr absl::string_view kNow = "now";
constexpr size_t kMostRemembered = 10'000;  // rows

template <typename Response>
absl::StatusOr<Response> Opened(const std::string& payload) {
  Response response;
  if (!response.ParseFromString(payload)) return absl::DataLossError("a stored change does not parse");
  return response;
}

template <typename Response>
absl::StatusOr<std::vector<Response>> Opened(const Changes& page) {
  std::vector<Response> changes;
  for (const auto& change : page) {
    auto opened = Opened<Response>(change->payload);
    if (!opened.ok()) return opened.status();
    changes.push_back(*std::move(opened));
  }
  return changes;
}

RowKey RowOf(const v1::ObligationOwner& owner) { return {owner.department(), owner.region(), owner.acting_region()}; }

bool IsRestricted(const RowScope& scope) { return !scope.department.empty() || !scope.division_prefix.empty(); }

// Whether the row moved from elsewhere, and was in the scope there.
template <typename Response>
bool WasInScope(const RowScope& scope, const Response& change) {
  return change.has_previous_owner() && IsInScope(scope, RowOf(change.previous_owner()));
}

// The change as somebody in the scope is told it, who is to be told of it (InScope); nothing where it changes nothing for
// him.
std::optional<v1::WatchObligationsResponse> ToldTo(const RowScope& scope, v1::WatchObligationsResponse change) {
  if (!WasInScope(scope, change) || IsInScope(scope, change.obligation())) return change;
  v1::WatchObligationsResponse left;
  left.set_left(change.obligation().name());
  *left.mutable_commit_time() = change.commit_time();
  return left;
}

std::optional<v1::WatchReturnsResponse> ToldTo(const RowScope& scope, v1::WatchReturnsResponse change) {
  if (!WasInScope(scope, change)) return change;
  if (!IsRestricted(scope)) return std::nullopt;  // it was told of the return when that was filed
  v1::WatchReturnsResponse left;
  left.set_left(change.return_().name());
  left.set_ledger_sequence(change.ledger_sequence());
  *left.mutable_commit_time() = change.commit_time();
  return left;
}

// A change as it is streamed, in the form that `render` gives it; a heartbeat where the payload is empty.
template <typename Response, typename Render>
absl::StatusOr<std::optional<std::string>> Encoded(const RowScope& scope, const std::string& payload,
                                                   const std::string& cursor, const Render& render) {
  auto change = Opened<Response>(payload);
  if (!change.ok()) return change.status();
  auto told = ToldTo(scope, *std::move(change));
  if (!told.has_value()) return std::nullopt;
  told->set_cursor(cursor);
  return render(*told);
}

template <typename Response>
absl::StatusOr<std::string> Bytes(const Response& change) {
  return change.SerializeAsString();
}

}  // namespace

// Where a stream begins: after a cursor, or after everything that is there now.
absl::StatusOr<Cursor> WatchService::Position(const Call& call, const std::string& cursor) {
  return cursor == kNow ? ReadHead(pool_, call.deadline) : ParseCursor(cursor);
}

// Which of the changes of a page somebody in the scope is told of. Returns are of their obligations' department and
// region, as these are now: one reading for all. A return that moved is told to those who did not have it, and to those
// who have it no more.
absl::StatusOr<std::vector<bool>> WatchService::InScope(const RowScope& scope,
                                                        const std::vector<v1::WatchReturnsResponse>& changes,
                                                        int64_t last) {
  std::vector<std::string> names;
  for (const auto& change : changes) names.push_back(change.return_().obligation());
  const auto rows = RowsOf(names, last);
  if (!rows.ok()) return rows.status();
  std::vector<bool> wanted;
  for (const auto& change : changes) {
    const auto found = rows->find(change.return_().obligation());
    const bool is_in_scope = found != rows->end() && IsInScope(scope, found->second);
    wanted.push_back(is_in_scope != WasInScope(scope, change));
  }
  return wanted;
}

// Whose these obligations are now. An obligation that moves is a change itself, so what is remembered holds until the
// next one, and not for changes up to `last` where that is one which the tailer has not seen yet.
absl::StatusOr<std::map<std::string, RowKey>> WatchService::RowsOf(const std::vector<std::string>& obligations,
                                                                   int64_t last) {
  const auto window = tailer_.window();
  const int64_t head = window == nullptr || window->head.position < last ? -1 : window->head.position;
  std::map<std::string, RowKey> rows;
  std::vector<std::string> missing;
  {
    absl::MutexLock lock(&mutex_);
    if (head != rows_head_) rows_.clear();
    rows_head_ = head;
    for (const std::string& name : obligations) {
      const auto found = rows_.find(name);
      if (found == rows_.end()) {
        missing.push_back(name);
      } else {
        rows.insert(*found);
      }
    }
  }
  if (missing.empty()) return rows;
  const auto loaded = store_.LoadObligations(missing, absl::Now() + kReadTimeout);
  if (!loaded.ok()) return loaded.status();
  for (const auto& [name, obligation] : *loaded) rows.insert_or_assign(name, RowKeyOf(obligation));
  absl::MutexLock lock(&mutex_);
  const auto now = tailer_.window();
  if (head != -1 && head == rows_head_ && now->head.position == head && rows_.size() < kMostRemembered)
    rows_.insert(rows.begin(), rows.end());
  return rows;
}

absl::StatusOr<std::vector<bool>> WatchService::InScope(const RowScope& scope,
                                                        const std::vector<v1::WatchObligationsResponse>& changes,
                                                        int64_t) {
  std::vector<bool> wanted;
  for (const auto& change : changes) {
    wanted.push_back(IsInScope(scope, change.obligation()) || WasInScope(scope, change));
  }
  return wanted;
}

template <typename Response>
absl::StatusOr<std::unique_ptr<Feed>> WatchService::Watch(const Call& call, const std::string& cursor,
                                                          const char* topic, Render<Response> render) {
  const auto after = Position(call, cursor);
  if (!after.ok()) return after.status();
  ChangelogFeed::Options options{.announces = cursor == kNow};
  const RowScope scope = ScopeOf(call.caller);
  if (IsRestricted(scope)) {
    options.select = [this, scope](const Changes& page) -> absl::StatusOr<std::vector<bool>> {
      const auto changes = Opened<Response>(page);
      if (!changes.ok()) return changes.status();
      return InScope(scope, *changes, page.empty() ? 0 : page.back()->position);
    };
  }
  auto encode = [scope, render = std::move(render)](const std::string& payload, const std::string& change_cursor) {
    return Encoded<Response>(scope, payload, change_cursor, render);
  };
  return std::make_unique<ChangelogFeed>(pool_, tailer_, topic, *after, std::move(encode), std::move(options));
}

absl::StatusOr<std::unique_ptr<Feed>> WatchService::WatchReturns(const Call& call,
                                                                 const v1::WatchReturnsRequest& request) {
  return Watch<v1::WatchReturnsResponse>(call, request.cursor(), kReturnsTopic, &Bytes<v1::WatchReturnsResponse>);
}

absl::StatusOr<std::unique_ptr<Feed>> WatchService::WatchObligations(const Call& call,
                                                                     const v1::WatchObligationsRequest& request) {
  return FollowObligations(call, request.cursor(), &Bytes<v1::WatchObligationsResponse>);
}

absl::StatusOr<std::unique_ptr<Feed>> WatchService::FollowObligations(const Call& call, const std::string& cursor,
                                                                      Render<v1::WatchObligationsResponse> render) {
  return Watch<v1::WatchObligationsResponse>(call, cursor, kObligationsTopic, std::move(render));
}

void WatchService::Register(ContractService& service) {
  service.ServerStream<v1::WatchReturnsRequest, v1::WatchReturnsResponse>(
      "WatchReturns",
      [this](const Call& call, const v1::WatchReturnsRequest& request) { return WatchReturns(call, request); });
  service.ServerStream<v1::WatchObligationsRequest, v1::WatchObligationsResponse>(
      "WatchObligations",
      [this](const Call& call, const v1::WatchObligationsRequest& request) { return WatchObligations(call, request); });
}

}  // namespace lianfang::submission
