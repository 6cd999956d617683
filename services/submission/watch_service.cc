#include "services/submission/watch_service.h"

#include <memory>
#include <string>

#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/batch.h"

namespace lianfang::submission {

template <typename Request, typename Response>
void WatchService::RegisterWatch(ContractService& service, const char* method, const char* topic) {
  service.ServerStream<Request, Response>(
      method, [this, topic](const Call&, const Request& request) -> absl::StatusOr<std::unique_ptr<Feed>> {
        const auto after = ParseCursor(request.cursor());
        if (!after.ok()) return after.status();
        const auto encode = [](const std::string& payload, const std::string& cursor) -> absl::StatusOr<std::string> {
          Response response;
          if (!response.ParseFromString(payload)) return absl::DataLossError("a stored change does not parse");
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
