#include "common/rpc/server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/clock.h"
#include "common/free_memory.h"
#include "common/log.h"
#include "common/rpc/doorkeeper.h"

namespace lianfang {
namespace {

constexpr size_t kHealthTransportBytes = size_t{4} << 20;
constexpr int kLongestHealthRequest = 4096;
constexpr absl::Duration kReadyRetry = absl::Seconds(1);

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// Blocks the signals first: the pool's threads must not take them from the one that waits for them.
std::unique_ptr<WorkerPool> StartWorkers(WorkerPool::Options options, Metrics& metrics) {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  options.waiting =
      &metrics.Gauge("lianfang_rpc_waiting_calls", "Calls and steps of streams that wait for a worker.", {});
  return std::make_unique<WorkerPool>(options);
}

// A second server on the same port would start silently and take half of the calls.
void RefuseSharedPort(grpc::ServerBuilder& builder) { builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0); }

// The longest message that any method takes. gRPC refuses longer ones by itself, but only when they have come in whole.
void BoundMessages(grpc::ServerBuilder& builder, const std::vector<ContractService*>& services) {
  size_t longest = 0;
  for (const ContractService* service : services) longest = std::max(longest, service->longest_request());
  builder.SetMaxReceiveMessageSize(static_cast<int>(longest));
}

// What one connection may have under way at once, more calls wait at the client; and how long a call's headers may be: a
// forwarded certificate with its chain is some KiB.
void BoundConnections(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 128);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
}

void AllowPings(grpc::ServerBuilder& builder, absl::Duration interval) {
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(interval)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
}

// Messages are held by the transport until they are whole, however many callers withhold the last byte of theirs. Beyond
// the bound gRPC reads less at a time, ends idle connections, and then streams.
void BoundTransport(grpc::ServerBuilder& builder, size_t bytes) {
  grpc::ResourceQuota quota("transport");
  quota.Resize(bytes);
  builder.SetResourceQuota(quota);  // which takes a reference of its own
}

std::vector<std::string> NamesOf(const std::vector<ContractService*>& services) {
  std::vector<std::string> names;
  for (const ContractService* service : services) {
    names.push_back(service->methods().front().descriptor.service()->full_name());
  }
  return names;
}

void RenewConnections(grpc::ServerBuilder& builder, absl::Duration age, absl::Duration grace) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, static_cast<int>(absl::ToInt64Milliseconds(age)));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, static_cast<int>(absl::ToInt64Milliseconds(grace)));
}

}  // namespace

Server::Server(ServerOptions options, Metrics& metrics)
    : options_(std::move(options)),
      metrics_(metrics),
      streams_(options_.slow_stream_limit),
      quotas_(options_.quotas),
      workers_(StartWorkers(options_.workers, metrics_)),
      runtime_{*workers_,
               metrics_,
               streams_,
               quotas_,
               options_.trust_domain,
               options_.default_deadline,
               options_.trusted_proxies} {
  grpc::EnableDefaultHealthCheckService(true);
}

Server::~Server() { Drain(); }

absl::Status Server::Start(const std::vector<ContractService*>& services) {
  if (absl::Status status = StartVerifier(); !status.ok()) return status;
  auto credentials = MutualTlsServer(options_.tls, runtime_.certificates);
  if (!credentials.ok()) return credentials.status();
  (*credentials)->SetAuthMetadataProcessor(std::make_shared<Doorkeeper>(services, runtime_));
  grpc::ServerBuilder builder;
  RefuseSharedPort(builder);
  BoundConnections(builder);
  AllowPings(builder, options_.ping_interval);
  BoundTransport(builder, options_.transport_bytes);
  BoundMessages(builder, services);
  RenewConnections(builder, options_.max_connection_age, options_.drain_limit);
  builder.AddListeningPort(options_.listen, *credentials, &port_);
  for (ContractService* service : services) builder.RegisterService(service);
  if (options_.reflection) {
    reflection_ = std::make_unique<Reflection>(NamesOf(services));
    reflection_->RegisterAt(builder);
  }
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.listen, "; is the port taken?"));
  }
  const absl::Status status = StartHealth();
  if (!status.ok()) Drain();  // the services may go as soon as this fails
  return status;
}

