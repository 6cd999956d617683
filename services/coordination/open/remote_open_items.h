// What is open, over the wire: from notification, which has the duties of all services, and from evaluation.
#ifndef LIANFANG_SERVICES_COORDINATION_OPEN_REMOTE_OPEN_ITEMS_H_
#define LIANFANG_SERVICES_COORDINATION_OPEN_REMOTE_OPEN_ITEMS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"
#include "services/coordination/open/open_items.h"

namespace lianfang::coordination {

// Thread-safe.
class RemoteOpenItems : public OpenItems {
 public:
  RemoteOpenItems(const std::shared_ptr<grpc::Channel>& notification, const std::shared_ptr<grpc::Channel>& evaluation)
      : notification_(notification::v1::NotificationService::NewStub(notification)),
        evaluation_(evaluation::v1::EvaluationService::NewStub(evaluation)) {}

  absl::StatusOr<std::vector<duty::v1::Duty>> AwaitedDuties(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<evaluation::v1::Scorecard> GetScorecard(const std::string& plan, const std::string& region,
                                                         const std::string& period, absl::Time deadline) override;
  absl::StatusOr<evaluation::v1::Forecast> GetForecast(const std::string& plan, const std::string& region,
                                                       const std::string& period, absl::Time deadline) override;

 private:
  const std::unique_ptr<notification::v1::NotificationService::Stub> notification_;
  const std::unique_ptr<evaluation::v1::EvaluationService::Stub> evaluation_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_OPEN_REMOTE_OPEN_ITEMS_H_
