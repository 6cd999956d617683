// A service process, from start to drained end.
//
//   Server server(options, metrics);
//   ContractService plans("lianfang.submission.v1.PlanService", server.runtime());
//   plans.Unary<...>(...);
//   return server.Run({&plans});    // until SIGTERM or SIGINT: readiness off, serve a while, end streams, shut down
//
// Two ports: the mTLS port with the services, health and, where it is asked for, reflection; and a plaintext port that
// serves health only (a kubelet has no client certificate). Health names: `readiness` follows SetReady and the drain;
// `liveness` and `` say that the process serves.
#ifndef LIANFANG_COMMON_RPC_SERVER_H_
#define LIANFANG_COMMON_RPC_SERVER_H_

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/quotas.h"
#include "common/rpc/reflection.h"
#include "common/rpc/stream_set.h"
#include "common/rpc/worker_pool.h"
#include "common/tls/credentials.h"

namespace lianfang {

struct ServerOptions {
  std::string listen = "127.0.0.1:0";         // host:port of the mTLS port
  std::string health_listen = "127.0.0.1:0";  // host:port of the health-only port
  TlsFiles tls;
  // Revoked certificates (common/tls/verify_certificate.h): a directory of lists, a file of serial numbers; empty: none.
  std::string crl_directory;
  std::string denied_serials;
  absl::Duration look_again_after = absl::Seconds(1);  // at these files and at the authority's
  std::vector<std::string> trusted_proxies;            // ids of services that pass persons' calls on (caller.h)
  std::string trust_domain = "lianfang.local";
  WorkerPool::Options workers;
  absl::Duration default_deadline = absl::Seconds(30);  // for callers that set none
  // Between readiness off and refusing calls: endpoint removal lags behind.
  absl::Duration drain_delay = absl::ZeroDuration();
  absl::Duration drain_limit = absl::Seconds(20);  // for calls under way
  // Connections are renewed, so that new replicas get their share.
  absl::Duration max_connection_age = absl::Minutes(5);
  bool reflection = false;  // tell whoever has a certificate the contracts (reflection.h)
  QuotaLimits quotas;
  // Clients may send pings this often, with calls under way or without: grpc-js does every ten seconds. gRPC's own bound
  // is five minutes. After a few that come faster the connection is ended (ENHANCE_YOUR_CALM).
  absl::Duration ping_interval = absl::Seconds(1);
  // What connections may hold of messages that are not whole yet, and of what is to be sent: gRPC's ResourceQuota. A
  // quarter of a pod's memory (256 MiB).
  size_t transport_bytes = size_t{64} << 20;
  absl::Duration slow_stream_limit = absl::Minutes(1);  // whoever takes no message of a stream for longer is cut off
};

// Start, WaitForSignal and Drain are called from one thread, in this order (Run does so); SetReady from any.
class Server {
 public:
  // Blocks SIGTERM and SIGINT in this thread and those it starts: make the server before any other thread.
  Server(ServerOptions options, Metrics& metrics);
  ~Server();

  RpcRuntime& runtime() { return runtime_; }

  // Listens. UNAVAILABLE when an address is taken, FAILED_PRECONDITION when a TLS file cannot be read. The services
  // outlive Drain; after an error nothing serves.
  absl::Status Start(const std::vector<ContractService*>& services);

  // Ports in use; of interest where 0 was asked for.
  int port() const { return port_; }
  int health_port() const { return health_port_; }

  // Start, ready once the check of ReadyOnce has passed, WaitForSignal, Drain.
  absl::Status Run(const std::vector<ContractService*>& services);

  // The health name `readiness` is served as SetReady && SetAble, and not while the server drains.
  void SetReady(bool ready);
  // Whether the process can do its work; initially yes. From any thread, at any time, also before Start and after Drain.
  void SetAble(bool able);
  // Run is ready only when `check` has once answered OK. It is asked every second until then and never again: what fails later is an
  // outage, which must not take every replica out of service at once. Called before Run; from the thread that calls Run.
  void ReadyOnce(std::function<absl::Status()> check) { ready_check_ = std::move(check); }
  // Mutations (methods whose request has a `request_id`, rehearsals included) answer what `check` says, unless OK.
  // Called before Start; `check` is called from any thread, and outlives the server's calls.
  void RefuseMutationsUnless(std::function<absl::Status()> check) { runtime_.may_change = std::move(check); }
  // Calls are told when they arrived by this clock (Call::arrival_time). Called before Start; outlives the server's calls.
  void TellArrivalsBy(const Clock& clock) { runtime_.clock = &clock; }
  // Tells `audit` of calls from then on. Called before Start; it outlives the server's calls.
  void AuditWith(CallAudit& audit) { runtime_.audit = &audit; }
  void WaitForSignal();
  void Drain();

 private:
  absl::Status StartVerifier();
  absl::Status StartHealth();
  bool AwaitReady();
  void ShowReadiness() ABSL_EXCLUSIVE_LOCKS_REQUIRED(readiness_mutex_);

  ServerOptions options_;
  Metrics& metrics_;
  StreamSet streams_;
  Quotas quotas_;
  std::unique_ptr<WorkerPool> workers_;
  RpcRuntime runtime_;
  std::unique_ptr<Reflection> reflection_;
  std::unique_ptr<grpc::Server> server_;
  // What the health port answers to all other methods, UNIMPLEMENTED: a server of gRPC must have a service of its own.
  grpc::CallbackGenericService nothing_else_;
  std::unique_ptr<grpc::Server> health_server_;
  std::function<absl::Status()> ready_check_;
  absl::Mutex readiness_mutex_;
  bool ready_ ABSL_GUARDED_BY(readiness_mutex_) = false;
  bool able_ ABSL_GUARDED_BY(readiness_mutex_) = true;
  bool serving_ ABSL_GUARDED_BY(readiness_mutex_) = false;  // from Start to Drain
  int port_ = 0;
  int health_port_ = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_SERVER_H_
