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

template <typename Response>
absl::StatusOr<Response> Opened(const std::string& payload) {
  Response response;
  if (!response.ParseFromString(payload)) return absl::DataLossError("a stored change does not parse");
  return response;
}

template <typename Response>
absl::StatusOr<std::vector<Response>> Opened(const std::vector<PlacedChange>& page) {
  std::vector<Response> changes;
  for (const PlacedChange& change : page) {
    auto opened = Opened<Response>(change.payload);
    if (!opened.ok()) return opened.status();
    changes.push_back(*std::move(opened));
  }
  return changes;
}

// A change as it is streamed; a heartbeat where the payload is empty.
template <typename Response>
absl::StatusOr<std::optional<std::string>> WithCursor(const std::string& payload, const std::string& cursor) {
  auto response = Opened<Response>(payload);
  if (!response.ok()) return response.status();
  response->set_cursor(cursor);
  return response->SerializeAsString();
}

}  // namespace

// Where a stream begins: after a cursor, or after everything that is there now.
absl::StatusOr<ChangePlace> WatchService::Begin(const Call& call, const std::string& cursor) {
  return cursor == kNow ? ReadHead(pool_, call.deadline) : ParseCursor(cursor);
}

// Which of the changes of a page are in the scope. Returns are of their obligations' department and region, as these
// are now: one reading for all.
absl::StatusOr<std::vector<bool>> WatchService::InScope(const RowScope& scope,
                                                        const std::vector<v1::WatchReturnsResponse>& changes) {
  std::vector<std::string> names;
  for (const auto& change : changes) names.push_back(change.return_().obligation());
  const auto obligations = store_.LoadObligations(names, absl::Now() + kReadTimeout);
  if (!obligations.ok()) return obligations.status();
  std::vector<bool> wanted;
  for (const std::string& name : names) {
    const auto found = obligations->find(name);
    wanted.push_back(found != obligations->end() && IsInScope(scope, found->second));
  }
  return wanted;
}

absl::StatusOr<std::vector<bool>> WatchService::InScope(const RowScope& scope,
                                                        const std::vector<v1::WatchObligationsResponse>& changes) {
  std::vector<bool> wanted;
  for (const auto& change : changes) wanted.push_back(IsInScope(scope, change.obligation()));
  return wanted;
}

template <typename Response>
absl::StatusOr<std::unique_ptr<Feed>> WatchService::Watch(const Call& call, const std::string& cursor,
                                                          const char* topic) {
  const auto after = Begin(call, cursor);
  if (!after.ok()) return after.status();
  ChangelogFeed::Options options{.announces = cursor == kNow};
  const RowScope scope = ScopeOf(call.caller);
  if (!scope.department.empty() || !scope.division_prefix.empty()) {
    options.select = [this, scope](const std::vector<PlacedChange>& page) -> absl::StatusOr<std::vector<bool>> {
      const auto changes = Opened<Response>(page);
      if (!changes.ok()) return changes.status();
      return InScope(scope, *changes);
    };
  }
  return std::make_unique<ChangelogFeed>(pool_, tailer_, topic, *after, &WithCursor<Response>, std::move(options));
}

absl::StatusOr<std::unique_ptr<Feed>> WatchService::WatchReturns(const Call& call,
                                                                 const v1::WatchReturnsRequest& request) {
  return Watch<v1::WatchReturnsResponse>(call, request.cursor(), kReturnsTopic);
}

absl::StatusOr<std::unique_ptr<Feed>> WatchService::WatchObligations(const Call& call,
                                                                     const v1::WatchObligationsRequest& request) {
  return Watch<v1::WatchObligationsResponse>(call, request.cursor(), kObligationsTopic);
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
