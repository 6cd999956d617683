// Passes server streams of the services on as one answer in parts: message by message, each taken from the service when the one before has
// been written. A caller who reads slowly slows down the service's stream, and fills no memory here.
#ifndef LIANFANG_SERVICES_PORTAL_STREAM_RELAY_H_
#define LIANFANG_SERVICES_PORTAL_STREAM_RELAY_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/portal/http/exchange.h"
#include "services/portal/upstream/upstreams.h"

namespace lianfang::portal {

class StreamRelay : public std::enable_shared_from_this<StreamRelay> {
 public:
  struct Source {
    UpstreamCall call;
    // The bytes that a message becomes; not OK: the stream ends with that.
    std::function<absl::StatusOr<std::string>(std::string)> form;
    // The bytes that say that this stream has ended, where others go on; null: nothing does.
    std::function<std::string(const absl::Status&)> form_end{};
  };
  struct Parts {
    std::vector<Source> sources;
    // Asked every so often, before a message is sent or asked for: whether the caller may still read. It calls `then`, from any thread. Not OK ends all.
    std::function<void(std::function<void(absl::Status)> then)> recheck{};
    absl::Duration recheck_after = absl::Seconds(30);
    // The last bytes, once all have ended by themselves; the status is that of the last one.
    std::function<std::string(const absl::Status&)> form_last;
    // Told how it ended, once.
    std::function<void(const absl::Status&)> ended;
  };

  static void Run(std::shared_ptr<HttpExchange> exchange, HttpReply head, Upstreams& upstreams, Parts parts);

 private:
  StreamRelay(std::shared_ptr<HttpExchange> exchange, Parts parts);

  void Open(Upstreams& upstreams);
  void Next(size_t source);
  bool IsRecheckDue();
  void Ask(size_t source);
  void Take(size_t source, std::string message);
  void Pass(size_t source, std::string message);
  void IfStillMay(std::function<void()> then);
  void End(size_t source, absl::Status status);
  void Stop(const absl::Status& status, bool tell);
  std::shared_ptr<UpstreamStream> StreamOf(size_t source);

  const std::shared_ptr<HttpExchange> exchange_;
  const Parts parts_;
  absl::Mutex mutex_;
  std::vector<std::shared_ptr<UpstreamStream>> streams_ ABSL_GUARDED_BY(mutex_);
  std::vector<absl::Status> faults_ ABSL_GUARDED_BY(mutex_);  // of messages that had no form
  size_t open_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time checked_ ABSL_GUARDED_BY(mutex_) = absl::Now();
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STREAM_RELAY_H_
