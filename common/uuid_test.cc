#include "common/uuid.h"

#include <gtest/gtest.h>

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
  EXPECT_TRUE(IsUuid(NewUuid()));
}

}  // namespace
}  // namespace lianfang
