#include "services/portal/store/testing/session_store_conformance.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/id.h"

namespace lianfang::portal {
namespace {

using Use = SessionStore::Use;

constexpr absl::Duration kIdle = absl::Minutes(10);

v1::SessionRecord Record(const std::string& uri) {
  v1::SessionRecord record;
  record.set_uri(uri);
  record.set_certificate(std::string("with\0a zero", 11));
  return record;
}

v1::PendingLogin Login(const std::string& uri) {
  v1::PendingLogin login;
  login.set_uri(uri);
  return login;
}

TEST_P(SessionStoreConformance, ASessionIsFoundAsItWasKept) {
  const StoreUnderTest under = GetParam()();
  const std::string hash = RandomHex(32);
  EXPECT_FALSE((*under.store->Find(hash, Use::kLook, kIdle)).has_value());
  ASSERT_TRUE(under.store->Create(hash, Record("a"), kIdle).ok());
  const auto found = under.store->Find(hash, Use::kLook, kIdle);
  ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
  EXPECT_EQ((*found)->record.SerializeAsString(), Record("a").SerializeAsString());
  EXPECT_GT((*found)->idle_left, kIdle - absl::Minutes(1));
  EXPECT_LE((*found)->idle_left, kIdle);
}

TEST_P(SessionStoreConformance, UseRenewsASessionAndLookingDoesNot) {
  const StoreUnderTest under = GetParam()();
  const absl::Duration idle = absl::Milliseconds(400);
  const std::string used = RandomHex(32), looked_at = RandomHex(32);
  ASSERT_TRUE(under.store->Create(used, Record("a"), idle).ok());
  ASSERT_TRUE(under.store->Create(looked_at, Record("a"), idle).ok());
  EXPECT_TRUE((*under.store->Find(used, Use::kRenew, kIdle)).has_value());
  EXPECT_TRUE((*under.store->Find(looked_at, Use::kLook, kIdle)).has_value());
  under.wait(idle);
  EXPECT_TRUE((*under.store->Find(used, Use::kLook, kIdle)).has_value());
  EXPECT_FALSE((*under.store->Find(looked_at, Use::kLook, kIdle)).has_value());
}

TEST_P(SessionStoreConformance, OneIsRemovedOrAllOfAPerson) {
  const StoreUnderTest under = GetParam()();
  const std::string person = RandomHex(8), other = RandomHex(8);
  const std::string one = RandomHex(32), two = RandomHex(32), three = RandomHex(32), others = RandomHex(32);
  for (const std::string& hash : {one, two, three}) ASSERT_TRUE(under.store->Create(hash, Record(person), kIdle).ok());
  ASSERT_TRUE(under.store->Create(others, Record(other), kIdle).ok());
  ASSERT_TRUE(under.store->Remove(one, person).ok());
  ASSERT_TRUE(under.store->Remove(one, person).ok()) << "again";
  EXPECT_FALSE((*under.store->Find(one, Use::kRenew, kIdle)).has_value());
  EXPECT_EQ(*under.store->RemoveAll(person), 2);
  EXPECT_EQ(*under.store->RemoveAll(person), 0);
  EXPECT_FALSE((*under.store->Find(three, Use::kRenew, kIdle)).has_value());
  EXPECT_TRUE((*under.store->Find(others, Use::kRenew, kIdle)).has_value());
}

TEST_P(SessionStoreConformance, ALoginIsTakenOnce) {
  const StoreUnderTest under = GetParam()();
  const std::string hash = RandomHex(32);
  ASSERT_TRUE(under.store->Begin(hash, Login("a"), kIdle).ok());
  EXPECT_TRUE(under.store->Begin(hash, Login("a"), kIdle).ok()) << "a repeat";
  EXPECT_EQ(under.store->Begin(hash, Login("b"), kIdle).code(), absl::StatusCode::kAlreadyExists);
  const auto taken = under.store->Take(hash);
  ASSERT_TRUE(taken.ok() && taken->has_value());
  EXPECT_EQ((*taken)->uri(), "a");
  EXPECT_FALSE((*under.store->Take(hash)).has_value());
}

TEST_P(SessionStoreConformance, ALoginRunsOut) {
  const StoreUnderTest under = GetParam()();
  const std::string hash = RandomHex(32);
  ASSERT_TRUE(under.store->Begin(hash, Login("a"), absl::Milliseconds(50)).ok());
  under.wait(absl::Milliseconds(50));
  EXPECT_FALSE((*under.store->Take(hash)).has_value());
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SessionStoreConformance);

}  // namespace lianfang::portal
