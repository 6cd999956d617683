// Calls to the services, as bytes: what an RPC's messages are is the contracts' affair, and whether they are well formed the service's.
#ifndef LIANFANG_SERVICES_PORTAL_UPSTREAM_UPSTREAMS_H_
#define LIANFANG_SERVICES_PORTAL_UPSTREAM_UPSTREAMS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lianfang::portal {

struct UpstreamCall {
  std::string service;                           // `submission`
  std::string path;                              // `/lianfang.submission.v1.PlanService/GetPlan`
  std::string request;                           // binary
  absl::Time deadline = absl::InfiniteFuture();  // infinite: none, of a stream that is watched
  std::vector<std::pair<std::string, std::string>> metadata{};
};

// A stream under way. Thread-safe.
class UpstreamStream {
 public:
  virtual ~UpstreamStream() = default;
  // Asks for the next message; once for each.
  virtual void Next() = 0;
  virtual void Cancel() = 0;
};

// What becomes of a stream: messages, each after a Next, and then one end. Called from any thread, one at a time.
struct StreamEvents {
  std::function<void(std::string message)> message;
  std::function<void(absl::Status)> end;
};

// Thread-safe; never blocks.
class Upstreams {
 public:
  virtual ~Upstreams() = default;

  // Calls a unary method; `done` is called once, from any thread. UNIMPLEMENTED where there is no such service.
  virtual void Call(UpstreamCall call, std::function<void(absl::StatusOr<std::string>)> done) = 0;

  // Opens a server stream; the first message comes after the first Next.
  virtual std::shared_ptr<UpstreamStream> Open(UpstreamCall call, StreamEvents events) = 0;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_UPSTREAM_UPSTREAMS_H_
