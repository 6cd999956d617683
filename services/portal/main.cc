// The portal process: wiring only.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/clock.h"
#include "common/errors.h"
#include "common/free_memory.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "services/portal/caller_reader.h"
#include "services/portal/config.h"
#include "services/portal/domain/openapi/openapi.h"
#include "services/portal/domain/page/page_files.h"
#include "services/portal/http/http_server.h"
#include "services/portal/oidc/oidc_handler.h"
#include "services/portal/oidc/provider.h"
#include "services/portal/page_directory.h"
#include "services/portal/portal_service.h"
#include "services/portal/router.h"
#include "services/portal/store/redis_session_store.h"
#include "services/portal/upstream/grpc_upstreams.h"
#include "words/error_words.h"

namespace lianfang::portal {
namespace {

using Channels = std::map<std::string, std::shared_ptr<grpc::Channel>>;

absl::StatusOr<Channels> OpenChannels(const PortalConfig& config) {
  Channels channels;
  for (const std::string& upstream : config.upstreams) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(upstream, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) {
      return InvalidField("upstreams", absl::StrCat("must be NAME=TARGET by commas, has \"", upstream, "\""));
    }
    auto channel = OpenChannel(parts.second, config.process.server.tls);
    if (!channel.ok()) return channel.status();
    channels.emplace(parts.first, *std::move(channel));
  }
  return channels;
}

std::vector<std::string> NamesOf(const std::vector<std::string>& pairs) {
  std::vector<std::string> names;
  for (const std::string& pair : pairs) names.push_back(pair.substr(0, pair.find('=')));
  return names;
}

absl::StatusOr<RedisAddress> RedisOf(const ProcessConfig& config) {
  auto address = RedisAddress::Parse(config.redis_url);
  if (address.ok()) address->password_file = config.redis_password_file;
  return address;
}

absl::StatusOr<RecordSeal> SealOf(const PortalConfig& config) {
  const auto keys = ReadWhole(config.session_keys);
  if (!keys.ok()) return keys.status();
  return RecordSeal::Parse(*keys);
}

// With the comments of the contracts, which nothing needs afterwards. The contracts have been read before.
std::string Describe(const std::string& contracts, const PortalConfig& config) {
  return OpenApi(**Catalogue::Read(contracts, NamesOf(config.upstreams)), config.url);
}

// The gRPC port has two methods, and HTTP the rest: workers are for that. Serve waits by itself before it drains.
ServerOptions GrpcOptions(ServerOptions options) {
  options.workers.threads = 2;
  options.drain_delay = absl::ZeroDuration();
  return options;
}

absl::Status Serve(const PortalConfig& config) {
  Metrics metrics;
  const SystemClock clock;
  Server server(GrpcOptions(config.process.server), metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  auto channels = OpenChannels(config);
  if (!channels.ok()) return channels.status();
  const auto contracts = ReadWhole(config.contracts);
  if (!contracts.ok()) return contracts.status();
  const auto catalogue = Catalogue::Read(*contracts, NamesOf(config.upstreams), Catalogue::Comments::kDropped);
  if (!catalogue.ok()) return catalogue.status();
  auto files = ReadPage(config.page);
  if (!files.ok()) return files.status();
  const PageFiles page(*std::move(files));
  const auto redis = RedisOf(config.process);
  if (!redis.ok()) return redis.status();

  auto seal = SealOf(config);
  if (!seal.ok()) return seal.status();
  RedisSessionStore store(*redis, *std::move(seal), clock);
  CallerReader callers(store, server.runtime(), clock);
  GrpcUpstreams upstreams(*channels);
  auto workers = std::make_unique<WorkerPool>(config.process.server.workers);
  TokenBuckets calls({.per_second = config.calls_per_second, .burst = config.call_burst});
  TokenBuckets strangers(
      {.per_second = config.stranger_requests_per_minute / 60, .burst = config.stranger_requests_per_minute});
  const PortalContext context{.catalogue = **catalogue,
                              .upstreams = upstreams,
                              .store = store,
                              .callers = callers,
                              .workers = *workers,
                              .clock = clock,
                              .metrics = metrics,
                              .calls = calls,
                              .strangers = strangers,
                              .duty_sources = NamesOf(config.duty_sources)};
  OidcProvider provider({.issuer = config.oidc_issuer,
                         .client_id = config.oidc_client_id,
                         .client_secret_file = config.oidc_client_secret_file,
                         .ca = config.oidc_ca},
                        clock);
  const OidcHandler oidc(context, provider, config.url, config.process.server.trust_domain);
  HttpHandler single_sign_on;
  if (!config.oidc_issuer.empty()) {
    single_sign_on = [&oidc](std::shared_ptr<HttpExchange> exchange) { oidc.Handle(std::move(exchange)); };
  }
  const Router router(context, page, Describe(*contracts, config), std::move(single_sign_on));
  PortalService links(
      store, clock,
      [&server](const std::string& certificate, const std::string& chain) -> absl::StatusOr<PortalService::Named> {
        auto verified = server.runtime().certificates->Verify(certificate, chain);
        if (!verified.ok()) return verified.status();
        return PortalService::Named{verified->uri, verified->serial};
      },
      config.url);
  ContractService contract("lianfang.portal.v1.PortalService", server.runtime());
  links.Register(contract);
  HttpServer http(
      {.listen = config.https_listen,
       .tls = config.process.server.tls,
       .limits = {.connections = static_cast<size_t>(config.connections)}},
      [&router](std::shared_ptr<HttpExchange> exchange) { router.Handle(std::move(exchange)); }, metrics);

  if (absl::Status status = server.Start({&contract}); !status.ok()) return status;
  if (absl::Status status = http.Start(); !status.ok()) return status;
  ReturnFreeMemory();  // of the contracts' comments, which only the description of the RPCs has read
  server.SetReady(true);
  server.WaitForSignal();
  server.SetReady(false);
  http.Quiesce();
  absl::SleepFor(config.process.server.drain_delay);
  http.Drain(config.process.server.drain_limit);
  upstreams.Stop();
  workers
      .reset();  // what still waits is run now, while the handlers that it calls and the connections that it answers are there
  server.Drain();
  return absl::OkStatus();
}

}  // namespace
}  // namespace lianfang::portal

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("portal", "Lianfang portal: the web page, and RPCs over HTTP", argc, argv,
                              lianfang::portal::AddSettings, lianfang::portal::Serve);
}
