// Keeps what a source's WatchDuties says: effectively once, because a change and its cursor are saved in one transaction.
//
//   DutySync sync("submission", channel, plans, store);
//   StreamFollower duties(sync.Stream(), clock);
#ifndef LIANFANG_COMMON_FOLLOWING_DUTY_SYNC_H_
#define LIANFANG_COMMON_FOLLOWING_DUTY_SYNC_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/following/duty_store.h"
#include "common/following/plan_editions.h"
#include "common/rpc/stream_follower.h"
#include "lianfang/duty/v1/duty_service.grpc.pb.h"

namespace lianfang {

// Thread-safe. Refers to the plans and the store that it is given.
class DutySync {
 public:
  // `source` names the service in the store. The plans of duties are kept before them.
  DutySync(std::string source, const std::shared_ptr<grpc::Channel>& channel, PlanEditions& plans, DutyStore& store)
      : source_(std::move(source)), stub_(duty::v1::DutyService::NewStub(channel)), plans_(plans), store_(store) {}

  // The stream, from the stored cursor on, received into the store. Refers to this.
  ResumableStream<duty::v1::WatchDutiesResponse> Stream();

 private:
  absl::Status Receive(const std::string& after, const duty::v1::WatchDutiesResponse& change, absl::Time deadline);

  const std::string source_;
  const std::unique_ptr<duty::v1::DutyService::Stub> stub_;
  PlanEditions& plans_;
  DutyStore& store_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOLLOWING_DUTY_SYNC_H_
