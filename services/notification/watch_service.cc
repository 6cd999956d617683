#include "services/notification/watch_service.h"

#include <memory>
#include <optional>
#include <string>

#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/visibility.h"

namespace lianfang::notification {

// Where a stream begins: after a cursor, or after everything that is there now.
absl::StatusOr<Cursor> WatchService::Position(const Call& call, const std::string& cursor) {
  return cursor == "now" ? ReadHead(pool_, call.deadline) : ParseCursor(cursor);
}

void WatchService::Register(ContractService& service) {
  service.AuditReads("WatchDeliveries");
  service.ServerStream<v1::WatchDeliveriesRequest, v1::WatchDeliveriesResponse>(
      "WatchDeliveries",
      [this](const Call& call, const v1::WatchDeliveriesRequest& request) -> absl::StatusOr<std::unique_ptr<Feed>> {
        const auto after = Position(call, request.cursor());
        if (!after.ok()) return after.status();
        const auto encode = [caller = call.caller](
                                const std::string& payload,
                                const std::string& cursor) -> absl::StatusOr<std::optional<std::string>> {
          v1::WatchDeliveriesResponse change;
          if (!change.ParseFromString(payload)) return absl::DataLossError("a stored change does not parse");
          if (!payload.empty() && !CheckMaySee(caller, change.delivery()).ok()) return std::nullopt;
          change.set_cursor(cursor);
          return change.SerializeAsString();
        };
        return std::make_unique<ChangelogFeed>(pool_, tailer_, kDeliveriesTopic, *after, encode);
      });
}

}  // namespace lianfang::notification
