#include "services/expert/domain/values/identifiers.h"

#include <gtest/gtest.h>

#include "services/expert/domain/testing/sample.h"
#include "services/expert/domain/values/days.h"
#include "services/expert/domain/values/shortened.h"

namespace lianfang::expert {
namespace {

const absl::CivilDay kToday(2026, 6, 1);

TEST(IdentifiersTest, KnownIdNumbersAreWellFormed) {
  for (const char* number : {"11010519491231002X", "440524188001010014", "34052419800101001X"}) {
    EXPECT_EQ(IdNumberFault(number, kToday), "") << number;
  }
  EXPECT_EQ(BirthDate("11010519491231002X"), absl::CivilDay(1949, 12, 31));
}

TEST(IdentifiersTest, IdNumbersThatAreNone) {
  EXPECT_NE(IdNumberFault("", kToday), "");
  EXPECT_NE(IdNumberFault("11010519491231002", kToday), "");
  EXPECT_NE(IdNumberFault("110105194912310021", kToday), "") << "check character";
  EXPECT_NE(IdNumberFault("11010519490231002X", kToday), "") << "31 February";
  EXPECT_NE(IdNumberFault(testing::IdNumber(kToday + 1, 1), kToday), "") << "not born yet";
  EXPECT_EQ(IdNumberFault(testing::IdNumber(kToday, 1), kToday), "");
  EXPECT_NE(IdNumberFault("1****************X", kToday), "") << "masked";
}

TEST(IdentifiersTest, CreditCodes) {
  for (const char* code : {"91350100M000100Y43", testing::kEmployerCode}) {
    EXPECT_EQ(CreditCodeShapeFault(code), "");
    EXPECT_TRUE(HasCreditCheck(code));
  }
  // Given out before the standard kept its check character.
  for (const char* code : {"91350100M000100Y44", "91350203M0001QKT19"}) {
    EXPECT_EQ(CreditCodeShapeFault(code), "");
    EXPECT_FALSE(HasCreditCheck(code));
  }
  EXPECT_NE(CreditCodeShapeFault("91350100M000100Y4"), "");
  EXPECT_NE(CreditCodeShapeFault("91350100I000100Y43"), "") << "no I";
  EXPECT_NE(CreditCodeShapeFault("91350100m000100Y43"), "") << "capital letters";
}

TEST(IdentifiersTest, IdentifiersAreKeptAsTheStandardWritesThem) {
  EXPECT_EQ(NormalIdentifier(" 33010219200403064x\n"), "33010219200403064X");
  EXPECT_EQ(NormalIdentifier("91350100m000100y43"), "91350100M000100Y43");
}

TEST(IdentifiersTest, MasksAllButTheFirstAndTheLastCharacter) {
  EXPECT_EQ(Masked("11010519491231002X"), "1****************X");
  EXPECT_EQ(Masked("王小明"), "王*明");
  EXPECT_EQ(Masked("ab"), "**");
  EXPECT_EQ(Masked(""), "");
}

TEST(ShortenedTest, KeepsWhatFitsAndWholeCharacters) {
  EXPECT_EQ(Shortened("评审会", 3), "评审会");
  EXPECT_EQ(Shortened("评审会议", 3), "评审…");
  EXPECT_EQ(Shortened("abcd", 1), "…");
  EXPECT_EQ(Shortened("", 1), "");
}

TEST(DaysTest, MonthsAndYears) {
  EXPECT_EQ(AddMonths(absl::CivilDay(2025, 8, 31), 6), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(AddMonths(absl::CivilDay(2026, 3, 31), -1), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(WholeYears(absl::CivilDay(2004, 2, 29), absl::CivilDay(2026, 2, 28)), 21);
  EXPECT_EQ(WholeYears(absl::CivilDay(2004, 2, 29), absl::CivilDay(2026, 3, 1)), 22);
}

}  // namespace
}  // namespace lianfang::expert
