// Exchange over the wire.
#ifndef LIANFANG_SERVICES_COORDINATION_EXCHANGE_REMOTE_EXCHANGE_H_
#define LIANFANG_SERVICES_COORDINATION_EXCHANGE_REMOTE_EXCHANGE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "lianfang/exchange/v1/exchange_service.grpc.pb.h"
#include "services/coordination/exchange/exchange_records.h"

namespace lianfang::coordination {

// Thread-safe.
class RemoteExchange : public ExchangeRecords {
 public:
  explicit RemoteExchange(const std::shared_ptr<grpc::Channel>& exchange)
      : exchange_(exchange::v1::ExchangeService::NewStub(exchange)) {}

  absl::StatusOr<std::vector<absl::Status>> Publish(const std::vector<exchange::v1::Record>& records,
                                                    const std::string& request_id, absl::Time deadline) override;
  absl::Status ReadEmployers(const std::string& region, const std::string& industry,
                             const std::function<bool(const exchange::v1::Employer&)>& take,
                             absl::Time deadline) override;

 private:
  const std::unique_ptr<exchange::v1::ExchangeService::Stub> exchange_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_EXCHANGE_REMOTE_EXCHANGE_H_
