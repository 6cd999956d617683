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

}  // namespace
}  // namespace lianfang
