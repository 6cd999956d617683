// What a handler knows of the call beside its request.
#ifndef LIANFANG_COMMON_RPC_CALL_H_
#define LIANFANG_COMMON_RPC_CALL_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "common/origin.h"
#include "common/rpc/trace.h"

namespace lianfang {

// Immutable once the handler sees it.
struct Call {
  std::string method;  // `lianfang.submission.v1.SubmissionService.SubmitReturn`
  Identity caller;     // whose rights apply
  // Of the caller's certificate, in lower-case hex; empty where the portal named the caller without one.
  std::string certificate_serial;
  // Identity URI of the proxy that passed the call on (caller.h); empty where the caller is the peer itself.
  std::string peer;
  // Where the call comes from: `ipv4:10.0.0.7:40812` of the peer, or the address that the proxy says, `203.0.113.5`.
  std::string address;
  // Identity URI of whoever caused the call, where the caller is a service that acts for somebody (PrepareCall); empty
  // otherwise. For the log only: no right follows from it.
  std::string on_behalf_of;
  TraceContext trace;
  // By the machine's clock. Of a call that was received never infinite: one without is given the server's default.
  absl::Time deadline = absl::InfiniteFuture();
  // When the call, with its first request, was there, by the service's clock (common/service_clock.h). Infinite: unknown.
  absl::Time arrival_time = absl::InfiniteFuture();
  // Set once nobody waits for the answer any more: the caller has cancelled, is gone, or its deadline has passed. Null:
  // never.
  std::shared_ptr<const std::atomic<bool>> gone;

  // For a handler that works long: it may stop and answer CANCELLED. From any thread.
  bool Cancelled() const { return gone != nullptr && gone->load(std::memory_order_relaxed); }

  // CANCELLED or DEADLINE_EXCEEDED once nobody waits for the answer any more, by the deadline that the server gave
  // the call, too, of which gRPC knows nothing. From any thread.
  absl::Status Wanted() const {
    if (Cancelled()) return absl::CancelledError("nobody waits for the answer any more");
    if (absl::Now() >= deadline) return absl::DeadlineExceededError("it waited until its deadline");
    return absl::OkStatus();
  }
};

// What the call is called by where it is traced back to (common/origin.h).
inline Origin OriginOf(const Call& call) {
  return {.method = call.method,
          .traceparent = call.trace.ToHeader(),
          .caller = call.on_behalf_of.empty() ? call.caller.uri : call.on_behalf_of,
          .certificate_serial = call.certificate_serial,
          .peer = call.peer,
          .address = call.address};
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_CALL_H_
