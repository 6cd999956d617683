#include "common/redis/bell.h"

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "common/id.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

// Counts rings, and waits for them.
class Ears {
 public:
  void Hear() {
    absl::MutexLock lock(&mutex_);
    ++heard_;
  }
  // Waits until something was heard since the last call; false after a minute.
  bool Await() {
    absl::MutexLock lock(&mutex_);
    const auto more = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return heard_ > counted_; };
    const bool came = mutex_.AwaitWithTimeout(absl::Condition(&more), absl::Minutes(1));
    counted_ = heard_;
    return came;
  }

 private:
  absl::Mutex mutex_;
  int heard_ ABSL_GUARDED_BY(mutex_) = 0;
  int counted_ ABSL_GUARDED_BY(mutex_) = 0;
};

RedisAddress TestRedis() { return *RedisAddress::Parse(RequiredVariable("LIANFANG_TEST_REDIS_URL")); }

TEST(BellTest, OneReplicasRingIsHeardByAnother) {
  const std::string channel = "test." + NewUuid();
  Ears ears, own;
  Bell listener(TestRedis(), channel, [&ears] { ears.Hear(); });
  ASSERT_TRUE(ears.Await());  // connected: looks once, for what it may have missed
  Bell ringer(TestRedis(), channel, [&own] { own.Hear(); });
  ringer.Ring();
  EXPECT_TRUE(ears.Await());
}

TEST(BellTest, ComesBackAfterItsConnectionsWereCut) {
  const std::string channel = "test." + NewUuid();
  Ears ears;
  Bell bell(TestRedis(), channel, [&ears] { ears.Hear(); });
  ASSERT_TRUE(ears.Await());
  const RedisAddress address = TestRedis();
  std::unique_ptr<redisContext, void (*)(redisContext*)> admin(redisConnect(address.host.c_str(), address.port),
                                                               redisFree);
  freeReplyObject(redisCommand(admin.get(), "AUTH %s", address.password.c_str()));
  freeReplyObject(redisCommand(admin.get(), "CLIENT KILL TYPE pubsub"));
  EXPECT_TRUE(ears.Await());  // reconnected, and looked again
  bell.Ring();
  EXPECT_TRUE(ears.Await());
}

TEST(BellTest, ShowsOperatorsWhetherRedisIsThere) {
  Metrics metrics;
  const std::string channel = "test." + NewUuid();
  Ears ears;
  Bell bell(
      TestRedis(), channel, [&ears] { ears.Hear(); }, &metrics);
  ASSERT_TRUE(ears.Await());
  EXPECT_EQ(metrics.Gauge("lianfang_redis_connected", "", {{"channel", channel}}).Value(), 1);
  RedisAddress nowhere;
  nowhere.host = "127.0.0.1";
  nowhere.port = 1;
  Bell away(
      nowhere, "away", [] {}, &metrics);
  EXPECT_EQ(metrics.Gauge("lianfang_redis_connected", "", {{"channel", "away"}}).Value(), 0);
}

TEST(BellTest, WithoutRedisNothingFails) {
  RedisAddress nowhere;
  nowhere.host = "127.0.0.1";
  nowhere.port = 1;
  Bell bell(nowhere, "test", [] { FAIL() << "heard a bell that is not there"; });
  for (int i = 0; i < 1000; ++i) bell.Ring();
}

TEST(RedisAddressTest, ReadsUrls) {
  const auto address = RedisAddress::Parse("redis://:p%40ss@127.0.0.1:7132/2");
  ASSERT_TRUE(address.ok());
  EXPECT_EQ(address->host, "127.0.0.1");
  EXPECT_EQ(address->port, 7132);
  EXPECT_EQ(address->database, 2);
  for (const char* bad : {"", "http://x", "redis://", "redis://h:port", "redis://h:99999", "redis://h:1/db"}) {
    EXPECT_FALSE(RedisAddress::Parse(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace lianfang
