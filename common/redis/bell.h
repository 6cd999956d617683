// A wake-up bell between replicas, over Redis publish/subscribe. It carries no data: whoever hears it looks in the
// database. When Redis is away nothing fails; followers look at their own interval meanwhile, and the bell comes back
// by itself.
//
//   Bell bell(*RedisAddress::Parse("redis://:password@127.0.0.1:6379"), "lianfang.submission.changelog",
//             [&] { tailer.Ring(); });
//   bell.Ring();
#ifndef LIANFANG_COMMON_REDIS_BELL_H_
#define LIANFANG_COMMON_REDIS_BELL_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics.h"

struct redisContext;

namespace lianfang {

// Where a Redis is: `redis://[:password@]host:port[/database]`, the password as it is, not percent-encoded. hiredis
// 0.14 speaks no TLS, so neither does this: across machines, put a TLS proxy beside it.
struct RedisAddress {
  std::string host;
  int port = 6379;
  std::string password;
  std::string password_file{};  // read at each connection, so that the password may change; goes before `password`
  int database = 0;

  // INVALID_ARGUMENT for another shape.
  static absl::StatusOr<RedisAddress> Parse(absl::string_view url);
};

// Thread-safe.
class Bell {
 public:
  // `heard` runs on the bell's own thread, for rings of this and of every other process on `channel`. `metrics`, if
  // given, shows whether Redis is there.
  Bell(RedisAddress address, std::string channel, std::function<void()> heard, Metrics* metrics = nullptr);
  ~Bell();

  // Rings soon, if Redis is there, on a thread of its own: never blocks, never fails. Rings that come while one is
  // under way are one.
  void Ring();

 private:
  struct FreeContext {
    void operator()(redisContext* context) const;
  };
  using Context = std::unique_ptr<redisContext, FreeContext>;

  Context Connect() const;
  void RingLoop();
  bool AwaitRing();
  void ListenLoop();
  void Listen(redisContext& context);
  void ShowConnected(bool connected);
  bool Stopping();

  const RedisAddress address_;
  const std::string channel_;
  const std::function<void()> heard_;
  prometheus::Gauge* const connected_;  // null without metrics
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool rung_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread listener_;
  std::thread ringer_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_REDIS_BELL_H_
