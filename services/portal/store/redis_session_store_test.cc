#include "services/portal/store/redis_session_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/testing/environment.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/store/testing/session_store_conformance.h"

namespace lianfang::portal {
namespace {

using Use = SessionStore::Use;

RedisAddress TestRedis() { return *RedisAddress::Parse(RequiredVariable("LIANFANG_TEST_REDIS_URL")); }

RecordSeal TestSeal(const std::string& keys = std::string(64, '1')) { return *RecordSeal::Parse(keys); }

const Clock& TestClock() {
  static const SystemClock clock;
  return clock;
}

std::string KeyOf(const std::string& hash) { return "lianfang:portal:session:" + hash; }

v1::SessionRecord Office() {
  v1::SessionRecord record;
  record.set_uri("spiffe://lianfang.local/region/140581/department/hrss/role/office");
  return record;
}

// Redis has a clock of its own: its time passes only with ours.
INSTANTIATE_TEST_SUITE_P(Redis, SessionStoreConformance, ::testing::Values(MakeStore([] {
                           return StoreUnderTest{
                               std::make_unique<RedisSessionStore>(TestRedis(), TestSeal(), TestClock()),
                               [](absl::Duration time) { absl::SleepFor(time + absl::Milliseconds(50)); }};
                         })));

// Whoever writes to Redis knows the tokens that they choose, and so the keys under which sessions are looked for.
TEST(RedisSessionStoreTest, ASessionThatSomebodyElseHasWrittenIsNone) {
  RedisSessionStore store(TestRedis(), TestSeal(), TestClock());
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

// A session of Office under a hash of its own, and the record as it lies in Redis.
struct Begun {
  std::string hash, record;
};

Begun Begin(RedisSessionStore& store, absl::Time login) {
  v1::SessionRecord record = Office();
  record.set_uri(absl::StrCat(record.uri(), "/person/p", RandomHex(8)));
  *record.mutable_login_time() = ToTimestamp(login);
  const std::string hash = RandomHex(32);
  EXPECT_TRUE(store.Create(hash, record, absl::Hours(1)).ok());
  return {hash, *RedisCommands(TestRedis()).Run({"GET", KeyOf(hash)})->text};
}

void PutBack(const Begun& begun) {
  ASSERT_TRUE(RedisCommands(TestRedis()).Run({"SET", KeyOf(begun.hash), begun.record, "PX", "60000"}).ok());
}

TEST(RedisSessionStoreTest, ASessionThatHasEndedIsNotPutBack) {
  FakeClock clock(absl::Now());
  RedisSessionStore store(TestRedis(), TestSeal(), clock);
  const Begun begun = Begin(store, clock.Now());
  const std::string uri = (*store.Find(begun.hash, Use::kLook, absl::Hours(1)))->record.uri();
  ASSERT_TRUE(store.Remove(begun.hash, uri).ok());
  PutBack(begun);
  EXPECT_FALSE((*store.Find(begun.hash, Use::kRenew, absl::Hours(1))).has_value());
  EXPECT_FALSE((*store.Find(begun.hash, Use::kLook, absl::Hours(1))).has_value());
}

TEST(RedisSessionStoreTest, SignedOutEverywhereIsAlsoASessionThatSomebodyHasTakenOutOfThePersonsSet) {
  FakeClock clock(absl::Now());
  RedisSessionStore store(TestRedis(), TestSeal(), clock);
  const Begun begun = Begin(store, clock.Now());
  const std::string uri = (*store.Find(begun.hash, Use::kLook, absl::Hours(1)))->record.uri();
  RedisCommands intruder(TestRedis());
  ASSERT_TRUE(intruder.Run({"DEL", "lianfang:portal:person:" + HashOfToken(uri)}).ok());
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(*store.RemoveAll(uri), 0);
  EXPECT_FALSE((*store.Find(begun.hash, Use::kRenew, absl::Hours(1))).has_value());
}

// Another replica has not ended it, and has its seal alone to go by.
TEST(RedisSessionStoreTest, ARecordThatIsPutBackElsewhereCountsAnHourAfterItsSessionsLastUse) {
  FakeClock clock(absl::Now());
  RedisSessionStore here(TestRedis(), TestSeal(), clock), there(TestRedis(), TestSeal(), clock);
  const Begun begun = Begin(here, clock.Now());
  ASSERT_TRUE(here.Remove(begun.hash, "").ok());
  clock.Advance(absl::Minutes(65));
  PutBack(begun);
  EXPECT_FALSE((*there.Find(begun.hash, Use::kRenew, absl::Hours(1))).has_value());
}

TEST(RedisSessionStoreTest, ASessionInUseIsSealedAnewAndLasts) {
  FakeClock clock(absl::Now());
  RedisSessionStore store(TestRedis(), TestSeal(), clock);
  const Begun begun = Begin(store, clock.Now());
  for (int i = 0; i < 8; ++i) {
    clock.Advance(absl::Minutes(50));
    ASSERT_TRUE((*store.Find(begun.hash, Use::kRenew, absl::Hours(1))).has_value()) << i;
  }
  PutBack(begun);
  EXPECT_FALSE((*store.Find(begun.hash, Use::kRenew, absl::Hours(1))).has_value()) << "an old copy of it";
}

TEST(RedisSessionStoreTest, ALoginThatSomebodyElseHasWrittenIsNone) {
  RedisSessionStore store(TestRedis(), TestSeal(), TestClock());
  RedisCommands intruder(TestRedis());
  v1::PendingLogin login;
  login.set_uri(Office().uri());
  const std::string hash = RandomHex(32);
  ASSERT_TRUE(intruder.Run({"SET", "lianfang:portal:login:" + hash, login.SerializeAsString(), "PX", "60000"}).ok());
  EXPECT_FALSE((*store.Take(hash)).has_value());
}

TEST(RedisSessionStoreTest, ANewKeySignsNobodyOut) {
  const std::string old_key(64, '1'), new_key(64, 'a'), hash = RandomHex(32);
  RedisSessionStore before(TestRedis(), TestSeal(old_key + "\n" + new_key), TestClock());
  ASSERT_TRUE(before.Create(hash, Office(), absl::Hours(1)).ok());
  RedisSessionStore after(TestRedis(), TestSeal(new_key + "\n" + old_key), TestClock());
  EXPECT_TRUE((*after.Find(hash, Use::kRenew, absl::Hours(1))).has_value());
  const std::string later = RandomHex(32);
  ASSERT_TRUE(after.Create(later, Office(), absl::Hours(1)).ok());
  EXPECT_TRUE((*before.Find(later, Use::kRenew, absl::Hours(1))).has_value()) << "a replica that is replaced later";
}

TEST(RedisSessionStoreTest, WhileRedisIsAwayItSaysSo) {
  RedisAddress nowhere = TestRedis();
  nowhere.port = 1;
  RedisSessionStore store(nowhere, TestSeal(), TestClock());
  EXPECT_EQ(store.Find("x", SessionStore::Use::kLook, absl::Hours(1)).status().code(), absl::StatusCode::kUnavailable);
  RedisAddress stranger = TestRedis();
  stranger.password = "wrong";
  RedisSessionStore refused(stranger, TestSeal(), TestClock());
  EXPECT_EQ(refused.Take("x").status().code(), absl::StatusCode::kUnavailable);
}

TEST(RedisSessionStoreTest, AConnectionThatHasEndedIsReplaced) {
  RedisSessionStore store(TestRedis(), TestSeal(), TestClock());
  ASSERT_TRUE(store.Take("x").ok());
  RedisCommands admin(TestRedis());
  ASSERT_TRUE(admin.Run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}).ok());
  EXPECT_TRUE(store.Take("x").ok());
}

}  // namespace
}  // namespace lianfang::portal
