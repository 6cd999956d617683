// What the services of one process share.
#ifndef LIANFANG_COMMON_RPC_RUNTIME_H_
#define LIANFANG_COMMON_RPC_RUNTIME_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/rpc/call_audit.h"
#include "common/rpc/quotas.h"
#include "common/rpc/stream_set.h"
#include "common/rpc/worker_pool.h"
#include "common/tls/verify_certificate.h"

namespace lianfang {

// Outlives the services.
struct RpcRuntime {
  WorkerPool& workers;
  Metrics& metrics;
  StreamSet& streams;
  Quotas& quotas;
  std::string trust_domain;
  absl::Duration default_deadline = absl::Seconds(30);
  std::vector<std::string> trusted_proxies{};           // ids of services (caller.h)
  std::shared_ptr<CertificateVerifier> certificates{};  // set when the server starts
  std::function<absl::Status()> may_change{};           // asked before each mutation; null: always
  const Clock* clock = nullptr;                         // when calls arrive; null: nobody asks
  CallAudit* audit = nullptr;                           // null: nothing is audited
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_RUNTIME_H_
