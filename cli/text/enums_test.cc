#include "cli/text/enums.h"

#include <gtest/gtest.h>

#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::OBLIGATION_STATE_DUE_SOON;
using submission::v1::ObligationState;
using submission::v1::ObligationState_descriptor;

TEST(ParseEnum, TakesTheNamesThatEnumNamesLists) {
  EXPECT_EQ(*ParseEnum<ObligationState>("due-soon"), OBLIGATION_STATE_DUE_SOON);
  EXPECT_NE(EnumNames(*ObligationState_descriptor()).find("due-soon, overdue"), std::string::npos);
}

TEST(ParseEnum, TakesTheWordThatTablesShow) {
  EXPECT_EQ(*ParseEnum<ObligationState>("即将到期"), OBLIGATION_STATE_DUE_SOON);
}

TEST(ParseEnum, RefusesOthersAndNamesTheChoices) {
  for (const char* name : {"", "DUE_SOON", "unspecified", "late"}) {
    auto state = ParseEnum<ObligationState>(name);
    ASSERT_FALSE(state.ok()) << name;
    EXPECT_NE(state.status().message().find("met-late"), std::string::npos);
  }
}

TEST(EnumText, SpeaksBothLanguages) {
  EXPECT_EQ(EnumText(OBLIGATION_STATE_DUE_SOON, Language::kChinese), "即将到期");
  EXPECT_EQ(EnumText(OBLIGATION_STATE_DUE_SOON, Language::kEnglish), "due-soon");
}

TEST(EnumText, ShowsUnknownNumbersAsTheyAre) {
  EXPECT_EQ(EnumText(static_cast<ObligationState>(0), Language::kChinese), "");
  EXPECT_EQ(EnumText(static_cast<ObligationState>(99), Language::kChinese), "99");
}

}  // namespace
}  // namespace lianfang::cli
