#include "common/redis/bell.h"

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/synchronization/mutex.h"
#include "common/id.h"
#include "common/testing/environment.h"
#include "common/testing/test_file.h"

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

// A connection of the administrator's.
class Admin {
 public:
  Admin() : context_(redisConnect(TestRedis().host.c_str(), TestRedis().port), redisFree) {
    Command({"AUTH", TestRedis().password});
  }

  void Command(const std::vector<std::string>& words) {
    std::vector<const char*> arguments;
    for (const std::string& word : words) arguments.push_back(word.c_str());
    auto* reply = static_cast<redisReply*>(
        redisCommandArgv(context_.get(), static_cast<int>(arguments.size()), arguments.data(), nullptr));
    ASSERT_NE(reply, nullptr);
    EXPECT_NE(reply->type, REDIS_REPLY_ERROR) << reply->str;
    freeReplyObject(reply);
  }

  void CutListeners() { Command({"CLIENT", "KILL", "TYPE", "pubsub"}); }

 private:
  std::unique_ptr<redisContext, void (*)(redisContext*)> context_;
};

TEST(BellTest, ComesBackAfterItsConnectionsWereCut) {
  const std::string channel = "test." + NewUuid();
  Ears ears;
  Bell bell(TestRedis(), channel, [&ears] { ears.Hear(); });
  ASSERT_TRUE(ears.Await());
  Admin().CutListeners();
  EXPECT_TRUE(ears.Await());  // reconnected, and looked again
  bell.Ring();
  EXPECT_TRUE(ears.Await());
}

// Redis knows the old and the new password for a while; then the file has the new one, and the old one is forgotten.
TEST(BellTest, APasswordThatChangedIsReadWithTheNextConnection) {
  RedisAddress address = TestRedis();
  const std::string old_password = std::exchange(address.password, "");
  const std::string new_password = NewUuid();
  address.password_file = TestFile("password");
  std::ofstream(address.password_file) << old_password << "\n";
  Admin admin;
  const auto restore = absl::MakeCleanup([&] {
    admin.Command({"ACL", "SETUSER", "default", ">" + old_password, "<" + new_password});
  });
  const std::string channel = "test." + NewUuid();
  Ears ears;
  Bell bell(address, channel, [&ears] { ears.Hear(); });
  ASSERT_TRUE(ears.Await());
  admin.Command({"ACL", "SETUSER", "default", ">" + new_password, "<" + old_password});
  std::ofstream(address.password_file) << new_password;
  admin.CutListeners();
  EXPECT_TRUE(ears.Await());
  bell.Ring();  // on a connection of its own
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
