// What the portal's handlers share. Everything in it outlives them.
#ifndef LIANFANG_SERVICES_PORTAL_PORTAL_CONTEXT_H_
#define LIANFANG_SERVICES_PORTAL_PORTAL_CONTEXT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/clock.h"
#include "common/metrics.h"
#include "common/rpc/status.h"
#include "common/rpc/worker_pool.h"
#include "services/portal/caller_reader.h"
#include "services/portal/domain/connect/protocol.h"
#include "services/portal/domain/contracts/catalogue.h"
#include "services/portal/domain/token_buckets.h"
#include "services/portal/http/exchange.h"
#include "services/portal/store/session_store.h"
#include "services/portal/upstream/upstreams.h"

namespace lianfang::portal {

struct PortalContext {
  const Catalogue& catalogue;
  Upstreams& upstreams;
  SessionStore& store;
  const CallerReader& callers;
  WorkerPool& workers;
  const Clock& clock;
  Metrics& metrics;
  TokenBuckets& calls;                      // of a session, or of an identity
  TokenBuckets& strangers;                  // of an address: logins, invitations
  std::vector<std::string> duty_sources{};  // services with duties
  // Streams ask so often whether their caller is still signed in.
  absl::Duration recheck_after = absl::Seconds(30);
};

// Runs what blocks on a worker; answers the request that the portal is busy where none is free.
void OnWorker(const PortalContext& context, const std::shared_ptr<HttpExchange>& exchange, WorkerPool::Work work);

// OK, or RESOURCE_EXHAUSTED with the reason TOO_FAST and when to try again.
absl::Status TakeToken(TokenBuckets& buckets, absl::string_view key, const Clock& clock);

// For streams (stream_relay.h): on a worker, whether whoever opened it is still signed in and their certificate good. A store that is away ends no
// stream.
void Recheck(const PortalContext& context, const std::shared_ptr<HttpExchange>& exchange,
             std::function<void(absl::Status)> then);

// Answers an error as Connect has it. Codes of HTTP that no code of RPCs has are given.
void ReplyError(HttpExchange& exchange, const absl::Status& status);
void ReplyError(HttpExchange& exchange, const absl::Status& status, int http);

// The answer to a body that could not be read (HttpExchange::ReadBody): 413 where it is too long, else as Connect has the code.
HttpReply BodyErrorReply(const absl::Status& status);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_PORTAL_CONTEXT_H_
