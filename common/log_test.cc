#include "common/log.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

TEST(FormatLogLineTest, EscapesWhatCouldBreakALine) {
  EXPECT_EQ(
      FormatLogLine("t", "info", "submission", "call", {{"note", "a\"b\\c\nd"}, {"name", "煤矿"}}),
      R"({"time":"t","level":"info","service":"submission","event":"call","note":"a\"b\\c\u000ad","name":"煤矿"})");
}

TEST(FormatLogLineTest, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(FormatLogLine("t", "warn", "s", "e", {{"v", "\xff"}}),
            R"({"time":"t","level":"warn","service":"s","event":"e","v":"\u00ff"})");
}

TEST(FormatLogTimeTest, IsInUtcToTheMicrosecondWhateverCameBefore) {
  const absl::Time noon = absl::FromUnixSeconds(1653998400);
  EXPECT_EQ(FormatLogTime(noon + absl::Microseconds(7)), "2022-05-31T12:00:00.000007Z");
  EXPECT_EQ(FormatLogTime(noon + absl::Microseconds(999999)), "2022-05-31T12:00:00.999999Z");
  EXPECT_EQ(FormatLogTime(noon + absl::Seconds(1)), "2022-05-31T12:00:01.000000Z");
  EXPECT_EQ(FormatLogTime(noon - absl::Microseconds(1)), "2022-05-31T11:59:59.999999Z");
}

}  // namespace
}  // namespace lianfang