absl::Status Server::StartVerifier() {
  static const auto& clock = *new SystemClock;  // handshakes of a server that has gone may ask it still
  auto verifier = CertificateVerifier::Create({.files = {.ca = options_.tls.ca,
                                                         .crl_directory = options_.crl_directory,
                                                         .denied_serials = options_.denied_serials},
                                               .look_again_after = options_.look_again_after},
                                              clock);
  if (!verifier.ok()) return verifier.status();
  runtime_.certificates = *std::move(verifier);
  return absl::OkStatus();
}

absl::Status Server::StartHealth() {
  grpc::ServerBuilder builder;
  RefuseSharedPort(builder);
  BoundConnections(builder);
  BoundTransport(builder, kHealthTransportBytes);
  builder.SetMaxReceiveMessageSize(kLongestHealthRequest);
  builder.RegisterCallbackGenericService(&nothing_else_);
  builder.AddListeningPort(options_.health_listen, grpc::InsecureServerCredentials(), &health_port_);
  health_server_ = builder.BuildAndStart();
  if (health_server_ == nullptr || health_port_ == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.health_listen, "; is the port taken?"));
  }
  for (auto* server : {server_.get(), health_server_.get()}) {
    server->GetHealthCheckService()->SetServingStatus("", true);
    server->GetHealthCheckService()->SetServingStatus("liveness", true);
  }
  {
    absl::MutexLock lock(&readiness_mutex_);
    serving_ = true;
    ShowReadiness();
  }
  Log(LogLevel::kInfo, "listening", {{"port", absl::StrCat(port_)}, {"health_port", absl::StrCat(health_port_)}});
  return absl::OkStatus();
}

absl::Status Server::Run(const std::vector<ContractService*>& services) {
  if (absl::Status status = Start(services); !status.ok()) return status;
  if (AwaitReady()) {
    ReturnFreeMemory();  // what only the start has needed, such as files of data and the contracts' descriptions
    SetReady(true);
    WaitForSignal();
  }
  Drain();
  return absl::OkStatus();
}

// Returns false when a signal to stop came first.
bool Server::AwaitReady() {
  std::string told;
  while (ready_check_ != nullptr) {
    const absl::Status status = ready_check_();
    if (status.ok()) break;
    if (status.message() != told) Log(LogLevel::kError, "not_ready", {{"reason", status.message()}});
    told = std::string(status.message());
    const sigset_t signals = StopSignals();
    const timespec pause = absl::ToTimespec(kReadyRetry);
    if (sigtimedwait(&signals, nullptr, &pause) > 0) return false;
  }
  return true;
}

void Server::SetReady(bool ready) {
  absl::MutexLock lock(&readiness_mutex_);
  ready_ = ready;
  ShowReadiness();
}

void Server::SetAble(bool able) {
  absl::MutexLock lock(&readiness_mutex_);
  able_ = able;
  ShowReadiness();
}

void Server::ShowReadiness() {
  if (!serving_) return;
  for (auto* server : {server_.get(), health_server_.get()}) {
    server->GetHealthCheckService()->SetServingStatus("readiness", ready_ && able_);
  }
}

void Server::WaitForSignal() {
  const sigset_t signals = StopSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  Log(LogLevel::kInfo, "signal", {{"number", absl::StrCat(signal)}});
}

void Server::Drain() {
  if (server_ == nullptr) return;
  if (health_server_ != nullptr) {
    SetReady(false);
    {
      absl::MutexLock lock(&readiness_mutex_);
      serving_ = false;
    }
    absl::SleepFor(options_.drain_delay);
  }
  streams_.Drain();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_limit));
  if (health_server_ != nullptr) health_server_->Shutdown();
  workers_.reset();
  server_.reset();
  health_server_.reset();
  Log(LogLevel::kInfo, "drained");
}

}  // namespace lianfang
