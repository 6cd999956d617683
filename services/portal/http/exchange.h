// One request and its answer, as the server gives it to a handler. A request is handed over when its headers are there: a handler decides
// who may send a body, and how long a one, before a byte of it is read.
#ifndef LIANFANG_SERVICES_PORTAL_HTTP_EXCHANGE_H_
#define LIANFANG_SERVICES_PORTAL_HTTP_EXCHANGE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/portal/domain/http/message.h"

namespace lianfang::portal {

// Exactly one of Reply and BeginStream is called, once. Methods may be called from any thread, and do not block.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  virtual const HttpHead& head() const = 0;
  virtual const HttpPeer& peer() const = 0;

  // Reads the body, at most so many bytes, of the caller's share of what may be under way (body_budget.h). RESOURCE_EXHAUSTED where it is
  // longer (REQUEST_TOO_LONG) or the caller's share is used up (SHARE_USED), UNAVAILABLE where too much of all callers is under way,
  // DEADLINE_EXCEEDED where it does not come in time (the connection is closed then), INVALID_ARGUMENT where it is malformed. BodyErrorReply
  // makes the answer. At most once, before the answer.
  virtual void ReadBody(size_t most, const std::string& caller,
                        std::function<void(absl::StatusOr<std::string>)> then) = 0;

  virtual void Reply(HttpReply reply) = 0;

  // Answers in parts: `head` without a body, then each Send, then EndStream. `sent` is called when the next may come; it is not called
  // once the caller is gone.
  virtual void BeginStream(HttpReply head) = 0;
  virtual void Send(std::string bytes, std::function<void()> sent) = 0;
  virtual void EndStream(std::string last) = 0;

  enum class Gone { kCaller, kDraining };
  // Called once when the caller goes away, or the process is to end and streams should, too; soon, where that has happened already.
  virtual void OnGone(std::function<void(Gone)> gone) = 0;
};

using HttpHandler = std::function<void(std::shared_ptr<HttpExchange>)>;

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_HTTP_EXCHANGE_H_
