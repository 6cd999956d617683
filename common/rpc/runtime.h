// What the services of one process share.
#ifndef LIANFANG_COMMON_RPC_RUNTIME_H_
#define LIANFANG_COMMON_RPC_RUNTIME_H_

#include <string>

#include "absl/time/time.h"
#include "common/metrics.h"
#include "common/rpc/quotas.h"
#include "common/rpc/stream_set.h"
#include "common/rpc/worker_pool.h"

namespace lianfang {

// Outlives the services.
struct RpcRuntime {
  WorkerPool& workers;
  Metrics& metrics;
  StreamSet& streams;
  Quotas& quotas;
  std::string trust_domain;
  absl::Duration default_deadline = absl::Seconds(30);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_RUNTIME_H_
