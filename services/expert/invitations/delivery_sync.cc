#include "services/expert/invitations/delivery_sync.h"

#include <string>

#include "common/time.h"

namespace lianfang::expert {

using notification::v1::WatchDeliveriesResponse;

std::optional<DeliveryRecord> OutcomeOf(const WatchDeliveriesResponse& change) {
  const notification::v1::Delivery& delivery = change.delivery();
  switch (delivery.state()) {
    case notification::v1::DELIVERY_STATE_SENT:
      return DeliveryRecord{delivery.name(), DeliveryOutcome::kSent, FromTimestamp(delivery.send_time()), ""};
    case notification::v1::DELIVERY_STATE_FAILED:
    case notification::v1::DELIVERY_STATE_SUPPRESSED: {
      std::string problem = delivery.state_reason();
      if (problem.empty() && !delivery.attempts().empty()) problem = delivery.attempts().rbegin()->text();
      return DeliveryRecord{delivery.name(), DeliveryOutcome::kFailed, FromTimestamp(change.commit_time()), problem};
    }
    default:
      return std::nullopt;
  }
}

ResumableStream<WatchDeliveriesResponse> DeliverySync::Stream() {
  return {.name = "deliveries",
          .load_cursor = [this](absl::Time deadline) { return store_.LoadCursor(deadline); },
          .open =
              [this](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
                notification::v1::WatchDeliveriesRequest request;
                request.set_cursor(cursor);
                stub_->async()->WatchDeliveries(&context, &request, reader.reactor());
                reader.Start();
              },
          .receive =
              [this](const std::string& after, const WatchDeliveriesResponse& change, absl::Time deadline) {
                return store_.SaveDelivery(OutcomeOf(change), after, change.cursor(), deadline);
              }};
}

}  // namespace lianfang::expert
