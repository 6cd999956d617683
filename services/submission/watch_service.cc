#include "services/submission/watch_service.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/names.h"

namespace lianfang::submission {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

}  // namespace

// Where a stream begins: after a cursor, or after everything that is there now.
absl::StatusOr<int64_t> WatchService::Position(const Call& call, const std::string& cursor) {
  return cursor == "now" ? ReadHead(pool_, call.deadline) : ParseCursor(cursor);
}

absl::StatusOr<bool> WatchService::IsFor(const RowScope& scope, const v1::WatchObligationsResponse& change) {
  return IsInScope(scope, change.obligation());
}

// A return is of its obligation's department and region, as they are now.
absl::StatusOr<bool> WatchService::IsFor(const RowScope& scope, const v1::WatchReturnsResponse& change) {
  if (scope.department.empty() && scope.division_prefix.empty()) return true;
  const auto name = ParseObligationName("obligation", change.return_().obligation());
  if (!name.ok()) return name.status();
  const auto found = store_.LoadCase(name->plan, name->id, absl::Now() + kReadTimeout);
  if (!found.ok()) return found.status();
  return found->obligation.has_value() && IsInScope(scope, *found->obligation);
}

template <typename Request, typename Response>
void WatchService::RegisterWatch(ContractService& service, const char* method, const char* topic) {
  service.ServerStream<Request, Response>(
      method, [this, topic](const Call& call, const Request& request) -> absl::StatusOr<std::unique_ptr<Feed>> {
        const auto after = Position(call, request.cursor());
        if (!after.ok()) return after.status();
        const auto encode = [this, scope = ScopeOf(call.caller)](
                                const std::string& payload,
                                const std::string& cursor) -> absl::StatusOr<std::optional<std::string>> {
          Response response;
          if (!response.ParseFromString(payload)) return absl::DataLossError("a stored change does not parse");
          if (!payload.empty()) {
            const auto wanted = IsFor(scope, response);
            if (!wanted.ok()) return wanted.status();
            if (!*wanted) return std::nullopt;
          }
          response.set_cursor(cursor);
          return response.SerializeAsString();
        };
        return std::make_unique<ChangelogFeed>(pool_, tailer_, topic, *after, encode);
      });
}

void WatchService::Register(ContractService& service) {
  RegisterWatch<v1::WatchReturnsRequest, v1::WatchReturnsResponse>(service, "WatchReturns", kReturnsTopic);
  RegisterWatch<v1::WatchObligationsRequest, v1::WatchObligationsResponse>(service, "WatchObligations",
                                                                           kObligationsTopic);
}

}  // namespace lianfang::submission
