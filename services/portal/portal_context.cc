#include "services/portal/portal_context.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::portal {

void OnWorker(const PortalContext& context, const std::shared_ptr<HttpExchange>& exchange, WorkerPool::Work work) {
  if (context.workers.TryRun(std::move(work))) return;
  ReplyError(*exchange, RetryLater("the portal is busy", "SERVER_BUSY", absl::Seconds(1)));
}

absl::Status TakeToken(TokenBuckets& buckets, absl::string_view key, const Clock& clock) {
  const absl::Duration wait = buckets.Take(key, clock.Now());
  if (wait == absl::ZeroDuration()) return absl::OkStatus();
  return RetryLater("too many requests in a short time", "TOO_FAST", wait);
}

void Recheck(const PortalContext& context, const std::shared_ptr<HttpExchange>& exchange,
             std::function<void(absl::Status)> then) {
  const bool accepted = context.workers.TryRun([&context, exchange, then] {
    const auto visitor = context.callers.Visit(exchange->head(), exchange->peer());
    absl::Status may = visitor.status();
    if (may.ok()) may = context.callers.Caller(exchange->head(), *visitor, SessionStore::Use::kLook).status();
    then(absl::IsUnavailable(may) ? absl::OkStatus() : may);
  });
  if (!accepted) then(absl::OkStatus());  // at the next time
}

void ReplyError(HttpExchange& exchange, const absl::Status& status) { exchange.Reply(ErrorReply(ToRpcStatus(status))); }

void ReplyError(HttpExchange& exchange, const absl::Status& status, int http) {
  HttpReply reply = ErrorReply(ToRpcStatus(status));
  reply.status = http;
  if (http == 405) reply.fields.emplace_back("allow", "POST");
  exchange.Reply(std::move(reply));
}

HttpReply BodyErrorReply(const absl::Status& status) {
  HttpReply reply = ErrorReply(ToRpcStatus(status));
  const auto info = ErrorInfoOf(status);
  if (info.has_value() && info->reason() == "REQUEST_TOO_LONG") reply.status = 413;
  return reply;
}

}  // namespace lianfang::portal
