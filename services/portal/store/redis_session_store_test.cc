#include "services/portal/store/redis_session_store.h"

#include <gtest/gtest.h>

#include <memory>

#include "absl/time/clock.h"
#include "common/testing/environment.h"
#include "services/portal/store/testing/session_store_conformance.h"

namespace lianfang::portal {
namespace {

RedisAddress TestRedis() { return *RedisAddress::Parse(RequiredVariable("LIANFANG_TEST_REDIS_URL")); }

// Redis has a clock of its own: its time passes only with ours.
INSTANTIATE_TEST_SUITE_P(Redis, SessionStoreConformance, ::testing::Values(MakeStore([] {
                           return StoreUnderTest{
                               std::make_unique<RedisSessionStore>(TestRedis()),
                               [](absl::Duration time) { absl::SleepFor(time + absl::Milliseconds(50)); }};
                         })));

TEST(RedisSessionStoreTest, WhileRedisIsAwayItSaysSo) {
  RedisAddress nowhere = TestRedis();
  nowhere.port = 1;
  RedisSessionStore store(nowhere);
  EXPECT_EQ(store.Find("x", SessionStore::Use::kLook, absl::Hours(1)).status().code(), absl::StatusCode::kUnavailable);
  RedisAddress stranger = TestRedis();
  stranger.password = "wrong";
  RedisSessionStore refused(stranger);
  EXPECT_EQ(refused.Take("x").status().code(), absl::StatusCode::kUnavailable);
}

TEST(RedisSessionStoreTest, AConnectionThatHasEndedIsReplaced) {
  RedisSessionStore store(TestRedis());
  ASSERT_TRUE(store.Take("x").ok());
  RedisCommands admin(TestRedis());
  ASSERT_TRUE(admin.Run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}).ok());
  EXPECT_TRUE(store.Take("x").ok());
}

}  // namespace
}  // namespace lianfang::portal
