#include "services/portal/store/redis_session_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "common/id.h"
#include "common/testing/environment.h"
#include "services/portal/store/testing/session_store_conformance.h"

namespace lianfang::portal {
namespace {

using Use = SessionStore::Use;

RedisAddress TestRedis() { return *RedisAddress::Parse(RequiredVariable("LIANFANG_TEST_REDIS_URL")); }

RecordSeal TestSeal(const std::string& keys = std::string(64, '1')) { return *RecordSeal::Parse(keys); }

std::string KeyOf(const std::string& hash) { return "lianfang:portal:session:" + hash; }

v1::SessionRecord Office() {
  v1::SessionRecord record;
  record.set_uri("spiffe://lianfang.local/region/140581/department/hrss/role/office");
  return record;
}

// Redis has a clock of its own: its time passes only with ours.
INSTANTIATE_TEST_SUITE_P(Redis, SessionStoreConformance, ::testing::Values(MakeStore([] {
                           return StoreUnderTest{
                               std::make_unique<RedisSessionStore>(TestRedis(), TestSeal()),
                               [](absl::Duration time) { absl::SleepFor(time + absl::Milliseconds(50)); }};
                         })));

// Whoever writes to Redis knows the tokens that they choose, and so the keys under which sessions are looked for.
TEST(RedisSessionStoreTest, ASessionThatSomebodyElseHasWrittenIsNone) {
  RedisSessionStore store(TestRedis(), TestSeal());
  RedisCommands intruder(TestRedis());
  const std::string own = RandomHex(32), others = RandomHex(32);
  ASSERT_TRUE(intruder.Run({"SET", KeyOf(own), Office().SerializeAsString(), "PX", "60000"}).ok());
  EXPECT_FALSE((*store.Find(own, Use::kRenew, absl::Hours(1))).has_value()) << "without a seal";
  const std::string guessed = TestSeal(std::string(64, '2')).Seal(Office().SerializeAsString(), KeyOf(own));
  ASSERT_TRUE(intruder.Run({"SET", KeyOf(own), guessed, "PX", "60000"}).ok());
  EXPECT_FALSE((*store.Find(own, Use::kLook, absl::Hours(1))).has_value()) << "under a key of their own";
  ASSERT_TRUE(store.Create(others, Office(), absl::Hours(1)).ok());
  const auto sealed = intruder.Run({"GET", KeyOf(others)});
  ASSERT_TRUE(intruder.Run({"SET", KeyOf(own), *sealed->text, "PX", "60000"}).ok());
  EXPECT_FALSE((*store.Find(own, Use::kRenew, absl::Hours(1))).has_value()) << "another's, copied";
  EXPECT_TRUE((*store.Find(others, Use::kRenew, absl::Hours(1))).has_value());
}

TEST(RedisSessionStoreTest, ALoginThatSomebodyElseHasWrittenIsNone) {
  RedisSessionStore store(TestRedis(), TestSeal());
  RedisCommands intruder(TestRedis());
  v1::PendingLogin login;
  login.set_uri(Office().uri());
  const std::string hash = RandomHex(32);
  ASSERT_TRUE(intruder.Run({"SET", "lianfang:portal:login:" + hash, login.SerializeAsString(), "PX", "60000"}).ok());
  EXPECT_FALSE((*store.Take(hash)).has_value());
}

TEST(RedisSessionStoreTest, ANewKeySignsNobodyOut) {
  const std::string old_key(64, '1'), new_key(64, 'a'), hash = RandomHex(32);
  RedisSessionStore before(TestRedis(), TestSeal(old_key + "\n" + new_key));
  ASSERT_TRUE(before.Create(hash, Office(), absl::Hours(1)).ok());
  RedisSessionStore after(TestRedis(), TestSeal(new_key + "\n" + old_key));
  EXPECT_TRUE((*after.Find(hash, Use::kRenew, absl::Hours(1))).has_value());
  const std::string later = RandomHex(32);
  ASSERT_TRUE(after.Create(later, Office(), absl::Hours(1)).ok());
  EXPECT_TRUE((*before.Find(later, Use::kRenew, absl::Hours(1))).has_value()) << "a replica that is replaced later";
}

TEST(RedisSessionStoreTest, WhileRedisIsAwayItSaysSo) {
  RedisAddress nowhere = TestRedis();
  nowhere.port = 1;
  RedisSessionStore store(nowhere, TestSeal());
  EXPECT_EQ(store.Find("x", SessionStore::Use::kLook, absl::Hours(1)).status().code(), absl::StatusCode::kUnavailable);
  RedisAddress stranger = TestRedis();
  stranger.password = "wrong";
  RedisSessionStore refused(stranger, TestSeal());
  EXPECT_EQ(refused.Take("x").status().code(), absl::StatusCode::kUnavailable);
}

TEST(RedisSessionStoreTest, AConnectionThatHasEndedIsReplaced) {
  RedisSessionStore store(TestRedis(), TestSeal());
  ASSERT_TRUE(store.Take("x").ok());
  RedisCommands admin(TestRedis());
  ASSERT_TRUE(admin.Run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}).ok());
  EXPECT_TRUE(store.Take("x").ok());
}

}  // namespace
}  // namespace lianfang::portal
