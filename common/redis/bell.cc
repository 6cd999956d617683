#include "common/redis/bell.h"

#include <hiredis/hiredis.h>
#include <poll.h>

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "common/secret_file.h"

namespace lianfang {
namespace {

constexpr timeval kTimeout{0, 100'000};
constexpr absl::Duration kRetry = absl::Seconds(1);
constexpr int kPollMillis = 200;  // how late a stop is noticed

// Whether the command was answered, and not with an error (which leaves the context's `err` at 0).
bool Command(redisContext& context, const std::vector<std::string>& words) {
  std::vector<const char*> arguments;
  std::vector<size_t> lengths;
  for (const std::string& word : words) {
    arguments.push_back(word.data());
    lengths.push_back(word.size());
  }
  auto* reply = static_cast<redisReply*>(
      redisCommandArgv(&context, static_cast<int>(words.size()), arguments.data(), lengths.data()));
  const bool good = reply != nullptr && reply->type != REDIS_REPLY_ERROR;
  if (reply != nullptr) freeReplyObject(reply);
  return good;
}

// Without one where the file cannot be read: Redis then refuses, and is asked again later.
std::string PasswordOf(const RedisAddress& address) {
  return address.password_file.empty() ? address.password : ReadSecret(address.password_file).value_or("");
}

}  // namespace

absl::StatusOr<RedisAddress> RedisAddress::Parse(absl::string_view url) {
  const absl::Status refused =
      absl::InvalidArgumentError("a Redis URL has the form redis://[:password@]host:port[/database]");
  if (!absl::ConsumePrefix(&url, "redis://")) return refused;
  RedisAddress address;
  if (const auto at = url.rfind('@'); at != absl::string_view::npos) {
    const std::pair<absl::string_view, absl::string_view> user =
        absl::StrSplit(url.substr(0, at), absl::MaxSplits(':', 1));
    address.password = std::string(user.second);
    url = url.substr(at + 1);
  }
  const std::pair<absl::string_view, absl::string_view> place = absl::StrSplit(url, absl::MaxSplits('/', 1));
  const std::pair<absl::string_view, absl::string_view> host = absl::StrSplit(place.first, absl::MaxSplits(':', 1));
  address.host = std::string(host.first);
  const bool port_ok = host.second.empty() || absl::SimpleAtoi(host.second, &address.port);
  const bool database_ok = place.second.empty() || absl::SimpleAtoi(place.second, &address.database);
  if (address.host.empty() || !port_ok || !database_ok || address.port < 1 || address.port > 65535) return refused;
  return address;
}

void Bell::FreeContext::operator()(redisContext* context) const { redisFree(context); }

Bell::Bell(RedisAddress address, std::string channel, std::function<void()> heard, Metrics* metrics)
    : address_(std::move(address)),
      channel_(std::move(channel)),
      heard_(std::move(heard)),
      connected_(metrics == nullptr ? nullptr
                                    : &metrics->Gauge("lianfang_redis_connected",
                                                      "1 while wake-ups come through Redis, 0 while it is away.",
                                                      {{"channel", channel_}})),
      listener_([this] { ListenLoop(); }),
      ringer_([this] { RingLoop(); }) {}

Bell::~Bell() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  listener_.join();
  ringer_.join();
}

// A new connection each time: redisReconnect forgets timeouts, password and database.
Bell::Context Bell::Connect() const {
  Context context(redisConnectWithTimeout(address_.host.c_str(), address_.port, kTimeout));
  if (context == nullptr || context->err != 0) return nullptr;
  redisSetTimeout(context.get(), kTimeout);
  // Who only listens would never hear that Redis' network is gone. The kernel asks, and ends the connection within half a minute.
  if (redisEnableKeepAlive(context.get()) != REDIS_OK) return nullptr;
  const std::string password = PasswordOf(address_);
  if (!password.empty() && !Command(*context, {"AUTH", password})) return nullptr;
  if (address_.database != 0 && !Command(*context, {"SELECT", absl::StrCat(address_.database)})) return nullptr;
  return context;
}

void Bell::Ring() {
  absl::MutexLock lock(&mutex_);
  rung_ = true;
}

// Waits until somebody rings; false when it is time to stop.
bool Bell::AwaitRing() {
  absl::MutexLock lock(&mutex_);
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return rung_ || stopping_; };
  mutex_.Await(absl::Condition(&ready));
  rung_ = false;
  return !stopping_;
}

void Bell::RingLoop() {
  Context context;
  absl::Time retry_time = absl::InfinitePast();  // no attempt before, while Redis is away
  while (AwaitRing()) {
    if (context == nullptr && absl::Now() < retry_time) continue;
    if (context == nullptr) context = Connect();
    if (context != nullptr && Command(*context, {"PUBLISH", channel_, ""})) continue;
    context = nullptr;
    retry_time = absl::Now() + kRetry;
  }
}

bool Bell::Stopping() {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Bell::ListenLoop() {
  bool told = false;
  while (!Stopping()) {
    const Context context = Connect();
    if (context != nullptr && Command(*context, {"SUBSCRIBE", channel_})) {
      told = false;
      ShowConnected(true);
      heard_();  // rings may have been missed while nobody listened
      Listen(*context);
      ShowConnected(false);
    } else if (!std::exchange(told, true)) {
      Log(LogLevel::kWarning, "redis_away", {{"channel", channel_}});
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kRetry);
  }
}

void Bell::ShowConnected(bool connected) {
  if (connected_ != nullptr) connected_->Set(connected ? 1 : 0);
}

// Until the connection breaks or the bell stops. Waits with poll: a read timeout would break the context.
void Bell::Listen(redisContext& context) {
  while (!Stopping()) {
    pollfd ready{context.fd, POLLIN, 0};
    if (poll(&ready, 1, kPollMillis) <= 0) continue;
    if (redisBufferRead(&context) != REDIS_OK) return;
    for (void* reply = nullptr; redisGetReplyFromReader(&context, &reply) == REDIS_OK && reply != nullptr;) {
      freeReplyObject(reply);
      heard_();
    }
  }
}

}  // namespace lianfang
