// Commands to Redis over connections that are kept: each is sent by the thread that asks, and waits for its answer.
#ifndef LIANFANG_SERVICES_PORTAL_STORE_REDIS_COMMANDS_H_
#define LIANFANG_SERVICES_PORTAL_STORE_REDIS_COMMANDS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/redis/bell.h"

namespace lianfang::portal {

// What Redis answers.
struct RedisReply {
  std::optional<std::string> text;  // of a string or a status; nullopt for nil
  int64_t number = 0;               // of an integer
  std::vector<std::string> items;   // of an array of strings
};

// Thread-safe.
class RedisCommands {
 public:
  explicit RedisCommands(RedisAddress address);
  ~RedisCommands();

  // UNAVAILABLE where Redis is away, does not answer within a second, or refuses.
  absl::StatusOr<RedisReply> Run(const std::vector<std::string>& words);

 private:
  struct FreeContext {
    void operator()(redisContext* context) const;
  };
  using Context = std::unique_ptr<redisContext, FreeContext>;

  Context Borrow();
  void Return(Context context);
  Context Connect() const;

  const RedisAddress address_;
  absl::Mutex mutex_;
  std::vector<Context> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_REDIS_COMMANDS_H_
