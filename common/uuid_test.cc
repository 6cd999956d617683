#include "common/uuid.h"

#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/id.h"

namespace lianfang {
namespace {

TEST(Uuid, IsMarkedWithVersionAndVariant) {
  EXPECT_EQ(FormatUuid(std::string(16, '\xff'), 4), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_EQ(FormatUuid(std::string(16, '\0'), 8), "00000000-0000-8000-8000-000000000000");
}

// SHA-256 of "abc" is ba7816bf 8f01cfea 414140de 5dae2223 … (FIPS 180-4).
TEST(Uuid, OfAContentIsItsHash) { EXPECT_EQ(ContentUuid("abc"), "ba7816bf-8f01-8fea-8141-40de5dae2223"); }

TEST(Uuid, DiffersWithTheContentAndAtRandom) {
  EXPECT_NE(ContentUuid("row 3"), ContentUuid("row 4"));
  EXPECT_NE(NewUuid(), NewUuid());
}

TEST(Uuid, IsKnownByItsForm) {
  const std::string uuid = NewUuid();
  EXPECT_TRUE(IsUuid(uuid)) << uuid;
  EXPECT_FALSE(IsUuid("not-a-uuid"));
  EXPECT_FALSE(IsUuid(uuid.substr(1) + "g"));
}

// The first 48 bits are the milliseconds since 1970 (RFC 9562, 5.7).
TEST(Uuid, AtRandomBeginsWithThePresent) {
  const auto millis = [](const std::string& uuid) {
    int64_t read = 0;
    EXPECT_TRUE(absl::SimpleHexAtoi(uuid.substr(0, 8) + uuid.substr(9, 4), &read));
    return read;
  };
  const int64_t before = absl::ToUnixMillis(absl::Now());
  const std::string uuid = NewUuid();
  EXPECT_GE(millis(uuid), before);
  EXPECT_LE(millis(uuid), absl::ToUnixMillis(absl::Now()));
  EXPECT_EQ(uuid[14], '7');
}

}  // namespace
}  // namespace lianfang
