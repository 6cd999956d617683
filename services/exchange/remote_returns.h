// Returns from submission, over the wire.
//
// They are read when the plan's ledger has grown, not followed as evaluation follows them: a run needs the returns of now and no history, a copy
// would be a second truth to keep, and a plan has 10,000 returns at most, ten pages. What tells that the ledger has grown is one small call.
#ifndef LIANFANG_SERVICES_EXCHANGE_REMOTE_RETURNS_H_
#define LIANFANG_SERVICES_EXCHANGE_REMOTE_RETURNS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "services/exchange/return_reading.h"

namespace lianfang::exchange {

class RemoteReturns : public ReturnReading {
 public:
  explicit RemoteReturns(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(submission::v1::SubmissionService::NewStub(channel)) {}

  absl::StatusOr<std::string> Position(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::vector<FiledReturn>> ReadInForce(const std::string& plan, absl::Time deadline) override;
  void Interrupt() override;

 private:
  // A call to submission, which Interrupt can end.
  class OneCall;

  const std::unique_ptr<submission::v1::SubmissionService::Stub> stub_;
  absl::Mutex mutex_;
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<grpc::ClientContext*> under_way_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_REMOTE_RETURNS_H_
