// One call's way through the guard of contract_service.h: who calls, whether they may, what they ask, and the record
// when it ends. The same for every kind of method.
#ifndef LIANFANG_COMMON_RPC_PASSAGE_H_
#define LIANFANG_COMMON_RPC_PASSAGE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/metrics.h"
#include "common/rpc/call.h"
#include "common/rpc/caller.h"
#include "common/rpc/quotas.h"
#include "common/rpc/runtime.h"

namespace lianfang {

// One method's counts and times. Looking a metric up by its labels costs more than counting, so each is looked up once.
// Thread-safe.
class MethodMetrics {
 public:
  MethodMetrics(Metrics& metrics, std::string method);

  void Record(const std::string& code, double seconds);

 private:
  prometheus::Counter& Handled(const std::string& code);

  Metrics& metrics_;
  const std::string method_;
  prometheus::Histogram& seconds_;
  absl::Mutex mutex_;
  std::map<std::string, prometheus::Counter*> handled_ ABSL_GUARDED_BY(mutex_);  // by code
};

// A request as parsed, with what is wrong with it in general (request_check.h).
using ParsedRequest = std::pair<std::shared_ptr<const google::protobuf::Message>, absl::Status>;

// INVALID_ARGUMENT where the bytes are beyond the bounds of the method's requests (request_bounds.h), which is found
// before the factory makes a message, or are no such request.
absl::StatusOr<ParsedRequest> ParseRequest(
    const google::protobuf::MethodDescriptor& method, const grpc::ByteBuffer& buffer,
    google::protobuf::MessageFactory& factory = *google::protobuf::MessageFactory::generated_factory());

// Runs `work`; what it throws becomes INTERNAL, with the reason in the log and not on the wire.
absl::Status Guarded(const std::function<absl::Status()>& work);

// Begins when the call arrives. Not thread-safe.
class Passage {
 public:
  Passage(const google::protobuf::MethodDescriptor& method, MethodMetrics& metrics)
      : method_(method), metrics_(metrics) {
    call_->gone = gone_;
  }

  // Identity, access, and the caller's quota for a call whose first request has so many bytes; or why not.
  absl::Status AdmitCaller(const grpc::CallbackServerContext& context, const RpcRuntime& runtime, size_t bytes);

  // Who calls (caller.h), and whether they may call the method. What is known of the caller is in the record in any case.
  absl::Status Identify(const Arrival& arrival, const RpcRuntime& runtime);

  // Records that a call was refused by its headers alone.
  void EndByHeaders(const Arrival& arrival, const absl::Status& refused);

  // The request of a caller who is admitted; or why it is refused, also where the process may change nothing now.
  absl::Status AdmitRequest(const grpc::ByteBuffer& bytes, const RpcRuntime& runtime);

  // Tells the handler that nobody waits for its answer any more. From any thread.
  void SetGone() { gone_->store(true, std::memory_order_relaxed); }

  // What the call has of the quotas.
  Quotas::Share& share() { return share_; }

  std::shared_ptr<const Call> call() const { return call_; }
  const std::shared_ptr<const google::protobuf::Message>& request() const { return request_; }  // null until parsed

  // Tells the audit that the call reads personal data. Not OK: then it must not be answered.
  absl::Status AuditRead() const;

  // One log line, and the metrics; of a denial, an audit row.
  void Record(const absl::Status& status) const;

  // Gives back what the call has of the quotas, so that it is free before the caller has the answer, and records the end.
  void End(const absl::Status& status) {
    share_.Release();
    Record(status);
  }

 private:
  const google::protobuf::MethodDescriptor& method_;
  MethodMetrics& metrics_;
  const absl::Time start_ = absl::Now();
  const std::shared_ptr<std::atomic<bool>> gone_ = std::make_shared<std::atomic<bool>>(false);
  const std::shared_ptr<Call> call_ = std::make_shared<Call>();
  CallAudit* audit_ = nullptr;  // from when the caller is identified
  Quotas::Share share_;
  std::shared_ptr<const google::protobuf::Message> request_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_PASSAGE_H_
